"""Reads of this app that are more than one filter."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from comms.enums import ALWAYS_SENT, WEEKLY_UPDATE_TOPIC, Channel, Mode, NoticeKind
from comms.models import Delivery, Preference, Subscription
from productops.people.models import Person
from productops.text import sort_key


def subscription_of(person: Person) -> Subscription | None:
    """Whether and how a person follows the weekly update."""
    return Subscription.objects.filter(person=person, topic=WEEKLY_UPDATE_TOPIC).first()


def is_switched_off(person: Person, kind: NoticeKind, channel: Channel = Channel.EMAIL) -> bool:
    return Preference.objects.filter(person=person, kind=kind, channel=channel, mode=Mode.OFF).exists()


def switched_off_meanwhile(channel: str, batch: Sequence[Delivery]) -> set[tuple[int, str]]:
    """(person, kind) of a batch that were switched off after the fan-out."""
    people = {delivery.person_id for delivery in batch if delivery.person_id}
    off = Preference.objects.filter(person_id__in=people, channel=channel, mode=Mode.OFF).exclude(kind__in=ALWAYS_SENT)
    return set(off.values_list("person_id", "kind"))


def deliveries(*, status: str = "", person: str = "") -> "QuerySet[Delivery]":
    """Newest first, with person and notice. `person`: part of a name or an address."""
    rows = Delivery.objects.select_related("person", "notice").defer("notice__people").order_by("-id")
    if status:
        rows = rows.filter(status=status)
    if person:
        named = Q(sort_key__contains=sort_key(person)) | Q(name__icontains=person) | Q(email__icontains=person)
        rows = rows.filter(person__in=Person.objects.filter(named))
    return rows
