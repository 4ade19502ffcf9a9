"""Business time: the one place that knows which days people work, and what a clock on the wall means.

Everything here is pure: no database, no settings, and never "now"; callers pass what they know. Days are
``datetime.date``, wall-clock times ``datetime.time``, zones IANA names ("Europe/Warsaw"), and every moment that comes
out is an aware ``datetime`` in UTC, ready to be stored.

    calendar = BusinessCalendar(country="PL")
    deadline = deadline_of(week=iso_week(today), weekday=3, time=dt.time(14), zone="Europe/Warsaw", calendar=calendar)
    reminders_at(deadline=deadline, befores=[dt.timedelta(hours=24), dt.timedelta(hours=2)], ...)

Weekdays are numbered as in ``date.weekday()``: Monday is 0.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

ONE_DAY = dt.timedelta(days=1)
ONE_WEEK = dt.timedelta(days=7)
MONDAY_TO_FRIDAY = frozenset({0, 1, 2, 3, 4})
EVERY_WEEKDAY = frozenset(range(7))


# ---------------------------------------------------------------------------------------------------------- holidays


@lru_cache(maxsize=1024)
def holidays_of(country: str, subdivision: str, year: int) -> frozenset[dt.date]:
    """The public holidays of one year, observed days included. No country, no holidays.

    Raises ValueError for a country or subdivision that is not known; ask `knows_country` first.
    """
    if not country:
        return frozenset()
    try:
        days = holidays.country_holidays(country, subdiv=subdivision or None, years=year, expand=False)
    except NotImplementedError as unknown:
        raise ValueError(f"no holidays known for {country!r} {subdivision!r}") from unknown
    return frozenset(days)


def knows_country(country: str, subdivision: str = "") -> bool:
    """Whether `country` (ISO 3166 code of two letters) and `subdivision` may be given to a BusinessCalendar."""
    supported = holidays.list_supported_countries(include_aliases=False)
    return country in supported and (not subdivision or subdivision in supported[country])


@dataclass(frozen=True, kw_only=True)
class BusinessCalendar:
    """Which days an organisation works: its weekdays, less its country's holidays and its own days off.

    Raises ValueError when no weekday is a working day, because every "next business day" would search for ever.
    """

    country: str = ""
    subdivision: str = ""
    working_days: frozenset[int] = MONDAY_TO_FRIDAY
    extra_holidays: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        _require_working_days(self.working_days)

    def is_holiday(self, day: dt.date) -> bool:
        return day in self.extra_holidays or day in holidays_of(self.country, self.subdivision, day.year)

    def is_business_day(self, day: dt.date) -> bool:
        return day.weekday() in self.working_days and not self.is_holiday(day)

    def next_or_same(self, day: dt.date) -> dt.date:
        """`day` when it is a business day, else the first one after it."""
        while not self.is_business_day(day):
            day += ONE_DAY
        return day

    def previous_or_same(self, day: dt.date) -> dt.date:
        """`day` when it is a business day, else the last one before it."""
        while not self.is_business_day(day):
            day -= ONE_DAY
        return day

    def business_days_before(self, day: dt.date, n: int) -> dt.date:
        """The business day that leaves `n` whole business days until `day` starts; 0 gives `previous_or_same`.

        "Marketing needs 3 business days" before a launch on Monday is the Wednesday before.
        """
        if n < 0:
            raise ValueError("n counts business days, it cannot be negative")
        if n == 0:
            return self.previous_or_same(day)
        for _ in range(n):
            day = self.previous_or_same(day - ONE_DAY)
        return day

    def business_days_after(self, day: dt.date, n: int) -> dt.date:
        """The `n`-th business day after `day`; 0 gives `next_or_same`."""
        if n < 0:
            raise ValueError("n counts business days, it cannot be negative")
        if n == 0:
            return self.next_or_same(day)
        for _ in range(n):
            day = self.next_or_same(day + ONE_DAY)
        return day

    def count_between(self, a: dt.date, b: dt.date) -> int:
        """How many business days lie from `a` up to, not including, `b`; negative when `b` is the earlier one."""
        if b < a:
            return -self.count_between(b, a)
        return sum(self.is_business_day(a + dt.timedelta(days=n)) for n in range((b - a).days))

    def business_days_of(self, week_monday: dt.date) -> list[dt.date]:
        """The business days of the seven days that start at `week_monday`, in order."""
        return [day for n in range(7) if self.is_business_day(day := week_monday + dt.timedelta(days=n))]

    def has_business_day(self, week_monday: dt.date) -> bool:
        return bool(self.business_days_of(week_monday))


def _require_working_days(working_days: Collection[int]) -> None:
    if not working_days or not EVERY_WEEKDAY.issuperset(working_days):
        raise ValueError("working days are one or more of 0 (Monday) to 6 (Sunday)")


# ------------------------------------------------------------------------------------------------------------- weeks


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week: it belongs to the year that holds its Thursday, and some years have a week 53.

    Raises ValueError for a week that does not exist.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        dt.date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def parse(cls, key: str) -> Week:
        """Read '2026-W48', as addresses carry it. Raises ValueError for anything else.

        Only 1970 to 2199: what an address may name always has neighbours to link to.
        """
        found = re.fullmatch(r"(19[7-9]\d|2[01]\d\d)-W(\d\d)", key, re.ASCII)
        if found is None:
            raise ValueError(f"not a week: {key[:20]!r}")
        return cls(int(found[1]), int(found[2]))

    @property
    def key(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def monday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 7)

    def next(self) -> Week:
        return iso_week(self.monday + ONE_WEEK)

    def previous(self) -> Week:
        return iso_week(self.monday - ONE_WEEK)

    def __str__(self) -> str:
        return self.key


def iso_week(day: dt.date) -> Week:
    """The week that `day` lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


