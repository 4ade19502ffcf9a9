"""How many people of each function read an update: whom it did not reach. Counts only, never who.

A person counts as a reader of a week when she was there when it was published: not deactivated before, not invited
after. Who opened it counts in any case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from comms.enums import DeliveryStatus
from productops.people.enums import Letter
from productops.people.models import RaciEntry
from rituals.models import WeeklyUpdate
from rituals.notices import TOPIC

WEEKS = 8
NO_FUNCTION = ""


@dataclass(frozen=True)
class Rate:
    """How many of a function's people read one update. `followers` get it sent; `unread` of them did not open it."""

    slug: str
    name: str
    people: int
    opened: int
    followers: int = 0
    unread: int = 0
    informed: bool = False  # the RACI says that this function is to be informed

    @property
    def percent(self) -> int:
        return percent(self.opened, self.people)


@dataclass(frozen=True)
class Readers:
    """All functions that have people, worst first, and everybody together."""

    functions: tuple[Rate, ...]

    @property
    def people(self) -> int:
        return sum(rate.people for rate in self.functions)

    @property
    def opened(self) -> int:
        return sum(rate.opened for rate in self.functions)

    @property
    def followers(self) -> int:
        return sum(rate.followers for rate in self.functions)

    @property
    def unread(self) -> int:
        return sum(rate.unread for rate in self.functions)

    @property
    def percent(self) -> int:
        return percent(self.opened, self.people)

    @property
    def furthest(self) -> Rate | None:
        """The function it reached least, of those that are to be informed when there are any; None when all read it."""
        behind = [rate for rate in self.functions if rate.opened < rate.people]
        return next((rate for rate in behind if rate.informed), behind[0] if behind else None)


def percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 means everybody."""
    return part * 100 // whole if whole else 0


def worst_first(rates: Iterable[Rate]) -> tuple[Rate, ...]:
    """By rate; of equals first those to be informed, then where more people did not read it."""
    return tuple(
        sorted(
            (rate for rate in rates if rate.people),
            key=lambda rate: (rate.percent, not rate.informed, rate.opened - rate.people, rate.name),
        )
    )


@dataclass(frozen=True)
class Trend:
    """One function's rates (or everybody's) over the weeks shown, oldest first; None where it had nobody."""

    slug: str
    name: str
    rates: tuple[int | None, ...]


# Who was there when it was published, and whoever opened it.
_THERE = """((p.deactivated_at IS NULL OR p.deactivated_at > w.published_at)
    AND (p.invited_at IS NULL OR p.invited_at <= w.published_at) OR o.id IS NOT NULL)"""
_RATES = f"""
SELECT COALESCE(f.slug, ''), COALESCE(f.name, ''), count(p.id), count(o.id),
       count(s.id) FILTER (WHERE p.is_active), count(s.id) FILTER (WHERE p.is_active AND o.id IS NULL)
  FROM rituals_weeklyupdate w CROSS JOIN people_person p
  LEFT JOIN people_function f ON f.id = p.function_id
  LEFT JOIN rituals_opened o ON o.weekly_update_id = w.id AND o.person_id = p.id
  LEFT JOIN comms_subscription s ON s.person_id = p.id AND s.topic = %(topic)s
 WHERE w.id = %(update)s AND {_THERE}
 GROUP BY f.slug, f.name
"""  # noqa: S608 - our own words
_TREND = f"""
SELECT w.key, COALESCE(f.slug, ''), COALESCE(f.name, ''), count(p.id), count(o.id)
  FROM (SELECT id, key, published_at, starts_on FROM rituals_weeklyupdate
         WHERE state = 'published' AND starts_on <= %(until)s ORDER BY starts_on DESC LIMIT %(weeks)s) w
 CROSS JOIN people_person p
  LEFT JOIN people_function f ON f.id = p.function_id
  LEFT JOIN rituals_opened o ON o.weekly_update_id = w.id AND o.person_id = p.id
 WHERE {_THERE}
 GROUP BY w.key, w.starts_on, f.slug, f.name ORDER BY w.starts_on
"""  # noqa: S608 - our own words


def readers_of(update: WeeklyUpdate) -> Readers:
    """Two queries, however many people."""
    informed = set(
        RaciEntry.objects.filter(
            activity__code="weekly-update", letter=Letter.INFORMED, function__isnull=False, group=None, area=None
        ).values_list("function__slug", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(_RATES, {"update": update.pk, "topic": TOPIC})
        rates = [
            Rate(slug, name, people, opened, followers, unread, slug in informed)
            for slug, name, people, opened, followers, unread in cursor.fetchall()
        ]
    return Readers(worst_first(rates))


def trend_until(update: WeeklyUpdate) -> tuple[tuple[str, ...], dict[str, Trend], Trend]:
    """Keys of the last weeks up to this one, oldest first; each function's trend by slug; everybody's. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TREND, {"until": update.starts_on, "weeks": WEEKS})
        rows = cursor.fetchall()
    weeks = tuple(dict.fromkeys(row[0] for row in rows))
    return weeks, *trends(weeks, rows)


def trends(weeks: Sequence[str], rows: Iterable[tuple[str, str, str, int, int]]) -> tuple[dict[str, Trend], Trend]:
    """From (week, slug, name, people, opened). Pure."""
    counted: dict[str, dict[str, tuple[int, int]]] = {}
    names: dict[str, str] = {}
    totals: dict[str, tuple[int, int]] = {}
    for week, slug, name, people, opened in rows:
        names[slug] = name
        counted.setdefault(slug, {})[week] = (people, opened)
        before = totals.get(week, (0, 0))
        totals[week] = (before[0] + people, before[1] + opened)

    def line(slug: str, found: dict[str, tuple[int, int]]) -> Trend:
        rates = (found.get(week) for week in weeks)
        return Trend(slug, names.get(slug, ""), tuple(percent(c[1], c[0]) if c and c[0] else None for c in rates))

    return {slug: line(slug, found) for slug, found in counted.items()}, line("*", totals)


@dataclass(frozen=True)
class Outcome:
    """What became of the messages that told of an update."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


_OUTCOME = """
SELECT d.status, count(*) FROM comms_delivery d JOIN comms_notice n ON n.id = d.notice_id
 WHERE n.key LIKE %(keys)s AND n.kind = 'weekly_update' GROUP BY d.status
"""


def outcome_of(update: WeeklyUpdate) -> Outcome:
    """Of all its revisions. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOME, {"keys": f"weekly.published:{update.key}:r%"})
        counts: dict[str, int] = dict(cursor.fetchall())
    return Outcome(
        sent=sum(
            counts.get(status, 0)
            for status in (DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN, DeliveryStatus.IN_DIGEST)
        ),
        waiting=sum(counts.get(status, 0) for status in (DeliveryStatus.QUEUED, DeliveryStatus.HELD)),
        failed=counts.get(DeliveryStatus.DEAD, 0),
    )


# ------------------------------------------------------------------------------------------------------- drawing

WIDTH, HEIGHT, EDGE = 96, 24, 2


def spark_points(rates: Sequence[int | None]) -> list[str]:
    """The lines of a sparkline from 0 to 100 % as SVG points; a gap where there is no rate. Pure."""
    step = (WIDTH - 2 * EDGE) / max(len(rates) - 1, 1)
    lines: list[list[str]] = [[]]
    for place, rate in enumerate(rates):
        if rate is None:
            lines.append([])
            continue
        x, y = EDGE + place * step, HEIGHT - EDGE - rate / 100 * (HEIGHT - 2 * EDGE)
        lines[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(line) for line in lines if line]
