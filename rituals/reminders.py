"""Which reminder is due now. Pure.

A reminder is a moment on the person's own clock, 24 and 2 hours before the deadline, inside their working
hours (`worktime.reminders_at`). After a scheduler was down only the latest passed moment counts: nobody gets two
at once, and nobody is reminded after the deadline.
"""

from datetime import datetime, timedelta

from productops.people.models import Person
from productops.worktime import BusinessCalendar, reminders_at

BEFORES = (timedelta(hours=24), timedelta(hours=2))


def due_reminder(
    *, deadline: datetime, opened: datetime, person: Person, calendar: BusinessCalendar, now: datetime
) -> str | None:
    """The label of the reminder that `person` should have had by now, or None.

    Moments before the week was opened do not count, unless all are: a week opened on its last day reminds at once.
    """
    if not opened <= now < deadline:
        return None
    moments = reminders_at(
        deadline=deadline,
        befores=BEFORES,
        zone=person.timezone,
        working_days=person.working_days or [0, 1, 2, 3, 4],
        day_starts=person.day_starts,
        day_ends=person.day_ends,
        calendar=calendar,
    )
    if any(moment >= opened for moment in moments):
        moments = [moment for moment in moments if moment >= opened]
    passed = [moment for moment in moments if moment <= now]
    return passed[-1].strftime("%Y%m%dT%H%M") if passed else None
