"""Full-text search over everything that weekly updates said: by week, the newest first, with the lines that say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request, page_number
from productops.paging import LongPaginator
from productops.people.models import Area
from productops.search.excerpts import Piece, excerpt
from productops.search.models import Corpus, Passage
from productops.search.passages import find_passages
from productops.search.vocabulary import look
from productops.search.words import query_terms
from rituals.models import WeeklyUpdate
from rituals.search_form import NO_UPDATE, SearchForm

A_PAGE = 25


@dataclass
class Hit:
    """A passage as it is shown: whose, how it was, and the lines that say it."""

    title: str
    url: str
    health: str
    lines: list[list[Piece]]


@dataclass
class FoundWeek:
    update: Mapping[str, Any]
    hits: list[Hit] = field(default_factory=list)


@require_safe
def search(request: Request) -> HttpResponse:
    form = SearchForm(request.GET)
    valid = form.is_valid()
    asked, q = form.cleaned_data, form.cleaned_data.get("q", "")
    rows, other = (
        look(
            Corpus.PASSAGES, q,
            lambda text: _some(_filtered(find_passages(request.user, text), asked, request.organisation.timezone)),
            exactly="exactly" in request.GET,
        )
        if valid
        else ([Passage.objects.none()], "")
    )  # fmt: skip
    page = LongPaginator(rows[0] if rows else Passage.objects.none(), A_PAGE).get_page(page_number(request))
    context = {
        "form": form,
        "q": q,
        "other": other,
        "page_obj": page,
        "weeks": _by_week(page, query_terms(other or q)),
        "areas": Area.objects.in_order().values("slug", "name"),
        "filtered": any(asked.get(name) for name in ("area", "health", "from", "to")),
    }
    return render(request, "weekly/search.html", context)


def _some(rows: "QuerySet[Passage]") -> "list[QuerySet[Passage]]":
    """What `look` wants: a list that is empty when nothing is found."""
    return [rows] if rows.exists() else []


def _filtered(rows: "QuerySet[Passage]", asked: dict[str, Any], zone: str) -> "QuerySet[Passage]":
    if asked["area"]:
        rows = rows.filter(area=asked["area"])
    if asked["health"] == NO_UPDATE:
        rows = rows.filter(health="").exclude(area="")
    elif asked["health"]:
        rows = rows.filter(health=asked["health"])
    if asked["from"]:
        rows = rows.filter(at__gte=_midnight(asked["from"], zone))
    if asked["to"] and asked["to"] < date.max:  # after the last day that there is comes none
        rows = rows.filter(at__lt=_midnight(asked["to"] + timedelta(days=1), zone))
    return rows


def _midnight(day: date, zone: str) -> datetime:
    """Days are the organisation's."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def _by_week(passages: Iterable[Passage], terms: list[str]) -> list[FoundWeek]:
    passages = list(passages)
    updates = WeeklyUpdate.objects.filter(key__in={each.source for each in passages})
    heads = {row["key"]: row for row in updates.values("key", "week", "year", "title", "published_at")}
    weeks: list[FoundWeek] = []
    for each in passages:
        if each.source not in heads:
            continue
        if not weeks or weeks[-1].update["key"] != each.source:
            weeks.append(FoundWeek(heads[each.source]))
        weeks[-1].hits.append(Hit(each.title, each.url, each.health, excerpt(each.body, terms)))
    return weeks
