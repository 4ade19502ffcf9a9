"""Product Ops has looked at a tier below the suggested one and leaves it at that."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from productops.http import Request, go, load
from productops.people.permissions import Permission
from releases.actions.tier_review import accept_lower_tier
from releases.models import Release


@require_POST
def acceptance(request: Request, key: str) -> HttpResponse:
    row = load(request, Release.objects.visible_to(request.user), Permission.CHALLENGE_TIER, key=key)
    accept_lower_tier(release=row, by=request.user, now=request.now)
    messages.success(request, _("The tier of %(key)s stays as it is.") % {"key": row.key})
    return go(request, "home")
