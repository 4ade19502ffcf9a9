"""The window that stakeholders are told, in the words people use: "early December", "December", "8 to 12 Dec". Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.utils import formats
from django.utils.translation import gettext as _

from productops.dates import say_date

THIRD = 10  # days: early is up to the 10th, mid up to the 20th


class Span(StrEnum):
    """How much of the calendar stakeholders are told."""

    THIRD = "third"
    MONTH = "month"
    OWN = "own"
    NONE = "none"


def spans_of(day: date) -> Mapping[Span, tuple[date, date]]:
    """The windows that a launch on `day` suggests: the third of its month, and the whole month."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    if day.day <= THIRD:
        third = day.replace(day=1), day.replace(day=THIRD)
    elif day.day <= 2 * THIRD:
        third = day.replace(day=THIRD + 1), day.replace(day=2 * THIRD)
    else:
        third = day.replace(day=2 * THIRD + 1), last
    return {Span.THIRD: third, Span.MONTH: (day.replace(day=1), last)}


def span_said(launch_on: date | None, starts_on: date | None, ends_on: date | None) -> Span:
    """Which of them a window is."""
    if starts_on is None or ends_on is None:
        return Span.NONE
    spans = spans_of(launch_on) if launch_on else {}
    return next((span for span, days in spans.items() if days == (starts_on, ends_on)), Span.OWN)


def window_words(starts_on: date | None, ends_on: date | None, today: date) -> str:
    """The window in the active language; empty when none is told."""
    if starts_on is None or ends_on is None:
        return ""
    if starts_on == ends_on:
        return say_date(starts_on, today)
    whole = _month(starts_on, "F", today)
    month = _month(starts_on, "E", today)  # as it stands inside a phrase
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        last = monthrange(starts_on.year, starts_on.month)[1]
        match starts_on.day, ends_on.day:
            case 1, end if end == last:
                return whole
            case 1, 10:
                return _("early %(month)s") % {"month": month}
            case 11, 20:
                return _("mid %(month)s") % {"month": month}
            case 21, end if end == last:
                return _("late %(month)s") % {"month": month}
    return _("%(start)s to %(end)s") % {"start": say_date(starts_on, today), "end": say_date(ends_on, today)}


def _month(day: date, form: str, today: date) -> str:
    name = formats.date_format(day, form)
    return name if day.year == today.year else f"{name} {day.year}"
