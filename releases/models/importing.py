from typing import Any

from django.db import models
from django.urls import reverse

from productops.audit.history import declares
from productops.people.models import Person
from releases.enums import ImportState


@declares(plain=["file_name", "content", "mapping", "errors", "state", "sha256"])
class ReleaseImport(models.Model):
    """A spreadsheet of releases on its way in: uploaded, mapped and looked at, brought in, perhaps undone.

    `content` keeps the rows as read until they are in or given up. `mapping` holds what is small: headings, the first
    rows, what the reader remarked, which column is what, counts, who started it. `errors` are objections as
    `releases.importing.plan.Objection` stores them. `done`: rows dealt with, of `rows`.
    """

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="uploaded")
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("releases:import", args=[self.pk])

    @property
    def state_words(self) -> str:
        return str(ImportState(self.state).label)

    @property
    def count(self) -> dict[str, Any]:
        """The counts of the last check or run, by the names of `releases.importing.work.NOTHING`."""
        counts: dict[str, Any] = self.mapping.get("counts", {})
        return counts
