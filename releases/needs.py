"""What waits for one person in releases, and what happened to them lately: facts, whose words the page has.

As many statements however many releases: one for everybody, two more when something happened, one more for who plans
and for Product Ops, and one more when something is found for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.permissions import standing_of
from productops.worktime import BusinessCalendar
from releases.enums import Health, Stage
from releases.models import Release
from releases.stages import Move
from releases.visible import VisibleFacts, facts_for_many

SOON = 2  # business days
MOST = 6  # releases of each kind: one more than is shown
LATELY = timedelta(days=14)
READ = 40  # newest events looked at; what happened to one release more than once is said once
LAUNCHED = (f"release.{Move.LAUNCH}", f"release.{Move.RECORD_LAUNCH}")
# What is said of what happened; a release has four times as many.
COLUMNS = (
    "key", "name", "version_label", "area__name", "stage", "launched_at", "health", "health_reasons", "launch_on",
    "first_launch_on", "decision_on", "notice_needed", "notice_given", "window_from", "window_to", "customer_from",
    "customer_word",
)  # fmt: skip
KINDS = {"release.launch_moved": "moved", "release.health_changed": "worsened"}
OPS = (Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD)


@dataclass(frozen=True)
class Waiting:
    """Open items of one release that are this person's, late or due soon. `title`: of the first."""

    key: str
    name: str
    number: int
    first_due: date
    title: str


@dataclass
class Needs:
    """`planned`: releases of her areas that want a word of their PM; `drafts`: begun by her, without a tier.

    For Product Ops: `lowered`, tiers below the suggested one that nobody has looked at; how many releases are
    `at_risk` and `off_track`.
    """

    items: list[Waiting] = field(default_factory=list)
    planned: list[Release] = field(default_factory=list)
    drafts: list[Release] = field(default_factory=list)
    lowered: list[Release] = field(default_factory=list)
    at_risk: int = 0
    off_track: int = 0


# Everybody asks this on every look at Home. Written by hand: as expressions of the ORM it costs more to put together
# than the database needs to answer it. Whose an item is prepares the release, so its day may be said.
_CONCERNS = """(
SELECT 'item', r.key, r.name, count(*), min(i.due_on), (array_agg(i.title ORDER BY i.due_on, i.id))[1],
    NULL::timestamptz, NULL
FROM releases_releaseitem i JOIN releases_release r ON r.id = i.release_id
WHERE i.person_id = %(person)s AND i.state IN ('open', 'blocked') AND i.due_on <= %(until)s AND i.fact = ''
    AND i.retired_at IS NULL AND r.stage IN ('planned', 'in_review', 'approved')
GROUP BY r.id ORDER BY min(i.due_on), r.key LIMIT %(most)s
) UNION ALL (
SELECT 'event', name, NULL, NULL, NULL, NULL, at, object_id
FROM audit_domainevent
WHERE at >= %(since)s AND object_type = 'releases.release' AND name = ANY(%(names)s) AND (
    name = ANY(%(launched)s)
    OR name = 'release.launch_moved' AND data ->> 'was' IS NOT NULL
    OR name = 'release.health_changed' AND data ->> 'health' <> 'on_track' AND data ->> 'was' <> 'off_track')
ORDER BY at DESC LIMIT %(read)s)"""


@dataclass
class Concerns:
    """What everybody's Home asks first: her items that are due, and what happened lately to any release."""

    items: list[Waiting] = field(default_factory=list)
    newest: dict[tuple[int, str], datetime] = field(default_factory=dict)  # by release and kind


def concerns_of(person: Person, *, now: datetime, today: date, calendar: BusinessCalendar) -> Concerns:
    """One statement. What happened is not yet what she may know of it: see `happened`."""
    found = Concerns()
    asked: dict[str, Any] = {
        "person": person.pk, "until": calendar.business_days_after(today, SOON), "most": MOST, "since": now - LATELY,
        "launched": list(LAUNCHED), "names": [*LAUNCHED, "release.launch_moved", "release.health_changed"],
        "read": READ,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNS, asked)
        for what, first, name, number, due, title, at, pk in cursor.fetchall():
            if what == "item":
                found.items.append(Waiting(first, name, number, due, title))
            else:
                found.newest.setdefault((int(pk), _kind(first)), at)
    return found


