"""Product groups: their names and their order, and the order of areas within them."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.http import Request, go, load, posted
from productops.people.actions import groups as doors
from productops.people.forms.areas import GroupForm
from productops.people.models import Area, ProductGroup
from productops.people.permissions import Permission, can, require
from productops.people.views.editor import saved, show


@require_safe
def groups(request: Request) -> HttpResponse:
    """The agreed order, which updates are published in."""
    by_group: dict[int | None, list[Area]] = defaultdict(list)
    for area in Area.objects.visible_to(request.user).active().in_order():
        by_group[area.group_id].append(area)
    context = {
        "groups": [(group, by_group[group.pk]) for group in ProductGroup.objects.all()],
        "loose": by_group[None],
        "manages": can(request.user, Permission.MANAGE_AREAS, on=request.now),
    }
    return render(request, "people/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    require(request.user, Permission.MANAGE_AREAS, on=request.now)
    form = GroupForm(request.POST or None)
    made = saved(form, lambda: doors.create_group(**form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s is there.") % {"name": made.name})
        return go(request, "people:groups")
    return show(request, "people/group_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    found = load(request, ProductGroup.objects.all(), Permission.MANAGE_AREAS, slug=slug)
    form = GroupForm(request.POST or None, initial={"name": found.name})
    made = saved(form, lambda: doors.rename_group(group=found, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("Saved."))
        return go(request, "people:groups")
    return show(request, "people/group_edit.html", form, group=found)


@require_POST
def place(request: Request, slug: str) -> HttpResponse:
    """One place up or down."""
    found = load(request, ProductGroup.objects.all(), Permission.MANAGE_AREAS, slug=slug)
    doors.move_group(group=found, up=posted(request).get("direction") == "up", by=request.user, now=request.now)
    return go(request, "people:groups")
