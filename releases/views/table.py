"""All releases that a person may see, as a table, as a file, and for the page of an area."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comms.links import absolute
from productops.http import Request, cleaned, page_number, wants
from productops.paging import LongPaginator
from productops.people.standing import day_of
from productops.spreadsheets import as_csv
from releases.enums import Health, Stage
from releases.filters import read
from releases.found import found
from releases.listed import Row, rows_of
from releases.models import Release
from releases.views.listing import listing

A_PAGE, OF_AREA, MOST = 25, 6, 10_000


@require_safe
def releases(request: Request) -> HttpResponse:
    """What fits the filters, the next launch first; by itself what is ahead. An area's page asks for its own."""
    filters, day = read(cleaned(request.GET)), day_of(request.user, request.now)
    rows = found(request.user, filters, on=day)
    if wants(request, "area-releases"):
        shown = rows_of(rows[: OF_AREA + 1], request.user, on=day)
        context: dict[str, Any] = {"rows": shown[:OF_AREA], "more": len(shown) > OF_AREA, "filters": filters}
        return render(request, "releases/_area_releases.html", context)
    page = LongPaginator(rows, A_PAGE).get_page(page_number(request))
    context = listing(request, filters, day, page="table") | {
        "page_obj": page,
        "rows": rows_of(page.object_list, request.user, on=day),  # type: ignore[arg-type]
    }
    region = wants(request, "releases-list")
    return render(request, "releases/releases.html#releases-list" if region else "releases/releases.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """The rows of the table as a file for a spreadsheet: all pages, with what the person may know of each."""
    filters, day = read(cleaned(request.GET)), day_of(request.user, request.now)
    rows = rows_of(found(request.user, filters, on=day)[:MOST], request.user, on=day)
    lines = (_line(row, day) for row in rows)
    response = HttpResponse(as_csv([_headings(), *lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="releases-{day.isoformat()}.csv"'
    return response


def _headings() -> list[str]:
    return [
        _("Key"), _("Name"), _("Area"), _("PM"), _("Tier"), _("Stage"), _("Health"), _("Why"), _("Launch"),
        _("Internal date"), _("Window from"), _("Window to"), _("Items settled"), _("Items"), _("Link"),
    ]  # fmt: skip


def _line(row: Row, day: date) -> list[object]:
    release: Release = row.release
    return [
        release.key,
        release.name,
        release.area.name,
        row.pm,
        release.tier,
        Stage(release.stage).label if release.started_at else _("Draft"),
        Health(release.health).label if row.ahead and release.started_at else "",
        "; ".join(reason["words"] for reason in row.reasons),
        row.seen.launch_on,
        _("not for customers") if row.seen.internal and row.seen.launch_on else "",
        row.seen.window_from,
        row.seen.window_to,
        row.done,
        row.items,
        absolute(row.url),
    ]
