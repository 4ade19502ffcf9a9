from django.db import models

from productops.audit.history import declares
from productops.people.models import Person


@declares(plain=["file_name", "content", "mapping", "errors", "state", "sha256"])
class ReleaseImport(models.Model):
    """A spreadsheet of releases on its way in: uploaded, mapped and looked at, brought in, perhaps undone.

    `content` keeps the rows as read until they are in or given up.
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
