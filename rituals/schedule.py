"""What the schedule does for the weekly update. Derived from the database: what is due and not done.

One function, `run`, called by the task every minute and by `manage.py weekly`. Any number of schedulers may
run it at once, and one that was down for days catches up once (docs/decisions/0014): a deadline that passed is
worked off at the return, with its list of missing areas and its escalation; a reminder whose moment passed is sent if
its deadline has not, the latest one of a person and no other.
"""

import logging
from collections import defaultdict
from datetime import datetime

from django.db import transaction

from productops.people.models import Area, Organisation, Person
from productops.people.resolution import resolve, resolve_many
from rituals import notices
from rituals.actions.publishing import aggregate
from rituals.actions.weeks import open_week
from rituals.enums import AreaState, UpdateState
from rituals.escalation import IN_A_ROW, just_in_a_row
from rituals.misses import counted_before, counts, misses_of
from rituals.models import WeeklyUpdate
from rituals.reminders import due_reminder

log = logging.getLogger("rituals.schedule")


def run(*, now: datetime) -> dict[str, int]:
    """Open this week, remind who has not submitted, work off deadlines that passed. Returns counts."""
    opened = open_week(now=now)
    waiting = WeeklyUpdate.objects.exclude(state=UpdateState.PUBLISHED).filter(deadline_at__gt=now)
    reminded = sum(remind(update, now=now) for update in waiting.order_by("starts_on"))
    passed = WeeklyUpdate.objects.filter(closed_at=None, deadline_at__lte=now).order_by("starts_on")
    closed = sum(close(update, now=now) for update in passed)
    return {"open": int(opened is not None), "reminded": reminded, "aggregated": closed}


@transaction.atomic
def close(update: WeeklyUpdate, *, now: datetime) -> bool:
    """Work off a deadline, once: aggregate, tell who is missing, escalate. Returns whether this call did it.

    Whoever is accountable per RACI hears which areas are missing, while the update is not published; Heads of
    Product hear of areas that missed two weeks in a row.
    """
    row = WeeklyUpdate.objects.select_for_update().get(pk=update.pk)
    if row.closed_at is not None:
        return False
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    if row.state == UpdateState.COLLECTING:
        aggregate(update=row, by=None, now=now)
    if row.state != UpdateState.PUBLISHED and _still_open(row):
        accountable = resolve("weekly-update", "A", on=Organisation.current().day(now))
        notices.missing(row, accountable.people, now=now)
    _escalate(row, now=now)
    return True


def _still_open(update: WeeklyUpdate) -> bool:
    return update.area_updates.filter(state=AreaState.OPEN, area__closed_at=None).exists()


def _escalate(update: WeeklyUpdate, *, now: datetime) -> None:
    if not counts(update):
        return
    weeks = [update, *counted_before(update, IN_A_ROW)]
    missed = misses_of(weeks)
    if areas := just_in_a_row([missed[week.pk] for week in weeks]):
        notices.escalation(update, weeks[IN_A_ROW - 1], areas, now=now)


@transaction.atomic
def remind(update: WeeklyUpdate, *, now: datetime) -> int:
    """Tell whoever is responsible per RACI for areas not submitted, when their reminder is due: one for all areas.

    Returns how many were told now. In the order of their keys, so that two at once wait for each other and not
    across each other.
    """
    organisation = Organisation.current()
    areas = list(Area.objects.filter(updates__weekly_update=update, updates__state=AreaState.OPEN, closed_at=None))
    if not areas:
        return 0
    responsible = resolve_many("weekly-update", "R", areas, on=organisation.day(now))
    open_of: dict[Person, list[int]] = defaultdict(list)
    for area in areas:
        for person in responsible[area.pk].people:
            open_of[person].append(area.pk)
    wanted = {
        notices.reminder_key(update, person, label): person
        for person in open_of
        if (label := _label(update, person, organisation, now))
    }
    new = wanted.keys() - notices.already_told(wanted)
    for key in sorted(new):
        notices.due(key, update, wanted[key], open_of[wanted[key]], now=now)
    return len(new)


def _label(update: WeeklyUpdate, person: Person, organisation: Organisation, now: datetime) -> str | None:
    return due_reminder(
        deadline=update.deadline_at,
        opened=update.opened_at,
        person=person,
        calendar=organisation.calendar,
        now=now,
    )
