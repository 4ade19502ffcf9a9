"""A meeting as its owner wrote it down, read into a rule of RFC 5545 that calendars understand.

    read_meeting("Wednesday", "05:30", "UTC", "monthly - Wednesday, after the fourth Tuesday", anchor=None, today=...)
    -> rrule "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29", zone "UTC", starts 2026-11-25 05:30

Pure. What is missing is assumed only where the assumption can be shown and corrected: "biweekly" does not say in which
weeks, so one of the two is taken and marked (`anchor_assumed`, "week to confirm"). What is not understood leaves the
meeting unscheduled, with the reason, and never stops an import. Words are read in `frequency_words` and `clock_words`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext as _

from productops.worktime import ONE_WEEK, iso_week
from rituals.clock_words import NotUnderstood, read_time, read_zone
from rituals.frequency_words import WEEK, WORKING_WEEK, Frequency, read_frequency, read_weekdays


@dataclass(frozen=True, kw_only=True)
class ReadMeeting:
    """What could be made of a meeting's day, time, zone and frequency."""

    scheduled: bool
    rrule: str | None = None
    """RFC 5545, without DTSTART; None when unscheduled."""
    zone: str | None = None
    """IANA name; also kept for an unscheduled meeting, where it was understood."""
    starts: dt.datetime | None = None
    """DTSTART: local and naive, a date of the rule itself. It may lie a few days back, in the week of the import."""
    anchor_assumed: bool = False
    """The rule is certain, its week or month is not: "week to confirm"."""
    why_not: str = ""
    """Why it is unscheduled, in sentences for people."""
    note: str = ""
    """What people should know about how it was read."""


def read_meeting(
    day: str, time: str, timezone: str, frequency: str, *, anchor: dt.date | None, today: dt.date
) -> ReadMeeting:
    """Read a meeting. `anchor` is a date from which it takes place: the first one is on it or the next after it.

    Without an anchor the first date is taken from `today`'s week on, and where the frequency leaves the week or month
    open, an assumption is made that depends on nothing but `today`: even ISO weeks, odd ones for a meeting that
    alternates with another, the first such weekday of a month, the first month of a quarter.
    """
    reasons: list[str] = []
    zone, at, rule = None, None, None
    try:
        zone = read_zone(timezone)
    except NotUnderstood as reason:
        reasons.append(str(reason))
    try:
        at = read_time(time)
    except NotUnderstood as reason:
        reasons.append(str(reason))
    try:
        rule = _with_weekdays(read_frequency(frequency), read_weekdays(day))
    except NotUnderstood as reason:
        reasons.append(str(reason))
    if zone is None or at is None or rule is None:
        return ReadMeeting(scheduled=False, zone=zone, why_not=" ".join(reasons))

    open_position = rule.unit == "month" and not rule.positions and not rule.month_days
    if open_position:
        rule = replace(rule, positions=(position_in_month(_on_or_after(anchor, rule.weekdays[0])) if anchor else 1,))
    assumed = anchor is None and (open_position or rule.interval > 1)
    # The first date is looked for without the interval: it is the one that all intervals are counted from.
    first = _dates(replace(rule, interval=1), anchor or _assumed_start(rule, today), at)[0]
    return ReadMeeting(
        scheduled=True,
        rrule=_rrule(rule),
        zone=zone,
        starts=first,
        anchor_assumed=assumed,
        note=" ".join(_notes(rule, frequency, open_position=open_position, anchor=anchor, first=first.date())),
    )


def _with_weekdays(frequency: Frequency, days: tuple[str, ...]) -> Frequency:
    """The frequency on the meeting's own days. Raises NotUnderstood when the two contradict or say too little."""
    named = frequency.weekdays
    if frequency.unit == "day":
        named = WEEK
    if days and (frequency.month_days and not named):
        raise NotUnderstood(_("It says a weekday and a day of the month; leave one out."))
    if days and named and days != named:
        raise NotUnderstood(_("Its day and its frequency name different weekdays."))
    weekdays = named or days
    if not weekdays and not frequency.month_days:
        raise NotUnderstood(_("It does not say on which weekday."))
    if frequency.unit == "month" and len(weekdays) > 1 and not frequency.positions:
        raise NotUnderstood(_("It names several weekdays of a month; say which, such as “first Monday”."))
    return replace(frequency, weekdays=weekdays)


def _rrule(rule: Frequency) -> str:
    if rule.unit == "day":
        return "FREQ=DAILY"
    parts = ["FREQ=WEEKLY" if rule.unit == "week" else "FREQ=MONTHLY"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.weekdays:
        places = [str(position) for position in rule.positions] or [""]
        parts.append("BYDAY=" + ",".join(place + weekday for place in places for weekday in rule.weekdays))
    if rule.month_days:
        parts.append("BYMONTHDAY=" + ",".join(str(day) for day in rule.month_days))
    return ";".join(parts)


def _dates(rule: Frequency, since: dt.date, at: dt.time) -> rrule:
    dates = rrulestr(_rrule(rule), dtstart=dt.datetime.combine(since, at))
    assert isinstance(dates, rrule)  # one rule, so not a set of rules
    return dates


def _assumed_start(rule: Frequency, today: dt.date) -> dt.date:
    """A date of, or right before, the first meeting, for the assumption that `read_meeting` describes."""
    week = iso_week(today)
    monday = week.monday
    if rule.interval == 1:
        return monday
    if rule.unit == "month":
        dates: Iterator[dt.datetime] = iter(_dates(replace(rule, interval=1), monday, dt.time()))
        return next(date.date() for date in dates if (date.month - 1) % rule.interval == 0)
    while week.number % rule.interval:
        week = week.next()
    if not rule.opposite:
        return week.monday
    # Half an interval away from where a meeting that does not alternate would be: never in the same week, whether or
    # not a year's end with its week 53 or 1 lies between them.
    start = week.monday - ONE_WEEK * (rule.interval // 2)
    return start if start >= monday else start + ONE_WEEK * rule.interval


def _on_or_after(day: dt.date, weekday: str) -> dt.date:
    return day + dt.timedelta(days=(WEEK.index(weekday) - day.weekday()) % 7)


def position_in_month(day: dt.date) -> int:
    """Which of its month's weekdays a day is; a fifth is called the last, since most months have no fifth."""
    nth = (day.day - 1) // 7 + 1
    return -1 if nth == 5 else nth


def _notes(
    rule: Frequency, frequency: str, *, open_position: bool, anchor: dt.date | None, first: dt.date
) -> Iterator[str]:
    if anchor is None and rule.unit == "week" and rule.interval > 1:
        yield _("In which weeks is assumed.")
    if anchor is None and rule.unit == "month" and rule.interval > 1:
        yield _("In which months is assumed.")
    if anchor is None and open_position:
        yield _("Which week of the month is assumed.")
    if anchor and anchor != first:
        yield _("The start given is not one of its days; the first is %(date)s.") % {"date": first.isoformat()}
    if rule.weekdays == WORKING_WEEK and "daily" in frequency.casefold():
        yield _("Daily is read as Monday to Friday.")
    if not rule.weekdays and max(rule.month_days) > 28:
        yield _("Months without such a day are left out.")
    if rule.remark:
        yield _("As written: “%(text)s”.") % {"text": frequency.strip()}
