"""Who opened which update in the demo, so that read rates look alive: some functions read, some have to be reached."""

from datetime import datetime, timedelta
from random import Random

from productops.demo.play import Crew
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
LESS_AT_FIRST, SLOPE = 0.1, 0.02  # more readers from week to week


def opened_by(crew: Crew, now: datetime) -> None:
    """The same people open the same weeks in every load: within some hours of publishing, some a day or two later."""
    published = WeeklyUpdate.objects.published().select_related("edition").defer("edition__content")
    rows = []
    for place, update in enumerate(published.order_by("starts_on")):
        assert update.edition is not None
        assert update.published_at is not None
        for email, person in crew.people.items():
            chance = Random(f"{update.key} read by {email}")
            usual = USUALLY.get(person.function.slug if person.function else "", OTHERS)
            if chance.random() > usual - LESS_AT_FIRST + SLOPE * place:
                continue
            at = update.published_at + timedelta(hours=chance.expovariate(1 / 9), seconds=chance.randint(20, 3000))
            if at < now:
                corrected = at >= update.edition.published_at
                revision = update.edition.revision if corrected else update.edition.revision - 1
                rows.append(Opened(weekly_update=update, person=person, revision=max(1, revision), opened_at=at))
    Opened.objects.bulk_create(rows)
