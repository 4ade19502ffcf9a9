from django.db import models
from django.utils.translation import gettext_lazy as _

from productops.audit.history import append_only_triggers, declares
from productops.people.models import Person
from releases.models.decision import Round


@declares(plain=["reason"])
class Escalation(models.Model):
    """A decision that went up: in this round the Head of Product may decide too, for the reason given."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="escalation")
    reason = models.CharField(_("why the Head of Product should decide"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="escalation_says_why")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return self.reason
