"""The doors of the page for a new release: kept as a draft, or started at once with its tier and date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.doors import Invalid
from productops.people.models import Area, Organisation, Person
from productops.people.permissions import Permission, Scope, can, require
from releases import notices
from releases.actions.planning import assign_tier, draft, move_launch
from releases.beginning import objection_to_window, objections
from releases.enums import Tier
from releases.models import Release
from releases.queries import policy_in_force, policy_of


@dataclass(frozen=True, kw_only=True)
class NewRelease:
    """What is said of a release before it exists. `answers`: to the questionnaire, as far as they were given."""

    name: str
    area: Area
    summary: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    launch_on: date | None = None
    window_from: date | None = None
    window_to: date | None = None


@transaction.atomic
def keep_draft(*, new: NewRelease, by: Person, now: datetime) -> Release:
    """A draft with whatever is known of it so far, seen by those who prepare it.

    By the area's PM or deputy, or Product Ops; the launch date is the PM's alone. Raises `Invalid` without a name,
    for a window that ends before it begins, and for a launch date of somebody else. Records what `draft` and
    `move_launch` record. The PM hears of what somebody else drafted for her area.
    """
    require(by, Permission.DRAFT_RELEASE, Scope(area_id=new.area.pk), on=now)
    errors = {} if new.name else {"name": _("Give the release a name.")}
    if objection := objection_to_window(new.window_from, new.window_to):
        errors["window_to"] = objection
    if new.launch_on and not can(by, Permission.PLAN_RELEASE, Scope(area_id=new.area.pk), on=now):
        errors["launch_on"] = _("The area’s PM sets the date. Leave it empty.")
    if errors:
        raise Invalid(errors)
    row = _drafted(new, by, now)
    notices.drafted(row, by=by, now=now)
    return row


@transaction.atomic
def begin(*, new: NewRelease, tier: Tier | None, reason: str, by: Person, now: datetime) -> Release:
    """A release that starts at once: drafted, its tier assigned, its date set, its checklist made; or nothing of it.

    By the area's PM or deputy, under the policy in force. Raises `Invalid` with everything that is missing, each at
    its field. Records what `draft`, `move_launch` and `assign_tier` record.
    """
    require(by, Permission.ASSIGN_TIER, Scope(area_id=new.area.pk), on=now)
    version = policy_in_force()
    if version is None:
        raise Invalid({"": _("There is no release policy yet. An admin chooses one.")})
    errors = objections(
        name=new.name, policy=policy_of(version), answers=new.answers, tier=tier, reason=reason,
        launch_on=new.launch_on, today=Organisation.current().day(now),
    )  # fmt: skip
    if objection := objection_to_window(new.window_from, new.window_to):
        errors["window_to"] = objection
    if errors or tier is None:
        raise Invalid(errors)
    row = _drafted(new, by, now)
    return assign_tier(
        release=row, answers=new.answers, tier=tier, reason=reason, by=by, now=now, seen_version=row.version
    )


def _drafted(new: NewRelease, by: Person, now: datetime) -> Release:
    """With its date before it has a tier, so that the checklist is made once and nobody hears of its being moved."""
    row = draft(
        name=new.name, area=new.area, summary=new.summary, answers=dict(new.answers), window_from=new.window_from,
        window_to=new.window_to, by=by, now=now,
    )  # fmt: skip
    if new.launch_on:
        row = move_launch(release=row, launch_on=new.launch_on, reason="", by=by, now=now, seen_version=row.version)
    return row
