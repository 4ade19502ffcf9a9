"""Reading the RACI: lines of a scope, the matrix as a page shows it, names of holders and places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext

from productops.people.enums import Holder
from productops.people.models import Area, Function, Person, ProductGroup, RaciActivity, RaciEntry
from productops.people.raci import (
    ORGANISATION,
    RaciHolder,
    RaciLine,
    RaciScope,
    in_order,
    letters_of,
    narrowest,
    note_of,
    spelled,
)

Lines = dict[RaciScope, tuple[RaciLine, ...]]


@dataclass(frozen=True)
class Place:
    """A scope with its name and address, and the wider ones it falls back to, narrow to wide."""

    scope: RaciScope
    key: str
    name: str
    wider: tuple["Place", ...] = ()

    @property
    def scopes(self) -> tuple[RaciScope, ...]:
        return (self.scope, *(place.scope for place in self.wider))


def whole() -> Place:
    """The organisation."""
    return Place(ORGANISATION, "organisation", gettext("Organisation"))


def place_of(subject: Area | ProductGroup | None) -> Place:
    """The place of an area (fetched with its group), a product group, or nothing for the organisation."""
    if subject is None:
        return whole()
    if isinstance(subject, ProductGroup):
        return Place(RaciScope(group_id=subject.pk), f"group-{subject.slug}", subject.name, (whole(),))
    wider = (place_of(subject.group), whole()) if subject.group else (whole(),)
    return Place(RaciScope(area_id=subject.pk), f"area-{subject.slug}", subject.name, wider)


def line_of(entry: RaciEntry) -> RaciLine:
    return RaciLine(entry.letter, RaciHolder(entry.role, entry.function_id, entry.person_id), entry.note)


def lines_of(activity: RaciActivity, scopes: Collection[RaciScope] | None = None) -> Lines:
    """The lines of one activity by scope; only of `scopes` when given. One query."""
    return lines_by_activity([activity], scopes).get(activity.pk, {})


def lines_by_activity(
    activities: Iterable[RaciActivity], scopes: Collection[RaciScope] | None = None
) -> dict[int, Lines]:
    """Activity id -> scope -> lines in order. One query however many."""
    entries = RaciEntry.objects.filter(activity__in=list(activities)).order_by("id")
    if scopes is not None:
        entries = entries.filter(_within(scopes))
    found: dict[int, dict[RaciScope, list[RaciLine]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        found[entry.activity_id][RaciScope(entry.group_id, entry.area_id)].append(line_of(entry))
    return {
        activity: {scope: in_order(lines) for scope, lines in by_scope.items()} for activity, by_scope in found.items()
    }


def _within(scopes: Collection[RaciScope]) -> Q:
    wanted = Q(
        group__in={scope.group_id for scope in scopes if scope.group_id},
    ) | Q(area__in={scope.area_id for scope in scopes if scope.area_id})
    return wanted | Q(group=None, area=None) if ORGANISATION in scopes else wanted


@dataclass(frozen=True)
class Cell:
    """What one holder has in one activity."""

    holder: RaciHolder
    name: str
    letters: str
    note: str

    @property
    def spelled(self) -> str:
        return spelled(self.letters)


@dataclass(frozen=True)
class Row:
    """One activity as it holds in one place."""

    activity: RaciActivity
    place: Place
    cells: tuple[Cell, ...]
    own: bool  # the place has lines of its own
    inherits: Place  # where the lines come from
    overridden_by: int = 0  # narrower places with lines of their own
    lines: tuple[RaciLine, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Matrix:
    place: Place
    columns: tuple[tuple[RaciHolder, str], ...]
    rows: tuple[Row, ...]
    overriding: frozenset[RaciScope] = frozenset()  # narrower scopes with lines of their own

    @property
    def column_keys(self) -> str:
        return ",".join(holder.key for holder, _name in self.columns)


def matrix(place: Place, extra: Collection[RaciHolder] = (), only: Sequence[RaciHolder] | None = None,
           activities: Sequence[RaciActivity] | None = None) -> Matrix:  # fmt: skip
    """The matrix of a place: every role, and each function and person with a letter somewhere in it.

    `extra` adds columns; `only` says exactly which there are (a row that joins a table already on the screen).
    A constant number of queries.
    """
    shown = list(RaciActivity.objects.all()) if activities is None else list(activities)
    kept = lines_by_activity(shown, place.scopes)
    narrower = narrower_scopes(place)
    found = []
    for activity in shown:
        by_scope = kept.get(activity.pk, {})
        source = narrowest(by_scope, *place.scopes)
        found.append((activity, source, by_scope.get(source, ())))
    used = {line.holder for _activity, _source, lines in found for line in lines}
    wanted = list(only) if only is not None else {RaciHolder(role=role) for role in Holder.values} | used | set(extra)
    names = names_of(wanted)
    columns = tuple((holder, names[holder]) for holder in (names if only is None else wanted) if holder in names)
    places = {each.scope: each for each in (place, *place.wider)}
    rows = tuple(
        Row(
            activity, place,
            tuple(Cell(holder, name, letters_of(lines, holder), note_of(lines, holder)) for holder, name in columns),
            own=source == place.scope, inherits=places[source], lines=lines,
            overridden_by=len(narrower.get(activity.pk, ())),
        )
        for activity, source, lines in found
    )  # fmt: skip
    return Matrix(place, columns, rows, frozenset().union(*narrower.values()))


def narrower_scopes(place: Place) -> dict[int, frozenset[RaciScope]]:
    """Activity id -> scopes inside this place that have lines of their own. One query; none for an area."""
    if place.scope.area_id:
        return {}
    entries = RaciEntry.objects.exclude(group=None, area=None)
    if place.scope.group_id:
        entries = entries.filter(area__group=place.scope.group_id)
    found: dict[int, set[RaciScope]] = defaultdict(set)
    for activity, group, area in entries.order_by().values_list("activity", "group", "area").distinct():
        found[activity].add(RaciScope(group, area))
    return {activity: frozenset(scopes) for activity, scopes in found.items()}


def names_of(holders: Iterable[RaciHolder]) -> dict[RaciHolder, str]:
    """Names of those that exist, in the order of columns: roles, functions, people. At most two queries."""
    wanted = set(holders)
    functions = [holder.function_id for holder in wanted if holder.function_id]
    people = [holder.person_id for holder in wanted if holder.person_id]
    names = {RaciHolder(role=role.value): str(role.label) for role in Holder if RaciHolder(role=role.value) in wanted}
    if functions:
        rows = Function.objects.filter(pk__in=functions).order_by("position", "sort_key")
        names |= {RaciHolder(function_id=pk): name for pk, name in rows.values_list("pk", "name")}
    if people:
        rows = Person.objects.filter(pk__in=people).order_by("sort_key", "pk")
        names |= {RaciHolder(person_id=pk): name for pk, name in rows.values_list("pk", "name")}
    return names


def places_of(scopes: Iterable[RaciScope]) -> Mapping[RaciScope, Place]:
    """Places of scopes, for findings and lists. At most two queries."""
    wanted = list(scopes)
    areas = Area.objects.select_related("group").filter(pk__in=[each.area_id for each in wanted if each.area_id])
    groups = ProductGroup.objects.filter(pk__in=[each.group_id for each in wanted if each.group_id])
    return {ORGANISATION: whole()} | {place_of(each).scope: place_of(each) for each in (*areas, *groups)}