# What those with a role for releases ask besides; by hand and at once for the same reason. Whole rows are read only of
# what is found, which is mostly nothing.
_PLANNED = """(
SELECT 'planned', id FROM releases_release
WHERE stage IN ('planned', 'in_review', 'approved') AND (
    created_by_id = %(person)s AND tier IS NULL
    OR area_id = ANY(%(areas)s) AND started_at IS NOT NULL
        AND (challenge <> '' OR launch_on < %(today)s OR health = 'off_track'))
ORDER BY launch_on NULLS LAST, key LIMIT %(twice)s)"""
_LOOKED_AFTER = """(
SELECT 'lowered', id FROM releases_release r
WHERE stage IN ('planned', 'in_review', 'approved') AND tier < tier_suggested AND challenge = ''
    AND NOT EXISTS (SELECT FROM audit_domainevent e WHERE e.name = 'release.tier_accepted'
        AND e.object_type = 'releases.release' AND e.object_id = r.id::text AND e.at >= r.tier_assigned_at)
ORDER BY tier_assigned_at DESC LIMIT %(most)s
) UNION ALL (
SELECT health, count(*) FROM releases_release
WHERE stage IN ('planned', 'in_review', 'approved') AND started_at IS NOT NULL AND health <> 'on_track'
GROUP BY health)"""


def needs_of(person: Person, concerns: Concerns, *, today: date) -> Needs:
    """What waits for the person on a day."""
    standing = standing_of(person, today)
    found = Needs(items=concerns.items)
    ops = bool(standing.roles.intersection(OPS))
    areas = [area for area, kind in standing.areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
    if not areas and not ops:
        return found
    asked: dict[str, Any] = {"person": person.pk, "areas": areas, "today": today, "most": MOST, "twice": 2 * MOST}
    with connection.cursor() as cursor:
        cursor.execute(f"{_PLANNED} UNION ALL {_LOOKED_AFTER}" if ops else _PLANNED, asked)
        said = cursor.fetchall()
    rows = _rows([number for kind, number in said if kind in ("planned", "lowered")])
    for kind, number in said:
        match kind:
            case "planned" if rows[number].draft:
                found.drafts.append(rows[number])
            case "planned":
                found.planned.append(rows[number])
            case "lowered":
                found.lowered.append(rows[number])
            case Health.AT_RISK:
                found.at_risk = number
            case Health.OFF_TRACK:
                found.off_track = number
    return found


def _rows(ids: list[int]) -> dict[int, Release]:
    return Release.objects.in_bulk(ids) if ids else {}


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a release, as the person may know it. `what`: launched, moved or worsened."""

    what: str
    release: Release
    seen: VisibleFacts
    at: datetime


def happened(person: Person, concerns: Concerns, *, on: date, most: int) -> list[Happened]:
    """Launches, moved dates and worsened health of the last two weeks, each release and kind once, newest first."""
    newest = concerns.newest
    if not newest:
        return []
    rows = Release.objects.visible_to(person).filter(pk__in={pk for pk, _what in newest}, started_at__isnull=False)
    known = {row.pk: row for row in rows.select_related("area").only(*COLUMNS)}
    seen = facts_for_many(list(known.values()), person, on=on)
    found = (Happened(what, known[pk], seen[pk], at) for (pk, what), at in newest.items() if pk in known)
    return _still_so(found, most)


def _kind(name: str) -> str:
    return KINDS.get(name, "launched")


def _still_so(found: Iterable[Happened], most: int) -> list[Happened]:
    """Without dates that are not hers, and without what is over."""
    ahead = (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)
    shown = []
    for each in found:
        release = each.release
        match each.what:
            case "launched":
                holds = release.launched_at is not None
            case "moved":
                holds = each.seen.slips and each.seen.launch_on is not None and release.stage in ahead
            case _:
                holds = release.health != Health.ON_TRACK and release.stage in ahead
        if holds:
            shown.append(each)
    return sorted(shown, key=lambda each: each.at, reverse=True)[:most]
