"""Releases found by filters, in order, and what lists say of each. As many statements however many releases.

Order and filters use only what the person may know: where the internal launch date is not for her, the window stands
for it. So no list tells by its order what its rows do not say.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower, RowNumber

from productops.people.enums import AreaRoleKind
from productops.people.models import Person
from productops.people.permissions import Permission, Scope, can, standing_of
from releases.enums import AHEAD, Health, ItemState, Stage
from releases.filters import NO_TIER, WORRIED, Filters
from releases.listed import PAST, Row, rows_of
from releases.models import Release, ReleaseItem
from releases.visible import OF_AREA, PREPARE, SAID

BOARD = (*AHEAD, Stage.LAUNCHED)
LATELY = 30  # days that a launch stays on the board
WORDS = 6


@dataclass(frozen=True)
class Choices:
    """What releases can be narrowed to, beside fixed words: (slug, name) each, policies by number, newest first."""

    areas: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    functions: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, str], ...]


_CHOICES = """
SELECT what, slug, name FROM (
    SELECT 'areas' AS what, a.slug, a.name, g.position AS first, g.sort_key AS second, a.position AS third, a.sort_key
        FROM people_area a LEFT JOIN people_productgroup g ON g.id = a.group_id WHERE a.closed_at IS NULL
    UNION ALL SELECT 'groups', slug, name, position, sort_key, 0, '' FROM people_productgroup
    UNION ALL SELECT 'functions', slug, name, position, sort_key, 0, '' FROM people_function
    UNION ALL SELECT 'policies', number::text, '', -number, '', 0, '' FROM releases_policyversion
) AS each ORDER BY what, first, second, third, sort_key"""


def choices() -> Choices:
    """One statement."""
    found: dict[str, list[tuple[str, str]]] = {"areas": [], "groups": [], "functions": [], "policies": []}
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES)
        for what, slug, name in cursor.fetchall():
            found[what].append((slug, name))
    return Choices(**{what: tuple(each) for what, each in found.items()})


def drafts_somewhere(person: Person, on: date) -> bool:
    """Whether the person may begin a release in any area at all."""
    areas: set[int | None] = {None, *(area for area, _kind in standing_of(person, on).areas)}
    return any(can(person, Permission.DRAFT_RELEASE, Scope(area_id=area), on=on) for area in areas)


def known_launch(person: Person, on: date) -> Combinable:
    """The day that a release is ordered by for this person: its launch where she may know it, else its window."""
    standing = standing_of(person, on)
    if standing.roles & PREPARE:
        return Coalesce(F("launch_on"), F("window_from"))
    near = Q(stage__in=[str(stage) for stage in SAID])
    if areas := _areas(person, on):
        near |= Q(area__in=areas)
    return Case(When(near, then=Coalesce(F("launch_on"), F("window_from"))), default=F("window_from"))


def _areas(person: Person, on: date) -> list[int]:
    standing = standing_of(person, on)
    near = {area for area, kind in standing.areas if kind in OF_AREA} | {area for area, _slug in standing.contacts}
    return sorted(near)


def found(person: Person, filters: Filters, *, on: date) -> QuerySet[Release]:
    """The releases that the person may see and that fit, in order."""
    rows = narrowed(Release.objects.visible_to(person), person, filters, on)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    elif filters.show == "past":
        rows = rows.filter(stage__in=PAST)
    elif not filters.show:
        rows = rows.filter(stage__in=AHEAD)
    name, backwards = filters.order
    if name == "launch" and backwards and not filters.sort:
        return rows.order_by(F("launched_at").desc(nulls_last=True), "-pk")
    by = _orders(person, on)[name]
    first = by.desc(nulls_last=True) if backwards else by.asc(nulls_last=True)
    return rows.order_by(first, "key") if name == "name" else rows.order_by(first, *_then(name, person, on), "key")


def _orders(person: Person, on: date) -> dict[str, Any]:
    return {
        "launch": known_launch(person, on),
        "name": Lower("name"),
        "area": Lower("area__name"),
        "tier": F("tier"),
        "stage": _places("stage", Stage.values),
        "health": _places("health", [Health.OFF_TRACK, Health.AT_RISK, Health.ON_TRACK]),
    }


def _then(name: str, person: Person, on: date) -> list[Any]:
    return [] if name == "launch" else [_soonest(person, on)]


def _soonest(person: Person, on: date) -> Any:
    return known_launch(person, on).asc(nulls_last=True)  # type: ignore[attr-defined]


def _places(field: str, values: list[Any]) -> Case:
    """The order of a word's meaning, not of its letters."""
    whens = [When(Q((field, str(value))), then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


def narrowed(rows: QuerySet[Release], person: Person, filters: Filters, on: date) -> QuerySet[Release]:
    """`rows` by all filters beside stage and show, which each kind of list means in its own way."""
    for word in filters.q.split()[:WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(key__istartswith=word) | Q(summary__icontains=word))
    if filters.area:
        rows = rows.filter(area__slug=filters.area)
    if filters.group:
        rows = rows.filter(area__group__slug=filters.group)
    if filters.tier:
        rows = rows.filter(tier=None if filters.tier == NO_TIER else int(filters.tier))
    if filters.health:
        worried = [Health.AT_RISK, Health.OFF_TRACK]
        rows = rows.filter(health__in=worried if filters.health == WORRIED else [filters.health])
    if filters.function:
        rows = rows.filter(functions__slug=filters.function)
    if filters.whose:
        rows = rows.filter(_whose(person, filters.whose, on))
    if filters.months:
        first, after = filters.months
        rows = rows.filter(window_from__lt=after, window_to__gte=first)
    if filters.policy:
        rows = rows.filter(policy__number=int(filters.policy))
    return rows


def _whose(person: Person, whose: str, on: date) -> Q:
    kinds = (AreaRoleKind.PM, AreaRoleKind.DEPUTY)
    planned = Q(area__in=[area for area, kind in standing_of(person, on).areas if kind in kinds])
    items = ReleaseItem.objects.asked_for().filter(person=person, state__in=[ItemState.OPEN, ItemState.BLOCKED])
    owned = Q(pk__in=items.values("release"))
    return {"pm": planned, "items": owned}.get(whose, planned | owned)


@dataclass
class Column:
    """A stage of the board: how many there are, and the first of them."""

    stage: Stage
    total: int = 0
    rows: list[Row] = field(default_factory=list)


def columns(person: Person, filters: Filters, *, on: date, now: datetime, most: int) -> list[Column]:
    """The board: what is ahead by stage and what was launched lately, `most` of each. Three statements.

    The next launch first; what is launched begins with the newest.
    """
    lately = Q(stage=Stage.LAUNCHED, launched_at__gte=now - timedelta(days=LATELY))
    rows = narrowed(Release.objects.visible_to(person).filter(Q(stage__in=AHEAD) | lately), person, filters, on)
    order = [F("launched_at").desc(nulls_last=True), _soonest(person, on), F("key").asc()]
    placed = rows.order_by().annotate(
        place=Window(RowNumber(), partition_by="stage", order_by=order),
        total=Window(Count("*"), partition_by="stage"),
    )
    found = {stage: Column(stage) for stage in BOARD}
    chosen = list(placed.filter(place__lte=most).order_by("stage", "place").values_list("pk", "stage", "total"))
    said = {row.release.pk: row for row in rows_of(_chosen([pk for pk, *_rest in chosen]), person, on=on)}
    for pk, stage, total in chosen:
        column = found[Stage(stage)]
        column.total = total
        column.rows.append(said[pk])
    return list(found.values())


def _chosen(ids: list[int]) -> QuerySet[Release]:
    return Release.objects.filter(pk__in=ids).order_by()
