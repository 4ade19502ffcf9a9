"""What everybody reads: the published edition of a week, filtered as the address says; or how far a week is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from productops.editions.models import Edition
from productops.editions.reading import KEPT, Part, parts_of
from productops.http import Request, page_number
from productops.people.models.areas import in_area_order
from productops.people.permissions import Permission, can
from productops.people.standing import day_of
from productops.worktime import Week
from rituals.enums import Health
from rituals.models import WeeklyUpdate
from rituals.queries import progress, with_pm, written_by
from rituals.reading import Reading, reading_of
from rituals.rendering import markdown_of, people_named
from rituals.views.people import names_of


def _reading(request: Request, week: str) -> Reading:
    try:
        found = reading_of(Week.parse(week).key, request.user)
    except ValueError as wrong:
        raise Http404 from wrong
    if found is None:
        raise Http404
    return found


@require_safe
def update(request: Request, week: str) -> HttpResponse:
    found = _reading(request, week)
    if found.published:
        return render(request, "weekly/update.html", _edition_page(request, found))
    return render(request, "weekly/collecting.html", _collecting_page(request, found))


AREAS_A_PAGE = 40  # of a week being written
ONE_PAGE = 60  # areas of an edition; more are read by product group
NO_GROUP = "none"
FILTERS = ("area", "health", "function", "group")


def _edition_page(request: Request, found: Reading) -> dict[str, Any]:
    """The article and its outline: rendered once for everybody who filters nothing, else for this address."""
    assert found.edition_id is not None
    frozen = Frozen(found.edition_id, found.sha256, reverse("weekly:update", args=[found.key]))
    article, outline = _drawing(request, frozen, found.names, found.own)
    return {
        "update": found,
        "article": article,
        "outline": outline,
        "may_publish": bool(can(request.user, Permission.PUBLISH_UPDATE, on=request.now)),
        "may_see_readers": bool(can(request.user, Permission.SEE_READ_RATE, on=request.now)),
    }


@dataclass(frozen=True)
class Frozen:
    """Which edition is drawn, and the address that its filters belong to."""

    edition_id: int
    sha256: str
    path: str


Own = tuple[tuple[str, int | None], ...]
Names = tuple[tuple[int, str], ...]


def drawn(request: Request, edition: Edition, names: Names) -> tuple[SafeString, SafeString]:
    """Article and outline of any revision, filtered as the address says."""
    return _drawing(request, Frozen(edition.pk, edition.sha256, request.path), names)


def _drawing(request: Request, frozen: Frozen, names: Names, own: Own = ()) -> tuple[SafeString, SafeString]:
    """What is the same for everybody is kept; filtered, or with buttons for her own areas, it is drawn anew."""
    chosen = tuple(request.GET.get(name, "") for name in FILTERS)
    language = translation.get_language() or "en"
    if (area := request.GET.get("at", "")) and not any(chosen):
        chosen = _page_with(area, parts_of(frozen.edition_id, frozen.sha256, language))
    draw = _drawn.__wrapped__ if any(chosen) or own else _drawn
    return draw(frozen, language, names, chosen, own)


def _page_with(area: str, parts: Sequence[Part]) -> tuple[str, ...]:
    """The filters that show the page on which an area's part is (`WeeklyUpdate.address_of`): none in a small update."""
    found = next((part for part in parts[1:] if part.key == area), None)
    large = len(parts) - 1 > ONE_PAGE
    return tuple((found.group or NO_GROUP) if found and large and name == "group" else "" for name in FILTERS)


