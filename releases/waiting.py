"""What a release waits for and who waits for it, as one person may know it.

A release that the person may not see is there, without key, name or state. Dates that were promised, and days counted
back from them or from the launch, are for those who know the launch date (`visible.facts_for(...).dated`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from productops.people.models import Function, Person
from productops.worktime import BusinessCalendar
from releases.enums import Stage
from releases.models import Dependency, Release
from releases.standing_notice import notice_days
from releases.visible import VisibleFacts

OUT = (Stage.LAUNCHED, Stage.CLOSED)


@dataclass(frozen=True)
class Named:
    """Another release in a list: with key, name, address and state for who may see it, else with nothing of it."""

    key: str = ""
    name: str = ""
    url: str = ""
    tone: str = ""  # a health, as `{% signal %}` knows it
    words: str = ""  # what the signal says instead of the health


@dataclass(frozen=True)
class Wait:
    """One thing that a release waits for: `other` or `function` with what it delivers."""

    pk: int
    deliverable: str
    delivered: bool
    other: Named | None = None
    function: Function | None = None
    promised_on: date | None = None
    ask: "Ask | None" = None


@dataclass(frozen=True)
class Ask:
    """How much notice a function wants, and until when it must be asked. `late`: that day has passed."""

    function: str
    days: int
    by: date
    late: bool


def ask_of(function: Function, needed_on: date | None, today: date, calendar: BusinessCalendar) -> Ask | None:
    """When a function must be asked for something that is needed on a day; None without a number of days or a day."""
    days = notice_days(function.standing_notice)
    if not days or needed_on is None:
        return None
    by = calendar.business_days_before(needed_on, days)
    return Ask(function.name, days, by, late=by < today)


def waits_of(
    release: Release, person: Person, seen: VisibleFacts, *, today: date, calendar: BusinessCalendar
) -> list[Wait]:
    """What `release` waits for, in the order in which it was written down. Two statements."""
    rows = list(release.dependencies.select_related("on_release", "on_function"))
    visible = _visible([row.on_release_id for row in rows if row.on_release_id], person)
    return [_wait(row, visible, seen, today, calendar) for row in rows]


def _wait(
    row: Dependency, visible: frozenset[int], seen: VisibleFacts, today: date, calendar: BusinessCalendar
) -> Wait:
    promised = row.promised_on if seen.dated else None
    if row.on_release is not None:
        other = row.on_release
        return Wait(row.pk, row.deliverable, other.stage in OUT, named(other, other.pk in visible), None, promised)
    function = row.on_function
    assert function is not None, "the database knows no dependency on nothing"
    delivered = row.delivered_at is not None
    ask = None if delivered or not seen.dated else ask_of(function, promised or seen.launch_on, today, calendar)
    return Wait(row.pk, row.deliverable, delivered, None, function, promised, ask)


def waiting_for(release: Release, person: Person) -> list[Named]:
    """Releases ahead that wait for this one. Two statements."""
    rows = list(Release.objects.ahead().filter(dependencies__on_release=release).order_by("key"))
    visible = _visible([row.pk for row in rows], person)
    return [named(row, row.pk in visible) for row in rows]


def _visible(ids: Iterable[int], person: Person) -> frozenset[int]:
    wanted = list(ids)
    if not wanted:
        return frozenset()
    return frozenset(Release.objects.visible_to(person).filter(Q(pk__in=wanted)).values_list("pk", flat=True))


def named(release: Release, visible: bool) -> Named:
    if not visible:
        return Named()
    tone, words = release.health, ""
    if release.stage in OUT:
        tone, words = "on_track", _("Launched")
    elif release.stage == Stage.CANCELLED:
        tone, words = "off_track", _("Cancelled")
    return Named(release.key, release.name, release.get_absolute_url(), tone, words)
