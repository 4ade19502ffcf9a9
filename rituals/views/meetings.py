"""The recurring meetings of areas: when they take place next, and saying in which week where nobody knows yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productops.http import Request, cleaned, go, load, page_number
from productops.people.models import Area
from productops.people.permissions import Permission, can
from productops.people.views.editor import saved, show
from rituals.actions import meetings as doors
from rituals.forms import WeekOfMeetingForm
from rituals.models import Meeting
from rituals.occurrences import choices, next_occurrence

PER_PAGE = 25


@dataclass(frozen=True)
class Line:
    """A meeting as the list shows it."""

    meeting: Meeting
    next_at: datetime | None
    confirms: bool
    """May this reader say in which week it takes place?"""


@require_safe
def meetings(request: Request) -> HttpResponse:
    """Every meeting by area, in the agreed order, of one area or in one state when asked for."""
    asked = cleaned(request.GET)
    area, state = asked.get("area", ""), asked.get("state", "")
    rows = Meeting.objects.visible_to(request.user)
    areas = Area.objects.filter(pk__in=rows.values("area")).in_order()
    rows = rows.of(area=area, state=state).in_order().select_related("area")
    page = Paginator(rows, PER_PAGE).get_page(page_number(request))
    context = {
        "page_obj": page,
        "lines": [_line(meeting, request) for meeting in page],
        "areas": areas,
        "area": area,
        "state": state,
        "filtered": bool(area or state),
    }
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def week(request: Request, pk: int) -> HttpResponse:
    """Choose the day on which a meeting takes place next; weeks are counted from it."""
    rows = Meeting.objects.visible_to(request.user).select_related("area")
    found = load(request, rows, Permission.CONFIRM_MEETING, pk=pk)
    if not found.has_choice or not found.starts_at:
        messages.info(request, _("The week of %(name)s is settled.") % {"name": found.name})
        return go(request, "meetings:list")
    zone = ZoneInfo(found.timezone)
    assumed = next_occurrence(found.rrule, found.starts_at, found.timezone, now=request.now)
    form = WeekOfMeetingForm(
        request.POST or None,
        days=choices(found.rrule, found.starts_at, found.timezone, now=request.now),
        today=request.now.astimezone(zone).date(),
        initial={"version": found.version, "starts_on": assumed.astimezone(zone).date() if assumed else None},
    )
    made = saved(form, lambda: _confirmed(found, form.cleaned_data, request))
    if made:
        messages.success(request, _("The week of %(name)s is settled.") % {"name": made.name})
        return go(request, "meetings:list")
    return show(request, "meetings/week.html", form, meeting=found, assumed=assumed)


def _confirmed(meeting: Meeting, facts: dict[str, Any], request: Request) -> Meeting:
    return doors.confirm_week(
        meeting=meeting, starts_on=facts["starts_on"], seen=facts["version"], by=request.user, now=request.now
    )


def _line(meeting: Meeting, request: Request) -> Line:
    confirms = meeting.has_choice and bool(can(request.user, Permission.CONFIRM_MEETING, meeting, on=request.now))
    return Line(meeting, _next_of(meeting, request.now), confirms)


def _next_of(meeting: Meeting, now: datetime) -> datetime | None:
    if not meeting.starts_at:
        return None
    return next_occurrence(meeting.rrule, meeting.starts_at, meeting.timezone, now=now)
