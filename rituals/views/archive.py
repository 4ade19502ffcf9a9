"""The weekly update's front door: this week, what one has to do in it, and every earlier update."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import page_number
from productops.people.permissions import Permission, can
from rituals.models import WeeklyUpdate
from rituals.queries import NAMED, current_and_published, progress, written_by

UPDATES_A_PAGE = 25


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    day = request.now.date()
    update, _published = current_and_published(request.now, request.organisation, 0)
    published = WeeklyUpdate.objects.visible_to(request.user).published()
    page = Paginator(published.only("key", "week", "year", "title", "published_at"), UPDATES_A_PAGE)
    counts = progress(update, names=True) if update else None
    context = {
        "update": update,
        "progress": counts,
        "missing": counts["missing_names"][:NAMED] if counts else [],
        "mine": written_by(request.user, update, day) if update else [],
        "may_publish": bool(can(request.user, Permission.PUBLISH_UPDATE, on=day)),
        "page_obj": page.get_page(page_number(request)),
    }
    return render(request, "weekly/current.html", context)
