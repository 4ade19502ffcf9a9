"""The decision log: the list, filtered by its address, and exactly that list as a file."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from productops.addresses import addresses
from productops.decisions import subjects
from productops.decisions.export import as_markdown, as_sheet
from productops.decisions.filters import Filters, read
from productops.decisions.models import DecisionEntry
from productops.decisions.queries import areas, found, listed, whole
from productops.http import Request, cleaned, page_number, wants
from productops.markdown import plain_text
from productops.paging import LongPaginator
from productops.people.standing import day_of
from productops.text import clean_line, shortened

A_PAGE = 25
A_LINE = 160
TABS = (
    ("", gettext_lazy("In force")),
    ("mine", pgettext_lazy("decisions", "Mine")),
    ("review", gettext_lazy("To be looked at again")),
    ("all", gettext_lazy("Superseded ones too")),
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """What fits the filters, the newest first; by itself what is in force."""
    filters, today = _asked(request)
    page = LongPaginator(found(request.user, filters, today=today), A_PAGE).get_page(page_number(request))
    context = {
        "page_obj": page,
        "rows": _rows(list(listed(page.object_list)), today),  # type: ignore[arg-type]
        "filters": filters,
        "chosen": filters.but(q=""),
        "tabs": [(words, filters.but(show=show).query, show == filters.show) for show, words in TABS],
        "areas": areas(),
        "codes": tuple(subjects.codes().items()),
        "today": today,
    }
    region = wants(request, "decisions-list")
    return render(request, "decisions/list.html#decisions-list" if region else "decisions/list.html", context)


def _asked(request: Request) -> tuple[Filters, date]:
    return read(cleaned(request.GET)), day_of(request.user, request.now)


def _rows(entries: list[DecisionEntry], today: date) -> list[dict[str, Any]]:
    """What the list says of each entry."""
    entry_at, area_at = addresses("decisions:decision"), addresses("people:area")
    words = subjects.codes()
    return [
        {
            "entry": entry,
            "url": entry_at(entry.number),
            "area_url": area_at(entry.area.slug) if entry.area else "",
            "code": words.get(entry.action_code, entry.action_code),
            "line": shortened(clean_line(plain_text(entry.decision_html)), A_LINE),
            "later_url": entry_at(later) if (later := entry.later) else "",  # type: ignore[attr-defined]
            "due": bool(not later and (look := entry.look_on) and look <= today),  # type: ignore[attr-defined]
        }
        for entry in entries
    ]


@require_safe
def export(request: Request) -> HttpResponse:
    """The filtered list for a spreadsheet."""
    filters, today = _asked(request)
    text = as_sheet(whole(found(request.user, filters, today=today)), subjects.codes(), _absolute)
    return _file(text, "text/csv", f"decisions-{today.isoformat()}.csv")


@require_safe
def markdown(request: Request) -> HttpResponse:
    """The filtered list as Markdown."""
    filters, today = _asked(request)
    entries = whole(found(request.user, filters, today=today))
    title = _("Decision log of %(organisation)s") % {"organisation": request.organisation.name}
    return _file(
        as_markdown(entries, subjects.codes(), _absolute, title),
        "text/markdown",
        f"decisions-{today.isoformat()}.md",
    )


def _absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
