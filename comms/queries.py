"""Reads of this app that are more than one filter."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from comms.enums import ALWAYS_SENT, CHOOSABLE, DEFAULT_MODE, WEEKLY_UPDATE_TOPIC, Channel, Mode, NoticeKind
from comms.models import Delivery, Destination, InboxItem, Preference, Rhythm, Subscription
from productops.people.models import Person
from productops.text import sort_key


def subscription_of(person: Person) -> Subscription | None:
    """Whether and how a person follows the weekly update."""
    return Subscription.objects.filter(person=person, topic=WEEKLY_UPDATE_TOPIC).first()


def modes_of(person: Person) -> dict[tuple[NoticeKind, Channel], Mode]:
    """How this person hears of every kind that may be chosen, by every channel, whether open now or not."""
    kept = {(row.kind, row.channel): row.mode for row in Preference.objects.filter(person=person)}
    return {
        (kind, channel): Mode(kept.get((kind, channel), DEFAULT_MODE[channel]))
        for kind in CHOOSABLE
        for channel in Channel
    }


def rhythm_of(person: Person) -> Rhythm:
    """When this person wants to be reached; as usual, unsaved, when she chose nothing."""
    return Rhythm.objects.filter(person=person).first() or Rhythm(person=person)


def inbox_of(person: Person, *, kind: str = "", unread: bool = False) -> "QuerySet[InboxItem]":
    """What the portal told this person, newest first; of one kind, or only what she has not read."""
    rows = InboxItem.objects.filter(person=person).order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(read_at=None) if unread else rows


def inbox_counts(person: Person) -> dict[str, tuple[int, int]]:
    """Kind -> how many items lie there, and how many of them are new."""
    rows = InboxItem.objects.filter(person=person).order_by().values("kind")
    counted = rows.annotate(lying=Count("pk"), new=Count("pk", filter=Q(read_at=None)))
    return {row["kind"]: (row["lying"], row["new"]) for row in counted}


def switched_off_meanwhile(channel: str, batch: Sequence[Delivery]) -> set[tuple[int, str]]:
    """(person, kind) of a batch that were switched off after the fan-out."""
    people = {delivery.person_id for delivery in batch if delivery.person_id}
    off = Preference.objects.filter(person_id__in=people, channel=channel, mode=Mode.OFF).exclude(kind__in=ALWAYS_SENT)
    return set(off.values_list("person_id", "kind"))


def with_digest(rows: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """Newest first, with all that a line about a delivery says."""
    return rows.select_related("person", "destination", "notice", "digest").defer("notice__people").order_by("-id")


def deliveries(*, status: str = "", channel: str = "", kind: str = "", person: str = "") -> "QuerySet[Delivery]":
    """Newest first. `person`: part of a name or an address, or of the name of a place."""
    rows = with_digest(Delivery.objects.all())
    for name, wanted in {"status": status, "channel": channel, "notice__kind": kind}.items():
        rows = rows.filter(**{name: wanted}) if wanted else rows
    if person:
        named = Q(sort_key__contains=sort_key(person)) | Q(name__icontains=person) | Q(email__icontains=person)
        places = Destination.objects.filter(name__icontains=person)
        rows = rows.filter(Q(person__in=Person.objects.filter(named)) | Q(destination__in=places))
    return rows
