from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from productops.audit.history import audited
from productops.people.enums import AreaRoleKind
from productops.people.models.named import SortedByName
from productops.people.models.person import Person


class DateRange(Func):
    """daterange(from, to) with both days included; an open end stays open."""

    function = "DATERANGE"
    output_field = DateRangeField()


@audited(plain=["slug", "name", "sort_key"])
class ProductGroup(SortedByName, models.Model):
    """Several areas together, one level, so that a large organisation stays readable."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    sort_key = models.CharField(max_length=200, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "sort_key"]

    def __str__(self) -> str:
        return self.name

    def permission_scope(self) -> "object":
        from productops.people.permissions import Scope

        return Scope()


def in_area_order(path: str = "") -> tuple[str, ...]:
    """The agreed order, for rows that reach their area by `path`: by product group, then by the area's own place."""
    return tuple(f"{path}{name}" for name in ("group__position", "group__sort_key", "position", "sort_key", "slug"))


class AreaQuerySet(models.QuerySet["Area"]):
    def active(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, person: Person) -> Self:
        """Reading is company-wide."""
        return self

    def in_order(self) -> Self:
        return self.order_by(*in_area_order())


@audited(plain=["slug", "name", "sort_key", "summary", "chat", "components"])
class Area(SortedByName, models.Model):
    """A product area owned by one PM."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    chat = models.CharField(_("chat channel"), max_length=80, blank=True)
    components = ArrayField(models.CharField(max_length=80), verbose_name=_("components"), default=list, blank=True)
    group = models.ForeignKey(
        ProductGroup,
        verbose_name=_("product group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="areas",
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "sort_key"]
        permissions = [("write_updates", "Write and submit the area's weekly update")]

    def __str__(self) -> str:
        return self.name

    def permission_scope(self) -> "object":
        from productops.people.permissions import Scope

        return Scope(area_id=self.pk)


class AreaRoleQuerySet(models.QuerySet["AreaRole"]):
    def on(self, day: date) -> Self:
        """Roles in force on `day`."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


@audited(plain=["kind"])
class AreaRole(models.Model):
    """A person holds a role in an area from one day to another (both included; no end means until further notice).

    The truth about area rights; guardian's object grants are its projection (`actions.project_area_roles`).
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="area_roles")
    kind = models.CharField(max_length=12, choices=AreaRoleKind)
    function = models.ForeignKey(
        "people.Function", null=True, blank=True, on_delete=models.PROTECT, help_text=_("For a contact: of which.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AreaRoleQuerySet.as_manager()

    class Meta:
        ordering = ["area", "kind", "starts_on"]
        indexes = [models.Index(fields=["person", "kind"], name="area_role_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="area_role_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="contact", function__isnull=False) | (~Q(kind="contact") & Q(function=None)),
                name="area_contact_has_function",
            ),
            models.CheckConstraint(
                condition=~Q(kind="deputy") | Q(ends_on__isnull=False), name="area_deputy_has_an_end"
            ),
            ExclusionConstraint(
                name="area_one_holder_at_a_time",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(kind="contact"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.area_id}: {self.person_id}"
