"""Facts about who is who on one day, read once for any number of areas: what `resolution` works on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from productops.people.enums import AreaRoleKind, Holder
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.raci import RaciLine

IN_AREAS = frozenset({str(Holder.PM), str(Holder.ENG_LEAD)})  # roles that an area fills, not a group
ESCALATION = (str(Holder.PRODUCT_OPS_LEAD), str(Holder.HEAD_OF_PRODUCT))


@dataclass(frozen=True)
class FunctionFact:
    name: str
    lead_id: int | None = None
    delegate_ids: tuple[int, ...] = ()
    people_ids: tuple[int, ...] = ()  # active ones, and only when everybody was asked for


@dataclass(frozen=True)
class AreaFact:
    """An area and who was put where in it on the day, active or not."""

    id: int
    name: str
    group_id: int | None = None
    holders: dict[str, tuple[int, date | None]] = field(default_factory=dict)  # kind -> person id, last day


@dataclass(frozen=True)
class Directory:
    on: date
    areas: dict[int, AreaFact]
    functions: dict[int, FunctionFact]
    members: dict[str, tuple[int, ...]]  # role -> active people in order of their names
    people: dict[int, Person]  # everybody named above, active or not

    def active(self, ids: Iterable[int | None]) -> tuple[int, ...]:
        """Those of `ids` who can be asked: known and active."""
        return tuple(pk for pk in ids if pk is not None and pk in self.people and self.people[pk].is_active)


def directory(
    lines: Collection[RaciLine], *, areas: Iterable[Area] | None, on: date, everyone: bool = False,
    functions: Collection[int] = (),
) -> Directory:  # fmt: skip
    """Read what resolving `lines` in `areas` (None: every active area) needs. At most seven queries.

    `everyone` brings all active people of the functions named, for those who are only informed.
    """
    found = _areas(lines, areas, on)
    wanted = {line.holder.function_id for line in lines if line.holder.function_id} | set(functions)
    roles = {line.holder.role for line in lines if line.holder.role} - IN_AREAS | set(ESCALATION)
    known = _functions(wanted, everyone)
    members = _members(roles)
    ids = {pk for area in found.values() for pk, _until in area.holders.values()}
    ids |= {line.holder.person_id for line in lines if line.holder.person_id}
    ids |= {pk for group in members.values() for pk in group}
    for function in known.values():
        ids |= {*function.delegate_ids, *function.people_ids} | ({function.lead_id} if function.lead_id else set())
    return Directory(on, found, known, members, Person.objects.in_bulk(ids))


def _areas(lines: Collection[RaciLine], areas: Iterable[Area] | None, on: date) -> dict[int, AreaFact]:
    if not any(line.holder.role in IN_AREAS or line.holder.person_id for line in lines):
        return {area.pk: AreaFact(area.pk, area.name, area.group_id) for area in areas or ()}
    rows = Area.objects.active().in_order() if areas is None else areas
    found = {area.pk: AreaFact(area.pk, area.name, area.group_id) for area in rows}
    kinds = [AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD]
    in_force = AreaRole.objects.on(on).filter(area__in=list(found), kind__in=kinds)
    for area_id, kind, person_id, until in in_force.values_list("area_id", "kind", "person_id", "ends_on"):
        found[area_id].holders[str(kind)] = (person_id, until)
    return found


def _functions(ids: Collection[int], everyone: bool) -> dict[int, FunctionFact]:
    if not ids:
        return {}
    delegates, people = defaultdict(list), defaultdict(list)
    standing_in = Function.delegates.through.objects.filter(function_id__in=ids)
    for function_id, person_id in standing_in.order_by("person__sort_key", "person_id").values_list(
        "function_id", "person_id"
    ):
        delegates[function_id].append(person_id)
    if everyone:
        for function_id, person_id in Person.objects.active().filter(function__in=ids).values_list("function", "pk"):
            people[function_id].append(person_id)
    return {
        pk: FunctionFact(name, lead, tuple(delegates[pk]), tuple(people[pk]))
        for pk, name, lead in Function.objects.filter(pk__in=ids).values_list("pk", "name", "lead_id")
    }


def _members(roles: Collection[str]) -> dict[str, tuple[int, ...]]:
    rows = Person.groups.through.objects.filter(group__name__in=roles, person__is_active=True)
    found: dict[str, list[int]] = defaultdict(list)
    for role, person_id in rows.order_by("person__sort_key", "person_id").values_list("group__name", "person_id"):
        found[role].append(person_id)
    return {role: tuple(ids) for role, ids in found.items()}
