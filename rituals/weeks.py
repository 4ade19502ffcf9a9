"""When a week's update is due. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from productops.people.models import Organisation
from productops.worktime import Week, deadline_of, iso_week, wall_clock


@dataclass(frozen=True)
class Times:
    """Until when PMs submit, and until when Product Ops publishes."""

    deadline_at: datetime
    publish_at: datetime


def times_of(week: Week, organisation: Organisation) -> Times | None:
    """Both moments in UTC; None for a week without a business day. Publishing is on the deadline's day, later."""
    deadline = deadline_of(
        week=week,
        weekday=organisation.submit_weekday,
        time=organisation.submit_time,
        zone=organisation.timezone,
        calendar=organisation.calendar,
    )
    if deadline is None:
        return None
    day = organisation.day(deadline)
    publish = wall_clock(day, organisation.publish_time, organisation.timezone)
    return Times(deadline, publish if publish > deadline else deadline + timedelta(hours=2))


def current_week(now: datetime, organisation: Organisation) -> Week:
    """The ISO week that the organisation's clock is in."""
    return iso_week(organisation.day(now))
