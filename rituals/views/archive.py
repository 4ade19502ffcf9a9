"""The weekly update's front door: this week, what one has to do in it, and every earlier update."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import page_number
from productops.people.permissions import Permission, can
from rituals.models import WeeklyUpdate
from rituals.queries import current_update, missing_names, progress, written_by

UPDATES_A_PAGE = 25


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    update = current_update(request.now)
    published = WeeklyUpdate.objects.visible_to(request.user).published()
    page = Paginator(published.only("key", "week", "year", "title", "published_at"), UPDATES_A_PAGE)
    context = {
        "update": update,
        "progress": progress(update) if update else None,
        "missing": missing_names(update) if update else [],
        "mine": list(written_by(request.user, update, request.now)) if update else [],
        "may_publish": bool(can(request.user, Permission.PUBLISH_UPDATE, on=request.now.date())),
        "page_obj": page.get_page(page_number(request)),
    }
    return render(request, "weekly/current.html", context)
