"""Releases in time, by area."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request, cleaned
from productops.people.standing import day_of
from releases.filters import read
from releases.views.listing import listing


@require_safe
def timeline(request: Request) -> HttpResponse:
    filters, day = read(cleaned(request.GET)), day_of(request.user, request.now)
    return render(request, "releases/board.html", listing(request, filters, day, page="timeline"))
