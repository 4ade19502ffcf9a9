"""Who holds which delivery: claim, start and end, finish, renew, release. Every statement checks that the lease holds.

A lease is known by its end (`claimed_until`): whoever claims an expired one writes a later end, and what the
former holder still wants to write no longer fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from comms.enums import DeliveryStatus
from comms.models import Delivery, Notice

LEASE = timedelta(seconds=30)
RENEW = timedelta(seconds=20)  # what is left when a lease is renewed; a channel's waits are shorter


@dataclass(frozen=True)
class Result:
    """How one attempt ended. Status `queued`: it is tried again at `next_attempt_at`."""

    status: DeliveryStatus
    error: str = ""
    sent_at: datetime | None = None
    next_attempt_at: datetime | None = None
    maybe_sent: bool = False  # a copy may have arrived: the next one is recorded as uncertain


Ended = tuple[Delivery, Result]

_END = """
UPDATE comms_delivery
   SET status = %(status)s, error = %(error)s, sent_at = %(sent_at)s, attempts = %(attempts)s,
       next_attempt_at = COALESCE(%(next_attempt_at)s, next_attempt_at),
       started_at = CASE WHEN %(maybe_sent)s THEN started_at END, claimed_until = NULL
 WHERE id = %(ended)s AND status = 'queued' AND claimed_until = %(ended_lease)s
"""
_START = """
UPDATE comms_delivery
   SET started_at = COALESCE(started_at, %(now)s), attempts = attempts + 1
 WHERE id = %(started)s AND status = 'queued' AND claimed_until = %(started_lease)s
"""
_FINISH = """
UPDATE comms_delivery
   SET status = ended.status, error = ended.error, sent_at = ended.sent_at, attempts = ended.attempts,
       next_attempt_at = COALESCE(ended.next_attempt_at, comms_delivery.next_attempt_at), claimed_until = NULL
  FROM unnest(%(ids)s::bigint[], %(leases)s::timestamptz[], %(statuses)s::text[], %(errors)s::text[],
              %(sent)s::timestamptz[], %(nexts)s::timestamptz[], %(attempts)s::int[])
       AS ended(id, lease, status, error, sent_at, next_attempt_at, attempts)
 WHERE comms_delivery.id = ended.id AND comms_delivery.status = 'queued' AND claimed_until = ended.lease
RETURNING comms_delivery.id
"""


@transaction.atomic
def claim(channel: str, *, now: datetime, size: int) -> list[Delivery]:
    """Take up to `size` due deliveries that nobody else holds, with notice and person, for `LEASE`."""
    due = (
        Delivery.objects.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now),
            status=DeliveryStatus.QUEUED,
            next_attempt_at__lte=now,
            channel=channel,
        )
        .select_for_update(skip_locked=True)
        .order_by("next_attempt_at", "id")
    )
    ids = list(due.values_list("pk", flat=True)[:size])
    if not ids:
        return []
    Delivery.objects.filter(pk__in=ids).update(claimed_until=now + LEASE)
    rows = Delivery.objects.filter(pk__in=ids).select_related("person", "destination")
    claimed = list(rows.order_by("next_attempt_at", "id"))
    notices = Notice.objects.defer("people").in_bulk({delivery.notice_id for delivery in claimed})
    for delivery in claimed:
        delivery.notice = notices[delivery.notice_id]
    return claimed


def turn(ended: Ended | None, starting: Delivery | None, *, now: datetime) -> bool:
    """Write how one ended and that the next begins, in one statement and one commit.

    False when `starting` is no longer ours, and must not be sent.
    """
    values: dict[str, Any] = {"now": now}
    if ended:
        delivery, result = ended
        values |= vars(result) | {
            "ended": delivery.pk,
            "ended_lease": delivery.claimed_until,
            "attempts": delivery.attempts,
        }
    if starting:
        values |= {"started": starting.pk, "started_lease": starting.claimed_until}
    if not ended and not starting:
        return False
    with connection.cursor() as cursor:
        if ended and starting:
            cursor.execute(f"WITH ended AS ({_END} RETURNING id) {_START}", values)
        else:
            cursor.execute(_START if starting else _END, values)
        return bool(starting) and cursor.rowcount == 1


def finish(ended: Sequence[Ended]) -> set[int]:
    """Write how a whole batch ended, in one statement; for a channel where sending and ending are one commit.

    Answers the ids of those that were still ours; the others belong to somebody else by now.
    """
    results = [result for _delivery, result in ended]
    values: dict[str, Any] = {
        "ids": [delivery.pk for delivery, _result in ended],
        "leases": [delivery.claimed_until for delivery, _result in ended],
        "attempts": [delivery.attempts for delivery, _result in ended],
        "statuses": [str(result.status) for result in results],
        "errors": [str(result.error) for result in results],
        "sent": [result.sent_at for result in results],
        "nexts": [result.next_attempt_at for result in results],
    }
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, values)
        return {pk for (pk,) in cursor.fetchall()}


def renew(held: Sequence[Delivery], *, now: datetime) -> None:
    """Hold on to `held` when their lease is running out."""
    if not held or held[0].claimed_until is None or held[0].claimed_until - now > RENEW:
        return
    until = now + LEASE
    rows = Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in held],
        status=DeliveryStatus.QUEUED,
        claimed_until=held[0].claimed_until,
    )
    rows.update(claimed_until=until)
    for delivery in held:
        delivery.claimed_until = until


def release(held: Sequence[Delivery]) -> None:
    """Give back what was not tried; others may take it at once."""
    if held:
        rows = Delivery.objects.filter(pk__in=[each.pk for each in held], claimed_until=held[0].claimed_until)
        rows.filter(status=DeliveryStatus.QUEUED).update(claimed_until=None)
