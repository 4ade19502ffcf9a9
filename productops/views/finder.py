"""The status finder: a few letters in, what is the state of it out. The page and its live answers, one address."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from productops.http import Request, wants
from productops.people.models import Person
from productops.people.permissions import Permission, can
from productops.search.engine import find
from productops.search.models import Corpus, Kind
from productops.search.passages import MANY, places
from productops.search.vocabulary import look
from productops.text import clean_line

LIVE, ON_PAGE = 6, 40
# What a person wants to know at once; an area's health is the last one published.
COLUMNS = ("url", "key", "title", "kind", "stage", "window", "health", "sentence", "owner__name")
ICONS: dict[str, str] = {Kind.AREA: "areas", Kind.UPDATE: "weekly", Kind.DECISION: "decision"}


@require_safe
def finder(request: Request) -> HttpResponse:
    live = wants(request, "finder-results")
    context = answers(
        request.user, request.GET.get("q", ""), limit=LIVE if live else ON_PAGE, exactly="exactly" in request.GET
    )
    if live:
        return render(request, "components/finder_results.html", context)
    sees_missing = can(request.user, Permission.SEE_LOOKUPS, on=request.now)
    return render(request, "finder.html", context | {"sees_missing": sees_missing})


def answers(person: Person, typed: str, *, limit: int, exactly: bool = False) -> dict[str, Any]:
    """What the finder answers: `results` with their words; `other`, the spelling they were found with when it is not
    the typed one; `places`, in how many published passages it is said, and `said`, the spelling that was counted."""
    q = clean_line(typed)[:120]
    rows, other = look(
        Corpus.THINGS, q, lambda text: list(find(person, text, limit=limit).values(*COLUMNS)), exactly=exactly
    )
    kinds, nothing = {kind.value: str(kind.label) for kind in Kind}, _("Nothing published about it yet.")
    for row in rows:
        said = _week(row["sentence"]) if row["kind"] == Kind.UPDATE else row["sentence"]
        row["icon"] = ICONS.get(row["kind"], "search")
        row["kind"], row["why"] = kinds[row["kind"]], said or nothing
    said_in, said_so = places(person, other or q, exactly=exactly or bool(rows))
    return {"q": q, "results": rows, "other": other, "said": said_so, "places": said_in, "many": said_in >= MANY}


def _week(key: str) -> str:
    """A published update is found with its key, `2026-W41`; people say the week and the year."""
    year, _dash, week = key.partition("-W")
    return f"{_('Week %(week)s') % {'week': int(week)}} · {year}" if week.isdigit() else key
