"""What the schedule does for decisions: reminds owners in the morning of the day that they set.

One function, `run`, called by the task and by `manage.py decisions`. Any number of schedulers may run it at once; one
that was down for days reminds of what came meanwhile, each decision once.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from productops.decisions.actions.reviews import AT_ONCE, remind_some
from productops.people.models import Organisation

MORNING = time(7, 0)  # on the organisation's clock


def run(*, now: datetime) -> dict[str, int]:
    """Remind of every decision whose day has come. Before an organisation is set up there is nothing to do."""
    organisation = Organisation.objects.first()
    if organisation is None or now.astimezone(ZoneInfo(organisation.timezone)).time() < MORNING:
        return {"reminded": 0}
    reminded, some = 0, AT_ONCE
    while some == AT_ONCE:
        some = remind_some(today=organisation.day(now), now=now)
        reminded += some
    return {"reminded": reminded}
