import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited, declares
from productops.people.models import Function, Person
from productops.people.permissions import Scope
from releases.enums import EvidenceRule, Gate, ItemState
from releases.models.release import Release
from releases.owners import PRODUCT


class ReleaseItemQuerySet(models.QuerySet["ReleaseItem"]):
    def visible_to(self, person: Person) -> Self:
        """As the release is."""
        return self.filter(release__in=Release.objects.visible_to(person))

    def asked_for(self) -> Self:
        return self.filter(retired_at=None)


@audited(plain=["key", "gate", "title", "state", "evidence_rule", "fact", "reason"])
class ReleaseItem(models.Model):
    """One line of a release's checklist: whose it is, until when, and how it was settled.

    `key` is the template's, so that re-planning finds it again. `retired_at`: not asked for any more; what was done
    stays. `fact` names the field of the release that proves it, so that the machine settles it.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)
    gate = models.CharField(max_length=12, choices=Gate)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("what"), max_length=200)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="release_items")
    due_on = models.DateField(_("due"))
    evidence_rule = models.CharField(max_length=8, choices=EvidenceRule, default=EvidenceRule.ANY)
    required = models.BooleanField(default=True)
    fact = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16, choices=ItemState, default=ItemState.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReleaseItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "key"], name="release_item_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["blocked", "not_applicable", "waived"]) | ~Q(reason=""),
                name="item_says_why",
            ),
            models.CheckConstraint(condition=Q(state="open") | Q(state_at__isnull=False), name="item_state_says_when"),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_on"], condition=Q(state__in=["open", "blocked"]), name="item_of_person"
            ),
            models.Index(
                fields=["function", "due_on"], condition=Q(state__in=["open", "blocked"]), name="item_of_function"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def permission_scope(self) -> Scope:
        """Release and function must be loaded with it. What is Product's to do in an area is its PM's."""
        return Scope(
            area_id=self.release.area_id,
            function_id=self.function_id,
            owner_id=self.person_id,
            of_pm=self.function.slug == PRODUCT,
            tier=self.release.tier,
        )


@declares(plain=["name", "content_type", "sha256", "storage"])
class Upload(models.Model):
    """A file that somebody handed in: kept outside of what the web server serves, under a name of our own.

    Never unpacked, never shown in the page; sent as an attachment with the type that its content was checked to be.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


@audited(plain=["kind", "url", "note"])
class Evidence(models.Model):
    """What shows that an item is done: a link, a file or a note. Withdrawn, it stays with who did so and when."""

    item = models.ForeignKey(ReleaseItem, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=8, choices=EvidenceRule)
    url = models.URLField(_("link"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="link") & ~Q(url="") & Q(upload=None))
                | (Q(kind="file") & Q(upload__isnull=False))
                | (Q(kind="note") & ~Q(note="") & Q(upload=None)),
                name="evidence_shows_something",
            )
        ]

    def __str__(self) -> str:
        return self.url or self.note or self.kind
