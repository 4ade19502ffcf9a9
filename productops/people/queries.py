"""Reads that pages share. Each says how many queries it costs; none grows with the number of rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Replace

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person, RaciEntry
from productops.search.models import Kind, SearchRow
from productops.text import clean_line, unaccented


def people_named(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those of `rows` whose name or address holds every word of `text`, with or without accents."""
    rows = rows.annotate(plain=Replace(F("sort_key"), Value("~"), Value("")))
    for word in clean_line(text[:120]).split()[:6]:
        rows = rows.filter(Q(plain__contains=unaccented(word)) | Q(email__icontains=word))
    return rows


def people_list(
    person: Person, *, text: str = "", function: str = "", role: str = "", state: str = "", sort: str = ""
) -> QuerySet[Person]:
    """People found and in order; `people_rows` has what the list shows of them."""
    rows: QuerySet[Person] = Person.objects.visible_to(person)
    if text:
        rows = people_named(rows, text)
    if function:
        rows = rows.filter(function__slug=function)
    if role in Role:
        rows = rows.filter(groups__name=role)
    match state:
        case "all":
            pass
        case "inactive":
            rows = rows.filter(is_active=False)
        case "invited":
            rows = rows.filter(is_active=True, last_login=None, invited_at__isnull=False)
        case _:
            rows = rows.filter(is_active=True)
    orders = {
        "-name": ["-sort_key", "-id"],
        "function": ["function__position", "function__sort_key", "sort_key", "id"],
        "-function": ["-function__position", "-function__sort_key", "sort_key", "id"],
    }
    return rows.order_by(*orders.get(sort, ["sort_key", "id"]))


# What belongs to a row comes with it. Written by hand: as expressions of the ORM the same two cost more to put
# together, for every page, than the database needs to answer them.
_ROLES = """ARRAY(
    SELECT g.name FROM people_person_groups pg JOIN auth_group g ON g.id = pg.group_id
    WHERE pg.person_id = people_person.id ORDER BY g.id)"""
_IN_FORCE = """(
    SELECT json_agg(json_build_array(a.slug, a.name, r.kind, f.name) ORDER BY r.kind, a.sort_key)
    FROM people_arearole r JOIN people_area a ON a.id = r.area_id LEFT JOIN people_function f ON f.id = r.function_id
    WHERE r.person_id = people_person.id AND r.starts_on <= %s AND (r.ends_on IS NULL OR r.ends_on >= %s))"""
_HOLDERS = """(
    SELECT json_object_agg(r.kind, json_build_object('pk', p.id, 'name', p.name, 'is_active', p.is_active))
    FROM people_arearole r JOIN people_person p ON p.id = r.person_id
    WHERE r.area_id = people_area.id AND r.kind <> 'contact'
    AND r.starts_on <= %s AND (r.ends_on IS NULL OR r.ends_on >= %s))"""
_SAID = """(
    SELECT json_build_object('health', s.health, 'sentence', s.sentence)
    FROM search_searchrow s WHERE s.key = people_area.slug AND s.kind = 'area')"""


def functions() -> tuple[tuple[str, str], ...]:
    """(slug, name) of every function, in order: what lists are filtered by. One query."""
    return _choices("SELECT slug, name FROM people_function ORDER BY position, sort_key")


def groups() -> tuple[tuple[str, str], ...]:
    """(slug, name) of every product group, in order. One query."""
    return _choices("SELECT slug, name FROM people_productgroup ORDER BY position, sort_key")


def _choices(sql: str) -> tuple[tuple[str, str], ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchall())


def people_rows(people: QuerySet[Person], on: date) -> list[dict[str, Any]]:
    """What the list says of `people`: `roles` by code, `in_force` as (area's slug, name, kind, function). One query."""
    rows = people.annotate(roles=RawSQL(_ROLES, []), in_force=RawSQL(_IN_FORCE, [on, on]))
    columns = ("pk", "name", "title", "is_active", "invited_at", "last_login", "function__name", "roles", "in_force")
    return list(rows.values(*columns))


def area_rows(areas: QuerySet[Area], on: date) -> list[dict[str, Any]]:
    """What the list says of `areas`: `holders` by kind of area role, what the weekly update `said`. One query."""
    rows = areas.annotate(holders=RawSQL(_HOLDERS, [on, on]), said=RawSQL(_SAID, []))
    return list(rows.values("slug", "name", "summary", "group__name", "holders", "said"))  # type: ignore[arg-type]


