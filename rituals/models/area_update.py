import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, Person
from productops.people.permissions import Scope, standing_of
from rituals.enums import Answer, AreaState, Heading, Health
from rituals.models.weekly_update import WeeklyUpdate


class AreaUpdateQuerySet(models.QuerySet["AreaUpdate"]):
    def visible_to(self, person: Person) -> Self:
        """Drafts: those who write for the area. Submitted ones: Product Ops too. Published: the edition, not this."""
        standing = standing_of(person)
        if not standing.active:
            return self.none()
        writes = [area for area, kind in standing.areas if kind in (AreaRoleKind.PM, AreaRoleKind.DEPUTY)]
        mine = Q(area_id__in=writes)
        if standing.roles & {Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD}:
            return self.filter(mine | ~Q(state=AreaState.OPEN))
        return self.filter(mine)


@audited(plain=["state", "health", "health_reason", "excuse", "editor_note", "editor_note_html"])
class AreaUpdate(models.Model):
    """One area's part of a weekly update, written by its PM or deputy. Text stays live until publishing."""

    weekly_update = models.ForeignKey(WeeklyUpdate, on_delete=models.CASCADE, related_name="area_updates")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="updates")
    state = models.CharField(max_length=12, choices=AreaState, default=AreaState.OPEN)
    health = models.CharField(_("health"), max_length=12, choices=Health, blank=True)
    health_reason = models.CharField(_("because"), max_length=200, blank=True)
    excuse = models.CharField(_("reason"), max_length=200, blank=True)
    editor_note = models.TextField(_("editor's note"), max_length=600, blank=True)
    editor_note_html = models.TextField(blank=True, editable=False)
    editor_note_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = AreaUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["weekly_update", "area"]
        constraints = [
            models.UniqueConstraint(fields=["weekly_update", "area"], name="area_update_once"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | (Q(submitted_at__isnull=False) & ~Q(health="")),
                name="submitted_has_health",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(health="on_track") | ~Q(health_reason=""),
                name="not_on_track_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") | (Q(excused_at__isnull=False) & ~Q(excuse="")),
                name="excused_says_why",
            ),
        ]
        indexes = [models.Index(fields=["area", "-weekly_update"], name="area_update_newest")]

    def __str__(self) -> str:
        return f"{self.weekly_update_id} area {self.area_id}"

    def get_absolute_url(self) -> str:
        return reverse("weekly:editor", args=[self.weekly_update.key, self.area.slug])

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_id)


@audited(plain=["heading", "text", "html", "origin"])
class Bullet(models.Model):
    """One short line under a heading. Its id is given out with the empty line, so a repeated save makes one row.

    A risk or ask can name who should do it (`assignee`) by when (`due_on`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_update = models.ForeignKey(AreaUpdate, on_delete=models.CASCADE, related_name="bullets")
    heading = models.CharField(max_length=8, choices=Heading)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=600)
    html = models.TextField(editable=False)
    origin = models.CharField(max_length=80, blank=True)
    assignee = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["heading", "position", "id"]
        indexes = [models.Index(fields=["area_update", "heading", "position"], name="bullet_place")]

    def __str__(self) -> str:
        return self.text[:60]


@audited(plain=["key"])
class BulletReference(models.Model):
    """A bullet speaks of something findable (`SearchRow.key`), so that the finder can answer with its words."""

    bullet = models.ForeignKey(Bullet, on_delete=models.CASCADE, related_name="references")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bullet", "key"], name="bullet_reference_once")]
        indexes = [models.Index(fields=["key"], name="bullet_reference_key")]

    def __str__(self) -> str:
        return self.key


@audited(plain=["source", "answer"])
class SuggestionAnswer(models.Model):
    """The PM's answer to one suggestion, so that it is offered once. `source` says where it came from."""

    area_update = models.ForeignKey(AreaUpdate, on_delete=models.CASCADE, related_name="answers")
    source = models.CharField(max_length=80)
    answer = models.CharField(max_length=10, choices=Answer)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_update", "source"], name="suggestion_answered_once")]

    def __str__(self) -> str:
        return f"{self.source}: {self.answer}"


class WritingSpell(models.Model):
    """How long somebody actively wrote an update in one sitting: visible, focused, and with input every few seconds.

    Counted by the page and sent with each save; the longest count of a spell holds. Until the first submission.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    area_update = models.ForeignKey(AreaUpdate, on_delete=models.CASCADE, related_name="spells")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seconds} s"
