"""How the portal speaks: notices (who and what), deliveries (one per person and channel), wishes of the reader."""

import uuid
from datetime import time
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comms.enums import Channel, DeliveryStatus, Mode, NoticeKind
from productops.audit.history import audited, declares
from productops.people.models import Area, Person


@declares(plain=["kind", "key", "topic", "people", "data", "channels"])
class Notice(models.Model):
    """Something people are to hear of, written in the transaction of the change that caused it.

    `key` makes it happen once ('weekly.reminder:2026-W48:payments:24h'). Whom: `people` (ids) or, when `topic` is
    set, everybody subscribed to it and every destination that carries it. `data` holds ids and codes, never rendered
    text; the words are made per person when it is sent. `channels` restricts the ways (empty: all that carry the
    kind). A set-based task turns it into deliveries (`fanned_out_at`).
    """

    kind = models.CharField(max_length=24, choices=NoticeKind)
    key = models.CharField(max_length=160, unique=True)
    topic = models.CharField(max_length=40, blank=True)
    people = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    channels = models.JSONField(default=list)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=Q(fanned_out_at=None), name="notice_to_fan_out")]

    def __str__(self) -> str:
        return self.key

    @property
    def week(self) -> str:
        """The number of the week that it is about ('48'); '' when it is about none."""
        return str(self.data.get("week", "")).partition("-W")[2].lstrip("0")


@audited(plain=["channel", "name", "address", "topic", "language"])
class Destination(models.Model):
    """A place that many people read, such as a Slack channel: it follows a topic as a person does.

    `address` is the channel's id or name for a bot; empty means the channel that the incoming webhook is bound to.
    """

    channel = models.CharField(max_length=12, choices=Channel)
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("channel id"), max_length=80, blank=True)
    topic = models.CharField(max_length=40, default="weekly_update")
    language = models.CharField(_("language"), max_length=5, default="en")
    created_at = models.DateTimeField()
    switched_off_at = models.DateTimeField(null=True, blank=True)
    switched_off_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "address", "topic"], name="destination_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> Self:
        """Everybody sees what came to them; who may see all asks `SEE_DELIVERIES` first."""
        return self.filter(person=person)


@declares(plain=["channel", "status", "error"])
class Delivery(models.Model):
    """One notice to one person (or destination) through one channel: delivered at least once, seen once.

    Claimed by a lease (`claimed_until`); an expired lease is claimed again. `message_id` never changes, so a
    receiver that sees a second copy after a crash knows it. `started_at` without `sent_at` and with a new
    claim means that the copy before may have arrived: the delivery then ends as `uncertain`.
    `held` waits for its reader's daily digest, and ends `in_digest` pointing at the delivery that took it along.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries")
    destination = models.ForeignKey(
        Destination, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    channel = models.CharField(max_length=12, choices=Channel)
    status = models.CharField(max_length=12, choices=DeliveryStatus, default=DeliveryStatus.QUEUED)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    digest = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_along")
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "person", "channel"], name="delivery_once"),
            models.UniqueConstraint(fields=["notice", "destination"], name="delivery_to_destination_once"),
            models.CheckConstraint(
                condition=Q(person=None, destination__isnull=False) | Q(person__isnull=False, destination=None),
                name="delivery_to_one_reader",
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(status="queued"), name="delivery_due"),
            models.Index(fields=["next_attempt_at"], condition=Q(status="held"), name="delivery_held"),
            models.Index(fields=["person", "-id"], name="delivery_of_person"),
            models.Index(
                fields=["channel", "-id"],
                condition=Q(status__in=["queued", "dead"]) & ~Q(error=""),
                name="delivery_in_trouble",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.person_id or self.destination_id} by {self.channel}"


@audited(plain=["kind", "channel", "mode"])
class Preference(models.Model):
    """How one person wants to hear of one kind through one channel. No row: at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=24, choices=NoticeKind)
    channel = models.CharField(max_length=12, choices=Channel)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.NOW)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.channel} {self.mode}"


@audited(plain=["topic"])
class Subscription(models.Model):
    """A person follows a topic ('weekly_update'): all areas, or some."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.CharField(max_length=40, default="weekly_update")
    all_areas = models.BooleanField(_("all areas"), default=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.topic}"


@audited()
class Rhythm(models.Model):
    """When a person wants to be reached, on her own clock. No row: at any hour, the digest at eight.

    Quiet hours may span midnight (22:00 to 07:00); both set or neither. The digest comes on her working days.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="rhythm")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    digest_at = models.TimeField(_("digest at"), default=time(8))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_hours_whole",
            )
        ]

    def __str__(self) -> str:
        return f"rhythm of {self.person_id}"


@declares(plain=["kind", "title", "text", "url"])
class InboxItem(models.Model):
    """What a person was told, as it lies in the portal: in her words of that day, until it is read and old.

    Its words may name colleagues, so rows are deleted after some weeks, and with the person's erasure.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="inbox_item")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="inbox_items")
    kind = models.CharField(max_length=24, choices=NoticeKind)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="inbox_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="inbox_unread"),
        ]

    def __str__(self) -> str:
        return self.title[:60]


@audited(plain=["channel", "settings"], unkept=["secrets"])
class ChannelSettings(models.Model):
    """How one channel is set up: what may be shown (`settings`) and what may not (`secrets`, encrypted).

    No row: as the environment says, or not set up. Switched off, nothing goes out and what is queued waits.
    """

    channel = models.CharField(max_length=12, choices=Channel, unique=True)
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField(default=b"")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    switched_off_at = models.DateTimeField(null=True, blank=True)
    switched_off_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.channel


@declares(plain=["name", "last_error"])
class ChannelHealth(models.Model):
    """How a way out of the portal does: written by those who use it, shown on its page.

    `name` is a channel, or another way such as 'pdf' and 'atom'. `paused_until`: the receiver asked for patience.
    """

    name = models.CharField(max_length=12, unique=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_error_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


@declares(subject="person_id", personal=["address"], plain=["channel"])
class ChannelAddress(models.Model):
    """Where a channel finds a person, when her mail address is not it: the Slack member id. Looked up, then kept.

    An empty address: looked up and not found, not asked again before `checked_at` is old.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channel_addresses")
    channel = models.CharField(max_length=12, choices=Channel)
    address = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="channel_address_once")]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.channel}"


@declares(plain=["topic", "token_hash", "prefix"])
class FeedAddress(models.Model):
    """A secret address at which a person's feed reader finds what she follows. Only the token's hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feed_addresses")
    topic = models.CharField(max_length=40, default="weekly_update")
    token_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    last_polled_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.prefix
