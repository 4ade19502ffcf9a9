"""The dates of a release: the launch moved with a reason, the window that stakeholders see, the day of the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.http import Request, go, load, posted, wants
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions.dates import set_dates
from releases.enums import AHEAD
from releases.foreseeing import Foreseen, foresee, said_of_date
from releases.leadtime import objection_to_day
from releases.load import others_that_week
from releases.models import Release
from releases.planning_forms import DatesForm
from releases.queries import tier_policy_of
from releases.visible import VisibleFacts, facts_for
from releases.windows import Span, span_said


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: Request, key: str) -> HttpResponse:
    """Who may edit the release says window and decision day; only the PM moves the launch."""
    rows = Release.objects.visible_to(request.user).select_related("area", "policy", "area_checklist")
    row = load(request, rows, Permission.EDIT_RELEASE, key=key)
    seen = facts_for(row, request.user, on=day_of(request.user, request.now))
    form = _form(request, row, seen)
    if form.is_bound:
        was_on = row.launch_on
        made = saved(form, lambda: _set(request, row, form))
        if made:
            moved = made.launch_on != was_on
            messages.success(request, _("The dates are set.") if moved else _("Saved."))
            return go(request, made)
    return _page(request, row, seen, form)


def _form(request: Request, row: Release, seen: VisibleFacts) -> DatesForm:
    asked = tier_policy_of(row)
    moves = row.stage in AHEAD and bool(can(request.user, Permission.PLAN_RELEASE, row, on=request.now))
    initial: dict[str, Any] = {
        name: getattr(seen, name) for name in ("launch_on", "window_from", "window_to", "decision_on")
    }
    initial["version"] = row.version
    initial["span"] = span_said(seen.launch_on, seen.window_from, seen.window_to)
    if seen.launch_on is None and seen.window_from is None:
        initial["span"] = Span.THIRD
    acts = request.POST.get("do") == "save" and not wants(request, "when")
    return DatesForm(
        request.POST if acts else None,
        initial=initial | ({} if acts else posted(request).dict()),
        today=day_of(request.user, request.now),
        was_on=seen.launch_on,
        moves=moves,
        reviewed=asked is None or bool(asked.gates),
    )


def _set(request: Request, row: Release, form: DatesForm) -> Release:
    facts = form.cleaned_data
    return set_dates(
        release=row, launch_on=facts["launch_on"], reason=facts["reason"], **form.window,
        decision_on=facts.get("decision_on", row.decision_on), by=request.user, now=request.now,
        seen_version=facts["version"],
    )  # fmt: skip


def _page(request: Request, row: Release, seen: VisibleFacts, form: DatesForm) -> HttpResponse:
    today, day, asked = day_of(request.user, request.now), form.launch_day, tier_policy_of(row)
    moves = row.stage in AHEAD and day not in (None, row.launch_on) and not (day and objection_to_day(day, today))
    context: dict[str, Any] = {
        "form": form,
        "stale": getattr(form, "stale", None),
        "release": row,
        "seen": seen,
        "words": said_of_date(asked, day, organisation=request.organisation, today=today),
        "load": others_that_week(day, asked, person=request.user, today=today, but=row) if asked else (),
        "foreseen": foresee(row, by=request.user, today=today, launch_on=day) if moves else Foreseen(),
        "slips": row.slips.select_related("moved_by") if seen.slips else (),
        "today": today,
    }
    if wants(request, "when"):
        return render(request, "releases/dates.html#when", context)
    return render(request, "releases/dates.html", context, status=getattr(form, "status", 200))
