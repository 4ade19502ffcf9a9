"""Go/no-go: rounds, overrides, the decision, its conditions, re-confirmations, the card. All of it for ever."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import append_only_triggers, audited, declares
from productops.people.models import Person
from productops.people.permissions import Scope
from releases.enums import Outcome
from releases.models.release import Release


@declares(plain=[])
class Round(models.Model):
    """One gathering of what is known for a decision. It ends with its decision; a later one is a new round."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="round_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.release_id} round {self.number}"

    def permission_scope(self) -> Scope:
        """The release must be loaded with it."""
        return self.release.permission_scope()


@declares(plain=["ref", "words", "reason", "label"])
class Override(models.Model):
    """Somebody who may takes one blocker on, with a reason. `ref` is the blocker's (`releases.blockers`)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="overrides")
    ref = models.CharField(max_length=120)
    words = models.CharField(max_length=300)
    reserved = models.BooleanField(default=False)
    reason = models.CharField(_("why it may go out nevertheless"), max_length=500)
    label = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "ref"], name="override_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_says_why"),
        ]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return self.ref


@declares(plain=["outcome", "rationale", "evidence", "evidence_sha256", "material", "label"])
class ShipDecision(models.Model):
    """What the PM decided in a round. `evidence` is everything the card shows, with its SHA-256.

    One decision per round: the database sees to it.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="decision")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=Outcome)
    rationale = models.CharField(_("why"), max_length=1000, blank=True)
    launch_on = models.DateField(null=True, blank=True)
    new_launch_on = models.DateField(_("new launch date"), null=True, blank=True)
    evidence = models.JSONField()
    evidence_sha256 = models.CharField(max_length=64)
    material = models.JSONField()
    label = models.CharField(max_length=80, blank=True)
    entry_number = models.PositiveIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="delay") | Q(new_launch_on__isnull=False), name="delay_names_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["no_go", "delay"]) | ~Q(rationale=""), name="not_going_says_why"
            ),
        ]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.release_id} {self.outcome}"


@declares(plain=["what", "ref", "words"])
class Condition(models.Model):
    """What must come before launch after a conditional go. `ref`: the blocker that it stands for, if any."""

    decision = models.ForeignKey(ShipDecision, on_delete=models.PROTECT, related_name="conditions")
    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="release_conditions")
    due_on = models.DateField(_("by"))
    ref = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=300, blank=True)
    reserved = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return self.what

    def permission_scope(self) -> Scope:
        """Its owner's and the area's; decision and release must be loaded with it."""
        return Scope(area_id=self.decision.release.area_id, owner_id=self.owner_id)


@declares(plain=["reason", "label"])
class ConditionOutcome(models.Model):
    """A condition was met, or somebody who may took it upon themselves with a reason."""

    condition = models.OneToOneField(Condition, on_delete=models.PROTECT, related_name="outcome")
    overridden = models.BooleanField(default=False)
    reason = models.CharField(_("how, or why not"), max_length=300)
    label = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="condition_outcome_says_how")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return self.reason


@declares(plain=["why_stale", "reason", "evidence", "evidence_sha256", "material"])
class Reconfirmation(models.Model):
    """The PM looked again at an approval that had become stale, and stands by it."""

    decision = models.ForeignKey(ShipDecision, on_delete=models.PROTECT, related_name="reconfirmations")
    why_stale = models.JSONField(default=list)
    reason = models.CharField(_("why it still holds"), max_length=500)
    evidence = models.JSONField()
    evidence_sha256 = models.CharField(max_length=64)
    material = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reconfirmation_says_why")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.decision_id} again"


@declares(plain=["language", "sha256", "evidence_sha256"])
class Card(models.Model):
    """The one-page PDF of a decision, stored as made with the SHA-256 of its bytes."""

    decision = models.ForeignKey(ShipDecision, on_delete=models.PROTECT, related_name="cards")
    language = models.CharField(max_length=5)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    evidence_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "language"], name="card_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return self.sha256


@audited(plain=["notes", "notes_html"])
class ReadinessMeeting(models.Model):
    """The 30 minutes of a tier 3 release: when, who came, what was said."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="readiness_meetings")
    starts_at = models.DateTimeField(_("when"))
    held_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    notes_html = models.TextField(blank=True, editable=False)
    attended = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("who came"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return f"readiness meeting of {self.release_id}"
