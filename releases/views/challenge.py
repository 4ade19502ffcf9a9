"""Product Ops asks the PM to look at a tier again."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.http import Request, go, load
from productops.people.permissions import Permission
from productops.people.views.editor import saved, show
from releases.actions.planning import challenge_tier
from releases.models import Release
from releases.planning_forms import ChallengeForm


@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: Request, key: str) -> HttpResponse:
    """The tier stays until the PM has answered."""
    rows = Release.objects.visible_to(request.user).select_related("area", "tier_assigned_by")
    row = load(request, rows, Permission.CHALLENGE_TIER, key=key)
    form = ChallengeForm(request.POST if request.method == "POST" else None)
    made = saved(
        form,
        lambda: challenge_tier(release=row, reason=form.cleaned_data["challenge"], by=request.user, now=request.now),
    )
    if made:
        messages.success(request, _("The PM is asked to look at the tier again."))
        return go(request, made)
    return show(request, "releases/challenge.html", form, release=row)
