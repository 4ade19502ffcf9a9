"""The weekly update's front door: this week, what one has to do in it, and every earlier update."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comms.models import Subscription
from productops.addresses import addresses
from productops.http import Request, page_number
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from rituals.models import WeeklyUpdate
from rituals.notices import TOPIC
from rituals.queries import NAMED, current_and_published, progress, written_by

UPDATES_A_PAGE = 25


@require_safe
def current(request: Request) -> HttpResponse:
    day = day_of(request.user, request.now)
    update, _published = current_and_published(request.now, request.organisation, 0)
    published = WeeklyUpdate.objects.visible_to(request.user).published().order_by("-year", "-week")
    page = Paginator(published.values("key", "week", "title", "published_at"), UPDATES_A_PAGE).get_page(
        page_number(request)
    )
    counts = progress(update, names=True) if update else None
    context = {
        "update": update,
        "progress": counts,
        "missing": counts["missing_names"][:NAMED] if counts else [],
        "mine": written_by(request.user, update, day) if update else [],
        "may_publish": bool(can(request.user, Permission.PUBLISH_UPDATE, on=day)),
        "follows": Subscription.objects.filter(person=request.user, topic=TOPIC).exists(),
        "page_obj": page,
        "rows": _rows(page),
    }
    return render(request, "weekly/current.html", context)


def _rows(updates: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their words and addresses, so that the template has nothing left to work out for each."""
    update_at, words = addresses("weekly:update"), _("Week %(week)s")
    return [{**row, "link": update_at(row["key"]), "words": words % {"week": row["week"]}} for row in updates]
