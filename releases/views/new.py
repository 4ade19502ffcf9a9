"""A new release on one page: named, its tier suggested while the questions are answered, dated, started or kept."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.http import Request, cleaned, go, posted, wants
from productops.people.enums import Role
from productops.people.models import Area
from productops.people.permissions import Permission, Scope, can, require, standing_of
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions.starting import NewRelease, begin, keep_draft
from releases.enums import Tier
from releases.foreseeing import said_of_date
from releases.load import others_that_week
from releases.models import Release
from releases.planning_forms import NewReleaseForm
from releases.queries import policy_in_force, policy_of

START, DRAFT = "start", "draft"
REGIONS = ("tier", "when")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """The page; what htmx asks for while it is filled in; and what its two buttons do."""
    areas = _areas(request)
    if not areas:
        require(request.user, Permission.DRAFT_RELEASE, on=request.now)
    region = next((name for name in REGIONS if wants(request, name)), "")
    said = "" if region else request.POST.get("do", "")
    form = _form(request, areas, said)
    if form.is_bound:
        made = saved(form, lambda: _made(request, form, said))
        if made:
            messages.success(request, _made_words(made))
            return go(request, made)
    return _page(request, form, region)


def _areas(request: Request) -> QuerySet[Area]:
    """Open areas that she may draft for: her own, or all of them for Product Ops."""
    rows = Area.objects.visible_to(request.user).filter(closed_at=None).in_order()
    standing = standing_of(request.user, request.now)
    if standing.roles & {Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD}:
        return rows
    return rows.filter(pk__in=[area for area, _kind in standing.areas if standing.writes_for(area)])


def _form(request: Request, areas: QuerySet[Area], said: str) -> NewReleaseForm:
    """Bound when one of the two buttons was pressed; else the page as it is filled in so far."""
    version, asked = policy_in_force(), cleaned(request.GET)
    first = areas.filter(slug=asked.get("area", "")).first() or (areas[0] if len(areas) == 1 else None)
    acts = request.method == "POST" and said in (START, DRAFT)
    return NewReleaseForm(
        request.POST if acts else None,
        initial={"area": first and first.pk, "span": "third"} | ({} if acts else posted(request).dict()),
        policy=policy_of(version) if version else None,
        areas=areas,
        today=day_of(request.user, request.now),
        starting=said == START,
        starts=any(can(request.user, Permission.ASSIGN_TIER, Scope(area_id=area.pk), on=request.now) for area in areas),
    )


def _made(request: Request, form: NewReleaseForm, said: str) -> Release:
    facts = form.cleaned_data
    new = NewRelease(
        name=facts["name"], area=facts["area"], summary=facts["summary"], answers=form.answers,
        launch_on=facts.get("launch_on"), **(form.window if form.plans else {}),
    )  # fmt: skip
    if said == DRAFT:
        return keep_draft(new=new, by=request.user, now=request.now)
    tier, reason = facts.get("tier"), facts.get("reason", "")
    return begin(new=new, tier=tier and Tier(tier), reason=reason, by=request.user, now=request.now)


def _made_words(made: Release) -> str:
    if made.draft:
        return _("%(key)s is kept as a draft. Those who prepare it see it.") % {"key": made.key}
    return _("%(key)s is started. Everybody sees that it is coming.") % {"key": made.key}


def _page(request: Request, form: NewReleaseForm, region: str) -> HttpResponse:
    """The whole page; after an answer or a date the tier with what it asks of the date; without a policy the date's."""
    area = _chosen_area(form)
    starts = area is None or can(request.user, Permission.ASSIGN_TIER, Scope(area_id=area.pk), on=request.now)
    asked = form.policy.of(form.chosen) if form.policy and form.chosen else None
    today, day = day_of(request.user, request.now), form.launch_day if form.plans else None
    context: dict[str, Any] = {
        "form": form,
        "stale": None,
        "starts": bool(starts) and form.plans,
        "area": area,
        "words": said_of_date(asked, day, organisation=request.organisation, today=today),
        "load": others_that_week(day, asked, person=request.user, today=today) if asked else (),
        "today": today,
    }
    if region:
        context["apart"] = region == "tier"
        return render(request, f"releases/_new_{region}.html", context)
    return render(request, "releases/new.html", context, status=getattr(form, "status", 200))


def _chosen_area(form: NewReleaseForm) -> Area | None:
    """The area that the page shows, for what may be done there."""
    said = str(form["area"].value() or "")
    return next((area for area in form.areas if str(area.pk) == said), None)
