"""Setting up the ways out of the portal: Slack's secrets, switching off and on, places, trying one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comms import health
from comms.channels import channels_to_people, open_channels
from comms.channels.slack.setup import BOT, SECRETS
from comms.enums import Channel, DeliveryStatus, NoticeKind
from comms.models import ChannelSettings, Delivery, Destination, Notice
from comms.notices import tell
from comms.sealing import Unreadable, seal, unseal
from comms.wake import wake
from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require

# What lies in the portal needs no line out of it, so there is nothing to switch off.
SWITCHABLE = (Channel.EMAIL, Channel.SLACK)


@transaction.atomic
def set_up_slack(
    *, secrets: Mapping[str, str], forget: frozenset[str], base_url: str, version: int, by: Person, now: datetime
) -> ChannelSettings:
    """An admin says by what messages go to Slack.

    `secrets` are new ones by name, `forget` names those to remove, what neither names stays. `base_url` '' is Slack
    itself. Saved encrypted; what waited for this goes out at once. Raises `Stale` when somebody saved meanwhile, and
    `Invalid` for a kept token that would go to another address. Records `channel.set_up`, without any secret.
    """
    require(by, Permission.MANAGE_CHANNELS, on=now)
    row = _row(Channel.SLACK, by, now)
    if row.version != version:
        raise Stale(_("Somebody else changed these settings."), version=row.version)
    kept = _kept(row, replaced=set(secrets) | forget)
    if base_url != row.settings.get("base_url", "") and BOT in kept and not secrets.get(BOT) and BOT not in forget:
        raise Invalid({BOT: _("Enter the token again: with the new address it would go to somebody else.")})
    named = {name: secrets.get(name) or kept.get(name, "") for name in SECRETS if name not in forget}
    row.secrets = seal(named)
    row.settings = {"base_url": base_url, "secrets": sorted(name for name, secret in named.items() if secret)}
    row.version += 1
    _save(row, by, now, "settings", "secrets", "version")
    record("channel.set_up", by=by, obj=row, now=now, channel=row.channel, secrets=row.settings["secrets"])
    _go_on(Channel.SLACK, now)
    return row


@transaction.atomic
def switch_off(*, channel: Channel, by: Person, now: datetime) -> ChannelSettings:
    """Nothing goes out by this channel until it is switched on; what is queued waits. Twice is harmless.

    Records `channel.switched_off`.
    """
    row = _switched(channel, by, now)
    if row.switched_off_at is None:
        row.switched_off_at, row.switched_off_by = now, by
        _save(row, by, now, "switched_off_at", "switched_off_by")
        record("channel.switched_off", by=by, obj=row, now=now, channel=row.channel)
    return row


@transaction.atomic
def switch_on(*, channel: Channel, by: Person, now: datetime) -> ChannelSettings:
    """What waited goes out. Twice is harmless. Records `channel.switched_on`."""
    row = _switched(channel, by, now)
    if row.switched_off_at is not None:
        row.switched_off_at, row.switched_off_by = None, None
        _save(row, by, now, "switched_off_at", "switched_off_by")
        record("channel.switched_on", by=by, obj=row, now=now, channel=row.channel)
        _go_on(channel, now)
    return row


@transaction.atomic
def try_channel(*, channel: Channel, place: Destination | None, by: Person, now: datetime) -> Notice:
    """Send a test through the whole pipeline: to a place, else to `by` herself.

    Raises `Invalid` when nothing would go out. Records `channel.tried`.
    """
    require(by, Permission.MANAGE_CHANNELS, on=now)
    if channel not in open_channels() or ChannelSettings.objects.filter(channel=channel, switched_off_at__isnull=False):
        raise Invalid({"": _("This channel is not set up or is switched off, so nothing would go out.")})
    if place is None and channel not in channels_to_people():
        raise Invalid({"": _("Without a bot, Slack reaches no people: try a place.")})
    notice = tell(
        kind=NoticeKind.CHANNEL_TEST,
        key=f"channel.test:{channel}:{by.pk}:{now.timestamp()}",
        now=now,
        people=[] if place else [by],
        data={"by": by.pk, "channel": channel.value},
        channels=[channel],
    )
    if place:
        facts = {"channel": channel, "next_attempt_at": now, "created_at": now}
        Delivery.objects.get_or_create(notice=notice, destination=place, defaults=facts)
    record("channel.tried", by=by, obj=notice, now=now, channel=channel.value)
    return notice


def _row(channel: Channel, by: Person, now: datetime) -> ChannelSettings:
    """The channel's row under lock, made when it is the first time."""
    ChannelSettings.objects.get_or_create(channel=channel, defaults={"changed_at": now, "changed_by": by})
    return ChannelSettings.objects.select_for_update().get(channel=channel)


def _switched(channel: Channel, by: Person, now: datetime) -> ChannelSettings:
    require(by, Permission.MANAGE_CHANNELS, on=now)
    if channel not in SWITCHABLE:
        raise Invalid({"": _("This channel cannot be switched off.")})
    return _row(channel, by, now)


def _save(row: ChannelSettings, by: Person, now: datetime, *fields: str) -> None:
    row.changed_at, row.changed_by = now, by
    row.save(update_fields=[*fields, "changed_at", "changed_by"])


def _kept(row: ChannelSettings, *, replaced: set[str]) -> dict[str, str]:
    """What is saved; nothing when it cannot be opened and everything of it is entered anew."""
    try:
        return unseal(bytes(row.secrets))
    except Unreadable:
        if missing := set(row.settings.get("secrets", ())) - replaced:
            message = _("What was saved cannot be opened with the portal’s present key. Enter it again, or remove it.")
            raise Invalid(dict.fromkeys(sorted(missing), message)) from None
        return {}


def _go_on(channel: Channel, now: datetime) -> None:
    """What was tried and waits is tried at once; what waits for its reader's hours goes on waiting."""
    health.begin_again(channel)
    waiting = Delivery.objects.filter(channel=channel, status=DeliveryStatus.QUEUED, claimed_until=None)
    waiting.exclude(error="").filter(next_attempt_at__gt=now).update(next_attempt_at=now)
    transaction.on_commit(wake, robust=True)
