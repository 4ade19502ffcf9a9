"""A release moves to the newest version of the policy and of its area's list, once it was read what that changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.doors import Stale
from productops.http import Request, go, load
from productops.people.permissions import Permission
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions.planning import move_policy
from releases.enums import AHEAD, Tier
from releases.foreseeing import foresee, policy_differences
from releases.models import PolicyVersion, Release
from releases.planning_forms import MovePolicyForm
from releases.queries import area_checklist_in_force, policy_in_force, policy_of


@require_http_methods(["GET", "HEAD", "POST"])
def policy_move(request: Request, key: str) -> HttpResponse:
    """What a newer version changes, in words; then the move. For the PM and Product Ops."""
    rows = Release.objects.visible_to(request.user).select_related("area", "policy", "area_checklist")
    row = load(request, rows, Permission.MOVE_RELEASE_POLICY, key=key)
    newest = policy_in_force()
    initial = {"to": newest.number if newest else None, "version": row.version}
    form = MovePolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    made = saved(form, lambda: _moved(request, row, form, newest))
    if made:
        messages.success(request, _("It follows version %(number)s now.") % {"number": made.policy.number})  # type: ignore[union-attr]
        return go(request, made)
    return _page(request, row, form, newest)


def _moved(request: Request, row: Release, form: MovePolicyForm, newest: PolicyVersion | None) -> Release:
    if newest is None or form.cleaned_data["to"] != newest.number:
        raise Stale(
            _("There is a newer version of the policy than the one you read. Look at it and do it again."),
            version=row.version,
        )
    version = form.cleaned_data["version"]
    return move_policy(release=row, to=newest, by=request.user, now=request.now, seen_version=version)


def _page(request: Request, row: Release, form: MovePolicyForm, newest: PolicyVersion | None) -> HttpResponse:
    listed = area_checklist_in_force(row.area_id)
    today = day_of(request.user, request.now)
    differs = newest is not None and (newest != row.policy or listed != row.area_checklist)
    fits = newest is not None and row.tier is not None and Tier(row.tier) in policy_of(newest).tiers
    moves = differs and fits and row.stage in AHEAD
    context = {
        "form": form,
        "stale": getattr(form, "stale", None),
        "release": row,
        "newest": newest,
        "differs": differs,
        "fits": fits,
        "ahead": row.stage in AHEAD,
        "moves": moves,
        "differences": policy_differences(row, newest, listed) if differs and newest else (),
        "foreseen": foresee(row, by=request.user, today=today, policy=newest, area_checklist=listed) if moves else None,
        "today": today,
    }
    return render(request, "releases/policy_move.html", context, status=getattr(form, "status", 200))
