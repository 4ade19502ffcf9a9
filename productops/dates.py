"""How dates and times are said to people: "Thu 26 Nov, in 4 days", "today 14:00, in 3 h", "yesterday 09:12".

Pure: every function takes the moment and `now`, both already in the reader's zone, and answers in the active
language. The order of words is a pattern that translators may change; names of days and months are Django's.
Pages use the tags `{% when %}` and `{% day %}`; mails and messages call these functions.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, gettext, ngettext, pgettext

# The patterns, called in the language they are wanted in.
PATTERNS: dict[str, Callable[[], str]] = {
    "day": lambda: pgettext("date pattern: Thu 26 Nov", "D j M"),
    "day, year": lambda: pgettext("date pattern: Thu 26 Nov 2026", "D j M Y"),
    "long": lambda: pgettext("date pattern: Thursday 26 November 2026", "l j E Y"),
    "weekday": lambda: "D",
    "narrow": lambda: pgettext("date pattern: 26 Nov", "j M"),
    "narrow, year": lambda: pgettext("date pattern: 26 Nov 2026", "j M Y"),
}


def _said(day: date, pattern: str) -> str:
    return _in_language(day.year, day.month, day.day, pattern, get_language())


@lru_cache(maxsize=4096)
def _in_language(year: int, month: int, day: int, pattern: str, _language: str | None) -> str:
    """A list says the same few days again and again, each twice; how a day is said depends on nothing else."""
    return formatted(date(year, month, day), PATTERNS[pattern]())


def say_day(day: date, today: date) -> str:
    """'today', 'tomorrow', 'yesterday', else 'Thu 26 Nov'; the year only when it is another one."""
    match (day - today).days:
        case 0:
            return gettext("today")
        case 1:
            return gettext("tomorrow")
        case -1:
            return gettext("yesterday")
    return say_date(day, today)


def say_date(day: date, today: date) -> str:
    """'Thu 26 Nov', never in words; the year only when it is another one."""
    return _said(day, "day" if day.year == today.year else "day, year")


def say_long(day: date) -> str:
    """'Thursday 26 November 2026': headings and what a pointer shows."""
    return _said(day, "long")


def say_time(moment: datetime) -> str:
    """'14:00'."""
    return f"{moment.hour:02}:{moment.minute:02}"


def say_distance_in_days(day: date, today: date) -> str:
    """'in 4 days', '3 weeks ago'; nothing where the day's own word says it, or beyond three months."""
    days = (day - today).days
    if abs(days) < 2 or abs(days) > 91:
        return ""
    if abs(days) < 14:
        number = abs(days)
        words = (
            ngettext("in %(number)d day", "in %(number)d days", number)
            if days > 0
            else ngettext("%(number)d day ago", "%(number)d days ago", number)
        )
    else:
        number = round(abs(days) / 7)
        words = (
            ngettext("in %(number)d week", "in %(number)d weeks", number)
            if days > 0
            else ngettext("%(number)d week ago", "%(number)d weeks ago", number)
        )
    return words % {"number": number}


def say_distance(moment: datetime, now: datetime) -> str:
    """Within the same day in minutes and hours ('in 3 h', '5 min ago'), else in days."""
    if moment.date() != now.date():
        return say_distance_in_days(moment.date(), now.date())
    seconds = (moment - now).total_seconds()
    minutes = round(abs(seconds) / 60)
    if minutes < 1:
        return gettext("now")
    if minutes < 60:
        words = gettext("in %(number)d min") if seconds > 0 else gettext("%(number)d min ago")
        return words % {"number": minutes}
    words = gettext("in %(number)d h") if seconds > 0 else gettext("%(number)d h ago")
    return words % {"number": round(minutes / 60)}


def say_duration(seconds: int) -> str:
    """'58 s', '1 min 12 s', '1 h 5 min'."""
    minutes, rest = divmod(max(0, seconds), 60)
    if minutes < 1:
        return gettext("%(seconds)d s") % {"seconds": rest}
    if minutes < 60:
        return gettext("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def say_moment(moment: datetime, now: datetime) -> str:
    """The whole sentence part: 'today 14:00, in 3 h', 'tomorrow 09:00', 'Thu 26 Nov, in 4 days'.

    The clock is said while it matters, that is from yesterday to tomorrow; `say_exactly` always says it.
    """
    near = abs((moment.date() - now.date()).days) <= 1
    said = say_day(moment.date(), now.date())
    if near:
        said = f"{said} {say_time(moment)}"
    distance = say_distance(moment, now)
    return f"{said}, {distance}" if distance else said


def say_exactly(moment: datetime, now: datetime) -> str:
    """'Thu 26 Nov, 15:52': what was published or sent."""
    return f"{say_date(moment.date(), now.date())}, {say_time(moment)}"


def say_short(moment: datetime, now: datetime) -> str:
    """For narrow columns of history: '09:12' today, 'Wed' this week, else '26 Nov'."""
    days_ago = (now.date() - moment.date()).days
    if days_ago == 0:
        return say_time(moment)
    if 0 < days_ago < 7:
        return _said(moment, "weekday")
    return _said(moment, "narrow" if moment.year == now.year else "narrow, year")


def say_in_full(moment: datetime) -> str:
    """'Thursday 26 November 2026, 14:00 (Europe/Warsaw)': leaves nothing open."""
    zone = getattr(moment.tzinfo, "key", None) or moment.tzname() or ""
    return f"{say_long(moment.date())}, {say_time(moment)} ({zone})"
