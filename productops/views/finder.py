"""The status finder: a few letters in, what is the state of it out. The page and its live answers, one address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from productops.http import wants
from productops.search.engine import find
from productops.search.models import SearchRow
from productops.text import clean_line

LIVE, ON_PAGE = 6, 40


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    q = clean_line(request.GET.get("q", ""))[:120]
    live = wants(request, "finder-results")
    rows = find(request.user, q, limit=LIVE if live else ON_PAGE)
    context = {"q": q, "results": [_answer(row) for row in rows]}
    return render(request, "components/finder_results.html" if live else "finder.html", context)


def _answer(row: SearchRow) -> dict[str, object]:
    """What a person wants to know at once; an area's health is the last one published."""
    return {
        "url": row.url,
        "title": row.title,
        "kind": row.get_kind_display(),
        "stage": row.stage,
        "window": row.window,
        "health": row.health,
        "why": row.sentence or _("Nothing published about it yet."),
        "said_at": row.sentence_at,
        "owner": row.owner.name if row.owner else "",
    }
