"""When a person is reached: her daily digest, the end of her quiet hours. Pure: her clock and `now` in, a moment out.

Times are what her clock shows. A time that spring skips is meant as shifted, of one that autumn shows twice the first
is meant (`worktime.wall_clock`), so a digest comes once on each working day and quiet hours end once, also then.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from productops.worktime import MONDAY_TO_FRIDAY, ONE_DAY, wall_clock

DIGEST_AT = time(8)  # of who chose nothing


@dataclass(frozen=True)
class Clock:
    """When one person can be reached, on her own clock. Quiet hours may span midnight; both ends or neither."""

    zone: str
    working_days: Collection[int] = MONDAY_TO_FRIDAY
    digest_at: time = DIGEST_AT
    quiet_from: time | None = None
    quiet_until: time | None = None

    def next_digest(self, now: datetime) -> datetime:
        """The first digest after `now`: at her time, on one of her working days."""
        return next_digest(now, zone=self.zone, digest_at=self.digest_at, working_days=self.working_days)

    def after_quiet(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours that it lies in."""
        if self.quiet_from is None or self.quiet_until is None:
            return now
        return after_quiet(now, zone=self.zone, quiet_from=self.quiet_from, quiet_until=self.quiet_until)


def next_digest(now: datetime, *, zone: str, digest_at: time, working_days: Collection[int]) -> datetime:
    """The first moment after `now` at which a clock in `zone` shows `digest_at` on a working day (Monday is 0).

    Who chose no working day is taken to work from Monday to Friday.
    """
    days = frozenset(working_days) or MONDAY_TO_FRIDAY
    day = now.astimezone(ZoneInfo(zone)).date()
    while True:
        if day.weekday() in days and (moment := wall_clock(day, digest_at, zone)) > now:
            return moment
        day += ONE_DAY


def after_quiet(now: datetime, *, zone: str, quiet_from: time, quiet_until: time) -> datetime:
    """`now` when it lies outside of the quiet hours, else their end, in UTC. They begin and end once each day."""
    today = now.astimezone(ZoneInfo(zone)).date()
    nights = timedelta(days=1 if quiet_until <= quiet_from else 0)
    for day in (today - ONE_DAY, today):
        begins, ends = wall_clock(day, quiet_from, zone), wall_clock(day + nights, quiet_until, zone)
        if begins <= now < ends:
            return ends
    return now.astimezone(UTC)


def is_quiet_at(at: time, *, quiet_from: time, quiet_until: time) -> bool:
    """Whether a time of day lies in the quiet hours, on a day without a change of clocks."""
    if quiet_from < quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until
