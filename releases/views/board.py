"""Releases by stage: what is planned, in review, approved, and launched lately. Each card leads to its release."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from productops.http import Request, cleaned, wants
from productops.people.standing import day_of
from releases.filters import read
from releases.found import LATELY, columns
from releases.views.listing import listing

A_COLUMN = 12  # cards; the table has the rest


@require_safe
def board(request: Request) -> HttpResponse:
    filters = read(cleaned(request.GET)).but(stage="", show="", sort="")
    day = day_of(request.user, request.now)
    found = columns(request.user, filters, on=day, now=request.now, most=A_COLUMN)
    table = reverse("releases:releases")
    context = listing(request, filters, day, page="board") | {
        "columns": [(each, f"{table}?{filters.but(stage=each.stage).query}") for each in found],
        "total": sum(each.total for each in found),
        "lately": LATELY,
    }
    region = wants(request, "releases-list")
    return render(request, "releases/board.html#releases-list" if region else "releases/board.html", context)
