from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from productops.audit.history import audited
from productops.people.enums import Theme
from productops.people.models.named import SortedByName
from productops.text import initials


def working_week() -> list[int]:
    return [0, 1, 2, 3, 4]


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, person: "Person") -> Self:
        """Reading is company-wide."""
        return self


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person: Person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        person: Person = self.get(email__iexact=username or "")
        return person


@audited(
    subject="id",
    personal=["email", "name", "sort_key", "title"],
    plain=["password", "timezone", "language", "theme"],
    unkept=["password", "last_login", "last_looked_at"],
)
class Person(SortedByName, AbstractBaseUser, PermissionsMixin):
    """A sign-in account. Deactivated, never deleted, because people own history.

    Roles are Django groups (`enums.Role`). Nobody is ever a superuser: rights come from `permissions.can`.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    title = models.CharField(pgettext_lazy("of a person", "title"), max_length=120, blank=True)
    function = models.ForeignKey(
        "people.Function",
        verbose_name=_("function"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    timezone = models.CharField(_("time zone"), max_length=64, default="Europe/Warsaw")
    language = models.CharField(_("language"), max_length=5, default="en")
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    working_days = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("working days"), default=working_week)
    day_starts = models.TimeField(_("working hours from"), default="09:00")
    day_ends = models.TimeField(_("working hours to"), default="17:00")
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_looked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, deactivated_at=None)
                | models.Q(is_active=False, deactivated_at__isnull=False),
                name="deactivated_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def zone(self) -> ZoneInfo:
        """Her time zone; UTC for a name that is none (any more)."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def permission_scope(self) -> "object":
        from productops.people.permissions import Scope

        return Scope(owner_id=self.pk)