@lru_cache(maxsize=KEPT)
def _drawn(
    frozen: Frozen, language: str, names: Names, chosen: tuple[str, ...], own: Own
) -> tuple[SafeString, SafeString]:
    """Article and outline as HTML. Editions never change and the people's names are part of the key."""
    highlights, *areas = parts_of(frozen.edition_id, frozen.sha256, language)
    wanted, known = dict(zip(FILTERS, chosen, strict=True)), dict(names)
    shown = [part.named(known) for part in areas if _fits(part, wanted)]
    large = len(areas) > ONE_PAGE
    groups = _groups(areas) if large else []
    context = {
        "path": frozen.path,
        "highlights": highlights,
        # A large organisation is read by product group, one page each, with the highlights in front.
        "overview": groups if large and not any(chosen) else [],
        "groups": groups,
        "parts": [] if large and not any(chosen) else [(part, known.get(part.owner_id or 0, "")) for part in shown],
        "own": {slug: ("open" if proposal else "none") for slug, proposal in own},
        "areas": [part for part in areas if not large or (wanted["group"] and _in_group(part, wanted["group"]))],
        "chosen": wanted,
        "filtered": any(chosen),
        "healths": Health,
        "functions": _functions(areas),
    }
    return render_to_string("weekly/_article.html", context), render_to_string("weekly/_outline.html", context)


def _fits(part: Part, chosen: dict[str, str]) -> bool:
    wanted_health = chosen["health"]
    return (
        (not chosen["area"] or part.key == chosen["area"])
        and (not chosen["group"] or _in_group(part, chosen["group"]))
        and (not wanted_health or part.health == ("" if wanted_health == "none" else wanted_health))
        and (not chosen["function"] or chosen["function"] in part.functions)
    )


def _in_group(part: Part, slug: str) -> bool:
    return part.group == ("" if slug == NO_GROUP else slug)


@dataclass(frozen=True)
class Group:
    """A product group of a large update: how many areas it has, and how many stand how."""

    slug: str
    name: str
    areas: int
    healths: tuple[tuple[str, str], ...]  # health, "at risk: 3"


def _groups(areas: Iterable[Part]) -> list[Group]:
    """The groups in the order of their areas; areas without one together at the end."""
    found: dict[str, list[Part]] = {}
    for part in areas:
        found.setdefault(part.group, []).append(part)
    made = []
    for slug, parts in sorted(found.items(), key=lambda item: item[0] == ""):
        counts = Counter(part.health for part in parts)
        words = {**{health.value: str(health.label) for health in reversed(Health)}, "": gettext("No update")}
        healths = tuple(
            (health or "none", f"{word}: {counts[health]}") for health, word in words.items() if counts[health]
        )
        made.append(Group(slug or NO_GROUP, parts[0].group_name or gettext("Other areas"), len(parts), healths))
    return made


def _functions(areas: Iterable[Part]) -> list[tuple[str, str]]:
    """(slug, name) of the functions that any part concerns, for the filter."""
    concerned = {slug: name for part in areas for slug, name in part.functions.items()}
    return sorted(concerned.items(), key=lambda item: item[1])


def _collecting_page(request: Request, reading: Reading) -> dict[str, Any]:
    found = WeeklyUpdate.objects.visible_to(request.user).get(key=reading.key)
    day = day_of(request.user, request.now)
    rows = with_pm(found.area_updates.select_related("area"), day)
    rows = rows.filter(area__closed_at=None).order_by(*in_area_order("area__"))
    page = Paginator(rows, AREAS_A_PAGE).get_page(page_number(request))
    names = names_of([row.pm_id for row in page])  # type: ignore[attr-defined]
    return {
        "update": found,
        "progress": progress(found),
        "rows": [(row, names.get(row.pm_id or 0, "")) for row in page],  # type: ignore[attr-defined]
        "page_obj": page,
        "mine": written_by(request.user, found, day),
        "earlier": reading.earlier,
    }


@require_safe
def markdown(request: Request, week: str) -> HttpResponse:
    """The whole edition as a file."""
    found = _reading(request, week)
    if not found.published:
        raise Http404
    content = Edition.objects.visible_to(request.user).values_list("content", flat=True).get(pk=found.edition_id or 0)
    names = names_of(people_named(content))
    published = formats.date_format(timezone.localtime(found.published_at), "DATE_FORMAT")
    url = request.build_absolute_uri(reverse("weekly:update", args=[found.key]))
    response = HttpResponse(markdown_of(content, names, url, published), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="weekly-update-{found.key}.md"'
    return response
