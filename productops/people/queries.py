"""Reads that pages share. Each says how many queries it costs; none grows with the number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person, ProductGroup, RaciEntry
from productops.search.models import Kind, SearchRow
from productops.text import clean_line, unaccented


def people_named(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those of `rows` whose name or address holds every word of `text`, with or without accents."""
    rows = rows.annotate(plain=Replace(F("sort_key"), Value("~"), Value("")))
    for word in clean_line(text[:120]).split()[:6]:
        rows = rows.filter(Q(plain__contains=unaccented(word)) | Q(email__icontains=word))
    return rows


def people_list(
    person: Person, *, text: str = "", function: str = "", role: str = "", state: str = "", sort: str = "", on: date
) -> QuerySet[Person]:
    """People as the list shows them: function, roles, area roles in force. Four queries for a page."""
    rows = Person.objects.visible_to(person).select_related("function")
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
            rows = rows.active().filter(last_login=None, invited_at__isnull=False)
        case _:
            rows = rows.active()
    in_force = AreaRole.objects.on(on).select_related("area", "function").order_by("kind", "area__sort_key")
    orders = {
        "-name": ["-sort_key", "-id"],
        "function": ["function__position", "function__sort_key", "sort_key", "id"],
        "-function": ["-function__position", "-function__sort_key", "sort_key", "id"],
    }
    return rows.prefetch_related("groups", Prefetch("area_roles", queryset=in_force, to_attr="in_force")).order_by(
        *orders.get(sort, ["sort_key", "id"])
    )


@dataclass
class AreaLine:
    """An area as the list shows it."""

    area: Area
    pm: Person | None = None
    deputy: Person | None = None
    eng_lead: Person | None = None
    contacts: list[AreaRole] = field(default_factory=list)
    said: SearchRow | None = None  # what the weekly update last said: health, sentence, when

    @property
    def group(self) -> ProductGroup | None:
        return self.area.group


def area_lines(areas: Iterable[Area], on: date) -> list[AreaLine]:
    """Who is what on a day and what was last said, for areas already read. Two queries."""
    lines = {area.pk: AreaLine(area) for area in areas}
    roles = AreaRole.objects.on(on).filter(area__in=lines).select_related("person", "function")
    for role in roles.order_by("function__position"):
        line = lines[role.area_id]
        match role.kind:
            case AreaRoleKind.PM:
                line.pm = role.person
            case AreaRoleKind.DEPUTY:
                line.deputy = role.person
            case AreaRoleKind.ENG_LEAD:
                line.eng_lead = role.person
            case AreaRoleKind.CONTACT:
                line.contacts.append(role)
    by_slug = {line.area.slug: line for line in lines.values()}
    for row in SearchRow.objects.filter(kind=Kind.AREA, key__in=by_slug):
        by_slug[row.key].said = row
    return list(lines.values())


def areas_list(person: Person, *, text: str = "", group: str = "", state: str = "") -> QuerySet[Area]:
    """Areas in the agreed order, open ones unless said otherwise."""
    rows = Area.objects.visible_to(person).select_related("group")
    rows = rows.filter(closed_at__isnull=False) if state == "closed" else rows.active()
    if group:
        rows = rows.filter(group__slug=group)
    if text:
        rows = rows.annotate(plain=Replace(F("sort_key"), Value("~"), Value("")))
        for word in clean_line(text[:120]).split()[:6]:
            rows = rows.filter(plain__contains=unaccented(word))
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
