"""What the decision log costs at size: 10,000 decisions with three options each, a tenth superseded."""

import os
from datetime import datetime, timedelta

import psycopg
from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from productops.decisions.models import DecisionEntry, DecisionOption
from productops.people.models import Area, Person
from tests.bench import data

ENTRIES = 10_000


def fill(count: int, areas: list[Area], people: list[Person], now: datetime) -> None:
    """`count` decisions more; in bulk, past the doors. Every fiftieth is about a release that few may see."""
    begun = DecisionEntry.objects.count()
    made = DecisionEntry.objects.bulk_create(
        [_entry(number, areas, people, now) for number in range(begun + 1, begun + count + 1)], batch_size=1000
    )
    DecisionOption.objects.bulk_create(
        [
            DecisionOption(entry=entry, position=n, title=f"Option {n}", pros="Fast", cons="Dear", chosen=not n)
            for entry in made
            for n in range(3)
        ],
        batch_size=5000,
    )
    later = [_entry(begun + count + n, areas, people, now, old) for n, old in enumerate(made[::10], start=1)]
    DecisionEntry.objects.bulk_create(later, batch_size=1000)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


def _entry(
    number: int, areas: list[Area], people: list[Person], now: datetime, old: DecisionEntry | None = None
) -> DecisionEntry:
    decided = now.date() - timedelta(days=number % 900)
    words = f"Decision {number} thing {number % 97}"
    return DecisionEntry(
        number=number, title=words, context=data.SENTENCE.format(n=number), decision="It holds",
        decision_html="<p>It holds until something better is known.</p>", rationale="It is cheap",
        owner=people[number % len(people)], area=areas[number % len(areas)] if number % 5 else None,
        subject=f"release:BN-{number}" if number % 50 == 0 else "", decided_on=decided,
        review_on=decided + timedelta(days=1 if number % 30 == 7 else 1000), made_at=now, made_by=people[0],
        supersedes=old, document=SearchVector(Value(words), config="simple"),
    )  # fmt: skip
