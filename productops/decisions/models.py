"""The decision log: what was decided, out of which options, why, by whom, and when it is looked at again.

Entries are never changed. A later decision supersedes an earlier one; within a day the author may correct the wording,
which is a new row that shows the old one.
"""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from productops.audit.history import append_only_triggers, declares
from productops.decisions import subjects
from productops.people.models import Area, Person
from productops.people.permissions import Scope, standing_of


class DecisionEntryQuerySet(models.QuerySet["DecisionEntry"]):
    def visible_to(self, person: Person) -> Self:
        """Everybody reads the log; what is decided about something hidden is hidden with it. One statement still."""
        if not standing_of(person).active:
            return self.none()
        rows = self.defer("document")
        for hidden in subjects.unseen_by(person):
            rows = rows.exclude(subject__in=hidden)
        return rows

    def current(self) -> Self:
        """Each decision once, in its latest wording."""
        return self.filter(~Exists(DecisionEntry.objects.filter(corrects=OuterRef("pk"))))

    def in_force(self) -> Self:
        """In its latest wording, and not superseded."""
        return self.current().filter(~Exists(DecisionEntry.objects.filter(supersedes=OuterRef("pk"))))

    def to_review(self, on: date) -> Self:
        """In force, and to be looked at again by that day: the day set at the decision, or at the last review."""
        reviewed = DecisionReview.objects.values("entry__number")
        later = DecisionReview.objects.filter(entry__number=OuterRef("entry__number"), pk__gt=OuterRef("pk"))
        kept = DecisionReview.objects.filter(~Exists(later), keep_until__lte=on).values("entry__number")
        never = Q(review_on__lte=on) & ~Q(number__in=reviewed)
        return self.in_force().filter(never | Q(number__in=kept))

    def with_look_on(self) -> Self:
        """With `look_on`: the day that it is looked at again, None for never."""
        reviews = DecisionReview.objects.filter(entry__number=OuterRef("number")).order_by("-pk")
        last = Subquery(reviews.values("keep_until")[:1])
        return self.annotate(look_on=Case(When(Exists(reviews), then=last), default=F("review_on")))


@declares(
    plain=[
        "title", "context", "context_html", "decision", "decision_html", "rationale", "rationale_html", "action_code",
        "subject", "subject_title", "links", "document",
    ]
)  # fmt: skip
class DecisionEntry(models.Model):
    """One decision, for ever.

    `subject` names what it is about ('release:PAY-31'; empty: nothing that the portal knows), so that what is hidden
    of that is hidden here (`productops.decisions.subjects`). `supersedes`: the earlier decision that this one
    replaces; `corrects`: the same decision with worse wording. Each can be replaced once, and only the latest wording
    is superseded. What a decision supersedes is said by its first wording. `made_by` wrote the row, `owner` answers
    for the decision. `document` is what full text finds it by.
    """

    number = models.PositiveIntegerField()
    wording = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=200)
    context = models.TextField(_("context"), max_length=5000)
    context_html = models.TextField(blank=True)
    decision = models.TextField(_("decision"), max_length=5000)
    decision_html = models.TextField(blank=True)
    rationale = models.TextField(_("rationale"), max_length=5000)
    rationale_html = models.TextField(blank=True)
    owner = models.ForeignKey(Person, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="decisions")
    area = models.ForeignKey(
        Area, verbose_name=_("scope"), null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    action_code = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    subject_title = models.CharField(max_length=200, blank=True)
    links = models.JSONField(default=list)
    decided_on = models.DateField(_("decided on"))
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = SearchVectorField(null=True, editable=False)

    objects = DecisionEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["number", "wording"], name="decision_wording_once"),
            models.CheckConstraint(
                condition=Q(wording=1, corrects=None) | Q(wording__gte=2, corrects__isnull=False),
                name="correction_corrects",
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gt=F("decided_on")), name="review_comes_later"
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_on", "-number"], name="decision_newest"),
            models.Index(fields=["subject"], name="decision_subject"),
            models.Index(fields=["owner", "review_on"], name="decision_review"),
            GinIndex(fields=["document"], name="decision_document"),
        ]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.number])

    @property
    def label(self) -> str:
        """As people call it: 'D-12'."""
        return f"D-{self.number}"

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_id, owner_id=self.owner_id)


@declares(plain=["title", "pros", "cons"])
class DecisionOption(models.Model):
    """One way that was considered, with what speaks for and against it."""

    entry = models.ForeignKey(DecisionEntry, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("option"), max_length=200)
    pros = models.CharField(_("for"), max_length=1000, blank=True)
    cons = models.CharField(_("against"), max_length=1000, blank=True)
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return self.title


@declares(plain=[])
class DecisionReview(models.Model):
    """The owner looked at a decision again and keeps it until another day. A review that ends it is a superseding."""

    entry = models.ForeignKey(DecisionEntry, on_delete=models.PROTECT, related_name="reviews")
    keep_until = models.DateField(_("look at it again on"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"D-{self.entry_id} kept"


@declares(plain=[])
class ReviewReminder(models.Model):
    """That the owner was reminded of a review day, once per day that was set."""

    entry = models.ForeignKey(DecisionEntry, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "review_on"], name="review_reminder_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"D-{self.entry_id} {self.review_on}"
