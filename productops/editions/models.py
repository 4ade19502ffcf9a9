"""Editions: one immutable published version of anything, and its renderings."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from productops.audit.history import append_only_triggers, declares
from productops.editions import guarded
from productops.editions.enums import Fault, FileState
from productops.people.models import Person


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, person: Person) -> Self:
        """What is published is for everybody who signs in, except kinds that say otherwise (`guarded.py`)."""
        return self.filter(guarded.readable_by(person))


@declares(plain=["kind", "key", "title", "content", "sha256", "note"])
class Edition(models.Model):
    """Frozen content with its SHA-256. A correction is revision n+1; nothing is ever changed.

    `content` is the canonical content (`canonical.py`), independent of language; `sections` hold what pages
    and mails serve. `named` are the people whose names those leave open (`naming.py`).
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    revision = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    named = ArrayField(models.BigIntegerField(), default=list)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "revision"], name="edition_once")]
        indexes = [models.Index(fields=["kind", "-published_at", "-id"], name="edition_newest")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.kind} {self.key} r{self.revision}"


@declares(plain=["language", "key", "title", "group", "group_name", "health", "functions", "html", "text"])
class EditionSection(models.Model):
    """One part of an edition rendered in one language: the highlights (position 0) or an area.

    `html` was sanitised when made and is served as stored; `text` is the same in plain text.
    `functions` are the functions the part concerns, slug -> name; `owner_id` the person who heads it, by id, because
    names can be erased.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    language = models.CharField(max_length=5)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    group = models.CharField(max_length=80, blank=True)
    group_name = models.CharField(max_length=120, blank=True)
    health = models.CharField(max_length=12, blank=True)
    owner_id = models.BigIntegerField(null=True)
    functions = models.JSONField(default=dict)
    html = models.TextField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "language", "position"], name="edition_section_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.position}"


@declares(plain=["language", "format", "state", "facts", "sha256", "error"])
class EditionFile(models.Model):
    """An edition as a file in one language, made once by a worker and served by every web process.

    Claimed by a lease (`claimed_until`, `files.py`). `done` of about `total` pages are laid out. `facts` stands for
    what the file shows besides the edition, such as people's names: when that changes, the file is old.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=5)
    format = models.CharField(max_length=8, default="pdf")
    state = models.CharField(max_length=8, choices=FileState, default=FileState.QUEUED)
    facts = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=16, blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language", "format"], name="edition_file_once"),
            models.CheckConstraint(
                condition=Q(state=FileState.DONE, content__isnull=False, made_at__isnull=False)
                | (~Q(state=FileState.DONE) & Q(content=None, made_at=None)),
                name="edition_file_done_is_there",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(state__in=["queued", "working"]), name="edition_file_due")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.format}"

    @property
    def fault(self) -> Fault | None:
        """Why it failed."""
        return Fault(self.error) if self.error else None
