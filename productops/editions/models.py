"""Editions: one immutable published version of anything, and its renderings."""

from typing import Self

from django.db import models

from productops.audit.history import append_only_triggers, declares
from productops.people.models import Person


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, person: Person) -> Self:
        """What is published is for everybody who signs in."""
        return self


@declares(plain=["kind", "key", "title", "content", "sha256", "note"])
class Edition(models.Model):
    """Frozen content with its SHA-256. A correction is revision n+1; nothing is ever changed.

    `content` is the canonical content (`canonical.py`), independent of language; `sections` hold what pages
    and mails serve.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    revision = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
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
