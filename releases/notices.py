"""Who hears of what happens to a release. The words are in `mail.py`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from comms.enums import NoticeKind
from comms.notices import tell
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import AreaRole, Organisation, Person
from productops.people.resolution import resolve
from releases.checklist import Plan
from releases.enums import ItemState, Stage
from releases.models import Release, ReleaseItem

# Events that people choose apart from the other news of a release.
KINDS = {
    "signoff_asked": NoticeKind.SIGNOFF,
    "signoff_asked_again": NoticeKind.SIGNOFF,
    "signoff_chased": NoticeKind.SIGNOFF,
    "bundle_review_copy": NoticeKind.BUNDLE,
    "bundle_published": NoticeKind.BUNDLE,
    "bundle_chased": NoticeKind.BUNDLE,
    "training_planned": NoticeKind.BUNDLE,
    "decided": NoticeKind.SHIP_DECISION,
    "approval_stale": NoticeKind.SHIP_DECISION,
    "reconfirmed": NoticeKind.SHIP_DECISION,
}


def pm_of(release: Release, *, now: datetime) -> list[int]:
    """The PM of the release's area, and the deputy in force."""
    return pms_of({release.area_id}, now=now).get(release.area_id, [])


def pms_of(areas: Collection[int], *, now: datetime) -> dict[int, list[int]]:
    """Area id -> its active PM, and the deputy in force. One query beside the organisation's day."""
    day = Organisation.current().day(now)
    kinds = (AreaRoleKind.PM, AreaRoleKind.DEPUTY)
    roles = AreaRole.objects.on(day).filter(area__in=areas, kind__in=kinds, person__is_active=True)
    found: dict[int, list[int]] = defaultdict(list)
    for area, person in roles.values_list("area_id", "person_id"):
        found[area].append(person)
    return found


def in_roles(*roles: Role) -> list[int]:
    return list(Person.objects.active().filter(groups__name__in=roles).values_list("pk", flat=True).distinct())


def tell_of(event: str, release: Release, people: Iterable[int], *, now: datetime, stamp: object, **data: Any) -> None:
    """Tell `people` of `event`, once per `stamp`; its words are `mail.WORDS[event]`, made of `data`."""
    tell(
        kind=KINDS.get(event, NoticeKind.RELEASE),
        key=f"release.{event}:{release.pk}:{stamp}",
        people=people,
        data={"event": event, "release": release.pk, **data},
        now=now,
    )


def replanned(release: Release, plan: Plan, *, by: Person, now: datetime) -> None:
    """Whoever has an open item that is new, moved or gone hears once per re-planning; not who did it."""
    keys = [item.key for item in (*plan.added, *plan.retired, *(each.after for each in (*plan.changed, *plan.revived)))]
    people = _with_open_items(release.items.filter(key__in=keys)) - {by.pk}
    if people:
        tell_of("replanned", release, people, now=now, stamp=release.version, by=by.pk)


def drafted(release: Release, *, by: Person, now: datetime) -> None:
    """The PM, when somebody else drafted a release for her area."""
    pms = pm_of(release, now=now)
    if pms and by.pk not in pms:
        tell_of("drafted", release, pms, now=now, stamp="draft", by=by.pk)


def held(release: Release, *, by: Person, now: datetime) -> None:
    """Whoever has an open item, once per hold: it waits."""
    _paused("held", release, by, now)


def cancelled(release: Release, *, by: Person, now: datetime) -> None:
    """Whoever has an open item: nobody needs it any more."""
    _paused("cancelled", release, by, now)


def _paused(event: str, release: Release, by: Person, now: datetime) -> None:
    people = _with_open_items(release.items.asked_for()) - {by.pk}
    if people:
        tell_of(event, release, people, now=now, stamp=release.version, by=by.pk)


def _with_open_items(items: QuerySet[ReleaseItem]) -> set[int]:
    rows = items.filter(state__in=[ItemState.OPEN, ItemState.BLOCKED], person__is_active=True)
    return {pk for pk in rows.values_list("person_id", flat=True) if pk}


def health_worsened(release: Release, *, now: datetime) -> None:
    """PM and Product Ops, once per change."""
    all_worsened([release], now=now)


def all_worsened(releases: Collection[Release], *, now: datetime) -> None:
    """`health_worsened` of many: whom it is told is read once."""
    if not releases:
        return
    pms = pms_of({release.area_id for release in releases}, now=now)
    ops = in_roles(Role.PRODUCT_OPS)
    for release in releases:
        people = {*pms.get(release.area_id, ()), *ops}
        tell_of("health", release, people, now=now, stamp=now.isoformat(), health=release.health)


def tier_lowered(release: Release, *, now: datetime) -> None:
    """Product Ops sees a tier below the suggested one, with the reason."""
    tell_of("tier_lowered", release, in_roles(Role.PRODUCT_OPS), now=now, stamp=release.version)


def tier_challenged(release: Release, *, now: datetime) -> None:
    """The PM is asked to confirm the tier with a reason."""
    tell_of("tier_challenged", release, pm_of(release, now=now), now=now, stamp=release.version)


def items_yours(items: Collection[ReleaseItem], *, to: Person, by: Person | None, now: datetime) -> None:
    """One notice per release, however many items. `by` is None where work followed a role by itself."""
    who = by.pk if by else None
    for release, rows in _by_release(items):
        tell_of("items_yours", release, [to.pk], now=now, stamp=f"{to.pk}:{now.isoformat()}", items=rows, by=who)


def items_changed(items: Collection[ReleaseItem], *, state: ItemState, by: Person, now: datetime) -> None:
    """The PM hears that items were waived or are blocked."""
    for release, rows in _by_release(items):
        people = set(pm_of(release, now=now)) - {by.pk}
        tell_of(f"items_{state}", release, people, now=now, stamp=now.isoformat(), items=rows, by=by.pk)


def told_of_unapproved(release: Release, *, now: datetime) -> set[int]:
    """Who hears when it is launched without an approval. The area must be loaded with it."""
    accountable = resolve("release-readiness", "A", area=release.area, on=Organisation.current().day(now))
    return {*(person.pk for person in accountable.people), *in_roles(Role.HEAD_OF_PRODUCT)}


def launched_without_approval(release: Release, *, by: Person, now: datetime) -> None:
    """The Accountable for release readiness and the Head of Product."""
    people = told_of_unapproved(release, now=now)
    assert release.stage in (Stage.LAUNCHED, Stage.CLOSED)
    tell_of("launched_without_approval", release, people, now=now, stamp="launch", by=by.pk)


def _by_release(items: Collection[ReleaseItem]) -> list[tuple[Release, list[int]]]:
    found: dict[int, tuple[Release, list[int]]] = {}
    for item in items:
        found.setdefault(item.release_id, (item.release, []))[1].append(item.pk)
    return list(found.values())
