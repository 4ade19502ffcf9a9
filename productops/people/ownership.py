"""The ownership check: what nobody answers for, or only somebody who stands in ("shadow ownership").

`check(facts)` is pure and says each cause once, with the activities it leaves without an owner; `facts_on(day)` reads
what it needs in a constant number of queries. Each finding names the one place where it is mended.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from productops.dates import say_date
from productops.people.directory import ESCALATION, IN_AREAS, AreaFact, Directory, directory
from productops.people.enums import AreaRoleKind, Holder, Letter
from productops.people.matrix import Lines, lines_by_activity, places_of
from productops.people.models import Area, AreaRole, Function, RaciActivity
from productops.people.raci import ORGANISATION, A, R, RaciHolder, RaciLine, RaciScope, narrowest
from productops.people.resolution import deputy_of, escalate, left, scopes_of, settle

Effect = tuple[str, str]  # activity's name, letter


@dataclass(frozen=True)
class Mend:
    """Where a finding is put right: a route, its arguments, the words of the button, what is chosen there already."""

    route: str
    args: tuple[str, ...]
    verb: str
    query: str = ""


@dataclass(frozen=True)
class Finding:
    """Something without an owner. `nobody`: it resolves to nobody at all; otherwise somebody stands in."""

    kind: str
    subject: str
    sentence: str
    effect: str
    mend: Mend
    nobody: bool = False


@dataclass(frozen=True)
class ActivityFact:
    code: str
    name: str
    lines: Lines


@dataclass(frozen=True)
class Facts:
    activities: tuple[ActivityFact, ...]
    known: Directory
    slugs: dict[int, str]  # of areas
    function_slugs: dict[int, str]
    scopes: dict[RaciScope, tuple[str, str]]  # key and name of those with lines
    former: dict[int, tuple[str, str, date]]  # area id -> (kind, name, last day) of who was PM or deputy last
    busy_functions: frozenset[int]  # with people or with a letter


def check(facts: Facts) -> list[Finding]:
    """Every finding, those that resolve to nobody first."""
    gaps: dict[tuple[int, str], list[tuple[str, Effect]]] = defaultdict(list)  # (area, role) -> code, effect
    found = _escalation_path(facts.known)
    for activity in facts.activities:
        for scope, held in activity.lines.items():
            for letter in (A, R):
                found += _in_scope(facts, activity, scope, [line for line in held if line.letter == letter])
        _in_areas(facts, activity, gaps)
    found += _areas(facts, gaps)
    found += _functions(facts)
    return sorted(found, key=lambda finding: not finding.nobody)


def _in_scope(facts: Facts, activity: ActivityFact, scope: RaciScope, lines: Collection[RaciLine]) -> list[Finding]:
    """Lines that name a role, a function or a person, where none of them is there any more."""
    settled = [(line, settle(line, facts.known, None)) for line in lines if line.holder.role not in IN_AREAS]
    if len(settled) < len(lines) or any(each.ids for _line, each in settled):
        return []
    key, place = facts.scopes[scope]
    found = []
    for line, each in settled:
        up = escalate(activity.code, line.letter, facts.known, ())
        subject = activity.name if scope == ORGANISATION else f"{activity.name} · {place}"
        found.append(
            Finding(
                "inactive" if line.holder.person_id else "nobody_holds",
                subject,
                " ".join(each.steps),
                _goes_to(facts, up.ids, [(activity.name, line.letter)]),
                Mend("people:raci-cell", (key, activity.code, line.holder.key), _("Name somebody")),
                nobody=not up.ids,
            )
        )
    return found


def _in_areas(facts: Facts, activity: ActivityFact, gaps: dict[tuple[int, str], list[tuple[str, Effect]]]) -> None:
    """Areas whose PM or Eng lead is meant by the activity, and missing, with nobody else beside them."""
    for area in facts.known.areas.values():
        held = activity.lines.get(narrowest(activity.lines, *scopes_of(area)), ())
        for letter in (A, R):
            lines = [line for line in held if line.letter == letter]
            in_area = [line for line in lines if line.holder.role in IN_AREAS]
            if in_area and not any(settle(line, facts.known, area).ids for line in lines):
                gaps[area.id, in_area[0].holder.role].append((activity.code, (activity.name, letter)))


def _areas(facts: Facts, gaps: dict[tuple[int, str], list[tuple[str, Effect]]]) -> list[Finding]:
    found = []
    for area in facts.known.areas.values():
        if not facts.known.active([_pm_of(area)]):
            found.append(_without_pm(facts, area, gaps.get((area.id, Holder.PM), [])))
        effects = gaps.get((area.id, Holder.ENG_LEAD), [])
        if effects:
            steps = settle(RaciLine(R, RaciHolder(role=Holder.ENG_LEAD)), facts.known, area).steps
            mend = Mend("people:area-roles", (facts.slugs[area.id],), _("Name an Eng lead"), "what=eng_lead")
            found.append(_gap(facts, "no_eng_lead", area.name, " ".join(steps), effects, mend))
    return found


def _pm_of(area: AreaFact) -> int | None:
    return area.holders.get(AreaRoleKind.PM, (None, None))[0]


def _without_pm(facts: Facts, area: AreaFact, effects: list[tuple[str, Effect]]) -> Finding:
    pm_id = _pm_of(area)
    settled = deputy_of(facts.known, area)
    former = facts.former.get(area.id)
    sentence = " ".join([left(facts.known, pm_id) if pm_id else _("There is no PM."), *settled.steps])
    if former and (former[0] == AreaRoleKind.DEPUTY or AreaRoleKind.PM not in area.holders):
        kind, name, until = former
        words = {"name": name, "day": say_date(until, facts.known.on)}
        was = (
            _("%(name)s was PM until %(day)s.") if kind == AreaRoleKind.PM else _("%(name)s was deputy until %(day)s.")
        )
        sentence = f"{sentence} {was % words}"
    kind_of = "deputy_ended" if former and former[0] == AreaRoleKind.DEPUTY and not settled.ids else "no_pm"
    mend = Mend("people:area-roles", (facts.slugs[area.id],), _("Name a PM"), "what=pm")
    return _gap(facts, kind_of, area.name, sentence, effects, mend)


def _gap(
    facts: Facts, kind: str, subject: str, sentence: str, effects: list[tuple[str, Effect]], mend: Mend
) -> Finding:
    """A finding about an area; where its activities go differs, so the worst is what counts."""
    ups = [escalate(code, effect[1], facts.known, ()).ids for code, effect in effects]
    nobody = any(not ids for ids in ups)
    ids = () if nobody else tuple(dict.fromkeys(pk for each in ups for pk in each))
    said = _goes_to(facts, ids, [effect for _code, effect in effects]) if effects else ""
    return Finding(kind, subject, sentence, said, mend, nobody=nobody and bool(effects))


def _functions(facts: Facts) -> list[Finding]:
    found = []
    for function_id, function in facts.known.functions.items():
        if function_id not in facts.busy_functions or facts.known.active([function.lead_id]):
            continue
        settled = settle(RaciLine(A, RaciHolder(function_id=function_id)), facts.known, None)
        mend = Mend("people:function-edit", (facts.function_slugs[function_id],), _("Name a lead"))
        found.append(Finding("no_lead", function.name, " ".join(settled.steps), "", mend))
    return found


def _escalation_path(known: Directory) -> list[Finding]:
    missing = [str(Holder(role).label) for role in ESCALATION if not known.members.get(role)]
    if not missing:
        return []
    sentence = _("Nobody has the role %(roles)s.") % {"roles": _(" or ").join(missing)}
    effect = _("A dispute has nowhere to go.") if len(missing) == len(ESCALATION) else ""
    subject = _("Escalation path")
    verb = _("Give somebody the role")
    return [Finding("escalation", subject, sentence, effect, Mend("people:people", (), verb), nobody=bool(effect))]


def _goes_to(facts: Facts, ids: Iterable[int], effects: list[Effect]) -> str:
    """'Post-launch capture (Accountable) and 2 more go to Henrik Solberg.'"""
    name, letter = effects[0]
    names = ", ".join(facts.known.people[pk].name for pk in ids)
    words = {"first": f"{name} ({Letter(letter).label})", "number": len(effects) - 1, "names": names}
    if len(effects) == 1:
        said = _("%(first)s goes to %(names)s for now.") if names else _("%(first)s resolves to nobody.")
    else:
        said = (
            _("%(first)s and %(number)d more go to %(names)s for now.")
            if names
            else _("%(first)s and %(number)d more resolve to nobody.")
        )
    return said % words


def facts_on(on: date) -> Facts:
    """Read the facts of a day. The number of queries does not grow with areas or activities."""
    activities = list(RaciActivity.objects.all())
    by_activity = lines_by_activity(activities)
    lines = [line for scopes in by_activity.values() for held in scopes.values() for line in held]
    functions = {pk: slug for pk, slug in Function.objects.values_list("pk", "slug")}
    pm_line = RaciLine(A, RaciHolder(role=Holder.PM))  # areas are checked even where no activity names a PM
    known = directory([*lines, pm_line], areas=None, on=on, functions=functions)
    staffed = Function.objects.filter(people__is_active=True).distinct().values_list("pk", flat=True)
    named = {line.holder.function_id for line in lines if line.holder.function_id}
    scopes = places_of({scope for held in by_activity.values() for scope in held})
    return Facts(
        tuple(ActivityFact(each.code, each.name, by_activity.get(each.pk, {})) for each in activities),
        known,
        dict(Area.objects.active().values_list("pk", "slug")),
        functions,
        {scope: (place.key, place.name) for scope, place in scopes.items()},
        _former(on, [pk for pk, area in known.areas.items() if not known.active([_pm_of(area)])]),
        frozenset(staffed) | frozenset(named),
    )


def _former(on: date, areas: Collection[int]) -> dict[int, tuple[str, str, date]]:
    ended = AreaRole.objects.filter(area__in=areas, kind__in=[AreaRoleKind.PM, AreaRoleKind.DEPUTY], ends_on__lt=on)
    rows = ended.order_by("ends_on", "pk").values_list("area_id", "kind", "person__name", "ends_on")
    return {area: (kind, name, until) for area, kind, name, until in rows if until}
