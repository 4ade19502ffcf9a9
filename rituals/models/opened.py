from django.db import models

from productops.audit.history import declares
from productops.people.models import Person
from rituals.models.weekly_update import WeeklyUpdate


@declares()
class Opened(models.Model):
    """A person opened the page of a published update: once per week and person, the first time counts.

    Only the page counts; mails carry nothing that would tell. Shown as rates per function.
    """

    weekly_update = models.ForeignKey(WeeklyUpdate, on_delete=models.CASCADE, related_name="opened")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["weekly_update", "person"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.weekly_update_id} by {self.person_id}"
