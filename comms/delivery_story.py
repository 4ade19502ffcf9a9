"""What happened to one delivery, as sentences: from its row, and from who sent it again."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.enums import Channel, DeliveryStatus
from comms.models import Delivery
from productops.audit.models import DomainEvent
from productops.people.models import Person


@dataclass(frozen=True)
class Entry:
    """What the history of a thing is made of (components/history.html)."""

    at: datetime
    who: str
    what: str
    detail: str = ""


def story_of(delivery: Delivery) -> list[Entry]:
    """Newest first. Two queries."""
    return sorted([*_of_row(delivery), *_sent_again(delivery)], key=lambda entry: entry.at, reverse=True)


def _of_row(delivery: Delivery) -> list[Entry]:
    told = delivery.notice.created_at
    entries = [Entry(delivery.created_at, "", _("It was written down, to be sent."))]
    if told < delivery.created_at:
        entries.append(Entry(told, "", _("It happened, and people were to hear of it.")))
    if delivery.digest is not None:
        entries.append(Entry(delivery.digest.created_at, "", _("The daily digest took it along.")))
    if delivery.started_at and delivery.started_at != delivery.sent_at:
        entries.append(Entry(delivery.started_at, "", _("It was handed over for the first time.")))
    if delivery.sent_at:
        entries.append(Entry(delivery.sent_at, "", _arrived(delivery), _tries(delivery)))
    return entries


def _arrived(delivery: Delivery) -> str:
    if delivery.status == DeliveryStatus.UNCERTAIN:
        return _("It was taken, perhaps for the second time: a line broke before.")
    match delivery.channel:
        case Channel.EMAIL:
            return _("The mail server took it.")
        case Channel.INBOX:
            return _("It was put into the inbox.")
    return _("It was taken.")


def _tries(delivery: Delivery) -> str:
    number = delivery.attempts
    return ngettext("%(number)d try", "%(number)d tries", number) % {"number": number} if number > 1 else ""


def _sent_again(delivery: Delivery) -> list[Entry]:
    events = DomainEvent.objects.filter(object_type="comms.delivery", object_id=str(delivery.pk)).order_by("id")
    found = list(events.filter(name="delivery.sent_again").values_list("at", "actor_id"))
    names = dict(Person.objects.filter(pk__in=[actor for _at, actor in found]).values_list("pk", "name"))
    return [Entry(at, names.get(actor, ""), _("sent it again")) for at, actor in found]
