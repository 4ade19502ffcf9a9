"""All releases that a person may see, as a table."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request, page_number
from productops.people.standing import day_of
from releases.models import Release
from releases.windows import window_words

A_PAGE = 25


@require_safe
def releases(request: Request) -> HttpResponse:
    """What is ahead first, the next launch on top; then what was launched, the newest on top. The window, no date."""
    rows = Release.objects.visible_to(request.user).select_related("area")
    if request.GET.get("show") == "past":
        rows = rows.exclude(stage__in=["planned", "in_review", "approved"])
        rows = rows.order_by(F("launched_at").desc(nulls_last=True))
    else:
        rows = rows.ahead().order_by(F("window_from").asc(nulls_last=True), "key")
    page = Paginator(rows, A_PAGE).get_page(page_number(request))
    day = day_of(request.user, request.now)
    context = {
        "page_obj": page,
        "rows": [(row, window_words(row.window_from, row.window_to, day)) for row in page],
        "past": request.GET.get("show") == "past",
    }
    return render(request, "releases/releases.html", context)
