"""What every list of releases has: filters, the three forms it can be looked at in, saved views, what to do first."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from productops.http import Request
from productops.people.permissions import Permission, can
from releases.enums import Health, Stage, Tier
from releases.filters import Filters
from releases.found import choices, drafts_somewhere
from releases.models import SavedView

MONTHS_BACK, MONTHS_AHEAD = 3, 12
PAGES = {"table": "releases:releases", "board": "releases:board", "timeline": "releases:timeline"}


def listing(request: Request, filters: Filters, day: date, *, page: str) -> dict[str, Any]:
    """The context that the shared parts of the three pages want. Two statements."""
    known = choices()
    return {
        "filters": filters,
        "chosen": filters.chosen,
        "choices": known,
        "months": _months(day),
        "stages": Stage.choices,
        "healths": Health.choices,
        "tiers": Tier.choices,
        "form": page,
        "forms": _forms(filters, page),
        "here": reverse(PAGES[page]),
        "saved_views": _saved(request, filters, page),
        "drafts": drafts_somewhere(request.user, day),
        "brings_in": can(request.user, Permission.IMPORT_RELEASES, on=day),
        "no_policy": not known.policies,
        "chooses_policy": can(request.user, Permission.CHANGE_POLICY, on=request.now),
        "day": day,
    }


def _forms(filters: Filters, page: str) -> list[tuple[str, str, bool]]:
    """Table, board and timeline with the same filters. (words, address, current)"""
    words = {"table": _("Table"), "board": _("Board"), "timeline": _("Timeline")}
    kept = filters.but(sort="").query
    return [
        (words[name], f"{reverse(view)}?{kept}" if kept else reverse(view), name == page)
        for name, view in PAGES.items()
    ]


def _saved(request: Request, filters: Filters, page: str) -> list[dict[str, Any]]:
    return [
        {
            "name": view.name,
            "url": f"{reverse(PAGES[view.page])}?{view.query}",
            "page": view.page,
            "current": view.page == page and view.query == filters.query,
        }
        for view in SavedView.objects.filter(person=request.user, page__in=PAGES)
    ]


def _months(day: date) -> tuple[tuple[str, str], ...]:
    """(value, words) of the months around a day."""
    first = day.year * 12 + day.month - 1
    months = []
    for number in range(first - MONTHS_BACK, first + MONTHS_AHEAD + 1):
        month = date(number // 12, number % 12 + 1, 1)
        months.append((f"{month:%Y-%m}", formats.date_format(month, "F Y")))
    return tuple(months)
