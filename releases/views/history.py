"""Everything that happened to a release, page by page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request, load, page_number
from productops.paging import LongPaginator
from productops.people.standing import day_of
from releases.models import Release
from releases.story import entries_of, events_of
from releases.visible import facts_for

A_PAGE = 50


@require_safe
def history(request: Request, key: str) -> HttpResponse:
    """Who did what, newest first; days only for those who know the launch date."""
    row = load(request, Release.objects.visible_to(request.user).select_related("area"), key=key)
    seen = facts_for(row, request.user, on=day_of(request.user, request.now))
    page = LongPaginator(events_of(row, seen), A_PAGE).get_page(page_number(request))
    context = {"release": row, "page_obj": page, "entries": entries_of(page.object_list, request.user)}
    return render(request, "releases/history.html", context)
