"""The doors of freeze windows: days in which a launch needs the Head of Product.

They are part of what the organisation asks of its releases, so they are changed by whoever changes the policy.
Releases under way keep their dates: a window speaks where a date is chosen and where a launch is decided.
"""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require
from releases.models import FreezeWindow

LONGEST = 366  # days: what is frozen for longer is no window


@transaction.atomic
def add_freeze(*, name: str, starts_on: date, ends_on: date, by: Person, now: datetime) -> FreezeWindow:
    """An admin adds a window. Raises `Invalid` without a name and for days in the wrong order.

    Records `freeze.added`.
    """
    require(by, Permission.CHANGE_POLICY, on=now)
    _fit(name, starts_on, ends_on)
    made = FreezeWindow.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    record("freeze.added", by=by, obj=made, now=now, starts_on=str(starts_on), ends_on=str(ends_on))
    return made


@transaction.atomic
def change_freeze(
    *, freeze: FreezeWindow, name: str, starts_on: date, ends_on: date, by: Person, now: datetime, version: int
) -> FreezeWindow:
    """An admin changes a window; the same again writes nothing. Raises `Stale` when somebody else was quicker, and
    `Invalid` as `add_freeze`. Records `freeze.changed`."""
    require(by, Permission.CHANGE_POLICY, on=now)
    row = _locked(freeze)
    if row.version != version:
        raise Stale(_("Somebody else changed this window meanwhile."), row=row, version=row.version)
    _fit(name, starts_on, ends_on)
    if (row.name, row.starts_on, row.ends_on) == (name, starts_on, ends_on):
        return row
    row.name, row.starts_on, row.ends_on = name, starts_on, ends_on
    row.version += 1
    row.save()
    record("freeze.changed", by=by, obj=row, now=now, starts_on=str(starts_on), ends_on=str(ends_on))
    return row


@transaction.atomic
def remove_freeze(*, freeze: FreezeWindow, by: Person, now: datetime) -> None:
    """An admin removes a window; its history stays. Records `freeze.removed`."""
    require(by, Permission.CHANGE_POLICY, on=now)
    row = _locked(freeze)
    record("freeze.removed", by=by, obj=row, now=now, starts_on=str(row.starts_on), ends_on=str(row.ends_on))
    row.delete()


def _locked(freeze: FreezeWindow) -> FreezeWindow:
    row = FreezeWindow.objects.select_for_update().filter(pk=freeze.pk).first()
    if row is None:
        raise Stale(_("Somebody removed this window meanwhile."), reload=reverse("releases:freezes"), version=0)
    return row


def _fit(name: str, starts_on: date, ends_on: date) -> None:
    if not name:
        raise Invalid({"name": _("Give the window a name.")})
    if ends_on < starts_on:
        raise Invalid({"ends_on": _("The last day comes before the first.")})
    if (ends_on - starts_on).days > LONGEST:
        raise Invalid({"ends_on": _("A window lasts a year at most.")})
