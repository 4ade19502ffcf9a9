"""What a reader wishes to hear. Everybody decides for herself, so no permission is asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comms.enums import ALWAYS_SENT, DEFAULT_MODE, OFFERED_MODES, WEEKLY_UPDATE_TOPIC, Channel, Mode, NoticeKind
from comms.links import Wish
from comms.models import Preference, Subscription
from productops.audit.record import record
from productops.doors import Invalid
from productops.people.models import Area, Person


@transaction.atomic
def follow(*, by: Person, all_areas: bool, areas: Iterable[Area] = (), now: datetime) -> Subscription:
    """`by` follows the weekly update: all areas, or these. Mail about it is switched on again.

    Raises `Invalid` for "some areas" without any. Records `subscription.changed` when something changed.
    """
    chosen = set() if all_areas else {area.pk for area in areas}
    if not all_areas and not chosen:
        raise Invalid({"areas": _("Choose at least one area, or all of them.")})
    _lock(by)
    subscription, is_new = Subscription.objects.get_or_create(
        person=by, topic=WEEKLY_UPDATE_TOPIC, defaults={"all_areas": all_areas, "created_at": now}
    )
    before = set(subscription.areas.values_list("pk", flat=True))
    if is_new or subscription.all_areas != all_areas or before != chosen:
        subscription.all_areas = all_areas
        subscription.save(update_fields=["all_areas"])
        subscription.areas.set(chosen)
        record("subscription.changed", by=by, obj=subscription, now=now, all_areas=all_areas, areas=sorted(chosen))
    _prefer(by, NoticeKind.WEEKLY_UPDATE, Channel.EMAIL, Mode.NOW, now)
    return subscription


@transaction.atomic
def stop_following(*, by: Person, now: datetime) -> None:
    """`by` follows the weekly update no more. Harmless when she did not. Records `subscription.ended`."""
    _lock(by)
    subscription = Subscription.objects.filter(person=by, topic=WEEKLY_UPDATE_TOPIC).first()
    if subscription:
        record("subscription.ended", by=by, obj=subscription, now=now)
        subscription.delete()


@transaction.atomic
def prefer(*, by: Person, modes: Mapping[tuple[NoticeKind, Channel], Mode], now: datetime) -> None:
    """How `by` wants to hear of each kind through each channel. Records `preference.changed` for each change.

    Raises `Invalid` for what cannot be chosen.
    """
    _lock(by)
    for (kind, channel), mode in modes.items():
        if kind in ALWAYS_SENT or mode not in OFFERED_MODES[channel]:
            raise Invalid({"": _("That cannot be chosen.")})
        _prefer(by, kind, channel, mode, now)


@transaction.atomic
def switch(*, wish: Wish, mode: Mode, now: datetime) -> Person | None:
    """What the signed link in a mail asks for: this kind no more, or again. Twice is harmless.

    Answers the person, None when there is none any more.
    """
    person: Person | None = Person.objects.filter(pk=wish.person_id).first()
    if person:
        _lock(person)
        _prefer(person, wish.kind, wish.channel, mode, now)
    return person


def _lock(person: Person) -> None:
    """One change of a person's wishes at a time: two tabs end in one of the two states."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _prefer(person: Person, kind: NoticeKind, channel: Channel, mode: Mode, now: datetime) -> None:
    row = Preference.objects.filter(person=person, kind=kind, channel=channel).first()
    if (row.mode if row else DEFAULT_MODE[channel]) == mode:
        return
    if row:
        row.mode = mode
        row.save(update_fields=["mode"])
    else:
        Preference.objects.create(person=person, kind=kind, channel=channel, mode=mode)
    record("preference.changed", by=person, obj=person, now=now, kind=str(kind), channel=str(channel), mode=str(mode))
