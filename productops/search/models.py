"""Search rows: what the status finder answers from."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from productops.audit.history import declares
from productops.people.models import Person


class Kind(models.TextChoices):
    AREA = "area", _("Area")
    UPDATE = "update", _("Weekly update")


class SearchRowQuerySet(models.QuerySet["SearchRow"]):
    def visible_to(self, person: Person) -> Self:
        """Rows for everybody; a restricted row (confidential releases, to come) names who may find it."""
        return self.filter(models.Q(readers=None) | models.Q(readers__contains=[person.pk]))


@declares(
    plain=[
        "kind",
        "key",
        "title",
        "sort_key",
        "url",
        "stage",
        "window",
        "health",
        "sentence",
        "document",
        "words",
        "readers",
    ]
)
class SearchRow(models.Model):
    """Something findable and what a person wants to know of it at once: stage, window, health, last sentence, owner.

    Pushed by whoever changes the thing (`search.push`), so the finder reads one table. `key` is what a bullet's
    `#key` refers to, unique over all kinds.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    stage = models.CharField(max_length=80, blank=True)
    window = models.CharField(max_length=80, blank=True)
    health = models.CharField(max_length=12, blank=True)
    sentence = models.TextField(blank=True)
    sentence_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    readers = ArrayField(models.BigIntegerField(), null=True, blank=True)
    weight = models.SmallIntegerField(default=0)
    words = models.TextField(blank=True)
    document = SearchVectorField()
    updated_at = models.DateTimeField()

    objects = SearchRowQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="search_document"),
            models.Index(fields=["kind", "sort_key"], name="search_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
