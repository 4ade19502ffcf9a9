"""Releases in time, by area: a quarter drawn on the server, with the same facts as a list."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from productops.addresses import addresses
from productops.dates import say_date
from productops.http import Request, cleaned, page_number, wants
from productops.people.standing import day_of
from productops.worktime import BusinessCalendar
from releases import in_quarter
from releases.bars import bar, lines
from releases.enums import Health, Stage
from releases.filters import read
from releases.go_words import go_words_of
from releases.in_quarter import Load
from releases.timeline import Item, Place, Quarter, draw, shades, weeks
from releases.views.listing import listing
from releases.visible import VisibleFacts
from releases.windows import window_words

AREAS, NAMED = 10, 4
TONES = {Health.ON_TRACK: "on", Health.AT_RISK: "warn", Health.OFF_TRACK: "bad"}
ONE_DAY = timedelta(days=1)


@require_safe
def timeline(request: Request) -> HttpResponse:
    """A quarter (`?quarter=2026-Q4`), the areas page by page. Thirteen statements, however many releases."""
    asked = cleaned(request.GET)
    filters, day = read(asked).but(stage="", show="", sort=""), day_of(request.user, request.now)
    quarter = Quarter.read(asked.get("quarter", "")) or Quarter.of(day)
    calendar, person = request.organisation.calendar, request.user
    rows = in_quarter.touching(person, filters, quarter, on=day)
    page = Paginator(in_quarter.areas_of(rows), AREAS).get_page(page_number(request))
    area_at = addresses("people:area")
    places = [Place(area["pk"], area["name"], area_at(area["slug"])) for area in page]
    found = in_quarter.releases_of(rows, [place.pk for place in places], person, on=day)
    decided = go_words_of([row for row, _seen in found])
    items = [item for row, seen in found if (item := _item(row, seen, calendar, day, decided.get(row.pk, "")))]
    waits = _waits({item.pk: item for item in items})
    load = in_quarter.launch_load(person, quarter, on=day)
    drawing = draw(quarter, places, items, waits=waits, months=_months(quarter), today=day)
    kept = filters.query
    context = listing(request, filters, day, page="timeline") | {
        "quarter": quarter,
        "quarter_words": _quarter_words(quarter),
        "page_obj": page,
        "drawing": drawing,
        "bars": [bar(each) for row in drawing.rows for each in row.bars],
        "lines": lines(drawing.lines),
        "slugs": {area["pk"]: area["slug"] for area in page},
        "groups": _grouped(places, items, quarter),
        "waits": [said for _release, _on, said in waits],
        "shades": shades(quarter, _closed(quarter, calendar, day)),
        "weeks": list(weeks(quarter, {monday: _load_words(monday, load[monday], day) for monday in load})),
        "load": sorted(load.items()),
        "earlier": _at(quarter.previous, kept), "later": _at(quarter.next, kept),
        "this": "" if quarter == Quarter.of(day) else _at(None, kept),
    }  # fmt: skip
    region = wants(request, "releases-list")
    return render(request, "releases/timeline.html#releases-list" if region else "releases/timeline.html", context)


def _item(row: Any, seen: VisibleFacts, calendar: BusinessCalendar, day: date, go: str) -> Item | None:
    """What is drawn of a release, with how its ship decision stands.

    A date begins where its review copy goes out, or where work began.
    """
    launch = row.launched_at.date() if row.launched_at else seen.launch_on
    if launch:
        begins = row.started_at.date() if row.started_at else launch
        if seen.notice_needed:
            begins = calendar.business_days_before(launch, seen.notice_needed)
        begins = min(begins, launch)
        begins = max(begins, launch - in_quarter.AHEAD_OF_LAUNCH)
    elif seen.window_from and seen.window_to:
        begins = seen.window_from
    else:
        return None
    ahead = row.stage in (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)
    tone = "done" if not ahead else "draft" if row.draft else TONES[Health(row.health)]
    said = ", ".join(filter(None, [_said(row, seen, launch, day), go]))
    return Item(
        pk=row.pk, area=row.area_id, name=row.name, url=row.get_absolute_url(),
        said=f"{row.key} {row.name}: {said}", tone=tone, begins=begins,
        ends=launch or seen.window_to or begins, launch=launch,
    )  # fmt: skip


def _said(row: Any, seen: VisibleFacts, launch: date | None, day: date) -> str:
    if row.launched_at and launch:
        return _("launched %(day)s") % {"day": say_date(launch, day)}
    health = _("draft") if row.draft else str(Health(row.health).label)
    if launch is None:
        return _("%(health)s, window: %(window)s") % {
            "health": health, "window": window_words(seen.window_from, seen.window_to, day),
        }  # fmt: skip
    words = _("%(health)s, launch %(day)s, internal target") if seen.internal else _("%(health)s, launch %(day)s")
    return words % {"health": health, "day": say_date(launch, day)}


def _waits(items: dict[int, Item]) -> list[tuple[int, int, str]]:
    return [
        (release, on, _("%(release)s waits for %(other)s") % {"release": items[release].name, "other": items[on].name})
        for release, on in in_quarter.waits_among(list(items))
    ]


def _grouped(places: list[Place], items: list[Item], quarter: Quarter) -> list[tuple[Place, list[Item]]]:
    """The same as a list: by area, in the order of time."""
    shown = sorted((item for item in items if quarter.touches(item.begins, item.ends)), key=lambda each: each.ends)
    return [(place, [item for item in shown if item.area == place.pk]) for place in places]


def _months(quarter: Quarter) -> dict[date, str]:
    return {month: formats.date_format(month, "F") for month in quarter.months}


def _quarter_words(quarter: Quarter) -> str:
    first, last = (formats.date_format(month, "F") for month in (quarter.months[0], quarter.months[2]))
    return _("%(first)s to %(last)s %(year)s") % {"first": first, "last": last, "year": quarter.year}


def _closed(quarter: Quarter, calendar: BusinessCalendar, day: date) -> list[tuple[date, date, str]]:
    """Freeze windows, and holidays of days on which people would work."""
    found = [(each.starts_on, each.ends_on, _("Freeze: %(name)s") % {"name": each.name})
             for each in in_quarter.freezes_in(quarter)]  # fmt: skip
    one = quarter.starts_on
    while one <= quarter.ends_on:
        if one.weekday() in calendar.working_days and calendar.is_holiday(one):
            found.append((one, one, _("Holiday: %(day)s") % {"day": say_date(one, day)}))
        one += ONE_DAY
    return found


def _load_words(monday: date, loads: list[Load], day: date) -> tuple[str, str]:
    """The number under a week, and what it means: how many launches, and where two meet."""
    number = len({key for load in loads for key in load.keys})
    words = ngettext("Week of %(day)s: %(number)s launch", "Week of %(day)s: %(number)s launches", number) % {
        "day": say_date(monday, day), "number": number,
    }  # fmt: skip
    several = [f"{load.function} {len(load.keys)}" for load in loads if load.collides]
    if several:
        named = ", ".join(several[:NAMED]) + ("…" if len(several) > NAMED else "")
        words = _("%(words)s. More than one reaches: %(functions)s") % {"words": words, "functions": named}
    return (f"{number}!" if several else str(number)), words


def _at(quarter: Quarter | None, kept: str) -> str:
    parts = [part for part in (f"quarter={quarter.key}" if quarter else "", kept) if part]
    return f"{reverse('releases:timeline')}?{'&'.join(parts)}"