# ------------------------------------------------------------------------------------------------ clocks on the wall


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The IANA names a person may choose; not those that mean "this machine" or "not set"."""
    return frozenset(available_timezones() - {"Factory", "localtime", "posixrules"})


def wall_clock(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The moment (UTC) at which a clock in `zone` shows `time` on `day`; defined for every time of every day.

    A time that spring skips is shifted forward by what was skipped (02:30 is shown as 03:30); of a time that
    autumn shows twice the first is meant. That is what RFC 5545 says too, so calendars and reminders agree.
    """
    # fold=0 is exactly this rule: before the gap's shift, and the first of two.
    local = dt.datetime.combine(day, time.replace(tzinfo=None, fold=0), tzinfo=ZoneInfo(zone))
    return local.astimezone(dt.UTC)


def deadline_of(
    *, week: Week, weekday: int, time: dt.time, zone: str, calendar: BusinessCalendar
) -> dt.datetime | None:
    """When `week`'s deadline falls: at `time` on `weekday`, or on the business day before when that one is off.

    It never leaves its week: with no business day before, the week's first one takes it. A week without any
    business day has no update, so no deadline: None.
    """
    days = calendar.business_days_of(week.monday)
    if not days:
        return None
    before = [day for day in days if day.weekday() <= weekday]
    return wall_clock(before[-1] if before else days[0], time, zone)


# --------------------------------------------------------------------------------------------------------- reminders


def reminder_at(
    *,
    deadline: dt.datetime,
    before: dt.timedelta,
    zone: str,
    working_days: Collection[int],
    day_starts: dt.time,
    day_ends: dt.time,
    calendar: BusinessCalendar | None = None,
) -> dt.datetime:
    """When a person in `zone` is reminded, `before` a deadline: never after it, and only while they work.

    `before` is taken off what their clock shows at the deadline, so "24 hours before" is the same time on the
    day before even when the clocks change that night. A moment outside their hours or days moves back to the end
    of the last working day before it. `calendar`, where given, makes its holidays days off as well.

    Raises ValueError for hours that end before they start, or no working day.
    """
    _require_working_days(working_days)
    if day_starts >= day_ends:
        raise ValueError("a working day ends after it starts")
    shown = deadline.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - before

    def works_on(day: dt.date) -> bool:
        return day.weekday() in working_days and not (calendar and calendar.is_holiday(day))

    if not (works_on(shown.date()) and day_starts <= shown.time() <= day_ends):
        ends = (dt.datetime.combine(day, day_ends) for day in _backwards_from(shown.date()) if works_on(day))
        shown = next(end for end in ends if end <= shown)
    moment = wall_clock(shown.date(), shown.time(), zone)
    # Somebody who works at night may be asked at a time the clocks skip, which is shifted beyond the deadline.
    return moment if moment <= deadline else deadline - before


def reminders_at(
    *,
    deadline: dt.datetime,
    befores: Iterable[dt.timedelta],
    zone: str,
    working_days: Collection[int],
    day_starts: dt.time,
    day_ends: dt.time,
    calendar: BusinessCalendar | None = None,
) -> list[dt.datetime]:
    """Every moment at which a person is reminded, earliest first; two that land together are one."""
    return sorted(
        {
            reminder_at(
                deadline=deadline,
                before=before,
                zone=zone,
                working_days=working_days,
                day_starts=day_starts,
                day_ends=day_ends,
                calendar=calendar,
            )
            for before in befores
        }
    )


def _backwards_from(day: dt.date) -> Iterator[dt.date]:
    while True:
        yield day
        day -= ONE_DAY
