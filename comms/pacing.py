"""When what was made goes out: at once, after the reader's quiet hours, or with her next daily digest.

`timing.py` knows the rule, this module applies it to rows. People share few clocks (zone, working days, times), so
however many deliveries there are, the moment is found once for each clock and written by one statement.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from comms.enums import ALWAYS_SENT, Channel, DeliveryStatus
from comms.models import Rhythm
from comms.timing import Clock
from productops.people.models import Person

# What waits in the portal disturbs nobody, and what somebody asked for herself is wanted now: neither is paced.
_PACED = """
  FROM comms_delivery delivery
  JOIN comms_notice notice ON notice.id = delivery.notice_id AND notice.kind <> ALL(%(always)s)
  JOIN people_person person ON person.id = delivery.person_id
  LEFT JOIN comms_rhythm rhythm ON rhythm.person_id = person.id
 CROSS JOIN LATERAL (SELECT concat_ws(
       '|', delivery.status, person.timezone, person.working_days::text, rhythm.digest_at::text,
       rhythm.quiet_from::text, rhythm.quiet_until::text) AS key) clock
 WHERE delivery.channel <> %(inbox)s AND delivery.attempts = 0 AND delivery.started_at IS NULL
   AND delivery.claimed_until IS NULL
"""
_NEW = """ AND delivery.notice_id = ANY(%(notices)s) AND delivery.created_at = %(now)s
   AND (delivery.status = 'held' OR (delivery.status = 'queued' AND rhythm.quiet_from IS NOT NULL))"""
_OF_PERSON = " AND delivery.person_id = %(person)s AND delivery.status IN ('held', 'queued')"
_CLOCKS = """
SELECT DISTINCT ON (clock.key) clock.key, delivery.status, person.timezone, person.working_days,
       rhythm.digest_at, rhythm.quiet_from, rhythm.quiet_until
"""
_SET = """
UPDATE comms_delivery SET next_attempt_at = found.moment
  FROM (SELECT delivery.id, clock.key {paced}) paced
  JOIN unnest(%(keys)s::text[], %(moments)s::timestamptz[]) AS found(key, moment) ON found.key = paced.key
 WHERE comms_delivery.id = paced.id
"""


def pace_new(notices: Iterable[int], *, now: datetime) -> None:
    """The deliveries that the fan-out of `now` made of these notices. Nothing to do costs one small query."""
    _pace(_PACED + _NEW, {"notices": list(notices), "now": now}, now=now)


def pace_again(person: Person, *, now: datetime) -> None:
    """Everything of hers that waits and was not tried yet, after she chose other hours."""
    _pace(_PACED + _OF_PERSON, {"person": person.pk}, now=now)


def clock_of(person: Person, rhythm: Rhythm | None) -> Clock:
    """Her clock; `rhythm` None: she chose nothing."""
    rhythm = rhythm or Rhythm()
    return Clock(
        person.zone.key, frozenset(person.working_days), rhythm.digest_at, rhythm.quiet_from, rhythm.quiet_until
    )


def _pace(paced: str, facts: dict[str, Any], *, now: datetime) -> None:
    facts |= {"always": [str(kind) for kind in ALWAYS_SENT], "inbox": str(Channel.INBOX)}
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS + paced, facts)
        moments = {key: _moment(*clock, now=now) for key, *clock in cursor.fetchall()}
        if moments:
            cursor.execute(_SET.format(paced=paced), facts | {"keys": [*moments], "moments": [*moments.values()]})


def _moment(
    status: str, zone: str, working_days: list[int], digest_at: Any, quiet_from: Any, quiet_until: Any, *, now: datetime
) -> datetime:
    rhythm = Rhythm(quiet_from=quiet_from, quiet_until=quiet_until, **({"digest_at": digest_at} if digest_at else {}))
    clock = clock_of(Person(timezone=zone, working_days=working_days), rhythm)
    return clock.next_digest(now) if status == DeliveryStatus.HELD else clock.after_quiet(now)
