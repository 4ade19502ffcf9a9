"""Readiness sign-offs: each required function is asked once, answers once, and is asked again when it matters."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import append_only_triggers, audited, declares
from productops.people.models import Function, Person
from productops.people.permissions import Scope
from releases.enums import Answer, Chase, Via
from releases.models.release import Release


@audited()
class SignoffRequest(models.Model):
    """One function that is asked whether it is ready for one release.

    `asks` counts how often it was asked: a material change asks again. Before the first ask `asked_at` is empty, so
    that the owner sees whom nobody asked. `withdrawn_at`: the tier does not ask it any more; what it said stays.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="signoff_requests")
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asks = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    chased = models.PositiveSmallIntegerField(choices=Chase, default=Chase.NOT_YET)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "function"], name="signoff_request_once"),
            models.CheckConstraint(
                condition=Q(asks=0, asked_at=None) | Q(asks__gte=1, asked_at__isnull=False), name="asked_says_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(asked_at__isnull=False, answered_at=None, withdrawn_at=None),
                name="signoff_unanswered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.function_id}"

    def permission_scope(self) -> Scope:
        """The release must be loaded with it."""
        return Scope(area_id=self.release.area_id, function_id=self.function_id, tier=self.release.tier)


@audited(plain=["waiting_for"])
class SignoffPause(models.Model):
    """A function cannot answer because it waits for something that it asked for: its clock stands still."""

    request = models.ForeignKey(SignoffRequest, on_delete=models.CASCADE, related_name="pauses")
    waiting_for = models.CharField(_("what you wait for"), max_length=200)
    since = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(until=None), name="signoff_pause_one_at_a_time"),
            models.CheckConstraint(condition=~Q(waiting_for=""), name="signoff_pause_says_for_what"),
        ]

    def __str__(self) -> str:
        return self.waiting_for


@declares(plain=["answer", "comment", "stamp", "material", "via", "label"])
class Signoff(models.Model):
    """One answer of a function, for ever. A later answer replaces it; it is never changed.

    `material` holds a hash of every material field as it was answered for (`releases.signoffs.MATERIAL`), `stamp`
    one hash of all: when they differ from today's, the answer is stale. `label`: "self-approved, nobody else eligible".
    """

    request = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, related_name="answers")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="signoffs")
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")
    ask = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    material = models.JSONField()
    stamp = models.CharField(max_length=64)
    via = models.CharField(max_length=6, choices=Via, default=Via.PAGE)
    label = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(answer="not_ready") | ~Q(comment=""), name="not_ready_says_what_misses")
        ]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.function_id} {self.answer}"
