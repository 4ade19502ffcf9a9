"""What one person may know of a release: the one place that decides which fields are for everybody.

Pages, finder, feeds and exports ask here. The internal launch date is for those who prepare; everyone else is told
the window until the release is approved.
"""

from dataclasses import dataclass
from datetime import date

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.permissions import standing_of
from releases.enums import Stage
from releases.models import Release

PREPARE = frozenset({Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD, Role.HEAD_OF_PRODUCT})
SAID = frozenset({Stage.APPROVED, Stage.LAUNCHED, Stage.CLOSED})


@dataclass(frozen=True)
class VisibleFacts:
    """`launch_on` is None for who is told the window only; `internal`: it is shown, and not for customers."""

    launch_on: date | None
    first_launch_on: date | None
    window_from: date | None
    window_to: date | None
    internal: bool


def prepares(release: Release, person: Person, on: date) -> bool:
    """Whether the person's function, role or item prepares this release."""
    standing = standing_of(person, on)
    if standing.roles & PREPARE:
        return True
    kinds = (AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD)
    if any((release.area_id, kind) in standing.areas for kind in kinds):
        return True
    functions = {*standing.functions, person.function_id} - {None}
    if any(area == release.area_id for area, _function in standing.contacts):
        return True
    items = release.items.filter(retired_at=None)
    return items.filter(person=person).exists() or items.filter(function__in=functions).exists()


def facts_for(release: Release, person: Person, *, on: date) -> VisibleFacts:
    """The fields that are not for everybody, as far as `person` may know them."""
    inside = prepares(release, person, on)
    shown = inside or release.stage in SAID
    return VisibleFacts(
        launch_on=release.launch_on if shown else None,
        first_launch_on=release.first_launch_on if inside else None,
        window_from=release.window_from,
        window_to=release.window_to,
        internal=inside and release.stage not in SAID,
    )
