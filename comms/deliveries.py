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

from comms import backoff, health, leases
from comms.channels import SESSIONS
from comms.channels.base import (
    AskedToWait,
    NotSetUp,
    NoWay,
    Refused,
    Session,
    Strange,
    Unreachable,
    Unsendable,
    Unsure,
)
from comms.enums import DeliveryStatus, Reason
from comms.leases import Ended, Result
from comms.models import Delivery
from comms.queries import switched_off_meanwhile
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
    """Send what is due on every channel until nothing is, the time is over, or the process is to end.

    A channel that is switched off, or whose receiver asked for patience, is left alone; the others are not slowed.
    """
    tally, end = Tally(), clock() + timedelta(seconds=seconds)
    for channel in SESSIONS:
        while True:
            if stopping() or clock() >= end:
                tally.more = True
                break
            if health.at_rest([channel], clock()):
                break
            batch = leases.claim(channel, now=clock(), size=BATCH)
            if not batch or not _Round(channel, batch, clock, tally, end).run():
                break
    return tally


class _Round:
    """One batch over one session."""

    def __init__(self, channel: str, batch: Sequence[Delivery], clock: Clock, tally: Tally, end: datetime) -> None:
        self.session: Session = SESSIONS[channel]()
        self.story = _Story(channel)
        self.waiting, self.clock, self.tally, self.end = list(batch), clock, tally, end
        self.unwanted = switched_off_meanwhile(channel, batch)
        self.ended: Ended | None = None  # not yet written

    def run(self) -> bool:
        """False when the channel cannot be reached: the next batch would only wait for the same."""
        try:
            while self.waiting and not stopping() and self.clock() < self.end:
                leases.renew([*([self.ended[0]] if self.ended else []), *self.waiting], now=self.clock())
                delivery = self.waiting.pop(0)
                try:
                    result = self._handle(delivery)
                except AskedToWait as problem:
                    patience = timedelta(seconds=problem.seconds)
                    self.story.asked_to_wait(str(problem), self.clock() + patience)
                    self._end(delivery, self._waited(delivery, str(problem), patience))
                    return False
                except Unreachable as problem:
                    self.story.trouble(str(problem))
                    self._end(delivery, self._waited(delivery, str(problem), backoff.OUTAGE_PAUSE))
                    return False
                if result:
                    self._end(delivery, result)
            return True
        finally:
            self.session.close()
            leases.turn(self.ended, None, now=self.clock())
            leases.release(self.waiting)
            self.story.write(self.clock())

    def _handle(self, delivery: Delivery) -> Result | None:
        """None when the lease was lost: somebody else has it."""
        if reason := self._why_not(delivery):
            return Result(DeliveryStatus.CANCELLED, reason, maybe_sent=True)
        try:
            message = self.session.write(delivery)
        except Unsendable as problem:
            return Result(DeliveryStatus.DEAD, str(problem), maybe_sent=True)
        except NoWay as problem:
            return Result(DeliveryStatus.CANCELLED, problem.reason, maybe_sent=True)
        except NotSetUp as problem:
            return self._unset(delivery, problem)
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
        again = delivery.started_at is not None
        try:
            self.session.send(delivery, message)
        except NotSetUp as problem:
            return self._unset(delivery, problem)
        except (Unreachable, DatabaseError):
            raise
        except Refused as refusal:
            delivery.attempts += 1
            if refusal.permanent:
                return Result(DeliveryStatus.DEAD, str(refusal), maybe_sent=again)
            if isinstance(refusal, Strange):
                self.story.trouble(str(refusal))
            return self._later(delivery, str(refusal))
        except Unsure as problem:
            delivery.attempts += 1
            self.story.trouble(str(problem))
            return self._later(delivery, str(problem), maybe_sent=True)
        except Exception as problem:  # nothing that a channel says it may do: it counts, so that it ends some day
            log.exception("delivery %s could not be sent", delivery.pk)
            delivery.attempts += 1
            return self._later(delivery, f"{type(problem).__name__}: {problem}"[:500], maybe_sent=True)
        delivery.attempts += 1
        self.story.sent += 1
        status = DeliveryStatus.UNCERTAIN if again else DeliveryStatus.SENT
        return Result(status, sent_at=self.clock(), maybe_sent=True)

    def _later(self, delivery: Delivery, error: str, *, maybe_sent: bool = False) -> Result:
        """Back in the queue after an attempt, or given up."""
        moment = backoff.next_attempt(delivery.attempts, now=self.clock(), chance=random.random())
        return self._queued(delivery, error, moment, maybe_sent=maybe_sent)

    def _waited(self, delivery: Delivery, error: str, pause: timedelta) -> Result:
        """Back in the queue through no fault of the message, so no attempt counts; given up after days of that."""
        chance = random.random()
        moment = backoff.after_outage(delivery.created_at, now=self.clock(), chance=chance, pause=pause)
        return self._queued(delivery, error, moment)

    def _unset(self, delivery: Delivery, problem: NotSetUp) -> Result:
        self.story.not_set_up(str(problem))
        return self._waited(delivery, str(problem), backoff.UNSET_PAUSE)

    @staticmethod
    def _queued(delivery: Delivery, error: str, moment: datetime | None, *, maybe_sent: bool = False) -> Result:
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
        if delivery.destination is not None:
            return Reason.PLACE_SWITCHED_OFF if delivery.destination.switched_off_at else ""
        assert delivery.person is not None
        if not delivery.person.is_active:
            return Reason.DEACTIVATED
        return Reason.SWITCHED_OFF if (delivery.person_id, delivery.notice.kind) in self.unwanted else ""


class _Story:
    """What one round says about the health of its channel, written once at its end."""

    def __init__(self, channel: str) -> None:
        self.channel, self.sent = channel, 0
        self.words, self.failing = "", False
        self.until: datetime | None = None

    def trouble(self, words: str) -> None:
        """It went wrong; whether that is the channel's doing shows in whether anything went well."""
        self.words = words

    def not_set_up(self, words: str) -> None:
        self.words, self.failing = words, True

    def asked_to_wait(self, words: str, until: datetime) -> None:
        self.words, self.until = words, until

    def write(self, now: datetime) -> None:
        if self.sent:
            health.note_ok(self.channel, now)
        if self.words:
            failing = self.failing or not (self.sent or self.until)
            health.note_error(self.channel, self.words, now, failing=failing, until=self.until)
