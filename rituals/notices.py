"""Who hears of the weekly update, and when. The words are in `mail.py` and `mail_*.py`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from comms.enums import NoticeKind
from comms.models import Notice
from comms.notices import tell
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Organisation, Person
from productops.people.resolution import resolve
from rituals.enums import CorrectionState
from rituals.models import Correction, WeeklyUpdate

TOPIC = "weekly_update"


def update_published(
    update: WeeklyUpdate, edition: Edition, *, now: datetime, changed: Iterable[str] | None = None
) -> None:
    """Everybody who follows the weekly update hears of the edition, once per revision.

    `changed`: of a correction the areas (slugs) that it changed; who follows none of them hears nothing.
    """
    data: dict[str, Any] = {"edition": edition.pk, "week": update.key}
    if changed is not None:
        data["changed"] = sorted(changed)
    tell(
        kind=NoticeKind.WEEKLY_UPDATE,
        key=f"weekly.published:{update.key}:r{edition.revision}",
        topic=TOPIC,
        data=data,
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


def escalation(update: WeeklyUpdate, before: WeeklyUpdate, areas: Iterable[int], *, now: datetime) -> None:
    """Heads of Product hear of areas that missed two weeks in a row: one letter for all areas of a deadline."""
    heads = Person.objects.active().filter(groups__name=Role.HEAD_OF_PRODUCT)
    tell(
        kind=NoticeKind.WEEKLY_ESCALATION,
        key=f"weekly.escalation:{update.key}",
        people=heads,
        data={"week": update.key, "before": before.key, "areas": sorted(areas)},
        now=now,
    )


def correction_proposed(correction: Correction, *, now: datetime) -> None:
    """Whoever is accountable for the update hears once of a proposal, however often its PM changes it."""
    accountable = resolve("weekly-update", "A", on=Organisation.current().day(now))
    tell(
        kind=NoticeKind.WEEKLY_CORRECTION,
        key=f"weekly.correction:{correction.pk}:proposed",
        people=[person for person in accountable.people if person.pk != correction.proposed_by_id],
        data={"correction": correction.pk, "about": CorrectionState.PROPOSED.value},
        now=now,
    )


def correction_answered(correction: Correction, *, now: datetime) -> None:
    """Who proposed it hears whether it was published or declined; not of their own answer."""
    if correction.proposed_by_id == correction.answered_by_id:
        return
    tell(
        kind=NoticeKind.WEEKLY_CORRECTION,
        key=f"weekly.correction:{correction.pk}:{correction.state}",
        people=[correction.proposed_by_id],
        data={"correction": correction.pk, "about": correction.state},
        now=now,
    )


def reminder_key(update: WeeklyUpdate, person: Person, label: str) -> str:
    """`label` says which reminder of the two, so that each comes once to a person, however many areas are open."""
    return f"weekly.reminder:{update.key}:{person.pk}:{label}"


def already_told(keys: Iterable[str]) -> set[str]:
    """Those of `keys` that were told before. One query, because the schedule asks every minute."""
    return set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def due(key: str, update: WeeklyUpdate, person: Person, areas: Iterable[int], *, now: datetime) -> None:
    """One person is reminded of every area that is still open and hers to write."""
    tell(
        kind=NoticeKind.WEEKLY_REMINDER,
        key=key,
        people=[person],
        data={"week": update.key, "areas": sorted(areas)},
        now=now,
    )
