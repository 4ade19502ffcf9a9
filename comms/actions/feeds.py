"""Addresses for feed readers: made and taken back by the person they belong to. No permission is asked."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comms.enums import WEEKLY_UPDATE_TOPIC
from comms.feeds import hash_of
from comms.models import FeedAddress
from productops.audit.record import record
from productops.doors import Invalid
from productops.people.models import Person

MOST = 10  # alive at once
SHOWN = 6  # letters of the token by which its owner knows it again; the rest is 220 bits


@transaction.atomic
def make_address(*, by: Person, now: datetime) -> tuple[FeedAddress, str]:
    """A new secret address for `by`, with its token, which nobody can read again: only its hash is kept.

    Raises `Invalid` when there are `MOST` already. Records `feed_address.made`.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if FeedAddress.objects.filter(person=by, revoked_at=None).count() >= MOST:
        raise Invalid({"": _("You have %(most)d addresses. Revoke one that you do not use.") % {"most": MOST}})
    token = secrets.token_urlsafe(32)
    address = FeedAddress.objects.create(
        person=by, topic=WEEKLY_UPDATE_TOPIC, token_hash=hash_of(token), prefix=token[:SHOWN], created_at=now
    )
    record("feed_address.made", by=by, obj=address, now=now)
    return address, token


@transaction.atomic
def revoke(*, address: FeedAddress, by: Person, now: datetime) -> FeedAddress:
    """Nothing is found at this address any more, for good. Twice is harmless. Records `feed_address.revoked`."""
    held = FeedAddress.objects.select_for_update().get(pk=address.pk, person=by)
    if held.revoked_at is None:
        held.revoked_at = now
        held.save(update_fields=["revoked_at"])
        record("feed_address.revoked", by=by, obj=held, now=now)
    return held
