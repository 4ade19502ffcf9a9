"""Who hears of the weekly update, and when. The words are in `mail.py`."""

from collections.abc import Iterable
from datetime import datetime

from comms.enums import NoticeKind
from comms.models import Notice
from comms.notices import tell
from productops.editions.models import Edition
from productops.people.models import Area, Person
from rituals.models import WeeklyUpdate

TOPIC = "weekly_update"


def update_published(update: WeeklyUpdate, edition: Edition, *, now: datetime) -> None:
    """Everybody who follows the weekly update hears of the edition, once per revision."""
    tell(
        kind=NoticeKind.WEEKLY_UPDATE,
        key=f"weekly.published:{update.key}:r{edition.revision}",
        topic=TOPIC,
        data={"edition": edition.pk, "week": update.key},
        now=now,
    )


def missing(update: WeeklyUpdate, people: Iterable[Person], *, now: datetime) -> None:
    """Whoever is accountable for the update hears at the deadline which areas are missing; once per week."""
    tell(
        kind=NoticeKind.WEEKLY_MISSING,
        key=f"weekly.missing:{update.key}",
        people=people,
        data={"week": update.key},
        now=now,
    )


def reminder_key(update: WeeklyUpdate, area: Area, person: Person, label: str) -> str:
    """`label` says which reminder of the two, so that each is sent once."""
    return f"weekly.reminder:{update.key}:{area.pk}:{person.pk}:{label}"


def already_told(keys: Iterable[str]) -> set[str]:
    """Those of `keys` that were told before. One query, because the schedule asks every minute."""
    return set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def due(key: str, update: WeeklyUpdate, area: Area, person: Person, *, now: datetime) -> None:
    """One person is reminded of one area's part."""
    tell(
        kind=NoticeKind.WEEKLY_REMINDER,
        key=key,
        people=[person],
        data={"week": update.key, "area": area.pk},
        now=now,
    )
