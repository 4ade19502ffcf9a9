from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.models.named import SortedByName
from productops.worktime import BusinessCalendar


@audited(plain=["name", "timezone", "country", "subdivision", "language"])
class Organisation(models.Model):
    """The one organisation this portal belongs to, with the settings that hold for everybody."""

    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=64, default="Europe/Warsaw")
    country = models.CharField(_("country"), max_length=2, default="PL", help_text=_("Whose holidays count."))
    subdivision = models.CharField(_("region"), max_length=8, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    submit_weekday = models.PositiveSmallIntegerField(
        _("PMs submit on"), default=3, validators=[MaxValueValidator(6)], help_text=_("Monday is 0.")
    )
    submit_time = models.TimeField(_("PMs submit until"), default=time(14, 0))
    publish_time = models.TimeField(_("Product Ops publishes until"), default=time(16, 0))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def permission_scope(self) -> "object":
        from productops.people.permissions import Scope

        return Scope()

    @property
    def calendar(self) -> BusinessCalendar:
        """Business days of the organisation."""
        return BusinessCalendar(country=self.country, subdivision=self.subdivision)

    def day(self, now: datetime) -> date:
        """Which day it is here at a moment: the day that dated roles begin and end by."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    @classmethod
    def current(cls) -> "Organisation":
        """The organisation, with defaults before the first one is saved."""
        return cls.objects.first() or cls(name="Product Ops")


@audited(plain=["slug", "name", "sort_key", "standing_notice", "standing_notice_html"])
class Function(SortedByName, models.Model):
    """A department such as Support or Legal: who leads it, who stands in, what it asks of a launch."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    sort_key = models.CharField(max_length=200, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    lead = models.ForeignKey(
        "people.Person", verbose_name=_("lead"), null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    delegates = models.ManyToManyField(
        "people.Person", verbose_name=_("delegates"), blank=True, related_name="delegate_of"
    )
    standing_notice = models.TextField(
        _("standing notice"), blank=True, max_length=600, help_text=_("What a launch must know, such as a lead time.")
    )
    standing_notice_html = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "sort_key"]

    def __str__(self) -> str:
        return self.name

    def permission_scope(self) -> "object":
        from productops.people.permissions import Scope

        return Scope(function_id=self.pk)
