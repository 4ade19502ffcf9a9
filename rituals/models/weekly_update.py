from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.editions.models import Edition
from productops.people.models import Person
from productops.people.permissions import Scope
from productops.worktime import Week
from rituals.enums import HighlightKind, UpdateState


class WeeklyUpdateQuerySet(models.QuerySet["WeeklyUpdate"]):
    def visible_to(self, person: Person) -> Self:
        """That a week is being collected is no secret; its drafts are (`AreaUpdate.visible_to`)."""
        return self

    def published(self) -> Self:
        return self.filter(state=UpdateState.PUBLISHED)


@audited(plain=["key", "state", "title", "assembled_sha256"])
class WeeklyUpdate(models.Model):
    """The one update of an ISO week: collecting -> aggregated -> published.

    `version` counts what Product Ops sees and edits on the desk; `assembled_sha256` is the content as last
    assembled, which publishing compares with what is there now. `closed_at` says when the schedule worked off the
    deadline: who is missing was told once.
    """

    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=8, unique=True)
    starts_on = models.DateField()
    deadline_at = models.DateTimeField()
    publish_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=UpdateState, default=UpdateState.COLLECTING)
    title = models.CharField(_("headline"), max_length=160, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    aggregated_at = models.DateTimeField(null=True, blank=True)
    aggregated_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assembled_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = WeeklyUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-week"]
        constraints = [
            models.UniqueConstraint(fields=["year", "week"], name="one_update_a_week"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, edition__isnull=False)
                | (~Q(state="published") & Q(published_at=None, edition=None)),
                name="published_has_edition",
            ),
            models.CheckConstraint(
                condition=Q(state="collecting", aggregated_at=None)
                | (~Q(state="collecting") & Q(aggregated_at__isnull=False)),
                name="aggregated_says_when",
            ),
        ]
        indexes = [
            # The week before and the week after, asked for by every reader.
            models.Index(fields=["starts_on"], condition=Q(state="published"), name="published_update_day")
        ]
        triggers = [
            pgtrigger.FSM(
                name="weekly_update_states",
                field="state",
                transitions=[("collecting", "aggregated"), ("aggregated", "published")],
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("weekly:update", args=[self.key])

    def address_of(self, area: str) -> str:
        """Where an area's part is read (`area`: its slug), also in an update that is read by product group."""
        return f"{self.get_absolute_url()}?at={area}#{area}"

    @property
    def iso_week(self) -> Week:
        return Week(self.year, self.week)

    def permission_scope(self) -> Scope:
        return Scope()


@audited(plain=["kind", "source", "text", "html"])
class Highlight(models.Model):
    """One line of the cross-cutting section in front. From `source` (a bullet, an area's health) or added by hand.

    Edited and removed lines stay so when the update is aggregated again.
    """

    weekly_update = models.ForeignKey(WeeklyUpdate, on_delete=models.CASCADE, related_name="highlights")
    kind = models.CharField(max_length=8, choices=HighlightKind)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("text"), max_length=500)
    html = models.TextField(editable=False)
    source = models.CharField(max_length=80, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["weekly_update", "source"], condition=~Q(source=""), name="highlight_source_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"
