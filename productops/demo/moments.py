"""When things happen in the demo. Pure: the same facts give the same moments, whoever loads it and however often.

Every moment is chosen from a key such as '2026-W48 payments', so that weeks differ from one another as weeks do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from productops.worktime import Week, wall_clock

MORNING = time(8, 0)
TRIES = 12


@dataclass(frozen=True)
class Span:
    """From when until when something may have happened; `days` are those on which people work."""

    starts_at: datetime
    ends_at: datetime
    days: Sequence[date]


def opening(week: Week, zone: str, now: datetime) -> datetime:
    """Monday at 08:00. Somebody who loads the demo before ten on a Monday finds the week open since midnight."""
    morning = wall_clock(week.monday, MORNING, zone)
    midnight = wall_clock(week.monday, time(0, 0), zone)
    return morning if now >= morning + timedelta(hours=2) else midnight


def within(span: Span, key: str, *, zone: str, usual: Sequence[date] = ()) -> datetime:
    """A moment of the span at which people in `zone` work, on one of the `usual` days where that is possible.

    A day named twice is twice as likely. A span that holds no working hour of theirs gives some moment of it all the
    same: on a Monday at seven there is no other.
    """
    chance = Random(key)
    for days in (usual, span.days):
        for _ in range(TRIES if days else 0):
            clock = time(chance.randint(9, 16), chance.randint(0, 59), chance.randint(0, 59))
            moment = wall_clock(chance.choice(days), clock, zone)
            if span.starts_at < moment <= span.ends_at:
                return moment
    return span.starts_at + (span.ends_at - span.starts_at) * chance.uniform(0.3, 0.9)


def shortly_before(moment: datetime, key: str, *, minutes: tuple[int, int], not_before: datetime) -> datetime:
    """Some minutes earlier, but not before something else."""
    chance = Random(key)
    return max(not_before, moment - timedelta(minutes=chance.randint(*minutes), seconds=chance.randint(0, 59)))


def shortly_after(moment: datetime, key: str, *, not_after: datetime) -> datetime:
    """Some seconds later, as a schedule is, but not after something else."""
    return min(not_after, moment + timedelta(seconds=Random(key).randint(2, 50)))
