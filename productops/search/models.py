"""What is searched, what its words are, and what people looked up.

`SearchRow`: findable things, for the status finder. `Passage`: what was said in something published, for full text.
`Word`: the vocabulary that typing errors are corrected against. `Lookup`: who looked up what, kept for half a year.
"""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited, declares
from productops.people.models import Person


class Kind(models.TextChoices):
    AREA = "area", _("Area")
    UPDATE = "update", _("Weekly update")
    RELEASE = "release", _("Release")
    DECISION = "decision", _("Decision")


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
            models.Index(fields=["sort_key"], name="search_beginning", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def shown_key(self) -> str:
        """As people write it: 'payments', 'PAY-31'."""
        return self.key.upper() if self.kind == Kind.RELEASE else self.key


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, person: Person) -> Self:
        """As `SearchRow`: for everybody, or for the readers that a passage names."""
        return self.filter(models.Q(readers=None) | models.Q(readers__contains=[person.pk]))


@declares(plain=["source", "part", "title", "url", "body", "area", "health", "document", "readers"])
class Passage(models.Model):
    """A part of something published, as full-text search finds and shows it: one area in one week, say.

    `source` is what it is a part of (a week's key); all passages of a source are replaced together. `body` is plain
    text, a line for each line that was published. `at` is when the source was published first.
    """

    source = models.CharField(max_length=80)
    part = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField()
    area = models.CharField(max_length=80, blank=True)
    health = models.CharField(max_length=12, blank=True)
    readers = ArrayField(models.BigIntegerField(), null=True, blank=True)
    document = SearchVectorField()

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "part"], name="passage_once")]
        indexes = [
            GinIndex(fields=["document"], name="passage_document"),
            models.Index(fields=["-at", "source", "position"], name="passage_newest"),
            models.Index(fields=["area", "-at"], name="passage_area"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.part}"


class Corpus(models.TextChoices):
    """Whose words: a word is known to the finder, to full text, or to both."""

    THINGS = "things", _("Findable things")
    PASSAGES = "passages", _("What was published")


@declares(plain=["corpus", "word", "shown", "shapes"])
class Word(models.Model):
    """A word that something findable says. `word` as it is compared, `shown` with its accents.

    `shapes`: what is left of the word's beginning when letters are missing (`spelling.shapes`); a word typed wrongly
    shares some of them. `rows`: in how many places it stood when last counted. Everybody's words are here, so none
    is told to a person before a search of hers has found something with it.
    """

    corpus = models.CharField(max_length=10, choices=Corpus)
    word = models.CharField(max_length=40)
    shown = models.CharField(max_length=60)
    shapes = ArrayField(models.IntegerField())
    rows = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["corpus", "word"], name="word_once")]
        indexes = [
            GinIndex(fields=["shapes"], name="word_shapes"),
            models.Index(fields=["corpus", "word"], name="word_beginning", opclasses=["", "varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.shown


@declares(subject="person_id", personal=["text"], plain=["key"])
class Lookup(models.Model):
    """Somebody looked something up: what was chosen (`key`), or that nothing was found.

    `text` is what was typed, normalised; people type names, so it counts as about the person and goes with her, and
    after half a year in any case. Pages show counts only. Once per person, text, choice and hour.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=120)
    key = models.CharField(max_length=80, blank=True)
    found = models.BooleanField()
    hour = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "text", "key", "hour"], name="lookup_once_an_hour"),
            models.CheckConstraint(condition=models.Q(key="") | models.Q(found=True), name="lookup_chosen_is_found"),
        ]
        indexes = [
            models.Index(fields=["text", "at"], condition=models.Q(found=False), name="lookup_missing"),
            models.Index(fields=["key", "at"], condition=~models.Q(key=""), name="lookup_chosen"),
            models.Index(fields=["at"], name="lookup_at"),
        ]

    def __str__(self) -> str:
        return f"{self.text} -> {self.key or self.found}"


@audited(plain=["text"])
class HandledLookup(models.Model):
    """Product Ops has seen that this text finds nothing and did something about it, or decided not to.

    Lookups since then show up again. The text stands apart from who typed it.
    """

    text = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text
