"""The tier of a release: the questionnaire again, and what re-planning would change, before it does."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.http import Request, go, load, posted, wants
from productops.people.permissions import Permission
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions.planning import assign_tier
from releases.beginning import ANSWER
from releases.enums import AHEAD, Tier
from releases.foreseeing import Foreseen, foresee, said_of_date
from releases.models import PolicyVersion, Release
from releases.planning_forms import TierForm
from releases.queries import area_checklist_in_force, policy_in_force, policy_of


@require_http_methods(["GET", "HEAD", "POST"])
def tier(request: Request, key: str) -> HttpResponse:
    """Assigning it starts a draft and re-plans what is under way. Under the policy that the release follows."""
    rows = Release.objects.visible_to(request.user).select_related("area", "policy", "area_checklist", "challenged_by")
    row = load(request, rows, Permission.ASSIGN_TIER, key=key)
    version = row.policy or policy_in_force()
    form = _form(request, row, version)
    if form.is_bound:
        was_draft = row.draft
        made = saved(form, lambda: _assigned(request, row, form))
        if made:
            messages.success(request, _made_words(made, was_draft))
            return go(request, made) if made.launch_on else go(request, "releases:dates", key)
    return _page(request, row, form, version)


def _form(request: Request, row: Release, version: PolicyVersion | None) -> TierForm:
    initial: dict[str, Any] = {ANSWER + name: value for name, value in row.answers.items()}
    initial |= {"version": row.version, "reason": "" if row.challenge else row.tier_reason}
    if row.tier:
        initial["tier"] = str(row.tier)
    acts = request.POST.get("do") == "assign" and not wants(request, "tier")
    return TierForm(
        request.POST if acts else None,
        initial=initial | ({} if acts else posted(request).dict()),
        policy=policy_of(version) if version else None,
    )


def _assigned(request: Request, row: Release, form: TierForm) -> Release:
    return assign_tier(
        release=row, answers=form.answers, tier=Tier(form.cleaned_data["tier"]), reason=form.cleaned_data["reason"],
        by=request.user, now=request.now, seen_version=form.cleaned_data["version"],
    )  # fmt: skip


def _made_words(made: Release, was_draft: bool) -> str:
    if was_draft:
        return _("%(key)s is started. Everybody sees that it is coming.") % {"key": made.key}
    return _("%(tier)s. Everybody whose items changed hears of it once.") % {"tier": made.get_tier_display()}


def _page(request: Request, row: Release, form: TierForm, version: PolicyVersion | None) -> HttpResponse:
    today = day_of(request.user, request.now)
    asked = form.policy.of(form.chosen) if form.policy and form.chosen else None
    context = {
        "form": form,
        "stale": getattr(form, "stale", None),
        "release": row,
        "ahead": row.stage in AHEAD,
        "policy": version,
        "words": said_of_date(asked, row.launch_on, organisation=request.organisation, today=today),
        "foreseen": _foreseen(request, row, form, version),
        "asks_why": form.lower or (bool(row.challenge) and form.chosen == row.tier),
        "today": today,
    }
    if wants(request, "tier"):
        return render(request, "releases/tier.html#tier", context)
    return render(request, "releases/tier.html", context, status=getattr(form, "status", 200))


def _foreseen(request: Request, row: Release, form: TierForm, version: PolicyVersion | None) -> Foreseen:
    if form.chosen is None or row.stage not in AHEAD:
        return Foreseen()
    listed = row.area_checklist or area_checklist_in_force(row.area_id)
    today = day_of(request.user, request.now)
    return foresee(row, by=request.user, today=today, tier=form.chosen, policy=version, area_checklist=listed)
