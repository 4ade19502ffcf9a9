"""Changes to areas: what they are, their place in the order, closing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from productops.audit.record import record
from productops.people.actions.area_roles import project_area_roles, set_role
from productops.people.actions.order import free_slug, move
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, Person, ProductGroup
from productops.people.permissions import Permission, require
from productops.people.search import push_areas
from productops.people.standing import day_of
from productops.people.versions import hold
from productops.search.engine import addresses_of
from productops.text import unaccented


@transaction.atomic
def create_area(
    *,
    name: str,
    summary: str = "",
    chat: str = "",
    components: list[str] | None = None,
    group: ProductGroup | None = None,
    pm: Person | None = None,
    by: Person,
    now: datetime,
) -> Area:
    """A new area at the end of its group, with its PM from today when named. Records `area.created`."""
    require(by, Permission.MANAGE_AREAS, on=now)
    base = slugify(unaccented(name))[:70]
    taken = set(Area.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | set(addresses_of([base]))
    last = Area.objects.filter(group=group).aggregate(Max("position"))["position__max"]
    area = Area.objects.create(
        slug=free_slug(name, taken),
        name=name,
        summary=summary,
        chat=chat,
        components=components or [],
        group=group,
        position=(last or 0) + 1,
    )
    record("area.created", by=by, obj=area, now=now, area_id=area.pk)
    if pm:
        set_role(area=area, kind=AreaRoleKind.PM, person=pm, starts_on=day_of(by, now), by=by, now=now)
    push_areas([area], now=now)
    return area


@transaction.atomic
def change_area(
    *,
    area: Area,
    version: int,
    name: str,
    summary: str,
    chat: str,
    components: list[str],
    group: ProductGroup | None,
    by: Person,
    now: datetime,
) -> Area:
    """Say anew what an area is. Its address stays. Records `area.changed`. Raises Stale."""
    area = _locked(area)
    require(by, Permission.MANAGE_AREAS, area, on=now)
    hold(area, version)
    area.name, area.summary, area.chat, area.components, area.group = name, summary, chat, components, group
    area.save()
    record("area.changed", by=by, obj=area, now=now, area_id=area.pk)
    push_areas([area], now=now)
    return area


@transaction.atomic
def close_area(*, area: Area, by: Person, now: datetime) -> Area:
    """Nothing is asked of this area any more and the finder forgets it; its past stays. Records `area.closed`."""
    area = _locked(area)
    require(by, Permission.MANAGE_AREAS, area, on=now)
    if area.closed_at is None:
        area.closed_at, area.closed_by = now, by
        area.version += 1
        area.save()
        record("area.closed", by=by, obj=area, now=now, area_id=area.pk)
        push_areas([area], now=now)
        project_area_roles(area, on=day_of(by, now))
    return area


@transaction.atomic
def reopen_area(*, area: Area, by: Person, now: datetime) -> Area:
    """Take a closing back. Records `area.reopened`."""
    area = _locked(area)
    require(by, Permission.MANAGE_AREAS, area, on=now)
    if area.closed_at is not None:
        area.closed_at = area.closed_by = None
        area.version += 1
        area.save()
        record("area.reopened", by=by, obj=area, now=now, area_id=area.pk)
        push_areas([area], now=now)
        project_area_roles(area, on=day_of(by, now))
    return area


@transaction.atomic
def move_area(*, area: Area, by: Person, up: bool, now: datetime) -> None:
    """One place up or down within its group. Records `area.moved`."""
    require(by, Permission.MANAGE_AREAS, area, on=now)
    areas = list(
        Area.objects.select_for_update().active().filter(group_id=area.group_id).order_by("position", "sort_key")
    )
    move(areas, area, up)
    Area.objects.bulk_update(areas, ["position"])
    record("area.moved", by=by, obj=area, now=now, area_id=area.pk, up=up)


def _locked(area: Area) -> Area:
    return Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
