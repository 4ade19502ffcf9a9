"""From an area's page to its part of this week's update. The page lies below this app and knows only the address."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from productops.http import Request, go, load
from productops.people.models import Area
from productops.people.permissions import Permission
from rituals.models import AreaUpdate
from rituals.queries import current_and_published


@require_safe
def current(request: Request, slug: str) -> HttpResponse:
    """To the editor of the week that the organisation's clock is in, which leads on to what is published.

    For who writes for the area. Between two weeks, and for an area newer than the week, there is nothing to write.
    """
    area = load(request, Area.objects.visible_to(request.user), Permission.WRITE_AREA_UPDATE, slug=slug)
    update, _published = current_and_published(request.now, request.organisation, 0)
    if update and AreaUpdate.objects.filter(weekly_update=update, area=area).exists():
        return go(request, "weekly:editor", update.key, area.slug)
    messages.info(request, _("There is no update to write for %(area)s at the moment.") % {"area": area.name})
    return go(request, "weekly:current")
