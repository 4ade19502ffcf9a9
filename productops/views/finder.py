"""The status finder: a few letters in, what is the state of it out. The page and its live answers, one address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from productops.http import Request, wants
from productops.search.engine import find
from productops.search.models import Kind
from productops.text import clean_line

LIVE, ON_PAGE = 6, 40
# What a person wants to know at once; an area's health is the last one published.
COLUMNS = ("url", "title", "kind", "health", "sentence", "owner__name")


@require_safe
def finder(request: Request) -> HttpResponse:
    q = clean_line(request.GET.get("q", ""))[:120]
    live = wants(request, "finder-results")
    rows = find(request.user, q, limit=LIVE if live else ON_PAGE).values(*COLUMNS)
    kinds, nothing = {kind.value: str(kind.label) for kind in Kind}, _("Nothing published about it yet.")
    for row in rows:
        said = _week(row["sentence"]) if row["kind"] == Kind.UPDATE else row["sentence"]
        row["kind"], row["why"] = kinds[row["kind"]], said or nothing
    context = {"q": q, "results": rows}
    return render(request, "components/finder_results.html" if live else "finder.html", context)


def _week(key: str) -> str:
    """A published update is found with its key, `2026-W41`; people say the week and the year."""
    year, _dash, week = key.partition("-W")
    return f"{_('Week %(week)s') % {'week': int(week)}} · {year}" if week.isdigit() else key
