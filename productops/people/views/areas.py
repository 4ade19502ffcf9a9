"""Areas: list, page, changing, closing, who is what in them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.addresses import addresses
from productops.doors import Invalid
from productops.http import Request, cleaned, go, load, page_number, posted
from productops.people import queries
from productops.people.actions import area_roles as role_doors
from productops.people.actions import areas as doors
from productops.people.forms.areas import ChangeAreaForm, DeputyForm, NewAreaForm, RoleForm
from productops.people.models import Area, AreaRole, ProductGroup
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.story import story_of_area
from productops.people.views.editor import saved, show
from productops.text import shortened

PER_PAGE, SAID_LENGTH = 25, 110


@require_safe
def areas(request: Request) -> HttpResponse:
    """Areas by product group, in the agreed order, with who answers for them and how they are."""
    asked = cleaned(request.GET)
    q, group, state = (asked.get(name, "") for name in ("q", "group", "state"))
    found = queries.areas_list(request.user, text=q, group=group, state=state)
    page = Paginator(found, PER_PAGE).get_page(page_number(request))
    manages = can(request.user, Permission.MANAGE_AREAS, on=request.now)
    context = {
        "page_obj": page,
        "rows": _rows(page.object_list, day_of(request.user, request.now)),  # type: ignore[arg-type]
        "q": q, "group": group, "state": state,
        "filtered": bool(q or group or state),
        "groups": queries.groups(),
        "manages": manages,
    }  # fmt: skip
    return render(request, "people/areas.html", context)


def _rows(areas: QuerySet[Area], on: date) -> list[dict[str, Any]]:
    """The rows with their addresses and what was said, so that the template has nothing left to work out for each."""
    area_at, person_at = addresses("people:area"), addresses("people:person")
    rows = queries.area_rows(areas, on)
    for row in rows:
        said, holders = row["said"] or {}, row["holders"] or {}
        for holder in holders.values():
            holder["link"] = person_at(holder["pk"])
        row |= {
            "link": area_at(row["slug"]),
            "health": said.get("health"),
            "why": shortened(said.get("sentence") or row["summary"], SAID_LENGTH),
            "pm": holders.get("pm"),
            "deputy": holders.get("deputy"),
            "eng_lead": holders.get("eng_lead"),
        }
    return rows


@require_safe
def area(request: Request, slug: str) -> HttpResponse:
    """One area: what it is, who is what in it from when to when, its history."""
    found = load(request, Area.objects.visible_to(request.user).select_related("group"), slug=slug)
    today = day_of(request.user, request.now)
    context = {
        "area": found,
        "line": queries.area_line(found, today),
        "roles": queries.roles_of(found, today),
        "story": story_of_area(found, today),
        "manages": can(request.user, Permission.MANAGE_AREAS, found, on=today),
        "names_deputy": can(request.user, Permission.NAME_DEPUTY, found, on=today),
        "writes": can(request.user, Permission.WRITE_AREA_UPDATE, found, on=today),
        "today": today,
    }
    return render(request, "people/area.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    require(request.user, Permission.MANAGE_AREAS, on=request.now)
    form = NewAreaForm(request.POST or None, initial={"group": ProductGroup.objects.filter(
        slug=request.GET.get("group", "")).first()})  # fmt: skip
    made = saved(form, lambda: doors.create_area(**form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s is there.") % {"name": made.name})
        return go(request, "people:area", made.slug)
    return show(request, "people/area_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    found = load(request, Area.objects.visible_to(request.user), Permission.MANAGE_AREAS, slug=slug)
    initial = {name: getattr(found, name) for name in ("name", "summary", "chat", "group", "version")}
    form = ChangeAreaForm(request.POST or None, initial=initial | {"components": ", ".join(found.components)})
    made = saved(form, lambda: doors.change_area(area=found, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("Saved."))
        return go(request, "people:area", slug)
    return show(request, "people/area_edit.html", form, area=found)


@require_POST
def place(request: Request, slug: str) -> HttpResponse:
    """One place up or down within the group."""
    found = load(request, Area.objects.visible_to(request.user), Permission.MANAGE_AREAS, slug=slug)
    up = posted(request).get("direction") == "up"
    doors.move_area(area=found, up=up, by=request.user, now=request.now)
    return go(request, "people:groups")


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: Request, slug: str) -> HttpResponse:
    """Say what follows, then do it; it can be taken back."""
    found = load(request, Area.objects.visible_to(request.user), Permission.MANAGE_AREAS, slug=slug)
    if request.method == "POST":
        doors.close_area(area=found, by=request.user, now=request.now)
        undo = reverse("people:area-reopening", args=[slug])
        messages.success(request, _("%(name)s is closed.") % {"name": found.name}, extra_tags=f"undo:{undo}")
        return go(request, "people:area", slug)
    context = {
        "question": _("Close %(name)s?") % {"name": found.name},
        "consequences": [
            _("No weekly update is asked of it any more, and the finder forgets it."),
            _("What was published and decided stays, and so does this page."),
            _("You can open it again."),
        ],
        "action": reverse("people:area-closing", args=[slug]),
        "verb": _("Close the area"),
        "danger": True,
        "cancel": reverse("people:area", args=[slug]),
    }
    return render(request, "components/confirm_page.html", context)


@require_POST
def reopening(request: Request, slug: str) -> HttpResponse:
    found = load(request, Area.objects.visible_to(request.user), Permission.MANAGE_AREAS, slug=slug)
    doors.reopen_area(area=found, by=request.user, now=request.now)
    messages.success(request, _("%(name)s is open again.") % {"name": found.name})
    return go(request, "people:area", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: Request, slug: str) -> HttpResponse:
    """Name a PM, Eng lead or contact from a day on."""
    found = load(request, Area.objects.visible_to(request.user), Permission.MANAGE_AREAS, slug=slug)
    today = day_of(request.user, request.now)
    form = RoleForm(request.POST or None, initial={"starts_on": today, "what": request.GET.get("what", "")})
    made = saved(form, lambda: role_doors.set_role(area=found, **form.facts, by=request.user, now=request.now))
    if made:
        messages.success(request, _("Recorded."))
        return go(request, "people:area", slug)
    context = {"area": found, "roles": queries.roles_of(found, today)}
    return show(request, "people/area_roles.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: Request, slug: str) -> HttpResponse:
    """Name a deputy between two days: the PM's own right, and an admin's."""
    found = load(request, Area.objects.visible_to(request.user), Permission.NAME_DEPUTY, slug=slug)
    form = DeputyForm(request.POST or None, initial={"starts_on": day_of(request.user, request.now)})
    made = saved(form, lambda: role_doors.set_deputy(area=found, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s is deputy on these days.") % {"name": made.person.name})
        return go(request, "people:area", slug)
    return show(request, "people/area_deputy.html", form, area=found)


@require_POST
def role_end(request: Request, slug: str, pk: int) -> HttpResponse:
    """A role ends with yesterday; a deputy's by the PM too."""
    found = load(request, Area.objects.visible_to(request.user), slug=slug)
    role = load(request, AreaRole.objects.filter(area=found).select_related("area"), pk=pk)
    try:
        role_doors.end_role(role=role, by=request.user, now=request.now)
        messages.success(request, _("Ended."))
    except Invalid as refused:
        messages.error(request, str(refused))
    return go(request, "people:area", slug)
