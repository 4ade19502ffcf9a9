"""What a reader wishes to hear, and when. Everybody decides for herself, so no permission is asked.

What is held for a digest, or waits for the end of quiet hours, follows a change at once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comms.digests import settle
from comms.enums import (
    ALWAYS_SENT,
    CHOOSABLE,
    DEFAULT_MODE,
    OFFERED_MODES,
    WEEKLY_UPDATE_TOPIC,
    Channel,
    Mode,
    NoticeKind,
)
from comms.links import Wish
from comms.models import Preference, Rhythm, Subscription
from comms.pacing import pace_again
from comms.timing import is_quiet_at
from comms.wake import wake
from productops.audit.record import record
from productops.doors import Invalid
from productops.people.models import Area, Person

Modes = Mapping[tuple[NoticeKind, Channel], Mode]
Kept = Mapping[tuple[str, str], Preference]


@dataclass(frozen=True)
class Hours:
    """When somebody wants to be reached, on her own clock. Quiet hours: both ends or neither."""

    quiet_from: time | None
    quiet_until: time | None
    digest_at: time


@transaction.atomic
def follow(*, by: Person, all_areas: bool, areas: Iterable[Area] = (), now: datetime) -> Subscription:
    """`by` follows the weekly update: all areas, or these. Who switched every way to it off gets it by mail again.

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
    kept = _kept(by)
    if all(_mode(kept, NoticeKind.WEEKLY_UPDATE, channel) == Mode.OFF for channel in Channel):
        _prefer(kept, by, NoticeKind.WEEKLY_UPDATE, Channel.EMAIL, Mode.NOW, now)
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
def choose(*, by: Person, modes: Modes, hours: Hours, now: datetime) -> None:
    """All of the page of preferences: `prefer` and `keep_hours`, or nothing of it."""
    keep_hours(by=by, hours=hours, now=now)
    prefer(by=by, modes=modes, now=now)


@transaction.atomic
def prefer(*, by: Person, modes: Modes, now: datetime) -> None:
    """How `by` wants to hear of each kind through each channel. Records `preference.changed` for each change.

    What is held for her digest goes out at once or is cancelled, as she wants it now. Raises `Invalid` for what
    cannot be chosen.
    """
    _lock(by)
    kept = _kept(by)
    for (kind, channel), mode in modes.items():
        if kind in ALWAYS_SENT or mode not in OFFERED_MODES[channel]:
            raise Invalid({"": _("That cannot be chosen.")})
        _prefer(kept, by, kind, channel, mode, now)
    _settle(by, now)


@transaction.atomic
def keep_hours(*, by: Person, hours: Hours, now: datetime) -> None:
    """When `by` wants to be reached. What waits for her is paced anew. Records `rhythm.changed` for a change.

    Raises `Invalid` for half of the quiet hours, for quiet hours without length, and for a digest inside of them.
    """
    if errors := _hours_errors(hours):
        raise Invalid(errors)
    _lock(by)
    row = Rhythm.objects.filter(person=by).first() or Rhythm(person=by)
    if Hours(row.quiet_from, row.quiet_until, row.digest_at) == hours:
        return
    row.quiet_from, row.quiet_until, row.digest_at = hours.quiet_from, hours.quiet_until, hours.digest_at
    row.save()
    said: dict[str, Any] = {name: str(at or "") for name, at in vars(hours).items()}
    record("rhythm.changed", by=by, obj=by, now=now, **said)
    pace_again(by, now=now)
    transaction.on_commit(wake, robust=True)


def _hours_errors(hours: Hours) -> dict[str, str]:
    if (hours.quiet_from is None) != (hours.quiet_until is None):
        missing = "quiet_from" if hours.quiet_from is None else "quiet_until"
        return {missing: _("Quiet hours need a beginning and an end. Leave both empty for none.")}
    if hours.quiet_from is None or hours.quiet_until is None:
        return {}
    if hours.quiet_from == hours.quiet_until:
        return {"quiet_until": _("Quiet hours cannot end when they begin.")}
    if is_quiet_at(hours.digest_at, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until):
        return {"digest_at": _("This lies in your quiet hours. Choose a time outside of them.")}
    return {}


@transaction.atomic
def stop(*, wish: Wish, now: datetime) -> tuple[Person | None, list[NoticeKind]]:
    """What the signed link in a mail asks for: this kind no more; of a digest, no kind that comes in it any more.

    Answers the person, None when there is none any more, and which kinds were stopped now. Twice is harmless.
    """
    person: Person | None = Person.objects.filter(pk=wish.person_id).first()
    if person is None:
        return None, []
    _lock(person)
    kept = _kept(person)
    kinds = [kind for kind in _meant(kept, wish) if _prefer(kept, person, kind, wish.channel, Mode.OFF, now)]
    _settle(person, now)
    return person, kinds


@transaction.atomic
def take_back(*, wish: Wish, kinds: Collection[NoticeKind], now: datetime) -> Person | None:
    """The stop above taken back: at once again, or `kinds` again in the digest, as far as they are still off."""
    person: Person | None = Person.objects.filter(pk=wish.person_id).first()
    if person is None:
        return None
    _lock(person)
    kept = _kept(person)
    if wish.kind != NoticeKind.DIGEST:
        _prefer(kept, person, wish.kind, wish.channel, Mode.NOW, now)
        return person
    for kind in CHOOSABLE:
        if kind in kinds and _mode(kept, kind, wish.channel) == Mode.OFF:
            _prefer(kept, person, kind, wish.channel, Mode.DIGEST, now)
    return person


def _meant(kept: Kept, wish: Wish) -> list[NoticeKind]:
    if wish.kind != NoticeKind.DIGEST:
        return [wish.kind]
    return [kind for kind in CHOOSABLE if _mode(kept, kind, wish.channel) == Mode.DIGEST]


def _lock(person: Person) -> None:
    """One change of a person's wishes at a time: two tabs end in one of the two states. Digests wait for it too."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _settle(person: Person, now: datetime) -> None:
    if settle([person.pk], now=now):
        transaction.on_commit(wake, robust=True)


def _kept(person: Person) -> Kept:
    return {(row.kind, row.channel): row for row in Preference.objects.filter(person=person)}


def _mode(kept: Kept, kind: NoticeKind, channel: Channel) -> str:
    row = kept.get((kind, channel))
    return row.mode if row else DEFAULT_MODE[channel]


def _prefer(kept: Kept, person: Person, kind: NoticeKind, channel: Channel, mode: Mode, now: datetime) -> bool:
    """Whether this is a change."""
    if _mode(kept, kind, channel) == mode:
        return False
    if row := kept.get((kind, channel)):
        row.mode = mode
        row.save(update_fields=["mode"])
    else:
        Preference.objects.create(person=person, kind=kind, channel=channel, mode=mode)
    record("preference.changed", by=person, obj=person, now=now, kind=str(kind), channel=str(channel), mode=str(mode))
    return True
