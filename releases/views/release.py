"""One release: what to do next, how it stands and why, its checklist gate by gate, what it is made of."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from productops.http import Request, load
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from releases.actions.stages import stage_facts
from releases.enums import Stage
from releases.models import Release
from releases.next_action import Facts, Next, OpenItem, Rights, next_action
from releases.stage_line import stage_line
from releases.stages import StageFacts
from releases.views.decision_parts import Decisions, decision_context
from releases.views.lines import Line, by_gate, lines_of, rows_of
from releases.views.parts import parts_context
from releases.views.remedies import buttons_of, remedies
from releases.visible import facts_for


def loaded(request: Request, key: str, permission: Permission | None = None) -> Release:
    """The release of this address, for who may see it."""
    rows = Release.objects.visible_to(request.user).select_related("area", "policy", "rollback_owner")
    return load(request, rows, permission, key=key)


@require_safe
def release(request: Request, key: str) -> HttpResponse:
    return render(request, "releases/release.html", workspace(request, loaded(request, key)))


def answer(request: Request, row: Release, *, changed: int | None = None, focus: str = "") -> HttpResponse:
    """The whole page again as the answer to a change in place: what is settled changes health, gates and what is next.

    `changed`: the item that keeps the focus; else `focus`, an id on the page.
    """
    row = Release.objects.select_related("area", "policy", "rollback_owner").get(pk=row.pk)
    context = workspace(request, row, changed=changed) | {"answer": True, "changed": changed, "focus": focus}
    response = render(request, "releases/release.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#main > .page", "outerHTML show:none"
    return response


def workspace(request: Request, row: Release, *, changed: int | None = None) -> dict[str, Any]:
    """Everything that the page shows of `row` to this person. As many statements however long the checklist is."""
    person, now = request.user, request.now
    day = day_of(person, now)
    prefetch_related_objects([row], "functions", "other_areas")  # sign-offs and facts both ask for them
    seen, facts = facts_for(row, person, on=day), stage_facts(row)
    lines = lines_of(row, rows_of(row), person, seen, now)
    rights, decisions = _rights(request, row), decision_context(row, person, now)
    reasons = row.reasons_in(get_language() or "en", inside=seen.dated)
    return {
        "release": row,
        "seen": seen,
        "day": day,
        "stages": stage_line(facts, row),
        "next": buttons_of(_next(request, row, facts, lines, rights, decisions)),
        "reasons": remedies(reasons, row.key, lines, rights, can(person, Permission.EDIT_RELEASE, row, on=now).allowed),
        "gates": by_gate(lines, unfolded=changed),
        "picks": any(line.may for line in lines),
        "decisions": decisions,
        **parts_context(row, person, seen, now),
    }


def _rights(request: Request, row: Release) -> Rights:
    def may(permission: Permission) -> bool:
        return can(request.user, permission, row, on=request.now).allowed

    return Rights(
        assign_tier=may(Permission.ASSIGN_TIER),
        plan=may(Permission.PLAN_RELEASE),
        launch=may(Permission.LAUNCH_RELEASE),
        record_launch=may(Permission.RECORD_LAUNCH),
        challenge=may(Permission.CHALLENGE_TIER),
        decide=may(Permission.RECORD_SHIP_DECISION),
        write_bundle=may(Permission.WRITE_BUNDLE),
    )


def _next(
    request: Request, row: Release, facts: StageFacts, lines: list[Line], rights: Rights, decisions: Decisions
) -> Next:
    """What to do next. What is due first comes first."""
    waiting = sorted((line for line in lines if not line.settled), key=lambda line: line.item.due_on)
    return next_action(
        Facts(
            key=row.key,
            stage=facts.stage,
            tier=row.tier,
            suggested=row.tier_suggested,
            challenge=row.challenge,
            has_date=row.launch_on is not None,
            date_passed=row.launch_on is not None and row.launch_on < day_of(request.user, request.now),
            hold_reason=row.hold_reason if row.held_at else "",
            rolled_back=row.rolled_back_at is not None,
            reviewed=facts.reviewed,
            approval_valid=facts.approval_valid,
            approval_stale=row.approval_stale_at is not None and row.stage == Stage.APPROVED,
            to_sign=tuple(each.function.slug for each in decisions.signoffs if each.may_answer and each.open),
            bundle_open=decisions.bundle_open,
            open_items=tuple(_open_item(line) for line in waiting if line.item.required),
            mine=tuple(_open_item(line) for line in waiting if not line.item.fact and line.settles),
        ),
        rights,
    )


def _open_item(line: Line) -> OpenItem:
    item = line.item
    whose = item.person.name if item.person else item.function.name
    return OpenItem(item.pk, item.title, whose, late=line.is_late, blocked=line.tick == "blocked")
