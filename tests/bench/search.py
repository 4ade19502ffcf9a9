"""What finding costs at size: server time of the finder's live answers at 100,000 rows, and of full text over 500
updates of 40 areas. Asked through the whole portal (middleware, view, template), in this process."""

import os
import random
import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
from django.test import Client

from productops.people.enums import Role
from productops.people.models import Person
from productops.search.engine import Row, push
from productops.search.passages import Said, push_passages
from productops.worktime import Week
from tests.bench import data
from tests.factories import in_role

ROWS, WEEKS, AREAS, LINES = 100_000, 500, 40, 12
SYLLABLES = [
    a + b for a in "b c d f g k l m n p r s t w z ch st pr tr sz".split() for b in "a e i o u y an en or".split()
]
COMMON = "payments payout ledger support macros decision launch window risk customers report export search".split()
# A word of one row, of one in a hundred, of every row, beginnings, several words, typing errors, nothing at all.
FINDER = ("thing 77431", "rare payouts", "thing", "t", "pay", "paymnets", "thign 77431", "zeppelin", "of payments 9")
UPDATES = ("ledger", "payments", "pay", "l", "risk customers", "paymnets ledgre", "singular", "zeppelin")


def words(seed: int, count: int = 30_000) -> list[str]:
    """Made-up words, as many as people use in years of updates."""
    dice = random.Random(seed)
    made = {"".join(dice.choice(SYLLABLES) for _syllable in range(dice.randint(2, 4))) for _word in range(count)}
    return sorted(made)


def rows(owner: Person, made: list[str]) -> Iterator[Row]:
    for n in range(ROWS):
        rare = "rare" if n % 100 == 0 else made[n % len(made)]
        yield Row(
            kind="area", key=f"thing-{n}", title=f"Thing {n} of payments", url=f"/areas/thing-{n}/", health="on_track",
            sentence=data.SENTENCE.format(n=n), owner_id=owner.pk, words=f"{rare} payouts {made[-n % len(made)]}",
        )  # fmt: skip


def told(n: int, made: list[str]) -> list[Said]:
    """A week: most words are said every week, some once in years."""
    dice = random.Random(n)
    said = []
    for area in range(AREAS):
        lines = [
            " ".join([*dice.choices(COMMON, k=5), *dice.choices(made, k=9)]).capitalize() + "."
            for _line in range(LINES)
        ]
        once = "Singular." if n == 250 and area == 7 else ""
        said.append(
            Said(part=f"area-{area}", url=f"/weekly/x/#area-{area}", body="\n".join([*lines, once]).strip(),
                 title=f"Area {area}", area=f"area-{area}", health=("on_track", "at_risk")[area % 7 == 0])
        )  # fmt: skip
    return said


def fill(reader: Person) -> tuple[float, float]:
    """The rows and the passages; seconds that pushing took of each."""
    made = words(1)
    begun = time.perf_counter()
    push(rows(reader, made), now=data.NOW)
    pushed = time.perf_counter()
    week = Week(2026, 47)
    data.archive(WEEKS, reader)
    for n in range(WEEKS):
        push_passages(week.key, told(n, made), at=data.NOW - timedelta(days=7 * n + 7))
        week = week.previous()
    done = time.perf_counter()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")  # as autovacuum does within minutes
    return pushed - begun, done - pushed


def took(client: Client, path: str, queries: Iterable[str], **headers: str) -> list[tuple[str, float]]:
    """Milliseconds of every query: the median of seven after one that nobody counts."""
    found = []
    for query in queries:
        times = []
        for _time in range(8):
            begun = time.perf_counter()
            answer: Any = client.get(path, {"q": query}, headers=headers)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, query
        found.append((query, statistics.median(times[1:])))
    return found


def measure_search(note: Any) -> None:
    data.organisation(AREAS)
    reader = in_role(Role.STAKEHOLDER)
    pushing_rows, pushing_weeks = fill(reader)
    client = Client(HTTP_HOST="localhost")
    client.force_login(reader, backend="productops.people.backends.PersonBackend")
    note(f"push {ROWS:,} rows to the finder", f"{pushing_rows:.1f} s", "", None)
    note(f"push {WEEKS} updates of {AREAS} areas", f"{1000 * pushing_weeks / WEEKS:.0f} ms each", "", None)
    live = {"HX-Request": "true", "HX-Target": "finder-results"}
    parts = (
        (f"finder, {ROWS:,} rows", took(client, "/find/", FINDER, **live), 50),
        (f"full text, {WEEKS} x {AREAS}", took(client, "/weekly/search/", UPDATES), 100),
        ("palette", took(client, "/palette/", FINDER, **live | {"HX-Target": "palette-results"}), 100),
    )
    for name, times, wanted in parts:
        slowest, worst = max(times, key=lambda each: each[1])
        middle = statistics.median(each for _query, each in times)
        said = f"{middle:.0f} ms, slowest {worst:.0f} ms ({slowest})"
        note(name, said, f"< {wanted} ms each", worst < wanted)
