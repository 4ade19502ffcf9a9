"""Action items: the list, filtered by its address; one item with its history; done, handed over, moved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Stale
from productops.followups import queries
from productops.followups.actions import doing as doors
from productops.followups.enums import ActionState, Show
from productops.followups.forms import HandOverForm, MoveForm
from productops.followups.models import ActionItem
from productops.followups.story import story_of
from productops.http import Request, cleaned, go, load, page_number, wants
from productops.paging import LongPaginator
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.people.views.editor import saved, show

PER_PAGE = 25


@require_safe
def listing(request: Request) -> HttpResponse:
    """Mine, unless the address says otherwise."""
    shown, area = _filters(request)
    today = day_of(request.user, request.now)
    found = queries.listed(request.user, shown, area=area, today=today)
    page = LongPaginator(found, PER_PAGE).get_page(page_number(request))
    context = {
        "page_obj": page,
        "rows": [_row(request, item) for item in page],
        "shown": shown,
        "shows": Show.choices,
        "area": area,
        "areas": queries.areas_with_items(),
        "query": _query(request),
        "today": today,
    }
    return render(request, "followups/list.html", context)


def _filters(request: Request) -> tuple[str, str]:
    """(what is shown, an area's slug) as the address says; mine, or all of the area that it names."""
    asked = cleaned(request.GET)
    shown, area = asked.get("show", ""), asked.get("area", "")
    if shown not in Show:
        shown = Show.OPEN if area else Show.MINE
    return shown, area


def _query(request: Request) -> str:
    """The filters of this list for an address that leads back to it."""
    shown, area = _filters(request)
    return urlencode({"show": shown, "area": area} if area else {"show": shown})


def _row(request: Request, item: ActionItem) -> dict[str, Any]:
    return {"item": item, "closes": bool(can(request.user, Permission.CLOSE_ACTION_ITEM, item, on=request.now))}


def _load(request: Request, pk: int, permission: Permission | None = None) -> ActionItem:
    rows = ActionItem.objects.visible_to(request.user).select_related("assignee", "area", "asked_by", "closed_by")
    return load(request, rows, permission, pk=pk)


@require_safe
def item(request: Request, pk: int) -> HttpResponse:
    found = _load(request, pk)
    still = found.state == ActionState.OPEN
    context = {
        "item": found,
        "story": story_of(found),
        "today": day_of(request.user, request.now),
        "closes": can(request.user, Permission.CLOSE_ACTION_ITEM, found, on=request.now),
        "moves": still and can(request.user, Permission.MOVE_ACTION_ITEM, found, on=request.now),
        "hands_over": still and can(request.user, Permission.HAND_OVER_ACTION_ITEM, found, on=request.now),
    }
    return render(request, "followups/item.html", context)


@require_POST
def completion(request: Request, pk: int) -> HttpResponse:
    """Done. In the list the row says so where it stands; with a way back in the message."""
    found = _load(request, pk, Permission.CLOSE_ACTION_ITEM)
    region = f"action-{pk}"
    try:
        found = doors.finish(item=found, by=request.user, now=request.now)
    except Stale as late:
        if not wants(request, region):
            raise
        return _row_answer(request, _load(request, pk), late.message, level="warning", status=409)
    undo = reverse("actions:reopening", args=[pk])
    said = _("Done: %(what)s") % {"what": found}
    if wants(request, region):
        return _row_answer(request, _load(request, pk), said, undo=f"{undo}?{_query(request)}")
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return go(request, "actions:item", pk)


def _row_answer(
    request: Request, found: ActionItem, said: str, *, undo: str = "", level: str = "success", status: int = 200
) -> HttpResponse:
    context = {
        "row": _row(request, found), "today": day_of(request.user, request.now), "query": _query(request),
        "text": said, "undo": undo, "level": level,
    }  # fmt: skip
    return render(request, "followups/_action_row_answer.html", context, status=status)


@require_POST
def reopening(request: Request, pk: int) -> HttpResponse:
    """Not done after all. Leads back to the list that it was said in, when the address names its filters."""
    found = _load(request, pk, Permission.CLOSE_ACTION_ITEM)
    doors.reopen(item=found, by=request.user, now=request.now)
    messages.success(request, _("Open again: %(what)s") % {"what": found})
    if "show" in request.GET:
        return redirect(f"{reverse('actions:list')}?{_query(request)}")
    return go(request, "actions:item", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Request, pk: int) -> HttpResponse:
    found = _load(request, pk, Permission.HAND_OVER_ACTION_ITEM)
    form = HandOverForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    made = saved(form, lambda: doors.hand_over(item=found, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s has it now.") % {"name": made.assignee.name})
        return go(request, "actions:item", pk)
    return show(request, "followups/handover.html", form, item=found)


@require_http_methods(["GET", "HEAD", "POST"])
def date(request: Request, pk: int) -> HttpResponse:
    found = _load(request, pk, Permission.MOVE_ACTION_ITEM)
    initial = {"version": found.version, "due_on": found.due_on}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=initial)
    made = saved(form, lambda: doors.move(item=found, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("The date is moved. The day first asked for stays visible."))
        return go(request, "actions:item", pk)
    return show(request, "followups/date.html", form, item=found)
