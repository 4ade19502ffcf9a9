"""What the pages are measured against: signed in through the same middleware, in the same process.

(a) one SELECT and the same number of bytes; (b) one indexed query and a plain template of the same rows. The same
rows means the same number of them with the same facts, so (b) takes the query that the page takes for its rows:
a person with function, roles and areas; an area with who answers for it and what was last said; an answer of the
finder as it was searched for. What the page does beside that (frame, filters, counting, words, icons, pager) is
what the comparison is about, and (b) does none of it.
"""

from django.db import connection
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from productops.decisions.filters import Filters as LogFilters
from productops.decisions.queries import found as decisions_found
from productops.decisions.queries import listed
from productops.people.models import Area, Person
from productops.people.queries import area_rows, people_rows
from productops.search.engine import find as found
from productops.views.finder import COLUMNS
from releases import in_quarter
from releases.decision_needs import wants_of
from releases.filters import Filters
from releases.found import columns
from releases.found import found as releases_found
from releases.listed import rows_of as release_rows
from releases.models import Release
from releases.needs import concerns_of, happened, needs_of
from releases.timeline import Quarter
from releases.views.decision_parts import decision_context
from releases.views.parts import parts_context
from releases.visible import facts_for
from rituals.models import WeeklyUpdate

UPDATE = ("key", "week", "title", "published_at")


def bytes_of(request: HttpRequest, size: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT repeat('x', %s)", [size])
        return HttpResponse(cursor.fetchone()[0])


def people(request: HttpRequest) -> HttpResponse:
    rows = people_rows(Person.objects.active().order_by("sort_key", "id")[:25], request.now.date())
    return render(request, "bench/people.html", {"rows": rows})


def updates(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/updates.html", {"rows": WeeklyUpdate.objects.published().values(*UPDATE)[:25]})


def areas(request: HttpRequest) -> HttpResponse:
    rows = area_rows(Area.objects.active().in_order()[:25], request.now.date())
    return render(request, "bench/areas.html", {"rows": rows})


def find(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/find.html", {"rows": found(request.user, "thing 1", limit=40).values(*COLUMNS)})


def home(request: HttpRequest) -> HttpResponse:
    """The newest updates, and what releases say on Home by the page's own reads; not the week's progress and tasks."""
    day = request.now.date()
    concerns = concerns_of(request.user, now=request.now, today=day, calendar=request.organisation.calendar)
    needs_of(request.user, concerns, today=day)
    wants_of(request.user, now=request.now, today=day)
    happened(request.user, concerns, on=day, most=5)
    return render(request, "bench/updates.html", {"rows": WeeklyUpdate.objects.published().values(*UPDATE)[:8]})


def releases(request: HttpRequest) -> HttpResponse:
    """As many releases with what the table says of each, in the order of the table."""
    day = request.now.date()
    rows = release_rows(releases_found(request.user, Filters(), on=day)[:25], request.user, on=day)
    return render(request, "bench/releases.html", {"rows": rows})


def decisions(request: HttpRequest) -> HttpResponse:
    """As many decisions with what the list says of each."""
    rows = listed(decisions_found(request.user, LogFilters(), today=request.now.date())[:25])
    return render(request, "bench/decisions.html", {"rows": rows})


def board(request: HttpRequest) -> HttpResponse:
    found = columns(request.user, Filters(), on=request.now.date(), now=request.now, most=12)
    return render(request, "bench/releases.html", {"rows": [row for column in found for row in column.rows]})


def timeline(request: HttpRequest) -> HttpResponse:
    """The releases of the first ten areas of the quarter, what they wait for, and the launches of each week.

    The page's own reads of the same facts; it draws them besides: rows of bars, lines, conflicts, the axis.
    """
    day = request.now.date()
    quarter = Quarter.of(day)
    rows = in_quarter.touching(request.user, Filters(), quarter, on=day)
    areas = in_quarter.areas_of(rows)[:10]
    found = in_quarter.releases_of(rows, [area["pk"] for area in areas], request.user, on=day)
    waits = in_quarter.waits_among([row.pk for row, _seen in found])
    load = in_quarter.launch_load(request.user, quarter, on=day)
    context = {"rows": found, "areas": areas, "waits": waits, "load": load}
    return render(request, "bench/timeline.html", context)


def release(request: HttpRequest, key: str) -> HttpResponse:
    """One release with its checklist, whose each line is and what shows it, and all that it is made of beside.

    The page's own reads of the same facts: parts, sign-offs, bundle, newest decision. Not health, gates, stage, rights
    and what is next, which the page works out beside.
    """
    rows = Release.objects.visible_to(request.user).select_related("area", "policy", "rollback_owner")
    row = get_object_or_404(rows, key=key)
    items = row.items.filter(retired_at=None).select_related("function", "person").prefetch_related("evidence")
    seen = facts_for(row, request.user, on=request.now.date())
    prefetch_related_objects([row], "functions", "other_areas")
    decisions = decision_context(row, request.user, request.now)
    context = {"release": row, "items": items, "seen": seen, "decisions": decisions}
    context |= parts_context(row, request.user, seen, request.now)
    return render(request, "bench/release.html", context)
