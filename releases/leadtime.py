"""How much notice a launch date gives. Pure: dates and the organisation's calendar in, what must be said out.

The review copy of the bundle goes to the receiving functions so many business days before launch; the final edition
is out two business days before. Starting later is allowed and marked as short notice; only the last line blocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from productops.worktime import BusinessCalendar

FARTHEST = timedelta(days=3653)  # ten years either way: beyond it is a slip of the finger, and costly to count


@dataclass(frozen=True)
class FreezeWindow:
    """Days, both included, in which a launch needs the Head of Product."""

    name: str
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class LeadTime:
    """What choosing a date means. `left` whole business days until the launch, of `needed`; `short_by` the rest.

    `is_holiday`: a public one; the organisation's own days off are only no business days.
    """

    launch_on: date
    needed: int
    review_copy_due: date
    final_due: date
    left: int
    short_by: int
    is_business_day: bool
    next_business_day: date
    freeze: FreezeWindow | None = None
    final_days: int = 0
    is_holiday: bool = False

    @property
    def is_short(self) -> bool:
        return self.short_by > 0


def lead_time(
    *,
    launch_on: date,
    needed: int,
    final_days: int,
    today: date,
    calendar: BusinessCalendar,
    freezes: Iterable[FreezeWindow] = (),
) -> LeadTime:
    """The dates that follow from `launch_on`, and how short the notice would be if work began today."""
    left = calendar.count_between(today, launch_on)
    return LeadTime(
        launch_on=launch_on,
        needed=needed,
        review_copy_due=calendar.business_days_before(launch_on, needed) if needed else launch_on,
        final_due=calendar.business_days_before(launch_on, final_days) if final_days else launch_on,
        left=left,
        short_by=max(0, needed - left),
        is_business_day=calendar.is_business_day(launch_on),
        next_business_day=calendar.next_or_same(launch_on),
        freeze=next((window for window in freezes if window.holds(launch_on)), None),
        final_days=final_days,
        is_holiday=calendar.is_holiday(launch_on) and launch_on not in calendar.extra_holidays,
    )


def objection_to_day(day: date, today: date) -> str:
    """Why a day cannot be planned with at all; empty when it can. Past days can: what happened is written down too."""
    if abs(day - today) > FARTHEST:
        return _("That is more than ten years away. Is the year right?")
    return ""
