"""What Product Ops may do with a delivery that was given up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comms.enums import DeliveryStatus
from comms.models import Delivery
from comms.wake import wake
from productops.audit.record import record
from productops.doors import Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require


@transaction.atomic
def send_again(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """A delivery that was given up goes back into the queue, with all its attempts, under the same Message-ID.

    Asks `SEE_DELIVERIES`; raises `Stale` when it is not given up (any more). Records `delivery.sent_again`.
    """
    require(by, Permission.SEE_DELIVERIES, on=now)
    held = Delivery.objects.select_for_update(of=["self"]).get(pk=delivery.pk)
    if held.status != DeliveryStatus.DEAD:
        raise Stale(_("This is not given up any more: somebody sent it again already."))
    held.status, held.attempts, held.next_attempt_at, held.claimed_until = DeliveryStatus.QUEUED, 0, now, None
    held.save(update_fields=["status", "attempts", "next_attempt_at", "claimed_until"])
    record("delivery.sent_again", by=by, obj=held, now=now)
    transaction.on_commit(wake, robust=True)
    return held