@dataclass
class AreaLine:
    """Who answers for an area and what was last said of it."""

    pm: Person | None = None
    deputy: Person | None = None
    said: SearchRow | None = None  # what the weekly update last said: health, sentence, when


def area_line(area: Area, on: date) -> AreaLine:
    """Two queries."""
    roles = area.roles.on(on).filter(kind__in=[AreaRoleKind.PM, AreaRoleKind.DEPUTY]).select_related("person")
    holders = {role.kind: role.person for role in roles}
    said = SearchRow.objects.filter(kind=Kind.AREA, key=area.slug).first()
    return AreaLine(holders.get(AreaRoleKind.PM), holders.get(AreaRoleKind.DEPUTY), said)


def areas_list(person: Person, *, text: str = "", group: str = "", state: str = "") -> QuerySet[Area]:
    """Areas in the agreed order, open ones unless said otherwise; `area_rows` has what the list shows of them."""
    rows = Area.objects.visible_to(person)
    rows = rows.filter(closed_at__isnull=False) if state == "closed" else rows.active()
    if group:
        rows = rows.filter(group__slug=group)
    if text:
        rows = rows.annotate(plain=Replace(F("sort_key"), Value("~"), Value("")))
        for word in clean_line(text[:120]).split()[:6]:
            rows = rows.filter(plain__contains=unaccented(word))  # type: ignore[misc]
    return rows.in_order()


@dataclass(frozen=True)
class AreaRoles:
    """Everybody who is, will be or was something in an area."""

    now: list[AreaRole]
    coming: list[AreaRole]
    past: list[AreaRole]


ROLE_ORDER = {kind.value: place for place, kind in enumerate(AreaRoleKind)}


def roles_of(area: Area, on: date) -> AreaRoles:
    """One query."""
    rows = list(area.roles.select_related("person", "function").order_by("starts_on", "pk"))
    rows.sort(key=lambda role: (ROLE_ORDER[role.kind], role.function.position if role.function else 0))
    over = [role for role in rows if role.ends_on and role.ends_on < on]
    return AreaRoles(
        now=[role for role in rows if role.starts_on <= on and role not in over],
        coming=[role for role in rows if role.starts_on > on],
        past=sorted(over, key=lambda role: role.ends_on or on, reverse=True)[:50],
    )


def functions_list(person: Person) -> QuerySet[Function]:
    """Functions in their order with lead and number of active people. One query."""
    return Function.objects.select_related("lead").annotate(
        number=Count("people", filter=Q(people__is_active=True), distinct=True)
    )


def contact_areas(function: Function, on: date) -> list[AreaRole]:
    """Areas that have a contact of this function on a day. One query."""
    return list(
        AreaRole.objects.on(on)
        .filter(kind=AreaRoleKind.CONTACT, function=function, area__closed_at=None)
        .select_related("area", "person")
        .order_by("area__sort_key")
    )


@dataclass(frozen=True)
class Stake:
    """What depends on one person: what to think of before she goes."""

    pm_of: list[Area]
    eng_lead_of: list[Area]
    contact_of: list[Area]
    leads: list[Function]
    raci_entries: int
    only_admin: bool


def stake_of(person: Person, on: date) -> Stake:
    """Four queries."""
    roles = list(AreaRole.objects.on(on).filter(person=person, area__closed_at=None).select_related("area"))

    def areas(kind: AreaRoleKind) -> list[Area]:
        return [role.area for role in roles if role.kind == kind]

    admins = set(Person.objects.active().filter(groups__name=Role.ADMIN).values_list("pk", flat=True)[:2])
    return Stake(
        pm_of=areas(AreaRoleKind.PM),
        eng_lead_of=areas(AreaRoleKind.ENG_LEAD),
        contact_of=areas(AreaRoleKind.CONTACT),
        leads=list(person.leads.all()),
        raci_entries=RaciEntry.objects.filter(person=person).count(),
        only_admin=admins == {person.pk},
    )


def stands_in(person: Person, on: date) -> QuerySet[AreaRole]:
    """Deputies, now or to come, in areas whose PM `person` is. One query."""
    return (
        AreaRole.objects.filter(
            kind=AreaRoleKind.DEPUTY,
            ends_on__gte=on,
            area__in=AreaRole.objects.on(on).filter(person=person, kind=AreaRoleKind.PM).values("area"),
        )
        .select_related("area", "person")
        .order_by("starts_on")
    )
