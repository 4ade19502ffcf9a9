"""What Support, Sales and the others get before a release: the bundle, who has it, the training."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.editions.models import Edition
from productops.people.models import Function, Person
from productops.people.permissions import Scope
from releases.enums import BundleState, Section
from releases.models.release import Release


@audited(plain=["state", "short_notice_reason", "objection"])
class Bundle(models.Model):
    """The enablement bundle of one release, from draft over the review copy to the final edition.

    Whether it is lite or full is the policy's for the release's tier (`releases.policy.Bundle`), never stored here.
    `review_copy` and `edition` are what went out, frozen. An objection of Product Ops keeps the PM from publishing.
    """

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="bundle")
    state = models.CharField(max_length=12, choices=BundleState, default=BundleState.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review_copy = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_copy_at = models.DateTimeField(null=True, blank=True)
    review_copy_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    short_notice_reason = models.CharField(_("why it comes late"), max_length=300, blank=True)
    objection = models.CharField(_("objection"), max_length=300, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    objected_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(edition__isnull=False, published_at__isnull=False),
                name="published_bundle_has_edition",
            ),
            models.CheckConstraint(condition=Q(objected_at=None) | ~Q(objection=""), name="objection_says_why"),
        ]

    def __str__(self) -> str:
        return f"bundle of {self.release_id}"

    def permission_scope(self) -> Scope:
        """Of the release, which must be loaded with it."""
        return self.release.permission_scope()


@audited(plain=["kind", "text", "html", "not_applicable"])
class BundleSection(models.Model):
    """One section: its text, or why there is nothing to say. `flowed`: it is what the release's fields said."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=12, choices=Section)
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    html = models.TextField(blank=True, editable=False)
    not_applicable = models.CharField(_("not applicable because"), max_length=200, blank=True)
    flowed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "kind"], name="bundle_section_once"),
            models.CheckConstraint(condition=Q(text="") | Q(not_applicable=""), name="section_says_or_says_why_not"),
        ]

    def __str__(self) -> str:
        return self.kind


@audited()
class BundleReader(models.Model):
    """Who got an edition of a bundle for which function, and that it was read: asked, chased, acknowledged."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="bundle_readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    chased_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="bundle_reader_once")]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(acknowledged_at=None), name="bundle_unacknowledged"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.person_id}"


@audited(plain=["place", "materials_url", "notes"])
class Training(models.Model):
    """The session in which the receiving functions learn the release: when, with what, who came."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="training")
    starts_at = models.DateTimeField(_("when"))
    place = models.CharField(_("where, or the link to join"), max_length=200, blank=True)
    materials_url = models.URLField(_("materials"), max_length=500, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attended = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("who came"))
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"training of {self.release_id}"
