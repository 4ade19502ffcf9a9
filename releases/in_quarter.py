"""What a quarter holds, as one person may know it: areas, releases, what they wait for, launches per function and week.

Chosen by the day that she may know: a release whose launch date is not hers is found by its window alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncWeek

from productops.people.models import Area, Person
from productops.people.models.areas import in_area_order
from releases.enums import Stage, Tier
from releases.filters import Filters
from releases.found import known_launch, narrowed
from releases.listed import COLUMNS
from releases.models import Dependency, FreezeWindow, Release
from releases.timeline import Quarter
from releases.visible import VisibleFacts, facts_for_many

AHEAD_OF_LAUNCH = timedelta(days=30)  # how far before its launch a bar may begin


def touching(person: Person, filters: Filters, quarter: Quarter, *, on: date) -> QuerySet[Release]:
    """Releases that may have something to draw in the quarter; those cancelled have not."""
    rows = narrowed(Release.objects.visible_to(person), person, filters, on).exclude(stage=Stage.CANCELLED)
    rows = rows.annotate(known=known_launch(person, on))
    launched = Q(launched_at__date__gte=quarter.starts_on, launched_at__date__lte=quarter.ends_on)
    known = Q(known__gte=quarter.starts_on, known__lte=quarter.ends_on + AHEAD_OF_LAUNCH)
    window = Q(window_from__lte=quarter.ends_on, window_to__gte=quarter.starts_on)
    return rows.filter(launched | known | window)


def areas_of(rows: QuerySet[Release]) -> list[dict[str, Any]]:
    """The areas of `rows` in the agreed order: pk, name, slug. One statement."""
    found = Area.objects.filter(pk__in=rows.order_by().values("area")).order_by(*in_area_order())
    return [dict(area) for area in found.values("pk", "name", "slug")]


def releases_of(
    rows: QuerySet[Release], areas: list[int], person: Person, *, on: date
) -> list[tuple[Any, VisibleFacts]]:
    """Two statements."""
    found = list(rows.filter(area__in=areas).select_related("area").only(*COLUMNS).order_by("pk"))
    seen = facts_for_many(found, person, on=on)
    return [(row, seen[row.pk]) for row in found]


def waits_among(ids: list[int]) -> list[tuple[int, int]]:
    """(release, what it waits for) where both are among `ids`. One statement."""
    rows = Dependency.objects.filter(release__in=ids, on_release__in=ids).order_by("pk")
    return [(release, on) for release, on in rows.values_list("release", "on_release") if on is not None]


def freezes_in(quarter: Quarter) -> list[FreezeWindow]:
    rows = FreezeWindow.objects.filter(starts_on__lte=quarter.ends_on, ends_on__gte=quarter.starts_on)
    return list(rows.order_by("starts_on"))


@dataclass(frozen=True)
class Load:
    """Keys of the launches that reach one function in one week."""

    function: str
    keys: tuple[str, ...]

    @property
    def collides(self) -> bool:
        return bool(self.function) and len(self.keys) > 1


def launch_load(person: Person, quarter: Quarter, *, on: date) -> dict[date, list[Load]]:
    """By the Monday of each week: the functions that launches of tier 2 and 3 reach then, those with most first; the
    last one is nameless, for launches of which nobody has said whom they reach.

    Of all areas, since a function's week is one; counted are launches whose day the person may know. One statement.
    """
    mondays = quarter.mondays
    rows = (
        Release.objects.visible_to(person)
        .exclude(stage=Stage.CANCELLED)
        .filter(tier__gte=Tier.MEDIUM, launch_on__gte=mondays[0], launch_on__lt=mondays[-1] + timedelta(days=7))
        .annotate(known=known_launch(person, on))
        .filter(known=F("launch_on"))
        .order_by()
        .annotate(week=TruncWeek("launch_on"), function=F("functions__name"))
        .values("week", "function")
        .annotate(keys=ArrayAgg("key", order_by="key"))
    )
    found: dict[date, list[Load]] = defaultdict(list)
    for row in rows:
        found[row["week"]].append(Load(row["function"] or "", tuple(row["keys"])))
    for loads in found.values():
        loads.sort(key=lambda load: (not load.function, -len(load.keys), load.function))
    return dict(found)
