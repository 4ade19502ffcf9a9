"""Putting what is due into people's inboxes, by the batch.

The receiver is our own database. So an item and the end of its delivery are one commit: nothing is lost, nothing is
there twice, whoever is killed when, and no copy is ever uncertain. It waits for no other channel: a mail server that
hangs delays no inbox.
"""

import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from comms import backoff, leases
from comms.composers import Brief, Writer
from comms.enums import Channel, DeliveryStatus, Reason
from comms.leases import Result
from comms.models import Delivery, InboxItem
from comms.queries import switched_off_meanwhile
from comms.stopping import stopping
from productops.text import clean_line, clean_text

log = logging.getLogger("comms.inbox")
BATCH = 200


def post_due(*, seconds: float = 20, clock: Callable[[], datetime] = timezone.now) -> int:
    """Post until nothing is due, the time is over, or the process is to end. Answers how many items were made."""
    end, posted = clock() + timedelta(seconds=seconds), 0
    while not stopping() and clock() < end:
        batch = leases.claim(Channel.INBOX, now=clock(), size=BATCH)
        if not batch:
            break
        posted += _post(batch, clock())
    return posted


def _post(batch: Sequence[Delivery], now: datetime) -> int:
    writer, unwanted = Writer(), switched_off_meanwhile(Channel.INBOX, batch)
    written, results = {}, []
    for delivery in batch:
        assert delivery.person is not None, "an inbox is a person's"
        if not delivery.person.is_active:
            result = Result(DeliveryStatus.CANCELLED, Reason.DEACTIVATED)
        elif (delivery.person_id, delivery.notice.kind) in unwanted:
            result = Result(DeliveryStatus.CANCELLED, Reason.SWITCHED_OFF)
        else:
            item, result = _written(writer, delivery, now)
            if item:
                written[delivery.pk] = item
        results.append((delivery, result))
    with transaction.atomic():
        ours = leases.finish(results)
        items = [item for pk, item in written.items() if pk in ours]
        InboxItem.objects.bulk_create(items, ignore_conflicts=True)  # sent again: the item is there
    return len(items)


def _written(writer: Writer, delivery: Delivery, now: datetime) -> tuple[InboxItem | None, Result]:
    """The item, and how its delivery ends. A fault in a composer sets the delivery aside; the others go on."""
    delivery.attempts += 1
    try:
        brief = writer.brief(delivery)
    except DatabaseError:
        raise
    except Exception as problem:
        log.exception("delivery %s could not be written", delivery.pk)
        return None, _later(delivery, f"{type(problem).__name__}: {problem}"[:500], now)
    if brief is None:
        return None, Result(DeliveryStatus.CANCELLED, Reason.NOT_NEEDED)
    return _item(brief, delivery, now), Result(DeliveryStatus.SENT, sent_at=now)


def _later(delivery: Delivery, error: str, now: datetime) -> Result:
    moment = backoff.next_attempt(delivery.attempts, now=now, chance=random.random())
    return Result(DeliveryStatus.QUEUED if moment else DeliveryStatus.DEAD, error, next_attempt_at=moment)


def _item(brief: Brief, delivery: Delivery, now: datetime) -> InboxItem:
    return InboxItem(
        delivery=delivery,
        person=delivery.person,
        kind=delivery.notice.kind,
        title=clean_line(brief.title)[:300],
        text=clean_text("\n".join(filter(None, [brief.text, *brief.lines]))),
        url=brief.url[:300],
        created_at=now,
    )
