"""Open items follow the people whose role they belong to: a new PM finds the former one's work with her."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from productops.audit.models import DomainEvent
from productops.audit.record import record
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Organisation, Person
from releases import notices
from releases.enums import AHEAD, ItemState
from releases.models import Release, ReleaseItem
from releases.owners import ENGINEERING, PRODUCT, heir
from releases.queries import holders_of
from releases.search import push_release

Former = Mapping[tuple[str, int], date]  # (function, person) -> the last day in the role


@transaction.atomic
def follow_roles(*, area: Area | None = None, by: Person | None, now: datetime) -> list[ReleaseItem]:
    """Hand open items of releases ahead to who holds the role now (`owners.heir`), in one area or in all.

    Called inside the change of a role, and by the schedule, because roles begin by date and people leave. What was
    handed on to somebody after her role ended stays hers. Each new person hears once. Records
    `release_item.handed_on`; repeated, it writes nothing.
    """
    day = Organisation.current().day(now)
    moved: dict[int, list[ReleaseItem]] = {}
    for area_id, rows in _candidates(area, day).items():
        holders, former = holders_of(area_id, day), _former(area_id, day)
        kept = _handed_since(rows, former)
        for row in rows:
            slug, left = row.function.slug, row.person is not None and not row.person.is_active
            over = {person for (function, person) in former if function == slug} if row.pk not in kept else set()
            to = heir(slug, row.person_id, holders=holders, former=over, left=left)
            if to is not None:
                moved.setdefault(to, []).append(row)
    people = Person.objects.in_bulk(moved)
    for pk, rows in moved.items():
        for row in rows:
            row.person = people[pk]
            row.version += 1
            row.save(update_fields=["person", "version"])
            record(
                "release_item.handed_on", by=by, obj=row, now=now, area_id=row.release.area_id,
                release=row.release.key, to=pk,
            )  # fmt: skip
        if by is None or by.pk != pk:
            notices.items_yours(rows, to=people[pk], by=by, now=now)
    changed = [row for rows in moved.values() for row in rows]
    for release in {row.release_id: row.release for row in changed}.values():
        push_release(release, now=now)
    return changed


def _candidates(area: Area | None, day: date) -> dict[int, list[ReleaseItem]]:
    """Open items that may have lost whose they were, by area, locked after their releases."""
    gone = AreaRole.objects.filter(area=OuterRef("release__area"), person=OuterRef("person"), ends_on__lt=day)
    rows = ReleaseItem.objects.asked_for().filter(
        Q(person=None) | Q(person__is_active=False) | Exists(gone),
        state__in=[ItemState.OPEN, ItemState.BLOCKED],
        release__stage__in=AHEAD,
    )
    if area is not None:
        rows = rows.filter(release__area=area)
    releases = set(rows.values_list("release_id", flat=True))
    locked = Release.objects.filter(pk__in=releases).select_related("area").select_for_update(of=("self",))
    found = {release.pk: release for release in locked.order_by("pk")}
    by_area: dict[int, list[ReleaseItem]] = {}
    mine = rows.filter(release__in=found).select_related("function", "person").select_for_update(of=("self",))
    for row in mine.order_by("pk"):
        row.release = found[row.release_id]
        by_area.setdefault(row.release.area_id, []).append(row)
    return by_area


def _former(area_id: int, day: date) -> Former:
    """Whose role in the area is over, by the function whose items it answers for."""
    slugs = {AreaRoleKind.PM: PRODUCT, AreaRoleKind.ENG_LEAD: ENGINEERING}
    found: dict[tuple[str, int], date] = {}
    roles = AreaRole.objects.filter(area=area_id, ends_on__lt=day).exclude(kind=AreaRoleKind.DEPUTY)
    for role in roles.select_related("function").order_by("ends_on"):
        slug = role.function.slug if role.function else slugs[AreaRoleKind(role.kind)]
        assert role.ends_on
        found[slug, role.person_id] = role.ends_on
    return found


def _handed_since(rows: list[ReleaseItem], former: Former) -> frozenset[int]:
    """Items that somebody gave to a former holder on purpose, after her last day."""
    ids = {str(row.pk): row for row in rows if (row.function.slug, row.person_id) in former}
    events = DomainEvent.objects.filter(
        object_type="releases.releaseitem", object_id__in=list(ids), name="release_item.handed_on"
    )
    kept, organisation = set(), Organisation.current()
    for event in events:
        row = ids[event.object_id]
        if (
            event.data.get("to") == row.person_id
            and organisation.day(event.at) > former[row.function.slug, row.person_id or 0]
        ):
            kept.add(row.pk)
    return frozenset(kept)
