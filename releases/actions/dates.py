"""The door of a release's dates: the launch, the window that stakeholders are told, the day of the decision."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.doors import Invalid
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission
from releases.actions.planning import edit, locked, move_launch
from releases.beginning import objection_to_window
from releases.leadtime import objection_to_day
from releases.models import Release


@transaction.atomic
def set_dates(
    *,
    release: Release,
    launch_on: date | None,
    reason: str,
    window_from: date | None,
    window_to: date | None,
    decision_on: date | None,
    by: Person,
    now: datetime,
    seen_version: int,
) -> Release:
    """All dates of a release at once; those that stay as they are write nothing.

    Whoever may edit the release says window and decision day; the launch is the PM's (`move_launch`, which keeps the
    slip and its reason and tells whose items move). Raises `Invalid` with all that is wrong, `Stale` when somebody
    else changed the release. Records `release.launch_moved` and `release.edited`, as far as something changed.
    """
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    moves = launch_on != row.launch_on
    errors = _objections(row, launch_on, reason, Organisation.current().day(now)) if moves else {}
    if objection := objection_to_window(window_from, window_to):
        errors["window_to"] = objection
    if decision_on and launch_on and decision_on > launch_on:
        errors["decision_on"] = _("The decision comes before the launch.")
    if errors:
        raise Invalid(errors)
    if moves and launch_on:
        row = move_launch(release=row, launch_on=launch_on, reason=reason, by=by, now=now, seen_version=seen_version)
        seen_version = row.version
    fields = {"window_from": window_from, "window_to": window_to, "decision_on": decision_on}
    return edit(release=row, fields=fields, by=by, now=now, seen_version=seen_version)


def _objections(row: Release, launch_on: date | None, reason: str, today: date) -> dict[str, str]:
    if launch_on is None:
        return {
            "launch_on": _("A date that was said stays until there is another one. Put the release on hold instead.")
        }
    found = {}
    if objection := objection_to_day(launch_on, today):
        found["launch_on"] = objection
    if row.launch_on is not None and not reason:
        found["reason"] = _("Say why the date moves; it stays visible.")
    return found
