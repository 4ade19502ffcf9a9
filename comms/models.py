"""How the portal speaks: notices (who and what), deliveries (one per person and channel), wishes of the reader."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comms.enums import Channel, DeliveryStatus, Mode, NoticeKind
from productops.audit.history import audited, declares
from productops.people.models import Area, Person


@declares(plain=["kind", "key", "topic", "people", "data"])
class Notice(models.Model):
    """Something people are to hear of, written in the transaction of the change that caused it.

    `key` makes it happen once ('weekly.reminder:2026-W48:payments:24h'). Whom: `people` (ids) or, when `topic` is
    set, everybody subscribed to it. `data` holds ids and codes, never rendered text; the words are made per
    person when it is sent. A set-based task turns it into deliveries (`fanned_out_at`).
    """

    kind = models.CharField(max_length=24, choices=NoticeKind)
    key = models.CharField(max_length=160, unique=True)
    topic = models.CharField(max_length=40, blank=True)
    people = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=Q(fanned_out_at=None), name="notice_to_fan_out")]

    def __str__(self) -> str:
        return self.key


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> Self:
        """Everybody sees what came to them; who may see all asks `SEE_DELIVERIES` first."""
        return self.filter(person=person)


@declares(plain=["channel", "status", "error"])
class Delivery(models.Model):
    """One notice to one person through one channel: delivered at least once, seen once.

    Claimed by a lease (`claimed_until`); an expired lease is claimed again. `message_id` never changes, so a
    receiver that sees a second copy after a crash knows it. `started_at` without `sent_at` and with a new
    claim means that the copy before may have arrived: the delivery then ends as `uncertain`.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=12, choices=Channel)
    status = models.CharField(max_length=12, choices=DeliveryStatus, default=DeliveryStatus.QUEUED)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person", "channel"], name="delivery_once")]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(status="queued"), name="delivery_due"),
            models.Index(fields=["person", "-id"], name="delivery_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.person_id} by {self.channel}"


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
