"""What Product Ops may do with deliveries that were given up."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comms.enums import DeliveryStatus
from comms.models import Delivery
from comms.queries import deliveries
from comms.wake import wake
from productops.audit.record import record
from productops.doors import Stale
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, require

MOST = 1000  # sent again at once; the rest by asking again


def _as_new(now: datetime) -> dict[str, Any]:
    return {"status": DeliveryStatus.QUEUED, "attempts": 0, "next_attempt_at": now, "claimed_until": None}


@transaction.atomic
def send_again(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """A delivery that was given up goes back into the queue, with all its attempts, under the same Message-ID.

    Asks `SEE_DELIVERIES`; raises `Stale` when it is not given up (any more). Records `delivery.sent_again`.
    """
    require(by, Permission.SEE_DELIVERIES, on=now)
    held = Delivery.objects.select_for_update(of=["self"]).get(pk=delivery.pk)
    if held.status != DeliveryStatus.DEAD:
        raise Stale(_("This is not given up any more: somebody sent it again already."))
    for name, value in _as_new(now).items():
        setattr(held, name, value)
    held.save(update_fields=[*_as_new(now)])
    record("delivery.sent_again", by=by, obj=held, now=now)
    transaction.on_commit(wake, robust=True)
    return held


@transaction.atomic
def send_all_again(*, channel: str = "", kind: str = "", person: str = "", by: Person, now: datetime) -> int:
    """Everything given up that fits, oldest first and at most `MOST`, as `send_again`, in a few statements.

    Asks `SEE_DELIVERIES`; answers how many; raises `Stale` when there is nothing (any more). Records
    `deliveries.sent_again` once, with the number.
    """
    require(by, Permission.SEE_DELIVERIES, on=now)
    rows = deliveries(status=DeliveryStatus.DEAD, channel=channel, kind=kind, person=person).order_by("id")
    ids = list(rows.select_for_update(of=["self"]).values_list("pk", flat=True)[:MOST])
    if not ids:
        raise Stale(_("None of these is given up any more: somebody sent them again already."))
    Delivery.objects.filter(pk__in=ids).update(**_as_new(now))
    about = Organisation.current()
    record("deliveries.sent_again", by=by, obj=about, now=now, number=len(ids), channel=channel, kind=kind)
    transaction.on_commit(wake, robust=True)
    return len(ids)
