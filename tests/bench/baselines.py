"""What the pages are measured against: signed in through the same middleware, in the same process.

(a) one SELECT and the same number of bytes; (b) one indexed query and a plain template of the same rows.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from productops.people.models import Area, Person
from productops.search.models import SearchRow
from rituals.models import WeeklyUpdate


def bytes_of(request: HttpRequest, size: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT repeat('x', %s)", [size])
        return HttpResponse(cursor.fetchone()[0])


def people(request: HttpRequest) -> HttpResponse:
    rows = Person.objects.select_related("function").order_by("sort_key", "id")[:25]
    return render(request, "bench/people.html", {"rows": rows})


def updates(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/updates.html", {"rows": WeeklyUpdate.objects.published()[:25]})


def areas(request: HttpRequest) -> HttpResponse:
    rows = Area.objects.active().select_related("group").order_by("position", "sort_key")[:40]
    return render(request, "bench/areas.html", {"rows": rows})


def find(request: HttpRequest) -> HttpResponse:
    rows = SearchRow.objects.filter(key__startswith="thing-1").select_related("owner").order_by("key")[:40]
    return render(request, "bench/find.html", {"rows": rows})


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/updates.html", {"rows": WeeklyUpdate.objects.published()[:8]})
