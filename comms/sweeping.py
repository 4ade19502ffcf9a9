"""`sweep`: whatever is due is done now. What the schedule, the wake-ups and `manage.py deliver` all call."""

import logging
from datetime import timedelta

from django.utils import timezone

from comms.channels.inbox.posting import post_due
from comms.deliveries import BATCH, Clock, Tally, deliver_due
from comms.digests import gather
from comms.fan_out import fan_out_due

log = logging.getLogger("comms.sweep")


def sweep(*, seconds: float = 20, clock: Clock = timezone.now, call_another: bool = False) -> Tally:
    """Fan out, gather digests, fill the inboxes, then deliver until nothing is due or the time is over. Can run twice,
    and twice at once.

    `call_another`: when there is more than one batch, ask a second worker to deliver too (a hint to the broker).
    """
    end = clock() + timedelta(seconds=seconds)
    made = fan_out_due(clock()) + gather(clock())
    if made > BATCH and call_another:
        from comms.wake import call_worker

        call_worker()
    posted = post_due(seconds=(end - clock()).total_seconds(), clock=clock)
    tally = deliver_due(seconds=(end - clock()).total_seconds(), clock=clock)
    if posted:
        tally.counts["in the portal"] = posted
    if made or tally.counts:
        log.info("%s deliveries made; %s", made, tally)
    return tally
