"""What the schedule does for releases. Derived from the database: what is due and not done.

One function, `run`, called by the task every few minutes and by `manage.py releases`. Any number of schedulers may run
it at once; one that was down for days catches up with the day it comes back on, since yesterday's health helps nobody.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from productops.audit.heartbeat import beat, last_beat
from productops.people.models import Organisation
from releases.actions.approvals import look_again
from releases.actions.bundles import chase_readers
from releases.actions.health import reassess_all
from releases.actions.signoffs import chase_all
from releases.search import refresh_readers

MORNING = time(6, 0)  # on the organisation's clock: before anybody opens the page, after the night's imports
ASSESSED = "releases.assessed"


def run(*, now: datetime) -> dict[str, int]:
    """Assess every release that is ahead, once a business day in the morning, and chase what is overdue: sign-offs,
    bundles not read, approvals whose conditions or dates ran out. Keep who finds what up to date.

    Returns counts. Before an organisation is set up there is nothing to do.
    """
    organisation = Organisation.objects.first()
    if organisation is None:
        return {"worsened": 0, "readers": 0}
    worsened = 0
    if is_due(organisation, last_beat(ASSESSED), now):
        worsened = len(reassess_all(now=now))
        look_again(now=now)
        chase_all(now=now)
        chase_readers(now=now)
        # Said when it is done: what breaks off is done again, and what was told is not told twice.
        beat(ASSESSED, now=now)
    return {"worsened": worsened, "readers": refresh_readers(now=now)}


def is_due(organisation: Organisation, last: datetime | None, now: datetime) -> bool:
    """Whether this business day's morning has come and nobody assessed since. Pure."""
    local = now.astimezone(ZoneInfo(organisation.timezone))
    if local.time() < MORNING or not organisation.calendar.is_business_day(local.date()):
        return False
    return last is None or last.astimezone(local.tzinfo) < local.replace(
        hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0
    )
