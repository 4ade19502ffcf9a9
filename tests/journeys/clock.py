"""Time for journeys: it runs as always, but begins when the test says, so that every day gives the same pages."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=WARSAW)  # week 48; the update is due on Thursday at 14:00
AT_THE_DEADLINE = datetime(2026, 11, 26, 14, 5, tzinfo=WARSAW)
WEEK, LAST_WEEK = "2026-W48", "2026-W47"


class Clock:
    """Stands in for `timezone.now`. Code that keeps `timezone.now` as a default argument is handed the clock."""

    def __init__(self) -> None:
        self.set(WEDNESDAY)

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._set_at)

    def set(self, moment: datetime) -> None:
        self._start, self._set_at = moment.astimezone(ZoneInfo("UTC")), time.monotonic()
