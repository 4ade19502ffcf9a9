"""Domain events ("who did what to which thing, when, from where") and the side table of personal values."""

from django.db import models

from productops.audit.history import append_only_triggers, declares


@declares(plain=["name", "object_type", "object_id", "data", "request_id", "route"])
class DomainEvent(models.Model):
    """Something that happened in the words of the domain, such as `weekly_update.published`.

    Written by `audit.record` inside the transaction of the change. Holds ids, never names or free text about
    people. Append-only: no account can change, delete or truncate it.
    """

    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    area_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    route = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="event_object"),
            models.Index(fields=["name", "-id"], name="event_name"),
            models.Index(fields=["-at"], name="event_at"),
            models.Index(fields=["name", "-at"], name="event_lately"),  # what happened lately of some names
        ]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.name} {self.object_type}:{self.object_id}"


@declares(plain=["salt"])
class Subject(models.Model):
    """A person as the audit knows them: an id and a salt. Erasing removes the row, and the salt with it."""

    person_id = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"subject {self.person_id}"


@declares(subject="subject", personal=["value"], plain=["field", "digest"])
class PersonalValue(models.Model):
    """A value that history refers to by digest. Lives apart so that it can be erased."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="values")
    field = models.CharField(max_length=120)
    digest = models.CharField(max_length=80)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "digest"], name="personal_value_once")]

    def __str__(self) -> str:
        return f"{self.field} of {self.subject_id}"


@declares(plain=["name"])
class Heartbeat(models.Model):
    """When a background process last said that it lives."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
