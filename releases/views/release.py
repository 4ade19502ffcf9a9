"""One release: how it stands and why, its checklist gate by gate, its dates and words."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from productops.http import Request, load
from productops.people.models import Person
from productops.people.standing import day_of
from releases.actions.stages import stage_facts
from releases.checklist import SETTLED
from releases.enums import Gate, ItemState
from releases.models import Release, ReleaseItem
from releases.notices import pm_of
from releases.stages import current_gate, stages_of
from releases.visible import facts_for
from releases.windows import window_words


@require_safe
def release(request: Request, key: str) -> HttpResponse:
    rows = Release.objects.visible_to(request.user).select_related("area", "policy", "rollback_owner")
    row = load(request, rows, key=key)
    day = day_of(request.user, request.now)
    facts, seen = stage_facts(row), facts_for(row, request.user, on=day)
    gate = current_gate(facts)
    context: dict[str, Any] = {
        "release": row,
        "seen": seen,
        "window": window_words(seen.window_from, seen.window_to, day),
        "stages": stages_of(facts),
        "gate": gate.gate.label if gate else "",
        "reasons": row.reasons_in(get_language() or "en"),
        "gates": _gates(row, seen.launch_on is not None),
        "slips": row.slips.select_related("moved_by") if seen.first_launch_on else (),
        "pms": Person.objects.filter(pk__in=pm_of(row, now=request.now)),
        "day": day,
    }
    return render(request, "releases/release.html", context)


def _gates(release: Release, dated: bool) -> list[dict[str, Any]]:
    """The checklist by gate, with how much is settled. Due dates tell the launch date, so they are shown with it."""
    items = release.items.asked_for().select_related("function", "person").prefetch_related("evidence__upload")
    gates = []
    for gate, lines in groupby(items.order_by("position", "id"), key=lambda item: item.gate):
        found: list[ReleaseItem] = list(lines)
        gates.append(
            {
                "label": Gate(gate).label,
                "lines": found,
                "done": sum(ItemState(item.state) in SETTLED for item in found),
                "dated": dated,
            }
        )
    return gates
