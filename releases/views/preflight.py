"""Preflight: everything that stands between a release and a go, whose it is, and the button that puts it right."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request
from productops.people.permissions import Permission, Scope, can
from productops.people.standing import day_of
from releases.blockers import BlockerKind
from releases.enums import Gate, Stage
from releases.models import Condition, Escalation, Override, Release
from releases.preflight import Preflight, approval_by, last_decision, open_round, overridden_since, preflight
from releases.preflight_page import Line, lines_of
from releases.signoff_page import rows_of
from releases.views.release import loaded
from releases.visible import facts_for

AT_ONCE = 7  # lines that are read in one glance


@require_safe
def page(request: Request, key: str) -> HttpResponse:
    row = loaded(request, key)
    found = preflight(row, now=request.now)
    context = context_of(request, row, found, overrides_of(row))
    waits = {each["row"].ref for each in context["conditions"] if each["open"]} if context["approval"].given else set()
    left = [line for line in context["open"] if line.ref not in waits]  # what stands as a condition is listed as one
    first, by_gate = in_one_glance(left, found)
    context |= {"open": left, "first": first, "by_gate": by_gate}
    return render(request, "releases/preflight.html", context)


def in_one_glance(lines: list[Line], found: Preflight) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    """Few lines as they are; of many, those that are no items, and the items folded by gate."""
    if len(lines) <= AT_ONCE:
        return lines, []
    gates = {item.key: item.gate for item in found.facts.items}
    items = [line for line in lines if line.blocker.kind == BlockerKind.ITEM]
    by_gate = [(str(gate.label), [line for line in items if gates[line.blocker.key] == gate]) for gate in Gate]
    return [line for line in lines if line.blocker.kind != BlockerKind.ITEM], [each for each in by_gate if each[1]]


def context_of(request: Request, row: Release, found: Preflight, overrides: Mapping[str, Override]) -> dict[str, Any]:
    """What preflight and decision show. `overrides`: those that count here. As many statements however long it is."""
    person, now = request.user, request.now
    decision, round_ = last_decision(row), open_round(row)
    seen = facts_for(row, person, on=day_of(person, now))
    lines = lines_of(row, found, overrides, person, now=now, dated=seen.dated)
    escalation = Escalation.objects.select_related("by").filter(round=round_).first() if round_ else None

    def may(permission: Permission) -> bool:
        return can(person, permission, row, on=now).allowed

    scope = Scope(area_id=row.area_id, tier=row.tier, escalated=escalation is not None)
    return {
        "release": row,
        "found": found,
        "lines": lines,
        "open": [line for line in lines if line.taken_on is None],
        "taken_on": [line for line in lines if line.taken_on],
        "rows": rows_of(row, found.asked, person, now=now),
        "asks": may(Permission.ASK_SIGNOFF),
        "round": round_,
        "round_number": round_.number if round_ else row.rounds.count() + 1,
        "decides": can(person, Permission.RECORD_SHIP_DECISION, scope, on=now),
        "begins": may(Permission.RUN_READINESS_CHECK),
        "escalates": may(Permission.ESCALATE_DECISION),
        "escalation": escalation,
        "holds": may(Permission.HOLD_TRAINING),
        "decision": decision,
        "approval": approval_by(decision, row, found, now=now),
        "conditions": [_condition(request, each) for each in decision.conditions.all()] if decision else [],
        "decisions": row.decisions.select_related("round", "decided_by").order_by("-id"),
        "meeting": row.readiness_meetings.prefetch_related("attended").first(),
        "undecided": row.stage in (Stage.IN_REVIEW, Stage.APPROVED),
        "seen": seen,
    }


def overrides_of(row: Release) -> dict[str, Override]:
    """What was taken on and counts now, by reference: of the open round, and of the standing approval's since."""
    decision = last_decision(row)
    rounds = Override.objects.filter(round__release=row).select_related("given_by", "round")
    if row.stage == Stage.APPROVED and decision:
        refs = overridden_since(decision, row)
        rounds = rounds.filter(ref__in=refs, round__number__gte=decision.round.number)
    else:
        rounds = rounds.filter(round__decision=None)
    return {override.ref: override for override in rounds.order_by("id")}


def overrides_to_decide_on(row: Release) -> dict[str, Override]:
    """What counts for the next decision, by reference: what was taken on in the open round, and nothing earlier."""
    rounds = Override.objects.filter(round__release=row, round__decision=None).select_related("given_by", "round")
    return {override.ref: override for override in rounds.order_by("id")}


def _condition(request: Request, condition: Condition) -> dict[str, Any]:
    outcome = getattr(condition, "outcome", None)
    return {
        "row": condition,
        "outcome": outcome,
        "open": outcome is None,
        "meets": outcome is None and can(request.user, Permission.MEET_CONDITION, condition, on=request.now).allowed,
    }
