"""What the organisation asks of its releases, as versioned data: questions, tiers, gates, checklists."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import append_only_triggers, declares
from productops.people.models import Area, Person
from productops.people.permissions import Scope


@declares(plain=["content", "note", "preset"])
class PolicyVersion(models.Model):
    """One version of the organisation's release policy; the newest is in force for new releases.

    `content` is what `releases.policy_reading` reads and checks. A version is never changed: a release keeps the one
    that it started with until somebody moves it.
    """

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    note = models.CharField(_("what changes"), max_length=300, blank=True)
    preset = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("releases:policy-version", args=[self.number])


@declares(plain=["content", "before"])
class PolicyDraft(models.Model):
    """What an admin is about to make of the policy, on top of the version that was in force when she began.

    Hers alone, until she publishes it as the next version or throws it away. `before` is the content one step earlier,
    for undo. `version` is that of the draft: two tabs of hers must not overwrite each other.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="policy_draft")
    based_on = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    before = models.JSONField(null=True)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"draft on {self.based_on_id}"


@declares(plain=["items", "note"])
class AreaChecklist(models.Model):
    """One version of the lines that an area adds to the organisation's checklists. The newest is in force."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="checklists")
    number = models.PositiveIntegerField()
    items = models.JSONField(default=list)
    note = models.CharField(_("what changes"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["area", "-number"]
        constraints = [models.UniqueConstraint(fields=["area", "number"], name="area_checklist_version_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"area {self.area_id} version {self.number}"

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_id)
