"""Who reads the weekly update: the beacon of the reading page, and Product Ops' table per function."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from productops.http import Request, go, load, wants
from productops.people.permissions import Permission, can
from productops.worktime import Week
from rituals.actions.opened import opened
from rituals.models import WeeklyUpdate
from rituals.read_rate import Rate, Trend, outcome_of, readers_of, spark_points, trend_until
from rituals.views.reading_line import said


@require_POST
def opening(request: Request, week: str) -> HttpResponse:
    """The page was open before somebody for a while (htmx), or she says so herself (a button without a script)."""
    update = load(request, WeeklyUpdate.objects.visible_to(request.user).published(), key=week)
    opened(update=update, by=request.user, now=request.now)
    if wants(request, "opening"):
        return HttpResponse(status=204)
    messages.success(request, _("Marked as read."))
    return go(request, "weekly:update", week)


@dataclass(frozen=True)
class Row:
    """A function's line of the table: this week's rate, and how it went in the weeks before."""

    rate: Rate
    lines: list[str]
    said: str
    table: list[tuple[int, int | None]]  # week, percent


@require_safe
def readers(request: Request, week: str) -> HttpResponse:
    """Counts per function, never who. Worst first."""
    rows = WeeklyUpdate.objects.visible_to(request.user).published()
    update = load(request, rows, Permission.SEE_READ_RATE, key=week)
    found = readers_of(update)
    keys, by_function, everybody = trend_until(update)
    numbers = [Week.parse(key).number for key in keys]
    context = {
        "update": update,
        "readers": found,
        "line": said(found),
        "rows": [_row(rate, by_function.get(rate.slug), numbers) for rate in found.functions],
        "everybody": _row(Rate("", "", found.people, found.opened), everybody, numbers),
        "weeks": numbers,
        "outcome": outcome_of(update),
        "sees_deliveries": bool(can(request.user, Permission.SEE_DELIVERIES, on=request.now)),
    }
    return render(request, "weekly/readers.html", context)


def _row(rate: Rate, trend: Trend | None, weeks: list[int]) -> Row:
    rates = trend.rates if trend else (None,) * len(weeks)
    known = [each for each in rates if each is not None]
    words = ""
    if known:
        words = _("From %(first)s %% to %(last)s %% in %(weeks)s weeks.") % {
            "first": known[0],
            "last": known[-1],
            "weeks": len(weeks),
        }
    return Row(rate, spark_points(rates), words, list(zip(weeks, rates, strict=True)))
