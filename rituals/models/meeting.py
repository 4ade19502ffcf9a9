from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.models import Area, Person
from productops.people.models.areas import in_area_order
from productops.people.permissions import Scope
from rituals.occurrences import week_matters


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> Self:
        """Reading is company-wide; a closed area's meetings are over."""
        return self.filter(area__closed_at=None)

    def of(self, *, area: str = "", state: str = "") -> Self:
        """Those of one area (its slug), and those whose week is to confirm ("confirm") or that are "unscheduled"."""
        rows = self.filter(area__slug=area) if area else self.all()
        match state:
            case "confirm":
                return rows.filter(week_to_confirm=True)
            case "unscheduled":
                return rows.filter(rrule="")
        return rows

    def in_order(self) -> Self:
        """The agreed order of areas, then by name."""
        return self.order_by(*in_area_order("area__"), "name")


@audited(plain=["name", "rrule", "timezone", "as_written", "why_not"])
class Meeting(models.Model):
    """A recurring meeting of an area as an RFC 5545 rule with an IANA zone, for the calendar to come.

    What was read from a file is kept as written. Unscheduled: its frequency was not understood (`why_not`).
    `week_to_confirm`: "biweekly" without a start, so the week was assumed; `minutes_assumed`: no length given.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="meetings")
    name = models.CharField(_("name"), max_length=160)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rrule = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    minutes_assumed = models.BooleanField(default=False)
    week_to_confirm = models.BooleanField(default=False)
    as_written = models.CharField(max_length=400, blank=True)
    why_not = models.CharField(max_length=500, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="meeting_once"),
            models.CheckConstraint(
                condition=(~Q(rrule="") & ~Q(timezone="") & Q(starts_at__isnull=False))
                | (Q(rrule="") & ~Q(why_not="")),
                name="meeting_scheduled_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_choice(self) -> bool:
        """May one say in which week or month it takes place?"""
        return bool(self.rrule) and (self.week_to_confirm or week_matters(self.rrule))

    @property
    def version(self) -> str:
        """Changes whenever its times do, for forms that must not overwrite what somebody else said."""
        return f"{self.rrule}/{self.starts_at:%Y%m%dT%H%M}/{self.week_to_confirm:d}" if self.starts_at else ""

    def permission_scope(self) -> Scope:
        return Scope(area_id=self.area_id)
