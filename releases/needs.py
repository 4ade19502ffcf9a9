"""What waits for one person in releases, and what happened to them lately: facts, whose words the page has.

As many statements however many releases: one for everybody, one more for who plans or drafts, two more for Product
Ops; two or three for what happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import CharField, Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Cast

from productops.audit.models import DomainEvent
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.permissions import standing_of
from productops.worktime import BusinessCalendar
from releases.enums import Health, ItemState, Stage
from releases.models import Release, ReleaseItem
from releases.stages import Move
from releases.visible import VisibleFacts, facts_for_many

SOON = 2  # business days
MOST = 6  # releases of each kind: one more than is shown
LATELY = timedelta(days=14)
READ = 40  # newest events looked at; what happened to one release more than once is said once
LAUNCHED = (f"release.{Move.LAUNCH}", f"release.{Move.RECORD_LAUNCH}")
MOVED, HEALTH, ACCEPTED = "release.launch_moved", "release.health_changed", "release.tier_accepted"
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


def needs_of(person: Person, *, today: date, calendar: BusinessCalendar) -> Needs:
    """What waits for the person on a day."""
    standing = standing_of(person, today)
    found = Needs(items=_items(person, calendar.business_days_after(today, SOON)))
    ops = bool(standing.roles.intersection(OPS))
    areas = [area for area, kind in standing.areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
    if areas or ops:
        _planned(found, person, areas, today)
    if ops:
        found.lowered = list(_lowered().order_by("-tier_assigned_at")[:MOST])
        health = Count("pk", filter=Q(health=Health.AT_RISK)), Count("pk", filter=Q(health=Health.OFF_TRACK))
        worried = Release.objects.ahead().filter(started_at__isnull=False).exclude(health=Health.ON_TRACK)
        counted = worried.aggregate(at_risk=health[0], off_track=health[1])
        found.at_risk, found.off_track = counted["at_risk"], counted["off_track"]
    return found


def _items(person: Person, until: date) -> list[Waiting]:
    """By release, the most urgent first. Whose the item is prepares the release, so its day may be said."""
    rows = (
        ReleaseItem.objects.asked_for()
        .filter(person=person, state__in=[ItemState.OPEN, ItemState.BLOCKED], due_on__lte=until, fact="")
        .filter(release__stage__in=[Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED])
        .order_by()
        .values("release__key", "release__name")
        .annotate(number=Count("pk"), first_due=Min("due_on"), titles=ArrayAgg("title", order_by=["due_on", "id"]))
        .order_by("first_due", "release__key")
    )
    return [
        Waiting(row["release__key"], row["release__name"], row["number"], row["first_due"], row["titles"][0])
        for row in rows[:MOST]
    ]


def _planned(found: Needs, person: Person, areas: list[int], today: date) -> None:
    """Challenged, past their date or off track in her areas; and drafts of hers that have no tier yet."""
    begun = Q(created_by=person, tier=None)
    troubled = ~Q(challenge="") | Q(launch_on__lt=today) | Q(health=Health.OFF_TRACK)
    rows = Release.objects.ahead().filter(begun | (Q(area__in=areas, started_at__isnull=False) & troubled))
    for row in rows.order_by(F("launch_on").asc(nulls_last=True), "key")[: 2 * MOST]:
        (found.drafts if row.draft else found.planned).append(row)


def _lowered() -> Any:
    looked_at = DomainEvent.objects.filter(
        name=ACCEPTED,
        object_type=Release._meta.label_lower,
        object_id=OuterRef("id_as_text"),
        at__gte=OuterRef("tier_assigned_at"),
    )
    rows = Release.objects.ahead().filter(tier__lt=F("tier_suggested"), challenge="")
    return rows.annotate(id_as_text=Cast("pk", CharField())).exclude(Exists(looked_at))


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a release, as the person may know it. `what`: launched, moved or worsened."""

    what: str
    release: Release
    seen: VisibleFacts
    at: datetime


def happened(person: Person, *, now: datetime, on: date, most: int) -> list[Happened]:
    """Launches, moved dates and worsened health of the last two weeks, each release and kind once, newest first."""
    worsened = Q(name=HEALTH) & ~Q(data__health=Health.ON_TRACK) & ~Q(data__was=Health.OFF_TRACK)
    moved = Q(name=MOVED) & ~Q(data__was=None)
    events = DomainEvent.objects.filter(
        Q(name__in=LAUNCHED) | worsened | moved, at__gte=now - LATELY, object_type=Release._meta.label_lower
    )
    newest: dict[tuple[int, str], datetime] = {}
    for name, pk, at in events.order_by("-id").values_list("name", "object_id", "at")[:READ]:
        newest.setdefault((int(pk), _kind(name)), at)
    if not newest:
        return []
    rows = Release.objects.visible_to(person).filter(pk__in={pk for pk, _what in newest}, started_at__isnull=False)
    rows = rows.select_related("area")
    known = {row.pk: row for row in rows}
    seen = facts_for_many(list(known.values()), person, on=on)
    found = (Happened(what, known[pk], seen[pk], at) for (pk, what), at in newest.items() if pk in known)
    return _still_so(found, most)


def _kind(name: str) -> str:
    return {MOVED: "moved", HEALTH: "worsened"}.get(name, "launched")


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
