"""Who opened which update in the demo, so that read rates look alive: some functions read, some have to be reached."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from productops.demo.play import Crew
from productops.people.models import Person
from rituals.models import Opened, WeeklyUpdate

# Which part of a function opens an update in an ordinary week. Support reads least, which is why Product Ops looks.
USUALLY = {
    "product": 0.95,
    "product-ops": 1.0,
    "engineering": 0.5,
    "design": 0.7,
    "ux-research": 0.9,
    "support": 0.35,
    "sales": 0.65,
    "cs": 0.6,
    "marketing": 0.75,
    "executive": 0.7,
    "legal": 0.4,
}
OTHERS = 0.55
LESS_AT_FIRST, SLOPE = 0.1, 0.012  # more readers from week to week


def opened_by(crew: Crew, now: datetime) -> None:
    """The same people open the same weeks in every load: within some hours of publishing, some a day or two later."""
    members: dict[str, list[Person]] = defaultdict(list)
    for _email, person in sorted(crew.people.items()):
        members[person.function.slug if person.function else ""].append(person)
    published = WeeklyUpdate.objects.published().select_related("edition").defer("edition__content")
    rows = [
        row
        for place, update in enumerate(published.order_by("starts_on"))
        for slug, people in members.items()
        for row in _read(update, slug, people, more=SLOPE * place - LESS_AT_FIRST)
        if row.opened_at < now
    ]
    Opened.objects.bulk_create(rows)


def _read(update: WeeklyUpdate, slug: str, people: Sequence[Person], *, more: float) -> Iterator[Opened]:
    """As many of a function as usual, one more or less."""
    assert update.edition is not None
    assert update.published_at is not None
    chance = Random(f"{update.key} read by {slug}")
    expected = len(people) * min(1.0, USUALLY.get(slug, OTHERS) + more)
    number = int(expected) + (chance.random() < expected % 1)
    for person in chance.sample(people, number):
        at = update.published_at + timedelta(hours=chance.expovariate(1 / 9), seconds=chance.randint(20, 3000))
        corrected = at >= update.edition.published_at
        revision = max(1, update.edition.revision - (not corrected))
        yield Opened(weekly_update=update, person=person, revision=revision, opened_at=at)
