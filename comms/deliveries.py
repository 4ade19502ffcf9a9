"""Deliveries: claimed by lease, sent outside of any transaction, marked one by one.

A worker that dies loses nothing, because an expired lease is claimed again (`leases.py`). Before a message goes over
the line its row says so (`started_at`), and after it that it went, in the same statement that starts the next. So a
crash leaves at most one message of which nobody knows whether it arrived: it goes out again under the same
Message-ID and ends as `uncertain`.
"""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from comms import backoff, leases
from comms.channels import SESSIONS
from comms.channels.base import Refused, Session, Unreachable, Unsendable, Unsure
from comms.enums import ALWAYS_SENT, DeliveryStatus, Mode, Reason
from comms.leases import Ended, Result
from comms.models import Delivery, Preference
from comms.stopping import stopping

log = logging.getLogger("comms.deliveries")
Clock = Callable[[], datetime]
BATCH = 50


@dataclass
class Tally:
    """What a run did: how many ended how, and whether something was left."""

    counts: dict[str, int] = field(default_factory=dict)
    more: bool = False

    def add(self, result: Result) -> None:
        word = "postponed" if result.status == DeliveryStatus.QUEUED else str(result.status)
        self.counts[word] = self.counts.get(word, 0) + 1

    def __str__(self) -> str:
        return ", ".join(f"{number} {word}" for word, number in sorted(self.counts.items())) or "nothing due"


def deliver_due(*, seconds: float = 20, clock: Clock = timezone.now) -> Tally:
    """Send what is due on every channel until nothing is, the time is over, or the process is to end."""
    tally, end = Tally(), clock() + timedelta(seconds=seconds)
    for channel in SESSIONS:
        while True:
            if stopping() or clock() >= end:
                tally.more = True
                break
            batch = leases.claim(channel, now=clock(), size=BATCH)
            if not batch or not _Round(channel, batch, clock, tally, end).run():
                break
    return tally


class _Round:
    """One batch over one session."""

    def __init__(self, channel: str, batch: Sequence[Delivery], clock: Clock, tally: Tally, end: datetime) -> None:
        self.session: Session = SESSIONS[channel]()
        self.waiting, self.clock, self.tally, self.end = list(batch), clock, tally, end
        self.unwanted = _switched_off(channel, batch)
        self.ended: Ended | None = None  # not yet written

    def run(self) -> bool:
        """False when the channel cannot be reached: the next batch would only wait for the same."""
        try:
            while self.waiting and not stopping() and self.clock() < self.end:
                leases.renew(self.waiting, now=self.clock())
                delivery = self.waiting.pop(0)
                try:
                    result = self._handle(delivery)
                except Unreachable as problem:
                    self._end(delivery, self._later(delivery, str(problem), outage=True))
                    return False
                if result:
                    self._end(delivery, result)
            return True
        finally:
            self.session.close()
            leases.turn(self.ended, None, now=self.clock())
            leases.release(self.waiting)

    def _handle(self, delivery: Delivery) -> Result | None:
        """None when the lease was lost: somebody else has it."""
        if reason := self._why_not(delivery):
            return Result(DeliveryStatus.CANCELLED, reason, maybe_sent=True)
        try:
            message = self.session.write(delivery)
        except Unsendable as problem:
            return Result(DeliveryStatus.DEAD, str(problem), maybe_sent=True)
        except (Unreachable, DatabaseError):
            raise
        except Exception as problem:  # a composer's fault: set aside, the queue goes on
            log.exception("delivery %s could not be written", delivery.pk)
            delivery.attempts += 1
            return self._later(delivery, f"{type(problem).__name__}: {problem}"[:500])
        if message is None:
            return Result(DeliveryStatus.CANCELLED, Reason.NOT_NEEDED, maybe_sent=True)
        ours, self.ended = leases.turn(self.ended, delivery, now=self.clock()), None
        return self._send(delivery, message) if ours else None

    def _send(self, delivery: Delivery, message: Any) -> Result:
        delivery.attempts += 1
        again = delivery.started_at is not None
        try:
            self.session.send(delivery, message)
        except Refused as refusal:
            if refusal.permanent:
                return Result(DeliveryStatus.DEAD, str(refusal), maybe_sent=again)
            return self._later(delivery, str(refusal))
        except Unsure as problem:
            return self._later(delivery, str(problem), maybe_sent=True)
        status = DeliveryStatus.UNCERTAIN if again else DeliveryStatus.SENT
        return Result(status, sent_at=self.clock(), maybe_sent=True)

    def _later(self, delivery: Delivery, error: str, *, maybe_sent: bool = False, outage: bool = False) -> Result:
        """Back in the queue, or given up."""
        now, chance = self.clock(), random.random()
        moment = (
            backoff.after_outage(delivery.created_at, now=now, chance=chance)
            if outage
            else backoff.next_attempt(delivery.attempts, now=now, chance=chance)
        )
        return Result(
            DeliveryStatus.QUEUED if moment else DeliveryStatus.DEAD,
            error,
            next_attempt_at=moment,
            maybe_sent=maybe_sent or delivery.started_at is not None,
        )

    def _end(self, delivery: Delivery, result: Result) -> None:
        """Keep how it ended, to be written together with the start of the next."""
        if self.ended:
            leases.turn(self.ended, None, now=self.clock())
        self.ended = (delivery, result)
        self.tally.add(result)

    def _why_not(self, delivery: Delivery) -> str:
        if delivery.person is None:
            return ""
        if not delivery.person.is_active:
            return Reason.DEACTIVATED
        return Reason.SWITCHED_OFF if (delivery.person_id, delivery.notice.kind) in self.unwanted else ""


def _switched_off(channel: str, batch: Sequence[Delivery]) -> set[tuple[int, str]]:
    """(person, kind) that were switched off after the fan-out."""
    people = {delivery.person_id for delivery in batch if delivery.person_id}
    off = Preference.objects.filter(person_id__in=people, channel=channel, mode=Mode.OFF).exclude(kind__in=ALWAYS_SENT)
    return set(off.values_list("person_id", "kind"))
