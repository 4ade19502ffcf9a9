"""What releases cost at size: 5,000 of them with 25 items each, in 300 areas."""

import os
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg

from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from releases.enums import Stage
from releases.models import Dependency, PolicyVersion, Release, Risk
from releases.presets import preset
from tests.bench import data

RELEASES, ITEMS, AREAS = 5_000, 25, 300
STAGES = (
    [Stage.PLANNED] * 10 + [Stage.IN_REVIEW] * 4 + [Stage.APPROVED] * 2 + [Stage.LAUNCHED] * 3 + [Stage.CANCELLED]
)  # fmt: skip
HEALTHS = ("on_track", "on_track", "on_track", "at_risk", "off_track")
THINGS = "Instant payouts,Ledger,Team roles,Data residency,Refund receipts,Chargeback evidence,Tablet layout".split(",")
REASON = {
    "health": "at_risk", "remedy": "item", "function": "support", "about": "item-3",
    "words": {"en": "Support macros: 2 business days late", "pl": "Makra: 2 dni robocze po terminie"},
    "outside": {"en": "Support macros: not done", "pl": "Makra: nie zrobione"},
}  # fmt: skip
# Every third item is settled; one in eight is late. Owners and functions take turns.
_ITEMS = """
INSERT INTO releases_releaseitem (release_id, key, gate, position, title, function_id, person_id, due_on,
    evidence_rule, required, fact, state, reason, state_at, version)
SELECT r.id, 'item-' || n, CASE WHEN n < 8 THEN 'mock' WHEN n < 15 THEN 'staging' ELSE 'go_no_go' END, n,
    'Something that must be ready before launch, number ' || n, (%(functions)s::bigint[])[1 + n %% %(many)s],
    (%(people)s::bigint[])[1 + (r.id + n) %% %(crowd)s], r.launch_on - (n %% 16), 'any', true, '',
    CASE WHEN n %% 3 = 0 OR r.stage IN ('launched', 'approved') THEN 'done' ELSE 'open' END, '',
    CASE WHEN n %% 3 = 0 OR r.stage IN ('launched', 'approved') THEN %(now)s ELSE NULL END, 1
FROM releases_release r CROSS JOIN generate_series(0, %(items)s - 1) AS n
WHERE r.id = ANY(%(releases)s)"""
A_STATEMENT = 500  # releases


def planned(count: int, areas: list[Area], people: list[Person], now: datetime) -> None:
    """`count` releases with their items, functions, some dependencies and risks; in bulk, past the doors."""
    version, _made = PolicyVersion.objects.get_or_create(
        number=1, defaults={"content": preset("scaling", regulated=False, language="en"), "made_at": now}
    )
    begun = Release.objects.count()
    Release.objects.bulk_create(
        [_release(begun + n, areas, version, people[0], now) for n in range(count)], batch_size=1000
    )
    made = list(Release.objects.filter(key__startswith="BN-").order_by("pk")[begun:])
    functions = list(Function.objects.order_by("position").values_list("pk", flat=True))
    through = Release.functions.through
    through.objects.bulk_create(
        [
            through(release_id=row.pk, function_id=functions[(row.pk + step) % len(functions)])
            for row in made
            for step in range(3)
        ],
        batch_size=5000,
    )
    Dependency.objects.bulk_create(
        [
            Dependency(release=row, on_release=other, added_at=now, added_by=people[0])
            for row, other in zip(made[1::4], made[::4], strict=False)
        ],
        batch_size=2000,
    )
    Risk.objects.bulk_create([Risk(release=row, title="It may be slow", severity="high") for row in made[::5]])
    facts = {
        "functions": functions, "many": len(functions), "people": [each.pk for each in people],
        "crowd": len(people), "now": now, "items": ITEMS,
    }  # fmt: skip
    # As owner, without row history: the database writes that for every item, and nothing here reads it.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ALTER TABLE releases_releaseitem DISABLE TRIGGER USER")
        for first in range(0, len(made), A_STATEMENT):
            owner.execute(_ITEMS, facts | {"releases": [row.pk for row in made[first : first + A_STATEMENT]]})
        owner.execute("ALTER TABLE releases_releaseitem ENABLE TRIGGER USER")
        owner.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


def _release(n: int, areas: list[Area], version: PolicyVersion, by: Person, now: datetime) -> Release:
    stage = STAGES[n % len(STAGES)]
    launch = now.date() + timedelta(days=(n * 7) % 170 - (120 if stage == Stage.LAUNCHED else -1))
    health = HEALTHS[n % len(HEALTHS)] if stage in STAGES[:16] else "on_track"
    launched = stage == Stage.LAUNCHED
    draft, confidential = stage == Stage.PLANNED and n % 40 == 3, n % 50 == 7
    return Release(
        key=f"BN-{n}", name=f"{THINGS[n % len(THINGS)]} {n}", area=areas[n % len(areas)],
        tier=1 + n % 3 if stage in (Stage.PLANNED, Stage.LAUNCHED, Stage.CANCELLED) else 2 + n % 2,
        policy=version, stage=stage, launch_on=launch, first_launch_on=launch, notice_needed=10, notice_given=12,
        window_from=launch.replace(day=1), window_to=launch.replace(day=10 if launch.day < 11 else 28),
        started_at=None if draft else now - timedelta(days=40),
        created_at=now - timedelta(days=60), created_by=by, health=health,
        launched_at=now - timedelta(days=n % 90) if launched else None,
        confidential_at=now if confidential else None, confidential_reason="Not yet" if confidential else "",
        cancelled_at=now if stage == Stage.CANCELLED else None,
        health_reasons=[] if health == "on_track" else [REASON | {"health": health}], summary=data.SENTENCE.format(n=n),
    )  # fmt: skip


def quick_health(now: datetime, note: Callable[..., None]) -> None:
    """All open releases assessed anew, by one call; one after one change, through its door's last step."""
    from releases.actions.health import reassess, reassess_all

    reassess_all(now=now)  # what was filled in bulk was never assessed
    ahead = Release.objects.ahead()
    for share, part in (("one in ten", ahead.filter(key__endswith="1")), ("every one", ahead)):
        part.update(health="off_track", health_reasons=[])
        begun = time.perf_counter()
        reassess_all(now=now)
        took, daily = time.perf_counter() - begun, share == "one in ten"
        note(
            f"health of all {ahead.count():,} open releases, {share} has changed", f"{took:.2f} s",
            "< 5 s" if daily else "", took < 5 if daily else None,
        )  # fmt: skip
    times = []
    for row in Release.objects.ahead().order_by("pk")[:40]:
        item = row.items.exclude(state="done").first()
        if item is None:
            continue
        type(item).objects.filter(pk=item.pk).update(state="done", state_at=now)
        begun = time.perf_counter()
        reassess([row], now=now)
        times.append((time.perf_counter() - begun) * 1000)
    middle = statistics.median(times)
    note("health of one release after one change", f"{middle:.1f} ms", "< 20 ms", middle < 20)


def fill(areas: list[Area], count: int, now: datetime) -> None:
    people = list(Person.objects.filter(groups__name=Role.PM).order_by("pk")[:50])
    planned(count, areas, people, now)
