"""What the schedule does for the weekly update. Derived from the database: what is due and not done.

One function, `run`, called by the task every minute and by `manage.py weekly`. Any number of schedulers may
run it at once, and one that was down for days catches up once.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from productops.doors import Stale
from productops.people.models import Area, Organisation, Person
from productops.people.resolution import resolve, resolve_many
from rituals.actions.publishing import aggregate
from rituals.actions.weeks import open_week
from rituals.enums import AreaState, UpdateState
from rituals.models import WeeklyUpdate
from rituals.notices import already_told, due, missing, reminder_key
from rituals.reminders import due_reminder

log = logging.getLogger("rituals.schedule")


def run(*, now: datetime) -> dict[str, int]:
    """Open this week, remind who has not submitted, aggregate what is past its deadline. Returns counts."""
    opened = open_week(now=now)
    reminded = sum(remind(update, now=now) for update in _collecting(now, past=False))
    aggregated = 0
    for update in _collecting(now, past=True):
        try:
            close(update, now=now)
        except Stale:  # Product Ops was quicker, and published
            continue
        aggregated += 1
    return {"open": int(opened is not None), "reminded": reminded, "aggregated": aggregated}


def _collecting(now: datetime, *, past: bool) -> list[WeeklyUpdate]:
    when = Q(deadline_at__lte=now) if past else Q(deadline_at__gt=now)
    return list(WeeklyUpdate.objects.filter(when, state=UpdateState.COLLECTING).order_by("starts_on"))


@transaction.atomic
def close(update: WeeklyUpdate, *, now: datetime) -> None:
    """At the deadline: aggregate, and tell whoever is accountable per RACI which areas are missing, if any."""
    aggregate(update=update, by=None, now=now)
    if update.area_updates.filter(state=AreaState.OPEN, area__closed_at=None).exists():
        accountable = resolve("weekly-update", "A", on=Organisation.current().day(now))
        missing(update, accountable.people, now=now)


@transaction.atomic
def remind(update: WeeklyUpdate, *, now: datetime) -> int:
    """Tell whoever is responsible per RACI for areas not submitted, when their reminder is due. Each once.

    Returns how many were told now. In the order of their keys, so that two at once wait for each other and not
    across each other.
    """
    organisation = Organisation.current()
    areas = list(Area.objects.filter(updates__weekly_update=update, updates__state=AreaState.OPEN, closed_at=None))
    if not areas:
        return 0
    responsible = resolve_many("weekly-update", "R", areas, on=organisation.day(now))
    labels: dict[int, str | None] = {}
    wanted = {
        reminder_key(update, area, person, label): (area, person)
        for area in areas
        for person in responsible[area.pk].people
        if (label := _label(labels, update, person, organisation, now))
    }
    new = wanted.keys() - already_told(wanted)
    for key in sorted(new):
        due(key, update, *wanted[key], now=now)
    return len(new)


def _label(
    known: dict[int, str | None], update: WeeklyUpdate, person: Person, organisation: Organisation, now: datetime
) -> str | None:
    if person.pk not in known:
        known[person.pk] = due_reminder(
            deadline=update.deadline_at,
            opened=update.opened_at,
            person=person,
            calendar=organisation.calendar,
            now=now,
        )
    return known[person.pk]
