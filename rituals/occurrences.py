"""When a meeting takes place next, and which week it could be counted from. Pure.

A meeting is stored as its rule (RFC 5545, without DTSTART), the moment it starts and its IANA zone. Dates are counted
on the clock of that zone and become moments only then, so 9:00 in Los Angeles stays 9:00 there when clocks change.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from productops.worktime import wall_clock
from rituals.recurrence import position_in_month

# "the first Monday of the month" and nothing else: BYDAY=1MO
_ONE_POSITION = re.compile(r"(?<=BYDAY=)-?\d+(?=[A-Z]{2}$)")
_SKIPPED = timedelta(hours=3)  # more than any clock is put forward


def next_occurrence(rrule: str, starts_at: datetime, zone: str, *, now: datetime) -> datetime | None:
    """The first moment (UTC) from `now` on at which the meeting starts; None when it is over for good."""
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - _SKIPPED
    dates = rrulestr(rrule, dtstart=_local(starts_at, zone)).xafter(local, inc=True)
    moments = (wall_clock(day.date(), day.time(), zone) for day in dates)
    return next((moment for moment in moments if moment >= now), None)


def local_time(starts_at: datetime, zone: str) -> time:
    """What the clock of the meeting's zone shows when it starts."""
    return _local(starts_at, zone).time()


def week_matters(rrule: str) -> bool:
    """Does the rule leave weeks or months out, so that one must know which it is counted from?"""
    return "INTERVAL=" in rrule


def choices(rrule: str, starts_at: datetime, zone: str, *, now: datetime) -> list[date]:
    """The days of which one is the meeting's next: all that the rule could mean, within one interval from now.

    Every two weeks on Tuesday: this Tuesday and the next. On one weekday of a month that nobody named: each of them.
    """
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    interval = int(parts.pop("INTERVAL", "1"))
    monthly = parts["FREQ"] == "MONTHLY"
    if monthly and _ONE_POSITION.search(rrule):
        parts = {"FREQ": "WEEKLY", "BYDAY": parts["BYDAY"][-2:]}
    at = local_time(starts_at, zone)
    days = _days_of(parts, now.astimezone(ZoneInfo(zone)).date())
    first = next(day for day in days if wall_clock(day, at, zone) >= now)
    until = first + (relativedelta(months=interval) if monthly else timedelta(weeks=interval))
    return [first, *takewhile(lambda day: day < until, days)]


def counted_from(rrule: str, day: date) -> str:
    """The rule when `day`, one of `choices`, is known to be a day of it."""
    if rrule.startswith("FREQ=MONTHLY"):
        return _ONE_POSITION.sub(str(position_in_month(day)), rrule)
    return rrule


def _days_of(parts: dict[str, str], since: date) -> Iterator[date]:
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    return (each.date() for each in rrulestr(rule, dtstart=datetime.combine(since, time())))


def _local(starts_at: datetime, zone: str) -> datetime:
    return starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
