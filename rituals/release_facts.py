"""What the weekly update reads of releases: for offers, for the highlights, for an area that is missing.

Everybody reads the update, so drafts and confidential releases are left out here, once, and nothing of this holds an
internal date: windows and plain reasons only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import get_language

from productops.audit.models import DomainEvent
from productops.dates import say_day
from releases.enums import Gate, Health, Outcome, Stage
from releases.go_words import go_words_of
from releases.models import Dependency, Release, ShipDecision
from releases.queries import current_gates
from releases.windows import window_words
from rituals.assembling import FrontRelease, KnownRelease
from rituals.models import WeeklyUpdate
from rituals.release_offers import ReleaseNews

SOON = timedelta(weeks=2)  # a launch that is offered to the PM
AHEAD = timedelta(weeks=4)  # from the week's Monday: what the highlights call upcoming
READ = 60  # releases of one area
KNOWN = 6  # of a missing area
WORRYING = (Health.OFF_TRACK, Health.AT_RISK)


def news_of(area_id: int, *, since: datetime, today: date) -> list[ReleaseNews]:
    """What the area's releases have to say since the last update, the next launch first. Six queries at most."""
    ahead = Q(stage__in=[Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED])
    wanted = ahead | Q(launched_at__gte=since) | Q(rolled_back_at__gte=since)
    rows = list(
        Release.objects.for_everybody()
        .filter(wanted, area=area_id)
        .order_by("launch_on", "key")
        .select_related("policy")[:READ]
    )
    gates = current_gates([row for row in rows if row.stage == Stage.IN_REVIEW])
    since_when = _since([row for row in rows if row.health in WORRYING])
    decided = _decided([row for row in rows if row.stage in (Stage.IN_REVIEW, Stage.APPROVED)], since)
    return [_news(row, gates.get(row.pk), since_when.get(row.pk), decided.get(row.pk), since, today) for row in rows]


def _decided(rows: Collection[Release], since: datetime) -> dict[int, tuple[Outcome, datetime]]:
    """What was decided last of each, where that is new and still so. One query; none for none."""
    if not rows:
        return {}
    decisions = ShipDecision.objects.filter(release__in=rows, decided_at__gte=since).order_by("id")
    last = {pk: (Outcome(said), at) for pk, said, at in decisions.values_list("release", "outcome", "decided_at")}
    # A go that is stale is told by the health, with what to do about it.
    stale = {row.pk for row in rows if row.approval_stale_at}
    return {pk: decided for pk, decided in last.items() if pk not in stale}


def _news(
    row: Release,
    gate: Gate | None,
    since_when: datetime | None,
    decided: tuple[Outcome, datetime] | None,
    since: datetime,
    today: date,
) -> ReleaseNews:
    ahead = row.stage in (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)
    starts = row.launch_on or row.window_from
    soon = ahead and starts is not None and starts <= today + SOON
    worrying = ahead and row.health in WORRYING
    reasons = row.reasons_in(get_language() or "en") if worrying else []
    began = since_when or row.health_at or row.created_at
    return ReleaseNews(
        key=row.key,
        name=row.name,
        url=row.get_absolute_url(),
        window=window_words(row.window_from, row.window_to, today) if soon else "",
        gate=str(gate.label) if gate else "",
        health=Health(row.health) if worrying else Health.ON_TRACK,
        reason=reasons[0]["words"].rstrip(".") if reasons else "",
        since=say_day(timezone.localtime(began).date(), today) if worrying else "",
        launched=_day(row.launched_at, since, today) if not row.rolled_back_at else "",
        rolled_back=_day(row.rolled_back_at, since, today),
        outcome=decided[0] if decided else None,
        decided=_day(decided[1], since, today) if decided else "",
    )


def _day(moment: datetime | None, since: datetime, today: date) -> str:
    return say_day(timezone.localtime(moment).date(), today) if moment and moment >= since else ""


def _since(rows: Collection[Release]) -> dict[int, datetime]:
    """Since when the health of each is what it is. One query; none for none."""
    if not rows:
        return {}
    events = DomainEvent.objects.filter(
        name="release.health_changed", object_type="releases.release", object_id__in=[str(row.pk) for row in rows]
    )
    return {int(pk): at for pk, at in events.values_list("object_id").annotate(Max("at"))}


def fronts_of(update: WeeklyUpdate) -> tuple[list[FrontRelease], list[FrontRelease]]:
    """(upcoming launches by window, releases not on track that others wait for). Three queries.

    In the active language. Tier 1 is noise here. What is delivered is waited for no longer.
    """
    day = update.starts_on
    rows = Release.objects.for_everybody().ahead()
    soon = rows.filter(tier__gt=1, window_from__lte=day + AHEAD, window_to__gte=day)
    upcoming = list(soon.order_by("window_from", "window_to", "key")[:READ])
    decided = go_words_of(upcoming)
    waits = Dependency.objects.filter(
        on_release__in=rows.filter(health__in=WORRYING), release__in=rows, delivered_at=None
    )
    found: dict[int, FrontRelease] = {}
    for wait in waits.select_related("on_release", "release").order_by(
        "on_release__health", "on_release__key", "release__key"
    ):
        other = wait.on_release
        assert other is not None
        before = found.get(other.pk)
        waiting = (*before.waiting, wait.release.key) if before else (wait.release.key,)
        found[other.pk] = FrontRelease(other.key, other.name, health=other.health, waiting=waiting)
    return (
        [
            FrontRelease(
                row.key, row.name, window_words(row.window_from, row.window_to, day), go=decided.get(row.pk, "")
            )
            for row in upcoming
        ],
        sorted(found.values(), key=lambda each: (WORRYING.index(Health(each.health)), -len(each.waiting), each.key)),
    )


def known_of(areas: Iterable[int], *, since: datetime) -> dict[int, tuple[KnownRelease, ...]]:
    """Area id -> what its releases know, for an area that said nothing. One query; none for no areas.

    What is ahead by window, then what was launched since; tier 1 only when it was launched.
    """
    ids = list(areas)
    if not ids:
        return {}
    ahead = Q(stage__in=[Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED], tier__gt=1)
    rows = Release.objects.for_everybody().filter(ahead | Q(launched_at__gte=since), area__in=ids)
    found: dict[int, list[KnownRelease]] = defaultdict(list)
    for row in rows.order_by("area", "launched_at", "window_from", "key"):
        if len(found[row.area_id]) < KNOWN:
            found[row.area_id].append(_known(row))
    return {area: tuple(known) for area, known in found.items()}


def _known(row: Release) -> KnownRelease:
    ahead = row.stage in (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)
    reasons = row.health_reasons if ahead and row.health in WORRYING else []
    outside: dict[str, str] = next(
        (reason["outside"] for reason in reasons if any(reason.get("outside", {}).values())), {}
    )
    return KnownRelease(
        key=row.key,
        name=row.name,
        url=row.get_absolute_url(),
        stage=row.stage,
        health=row.health if ahead else "",
        reason=tuple(sorted(outside.items())),
        window_from=row.window_from.isoformat() if ahead and row.window_from else "",
        window_to=row.window_to.isoformat() if ahead and row.window_to else "",
    )


def names_of_releases() -> dict[str, str]:
    """Key -> name of every release that a line of an update may speak of. One query."""
    rows = Release.objects.for_everybody().exclude(stage__in=[Stage.CLOSED, Stage.CANCELLED])
    return {key.lower(): name for key, name in rows.values_list("key", "name")}
