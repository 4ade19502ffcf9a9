"""Launch load: what else reaches the same functions in the week of a launch date, said before it is chosen."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from productops.people.models import Person
from releases.leadtime import objection_to_day
from releases.models import Release
from releases.policy import TierPolicy
from releases.visible import facts_for_many

NAMED = 5


@dataclass(frozen=True)
class Other:
    """A launch in the same week, with the functions that hear of both."""

    release: Release
    launch_on: date
    functions: tuple[str, ...]


def others_that_week(
    launch_on: date | None, asked: TierPolicy, *, person: Person, today: date, but: Release | None = None
) -> tuple[Other, ...]:
    """At most five, earliest first; only those whose date this person may know. Three statements."""
    if launch_on is None or launch_on < today or objection_to_day(launch_on, today):
        return ()
    monday = launch_on - timedelta(days=launch_on.weekday())
    receiving = set(asked.audience)
    rows = Release.objects.visible_to(person).ahead().filter(launch_on__range=(monday, monday + timedelta(days=6)))
    if but:
        rows = rows.exclude(pk=but.pk)
    rows = rows.filter(Q(items__retired_at=None, items__function__slug__in=receiving)).distinct()
    found = list(rows.order_by("launch_on", "key").prefetch_related("items__function")[:NAMED])
    known = facts_for_many(found, person, on=today)
    return tuple(
        Other(row, row.launch_on, _shared(row, receiving)) for row in found if row.launch_on and known[row.pk].launch_on
    )


def _shared(row: Release, receiving: set[str]) -> tuple[str, ...]:
    functions = {item.function.slug: item.function.name for item in row.items.all() if item.retired_at is None}
    return tuple(sorted(name for slug, name in functions.items() if slug in receiving))
