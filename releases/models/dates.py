from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import append_only_triggers, audited, declares
from productops.people.models import Person
from releases.leadtime import FreezeWindow as Window
from releases.models.release import Release


@declares(plain=["reason"])
class DateSlip(models.Model):
    """A launch date that was moved, with the reason: visible for ever, earlier as well as later ones."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="slips")
    was_on = models.DateField()
    moved_to = models.DateField()
    reason = models.CharField(_("why"), max_length=300)
    business_days = models.SmallIntegerField()
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.was_on} to {self.moved_to}"


@audited(plain=["name"])
class FreezeWindow(models.Model):
    """Days, both included, in which a launch needs the Head of Product."""

    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="freeze_in_order")]

    def __str__(self) -> str:
        return self.name

    def as_window(self) -> Window:
        return Window(self.name, self.starts_on, self.ends_on)
