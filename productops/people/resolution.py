"""Who is meant: (activity, letter, area) -> people. The one function that decides who is reminded, asked, informed.

A line names a role, a function or a person. "PM" means the PM of the area (of every active area when none is
given). Who has left falls through: a PM to the deputy in force on the day, then to the escalation path, which is
the Product Ops lead, then the Head of Product. Each step is said in words, so that a page can show why.

For what only product people decide (`raci.DECIDED_BY_PRODUCT`) the Accountable falls through to the Head of Product:
nobody becomes the one who decides on a launch because a PM left.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from productops.dates import say_date
from productops.people.directory import ESCALATION, IN_AREAS, AreaFact, Directory, directory
from productops.people.enums import AreaRoleKind, Holder, Letter
from productops.people.matrix import Lines, lines_of
from productops.people.models import Area, Person, RaciActivity
from productops.people.raci import (
    DECIDED_BY_PRODUCT,
    ORGANISATION,
    A,
    I,
    RaciLine,
    RaciScope,
    narrowest,
)


class UnknownActivity(LookupError):
    """There is no RACI activity with this code."""


@dataclass(frozen=True)
class Resolution:
    """The people meant, in order and each once; the steps that led there; whether a line had to be escalated."""

    people: tuple[Person, ...] = ()
    steps: tuple[str, ...] = ()
    escalated: bool = False


@dataclass(frozen=True)
class Settled:
    """One line settled: ids of active people, empty when nobody of those it names is left, and why."""

    ids: tuple[int, ...]
    steps: tuple[str, ...]


def resolve(activity_code: str, letter: str, *, area: Area | None = None, on: date) -> Resolution:
    """The people who hold `letter` for an activity on a day, in an area or for the whole organisation.

    Never an inactive person; the same facts give the same answer. Raises UnknownActivity.
    """
    activity, lines = _lines(activity_code, [area] if area else [])
    known = directory(_relevant(lines, letter), areas=[area] if area else None, on=on, everyone=letter == I)
    return answer(activity.code, letter, lines, known, known.areas.get(area.pk) if area else None)


def resolve_many(activity_code: str, letter: str, areas: Iterable[Area], on: date) -> dict[int, Resolution]:
    """As `resolve`, for many areas at once: area id -> people. The number of queries does not grow with areas."""
    areas = list(areas)
    activity, lines = _lines(activity_code, areas)
    known = directory(_relevant(lines, letter), areas=areas, on=on, everyone=letter == I)
    return {area.pk: answer(activity.code, letter, lines, known, known.areas[area.pk]) for area in areas}


def everybody_meant(activity: RaciActivity, areas: Collection[Area] | None, on: date) -> dict[str, Resolution]:
    """Letter -> people, for a page about one activity: in some areas together, or (None) the whole organisation."""
    activity, lines = _lines(activity.code, areas or ())
    held = [line for scope in lines.values() for line in scope]
    known = directory(held, areas=areas, on=on, everyone=True)
    facts: list[AreaFact | None] = [None] if areas is None else [known.areas[area.pk] for area in areas]
    return {
        str(letter): _together(answer(activity.code, letter, lines, known, area) for area in facts) for letter in Letter
    }


def _together(answers: Iterable[Resolution]) -> Resolution:
    found = list(answers)
    people = dict.fromkeys(person for each in found for person in each.people)
    steps = dict.fromkeys(step for each in found for step in each.steps)
    return Resolution(tuple(people), tuple(steps), any(each.escalated for each in found))


def escalation_path(on: date) -> tuple[Person, ...]:
    """Whom a dispute or a gap goes to, first to last: Product Ops leads, then Heads of Product; active ones."""
    known = directory((), areas=(), on=on)
    ids = dict.fromkeys(pk for role in ESCALATION for pk in known.members.get(role, ()))
    return tuple(known.people[pk] for pk in ids)


def _lines(code: str, areas: Collection[Area]) -> tuple[RaciActivity, Lines]:
    activity = RaciActivity.objects.filter(code=code).first()
    if activity is None:
        raise UnknownActivity(code)
    scopes = {ORGANISATION} | {RaciScope(area_id=area.pk) for area in areas}
    return activity, lines_of(activity, scopes | {RaciScope(group_id=a.group_id) for a in areas if a.group_id})


def _relevant(lines: Lines, letter: str) -> list[RaciLine]:
    return [line for held in lines.values() for line in held if line.letter == letter]


def answer(
    code: str, letter: str, lines: Mapping[RaciScope, Collection[RaciLine]], known: Directory, area: AreaFact | None
) -> Resolution:
    """Pure: settle every line of the letter in the narrowest scope that has lines; escalate those left empty."""
    held = lines.get(narrowest(lines, *scopes_of(area)), ())
    ids: dict[int, None] = {}
    steps: list[str] = []
    escalated = False
    for line in held:
        if line.letter != letter:
            continue
        everywhere = area is None and line.holder.role in IN_AREAS
        targets: list[AreaFact | None] = [*known.areas.values()] if everywhere and known.areas else [area]
        for target in targets:
            settled = settle(line, known, target)
            if not settled.ids:
                settled = escalate(code, letter, known, settled.steps)
                escalated = True
            steps += settled.steps
            ids |= dict.fromkeys(settled.ids)
    if not steps:
        steps.append(_("Nobody has this letter."))
    return Resolution(tuple(known.people[pk] for pk in ids), tuple(dict.fromkeys(steps)), escalated)


def scopes_of(area: AreaFact | None) -> tuple[RaciScope, ...]:
    """Narrow to wide."""
    if area is None:
        return (ORGANISATION,)
    group = (RaciScope(group_id=area.group_id),) if area.group_id else ()
    return (RaciScope(area_id=area.id), *group, ORGANISATION)


def settle(line: RaciLine, known: Directory, area: AreaFact | None) -> Settled:
    """Whom one line means before any escalation."""
    holder = line.holder
    if holder.role in IN_AREAS:
        return _in_area(holder.role, known, area)
    if holder.role:
        label = Holder(holder.role).label
        ids = known.active(known.members.get(holder.role, ()))
        said = _("%(role)s: %(names)s.") if ids else _("Nobody has the role %(role)s.")
        return Settled(ids, (said % {"role": label, "names": _names(known, ids)},))
    if holder.function_id:
        return _of_function(holder.function_id, line.letter, known)
    person_id = holder.person_id or 0
    if known.active([person_id]):
        return Settled((person_id,), (_("%(name)s, by name.") % {"name": known.people[person_id].name},))
    gone = (left(known, person_id),)
    if area and area.holders.get(AreaRoleKind.PM, (None,))[0] == person_id:
        deputy = deputy_of(known, area)
        return Settled(deputy.ids, gone + deputy.steps)
    return Settled((), gone)


def _in_area(role: str, known: Directory, area: AreaFact | None) -> Settled:
    label = Holder(role).label
    if area is None:
        return Settled((), (_("There is no active area."),))
    person_id, _until = area.holders.get(role, (None, None))
    words = {"role": label, "area": area.name}
    if known.active([person_id]):
        words["name"] = known.people[person_id].name  # type: ignore[index]
        return Settled((person_id,), (_("%(role)s of %(area)s: %(name)s.") % words,))  # type: ignore[arg-type]
    if person_id is None:
        steps: tuple[str, ...] = (_("%(area)s has no %(role)s.") % words,)
    else:
        words["left"] = left(known, person_id)
        steps = (_("%(role)s of %(area)s: %(left)s") % words,)
    if role != Holder.PM:
        return Settled((), steps)
    deputy = deputy_of(known, area)
    return Settled(deputy.ids, steps + deputy.steps)


def deputy_of(known: Directory, area: AreaFact) -> Settled:
    """Who acts for the PM of an area on the day."""
    person_id, until = area.holders.get(AreaRoleKind.DEPUTY, (None, None))
    if person_id is None:
        return Settled((), (_("There is no deputy."),))
    if not known.active([person_id]):
        return Settled((), (_("The deputy: %(left)s") % {"left": left(known, person_id)},))
    words = {"name": known.people[person_id].name, "day": say_date(until, known.on) if until else ""}
    said = _("%(name)s is deputy until %(day)s.") if until else _("%(name)s is deputy.")
    return Settled((person_id,), (said % words,))


def _of_function(function_id: int, letter: str, known: Directory) -> Settled:
    function = known.functions.get(function_id)
    if function is None:
        return Settled((), ())
    words = {"function": function.name}
    if letter == I:
        ids = known.active(function.people_ids)
        said = _("Everybody in %(function)s.") if ids else _("Nobody is in %(function)s.")
        return Settled(ids, (said % words,))
    lead = known.active([function.lead_id])
    if lead:
        words["name"] = known.people[lead[0]].name
        return Settled(lead, (_("Lead of %(function)s: %(name)s.") % words,))
    words["left"] = left(known, function.lead_id) if function.lead_id else ""
    first = _("Lead of %(function)s: %(left)s") if function.lead_id else _("%(function)s has no lead.")
    ids = known.active(function.delegate_ids)
    words["names"] = _names(known, ids)
    then = _("Delegates: %(names)s.") if ids else _("There is no delegate.")
    return Settled(ids, (first % words, then % words))


def escalate(code: str, letter: str, known: Directory, steps: tuple[str, ...]) -> Settled:
    """The first of the escalation path who are there; what product people decide goes to the Head of Product."""
    path = ESCALATION[1:] if letter == A and code in DECIDED_BY_PRODUCT else ESCALATION
    for role in path:
        ids = known.active(known.members.get(role, ()))
        if ids:
            words = {"role": Holder(role).label, "names": _names(known, ids)}
            return Settled(ids, (*steps, _("Escalation path, %(role)s: %(names)s.") % words))
    return Settled((), (*steps, _("The escalation path is empty.")))


def left(known: Directory, person_id: int | None) -> str:
    """'Jo Kvist left on Fri 20 Nov.'"""
    person = known.people.get(person_id or 0)
    if person is None:
        return _("nobody.")
    if person.deactivated_at is None:
        return _("%(name)s has left.") % {"name": person.name}
    day = say_date(timezone.localdate(person.deactivated_at), known.on)
    return _("%(name)s left on %(day)s.") % {"name": person.name, "day": day}


def _names(known: Directory, ids: Collection[int]) -> str:
    names = [known.people[pk].name for pk in ids]
    if len(names) > 4:
        return _("%(names)s and %(number)d more") % {"names": ", ".join(names[:3]), "number": len(names) - 3}
    return ", ".join(names)
