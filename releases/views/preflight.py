"""Preflight: everything that stands between a release and a go, whose it is, and the button that puts it right."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request
from productops.people.permissions import Permission, Scope, can
from productops.people.standing import day_of
from releases.enums import Stage
from releases.models import Condition, Escalation, Override, Release
from releases.preflight import Preflight, approval_of, last_decision, open_round, overridden_since, preflight
from releases.preflight_page import lines_of
from releases.signoff_page import rows_of
from releases.views.release import loaded
from releases.visible import facts_for


@require_safe
def page(request: Request, key: str) -> HttpResponse:
    row = loaded(request, key)
    return render(request, "releases/preflight.html", context_of(request, row, preflight(row, now=request.now)))


def context_of(request: Request, row: Release, found: Preflight) -> dict[str, Any]:
    """What preflight and decision show. As many statements however long the lists are."""
    person, now = request.user, request.now
    decision, round_ = last_decision(row), open_round(row)
    overrides = overrides_of(row, found)
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
        "approval": approval_of(row, found, now=now),
        "conditions": [_condition(request, each) for each in decision.conditions.all()] if decision else [],
        "decisions": row.decisions.select_related("round", "decided_by").order_by("-id"),
        "meeting": row.readiness_meetings.prefetch_related("attended").first(),
        "undecided": row.stage in (Stage.IN_REVIEW, Stage.APPROVED),
        "seen": seen,
    }


def overrides_of(row: Release, found: Preflight) -> dict[str, Override]:
    """What was taken on and counts now, by reference: of the open round, and of the standing approval's since."""
    decision = last_decision(row)
    rounds = Override.objects.filter(round__release=row).select_related("given_by", "round")
    if row.stage == Stage.APPROVED and decision:
        refs = overridden_since(decision, row)
        rounds = rounds.filter(ref__in=refs, round__number__gte=decision.round.number)
    else:
        rounds = rounds.filter(round__decision=None)
    return {override.ref: override for override in rounds.order_by("id")}


def _condition(request: Request, condition: Condition) -> dict[str, Any]:
    outcome = getattr(condition, "outcome", None)
    return {
        "row": condition,
        "outcome": outcome,
        "meets": outcome is None and can(request.user, Permission.MEET_CONDITION, condition, on=request.now).allowed,
    }
