"""What one person may know of a release: the one place that decides which fields are for everybody.

Pages, finder, feeds, mails and exports ask here. Dates and everything from which a date can be counted back are for
those who prepare the release; everyone else is told the window until the release is approved. What may be told to
customers, and from when, is for everybody inside the company.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Person
from productops.people.permissions import standing_of
from productops.people.standing import Standing
from releases.enums import CustomerWord, Stage
from releases.models import Release, ReleaseItem

PREPARE = frozenset({Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD, Role.HEAD_OF_PRODUCT})
SAID = frozenset({Stage.APPROVED, Stage.LAUNCHED, Stage.CLOSED})
OF_AREA = (AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD)
# Their items belong to the PM and the Eng lead of one area (`owners`), so being one of them is not preparing.
AREA_BOUND = ("product", "engineering")


@dataclass(frozen=True)
class VisibleFacts:
    """The fields of one release that are not for everybody, as one person may know them.

    `inside`: she prepares it. `dated`: the launch date is told her, so everything from which it can be counted back
    may be shown too: due dates, promised dates, dates of rollout steps, `health_reasons` with days in them
    (`Release.reasons_in(language, inside=seen.dated)`). `internal`: what is shown is not for customers.
    `slips`: whether how the date moved may be shown. What she may not know is None.
    """

    inside: bool
    dated: bool
    internal: bool
    slips: bool
    launch_on: date | None
    first_launch_on: date | None
    decision_on: date | None
    notice_needed: int | None
    notice_given: int | None
    window_from: date | None
    window_to: date | None
    customer_from: date | None

    @property
    def short_notice(self) -> bool:
        """With its numbers only where they may be known; that notice is short is said to everybody by the health."""
        return self.notice_needed is not None and (self.notice_given or 0) < self.notice_needed


def facts_for(release: Release, person: Person, *, on: date) -> VisibleFacts:
    """The fields that are not for everybody, as far as `person` may know them on a day. One statement at most."""
    return facts_for_many([release], person, on=on)[release.pk]


def facts_for_many(releases: Collection[Release], person: Person, *, on: date) -> dict[int, VisibleFacts]:
    """The same for many releases by their id, in one statement at most. Whether she may see them is asked elsewhere."""
    inside = prepared_by(releases, person, on=on)
    return {release.pk: _facts(release, release.pk in inside) for release in releases}


def prepares(release: Release, person: Person, on: date) -> bool:
    """Whether the person's function, role or item prepares this release."""
    return release.pk in prepared_by([release], person, on=on)


def prepared_by(releases: Collection[Release], person: Person, *, on: date) -> frozenset[int]:
    """Ids of those that the person prepares: by role, for her area, as a contact, or with items of hers.

    Items of a function are prepared by its lead, delegates and people; those of Product and Engineering by the PM and
    the Eng lead of the area alone.
    """
    standing = standing_of(person, on)
    if not standing.active:
        return frozenset()
    if standing.roles & PREPARE:
        return frozenset(release.pk for release in releases)
    areas = _areas_of(standing)
    near = {release.pk for release in releases if release.area_id in areas}
    rest = [release.pk for release in releases if release.pk not in near]
    if not rest:
        return frozenset(near)
    hers = Q(person=person.pk) | Q(function__in=standing.functions)
    if person.function_id:
        hers |= Q(function=person.function_id) & ~Q(function__slug__in=AREA_BOUND)
    items = ReleaseItem.objects.asked_for().filter(hers, release__in=rest)
    return frozenset(near).union(items.values_list("release_id", flat=True).order_by().distinct())


def _areas_of(standing: Standing) -> set[int]:
    return {area for area, kind in standing.areas if kind in OF_AREA} | {area for area, _function in standing.contacts}


def _facts(release: Release, inside: bool) -> VisibleFacts:
    dated = inside or release.stage in SAID
    return VisibleFacts(
        inside=inside,
        dated=dated,
        internal=inside and release.stage not in SAID,
        slips=inside,
        launch_on=release.launch_on if dated else None,
        first_launch_on=release.first_launch_on if inside else None,
        decision_on=release.decision_on if dated else None,
        notice_needed=release.notice_needed if dated else None,
        notice_given=release.notice_given if dated else None,
        window_from=release.window_from,
        window_to=release.window_to,
        customer_from=release.customer_from if release.customer_word == CustomerWord.FROM else None,
    )
