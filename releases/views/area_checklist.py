"""What an area adds to the organisation's checklists. Every change is a version; releases under way keep theirs."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid
from productops.http import Request, go, load, page_number, posted
from productops.people.models import Area
from productops.people.permissions import Permission, Scope, can, require
from productops.people.views.editor import saved, show
from releases.actions.policies import publish_area_checklist
from releases.enums import Gate, Tier
from releases.line_forms import AreaLineForm
from releases.models import AreaChecklist
from releases.policy_changes import line_differences
from releases.policy_editing import by_gate, line_key, moved, put, without
from releases.policy_queries import area_lines_ever, function_names
from releases.queries import area_checklist_in_force, policy_in_force, policy_of
from releases.views.policy_lists import said_line

A_PAGE = 10


@require_safe
def checklist(request: Request, slug: str) -> HttpResponse:
    """The lines by gate, and every version with what it changed."""
    area = load(request, Area.objects.visible_to(request.user), slug=slug)
    current, names = area_checklist_in_force(area.pk), function_names()
    lines = current.items if current else []
    page = Paginator(AreaChecklist.objects.filter(area=area).select_related("made_by"), A_PAGE).get_page(
        page_number(request)
    )
    older = AreaChecklist.objects.filter(area=area, number__lt=page[-1].number).first() if page.object_list else None
    shown = [*page, older]
    context = {
        "area": area,
        "number": current.number if current else 0,
        "gates": [
            (gate.label, [_said(names, line) for line in lines if line["gate"] == gate])
            for gate in Gate
            if any(line["gate"] == gate for line in lines)
        ],
        "total": len(lines),
        "page_obj": page,
        "versions": [
            (version, line_differences(before.items if before else [], version.items, names))
            for version, before in zip(shown, shown[1:], strict=False)
            if version
        ],
        "policy": policy_in_force(),
        "edits": can(request.user, Permission.CHANGE_AREA_CHECKLIST, Scope(area_id=area.pk), on=request.now),
    }
    return render(request, "releases/area_checklist.html", context)


def _said(names: dict[str, str], line: dict[str, Any]) -> dict[str, Any]:
    found = said_line(names, line)
    return found | {"tiers": ", ".join(str(Tier(tier).label) for tier in line.get("tiers", []))}


def _area(request: Request, slug: str) -> Area:
    area = load(request, Area.objects.visible_to(request.user), slug=slug)
    require(request.user, Permission.CHANGE_AREA_CHECKLIST, Scope(area_id=area.pk), on=request.now)
    return area


def _form(request: Request, number: int, line: dict[str, Any] | None) -> AreaLineForm:
    """Gates that some tier of the policy has."""
    version = policy_in_force()
    if version is None:
        raise Http404
    asked = policy_of(version)
    gates = [gate for gate in Gate if any(gate in tier.gates for tier in asked.tiers.values())]
    initial = {"version": number} | ({"required": True} | line if line else {"tiers": [Tier.MEDIUM, Tier.HIGH]})
    return AreaLineForm(request.POST or None, gates=gates, functions=function_names(), initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: Request, slug: str, key: str = "") -> HttpResponse:
    """A new line, or change one: the next version of the area's list."""
    area = _area(request, slug)
    current = area_checklist_in_force(area.pk)
    there = current.items if current else []
    found = next((each for each in there if each["key"] == key), None)
    if key and found is None:
        raise Http404
    form = _form(request, current.number if current else 0, found)

    def publish() -> AreaChecklist | None:
        mine = key or line_key(form.cleaned_data["title"], there, area_lines_ever(area.pk))
        lines = by_gate(put(there, "key", form.as_line(mine)), Gate.values)
        try:
            return publish_area_checklist(
                area=area, items=lines, note=form.line("note"), by=request.user, now=request.now,
                seen_number=form.cleaned_data["version"],
            )  # fmt: skip
        except Invalid as refused:  # its places are 'items.3.gate'; here it is about this line
            raise Invalid({place.rpartition(".")[2]: words for place, words in refused.errors.items()}) from refused

    if saved(form, publish):
        messages.success(request, _("Saved. New releases of %(area)s get it.") % {"area": area.name})
        return go(request, "releases:area-checklist", slug)
    return show(request, "releases/area_line.html", form, area=area, line=found)


@require_POST
def order(request: Request, slug: str) -> HttpResponse:
    """A line up, down, or away."""
    area = _area(request, slug)
    data, current = posted(request), area_checklist_in_force(area.pk)
    there = current.items if current else []
    act = next((act for act in ("up", "down", "remove") if act in data), "")
    place = next((place for place, each in enumerate(there) if act and each["key"] == data[act]), None)
    if place is None:
        raise Http404
    seen = data.get("version", "")
    publish_area_checklist(
        area=area, items=without(there, place) if act == "remove" else moved(there, place, act == "up", "gate"),
        note="", by=request.user, now=request.now, seen_number=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
    )  # fmt: skip
    messages.success(request, _("Removed.") if act == "remove" else _("Moved."))
    return go(request, "releases:area-checklist", slug)
