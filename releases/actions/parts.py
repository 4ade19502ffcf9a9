"""The doors of a release's parts: risks, flags, steps of the rollout, links. One shape for all of them.

By who may edit the release. Each door holds the release locked, so that two people wait for each other, records
`release.<part>_<what>` on it, and lets what fields prove, the health and the finder follow.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.history import row_history
from productops.people.models import Person
from productops.people.permissions import Permission
from releases.actions.planning import locked, settle
from releases.enums import RiskState
from releases.fitting import objections
from releases.models import Dependency, FeatureFlag, Release, ReleaseLink, Risk, RolloutStep

P = TypeVar("P", Risk, FeatureFlag, RolloutStep, ReleaseLink, Dependency)
Part = Risk | FeatureFlag | RolloutStep | ReleaseLink | Dependency
NOUNS: Mapping[type[Part], str] = {
    Risk: "risk",
    FeatureFlag: "flag",
    RolloutStep: "step",
    ReleaseLink: "link",
    Dependency: "dependency",
}
FIELDS: Mapping[type[Part], tuple[str, ...]] = {
    Risk: ("title", "severity", "mitigation", "owner", "state"),
    FeatureFlag: ("key", "system", "environment", "owner", "kill_switch_url"),
    RolloutStep: ("share", "audience", "on"),
    ReleaseLink: ("title", "url"),
    Dependency: ("deliverable", "promised_on"),
}
MANY = 100  # of one kind; more is a list somewhere else


def fingerprint(part: Part) -> str:
    """What a page showed of a part, to notice that somebody changed it meanwhile."""
    values = [str(part.serializable_value(name)) for name in FIELDS[type(part)]]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


@transaction.atomic
def add(*, release: Release, part: type[P], facts: Mapping[str, Any], by: Person, now: datetime) -> P:
    """A new risk, flag, step or link. Raises `Invalid` for what does not fit. Records `release.<part>_added`."""
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    return added(row, part(release=row, **_only(part, facts)), by, now)


def added(row: Release, made: P, by: Person, now: datetime) -> P:
    """Write a part of a release that is locked."""
    if type(made)._default_manager.filter(release=row).count() >= MANY:
        raise Invalid({"": _("There are %(limit)s already; remove one first.") % {"limit": MANY}})
    _refuse_unfit(made)
    made.save(force_insert=True)
    noted(row, made, "added", by, now)
    return made


@transaction.atomic
def change(*, part: P, facts: Mapping[str, Any], by: Person, now: datetime, seen: str) -> P:
    """Say something else of a part. Saying the same again writes nothing.

    `seen` is the `fingerprint` that the page showed: somebody else's change raises `Stale`, with what it was and the
    new fingerprint as `version`. Raises `Invalid` for what does not fit. Records `release.<part>_changed`.
    """
    row, held = held_part(part, by, now)
    facts = _only(type(held), facts)
    if all(getattr(held, name) == value for name, value in facts.items()):
        return held
    if seen != fingerprint(held):
        raise Stale(
            _("Somebody changed this after you opened the page. What you typed is still here."),
            version=fingerprint(held), changes=row_history(held, limit=1), reload=row.get_absolute_url(),
        )  # fmt: skip
    for name, value in facts.items():
        setattr(held, name, value)
    if isinstance(held, Risk):
        held.version += 1
    _refuse_unfit(held)
    held.save()
    noted(row, held, "changed", by, now)
    return held


@transaction.atomic
def remove(*, part: P, by: Person, now: datetime) -> None:
    """Take a part away; its history stays, and `put_back` brings it back. Records `release.<part>_removed`."""
    row, held = held_part(part, by, now)
    pk = held.pk
    held.delete()
    held.pk = pk
    noted(row, held, "removed", by, now)


@transaction.atomic
def put_back(*, release: Release, part: type[P], pk: int, by: Person, now: datetime) -> P:
    """Undo a removal: the part as it was. Harmless when it is there. Raises `Stale` when it never was of this release.

    Records `release.<part>_added`.
    """
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    if there := part._default_manager.filter(release=row, pk=pk).first():
        return there
    return added(row, as_it_was(row, part, pk), by, now)


def as_it_was(row: Release, part: type[P], pk: int) -> P:
    """A removed part, from its history, not saved."""
    events = apps.get_model("releases", f"{part.__name__}Event").objects
    event = events.filter(release_id=row.pk, pgh_obj_id=pk, pgh_label="delete").order_by("-pgh_id").first()
    if event is None:
        raise Stale(_("There is nothing to put back."), reload=row.get_absolute_url())
    return part(**{field.attname: getattr(event, field.attname) for field in part._meta.concrete_fields})


@transaction.atomic
def reach(*, step: RolloutStep, reached: bool, by: Person, now: datetime) -> RolloutStep:
    """Record that a step of the rollout was reached, or take that back. Harmless when it is so already.

    Records `release.step_reached` or `release.step_unreached`.
    """
    row, held = held_part(step, by, now)
    if bool(held.reached_at) == reached:
        return held
    held.reached_at, held.reached_by = (now, by) if reached else (None, None)
    held.save()
    noted(row, held, "reached" if reached else "unreached", by, now)
    return held


def held_part(part: P, by: Person, now: datetime) -> tuple[Release, P]:
    """The release and its part, both locked, for who may edit. Raises `Stale` when the part is gone."""
    row = locked(part.release, by, Permission.EDIT_RELEASE, now)
    held = type(part)._default_manager.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if held is None:
        raise Stale(_("Somebody removed this meanwhile."), reload=row.get_absolute_url())
    return row, held


def _only(part: type[Part], facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - set(FIELDS[part])
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return dict(facts)


def _refuse_unfit(made: Part) -> None:
    found = objections(made)
    if isinstance(made, Risk) and made.state == RiskState.MITIGATED and not made.mitigation:
        found["mitigation"] = _("Say how it is mitigated.")
    if isinstance(made, Dependency) and made.on_function_id and not made.deliverable:
        found["deliverable"] = _("Say what is needed.")
    if isinstance(made, RolloutStep) and "share" not in found and not 1 <= made.share <= 100:
        found["share"] = _("A share is between 1 and 100 percent.")
    if found:
        raise Invalid(found)


def noted(row: Release, part: Part, what: str, by: Person, now: datetime) -> None:
    """What every door of a part ends with."""
    record(f"release.{NOUNS[type(part)]}_{what}", by=by, obj=row, now=now, area_id=row.area_id, part=part.pk)
    settle(row, now=now)
