"""Places that many people read, such as a Slack channel, and what goes there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comms.enums import Channel
from comms.models import Destination
from productops.audit.record import record
from productops.doors import Invalid
from productops.people.models import Person
from productops.people.permissions import Permission, require


@transaction.atomic
def add_place(
    *, channel: Channel, name: str, address: str, topic: str, language: str, by: Person, now: datetime
) -> Destination:
    """From now on the topic goes there too. `address` '' is the webhook's own channel.

    Raises `Invalid` for a place that gets the topic already. Records `destination.added`.
    """
    require(by, Permission.MANAGE_CHANNELS, on=now)
    place = Destination(channel=channel, created_at=now)
    _write(place, name=name, address=address, topic=topic, language=language)
    record("destination.added", by=by, obj=place, now=now, topic=topic)
    return place


@transaction.atomic
def change_place(
    *, place: Destination, name: str, address: str, topic: str, language: str, by: Person, now: datetime
) -> Destination:
    """Another name, channel, topic or language. Raises as `add_place`. Records `destination.changed`."""
    require(by, Permission.MANAGE_CHANNELS, on=now)
    held = Destination.objects.select_for_update().get(pk=place.pk)
    _write(held, name=name, address=address, topic=topic, language=language)
    record("destination.changed", by=by, obj=held, now=now, topic=topic)
    return held


@transaction.atomic
def switch_place_off(*, place: Destination, by: Person, now: datetime) -> Destination:
    """Nothing goes there any more, also nothing of what is queued. Twice is harmless.

    Records `destination.switched_off`.
    """
    require(by, Permission.MANAGE_CHANNELS, on=now)
    held = Destination.objects.select_for_update().get(pk=place.pk)
    if held.switched_off_at is None:
        held.switched_off_at, held.switched_off_by = now, by
        held.save(update_fields=["switched_off_at", "switched_off_by"])
        record("destination.switched_off", by=by, obj=held, now=now)
    return held


@transaction.atomic
def switch_place_on(*, place: Destination, by: Person, now: datetime) -> Destination:
    """What is told from now on goes there again. Twice is harmless. Records `destination.switched_on`."""
    require(by, Permission.MANAGE_CHANNELS, on=now)
    held = Destination.objects.select_for_update().get(pk=place.pk)
    if held.switched_off_at is not None:
        held.switched_off_at, held.switched_off_by = None, None
        held.save(update_fields=["switched_off_at", "switched_off_by"])
        record("destination.switched_on", by=by, obj=held, now=now)
    return held


def _write(place: Destination, *, name: str, address: str, topic: str, language: str) -> None:
    same = Destination.objects.filter(channel=place.channel, address=address, topic=topic).exclude(pk=place.pk)
    if other := same.first():
        raise Invalid({"address": _("This place gets that already, as “%(name)s”.") % {"name": other.name}})
    place.name, place.address, place.topic, place.language = name, address, topic, language
    place.save()
