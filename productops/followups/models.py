"""Action items: somebody is to do something by a day. They come from a source (a risk of a weekly update; later a
review, a decision, a meeting) and live on until done, whatever becomes of the page that they came from."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.followups.enums import ActionState, ChangeKind, RaisedFor
from productops.people.models import Area, Person
from productops.people.permissions import Scope


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, person: Person) -> Self:
        """Reading is company-wide: they are made by what is submitted, never by drafts."""
        return self

    def open(self) -> Self:
        return self.filter(state=ActionState.OPEN)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


@audited(plain=["what", "source", "origin", "source_url", "source_title", "raised_for", "state"])
class ActionItem(models.Model):
    """Who does what by when.

    `source` makes it one ('bullet:<uuid>'), `origin` names the document whose asks are kept together
    ('area_update:12'), so that what the document drops is cancelled. `asked_of` and `asked_for_on` are what the source
    says; `assignee` and `due_on` what holds now, after people handed it over or moved the date: a slip stays visible.
    """

    what = models.TextField(_("what"), max_length=600)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items")
    assignee = models.ForeignKey(Person, verbose_name=_("who"), on_delete=models.PROTECT, related_name="action_items")
    due_on = models.DateField(_("by"))
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_for_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asked_action_items")
    source = models.CharField(max_length=64, unique=True)
    origin = models.CharField(max_length=64)
    source_url = models.CharField(max_length=200)
    source_title = models.CharField(max_length=200)
    raised_for = models.CharField(max_length=20, choices=RaisedFor, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, closed_by=None)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="action_item_closed_says_when",
            )
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=Q(state="open"), name="action_item_of_person"),
            models.Index(fields=["area", "due_on"], condition=Q(state="open"), name="action_item_of_area"),
            models.Index(fields=["-closed_at"], condition=Q(state="done"), name="action_item_done"),
            models.Index(fields=["origin"], name="action_item_origin"),
        ]

    def __str__(self) -> str:
        return self.what[:60]

    def get_absolute_url(self) -> str:
        return reverse("actions:item", args=[self.pk])

    @property
    def has_slipped(self) -> bool:
        return self.due_on > self.asked_for_on

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_id, owner_id=self.assignee_id)


@audited(plain=["kind", "reason"])
class ActionChange(models.Model):
    """Somebody moved the date or handed it over, and why. From which day or person to which."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    reason = models.CharField(_("reason"), max_length=200)
    day_before = models.DateField(null=True, blank=True)
    day_after = models.DateField(null=True, blank=True)
    person_before = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person_after = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="moved", day_before__isnull=False, day_after__isnull=False)
                | Q(kind="handed_over", person_before__isnull=False, person_after__isnull=False),
                name="action_change_says_from_what_to_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
