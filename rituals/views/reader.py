"""What everybody reads: the published edition of a week, filtered as the address says; or how far a week is."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.views.decorators.http import require_safe

from comms.models import Subscription
from productops.editions.reading import Part, parts_of
from productops.http import load
from productops.worktime import Week
from rituals.enums import Health, UpdateState
from rituals.models import WeeklyUpdate
from rituals.notices import TOPIC
from rituals.queries import progress, with_pm, written_by
from rituals.rendering import markdown_of
from rituals.views.people import names_of


def _load(request: HttpRequest, week: str, *, content: bool = False) -> WeeklyUpdate:
    """The week with its neighbours and whether the person follows the update, in one query."""
    try:
        Week.parse(week)
    except ValueError as wrong:
        raise Http404 from wrong
    published = WeeklyUpdate.objects.published()
    before = published.filter(starts_on__lt=OuterRef("starts_on")).order_by("-starts_on").values("key")[:1]
    after = published.filter(starts_on__gt=OuterRef("starts_on")).order_by("starts_on").values("key")[:1]
    follows = Subscription.objects.filter(person=request.user, topic=TOPIC)
    rows = WeeklyUpdate.objects.visible_to(request.user).select_related("edition")
    rows = rows.annotate(earlier=Subquery(before), later=Subquery(after), follows=Exists(follows))
    return load(request, rows if content else rows.defer("edition__content"), key=week)


@require_safe
def update(request: HttpRequest, week: str) -> HttpResponse:
    found = _load(request, week)
    if found.state == UpdateState.PUBLISHED:
        return render(request, "weekly/update.html", _edition_page(request, found))
    return render(request, "weekly/collecting.html", _collecting_page(request, found))


def _edition_page(request: HttpRequest, found: WeeklyUpdate) -> dict[str, Any]:
    edition = found.edition
    assert edition is not None
    parts = parts_of(edition.pk, edition.sha256, translation.get_language() or "en")
    highlights, areas = parts[0], parts[1:]
    chosen = {name: request.GET.get(name, "") for name in ("area", "health", "function", "group")}
    shown = [part for part in areas if _fits(part, chosen)]
    names = names_of([part.owner_id for part in shown])
    return {
        "update": found,
        "edition": edition,
        "highlights": highlights,
        "parts": [(part, names.get(part.owner_id or 0, "")) for part in shown],
        "areas": areas,
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "healths": Health,
        "functions": _functions(areas),
        "earlier": _week(found.earlier),  # type: ignore[attr-defined]
        "later": _week(found.later),  # type: ignore[attr-defined]
    }


def _fits(part: Part, chosen: dict[str, str]) -> bool:
    wanted_health = chosen["health"]
    return (
        (not chosen["area"] or part.key == chosen["area"])
        and (not chosen["group"] or part.group == chosen["group"])
        and (not wanted_health or part.health == ("" if wanted_health == "none" else wanted_health))
        and (not chosen["function"] or chosen["function"] in part.functions)
    )


def _functions(areas: Iterable[Part]) -> list[tuple[str, str]]:
    """(slug, name) of the functions that any part concerns, for the filter."""
    concerned = {slug: name for part in areas for slug, name in part.functions.items()}
    return sorted(concerned.items(), key=lambda item: item[1])


def _week(key: str | None) -> Week | None:
    return Week.parse(key) if key else None


def _collecting_page(request: HttpRequest, found: WeeklyUpdate) -> dict[str, Any]:
    rows = with_pm(found.area_updates.select_related("area"), request.now.date())
    rows = rows.filter(area__closed_at=None).order_by(
        "area__group__position", "area__group__sort_key", "area__position", "area__sort_key"
    )
    listed = list(rows[:200])
    names = names_of([row.pm_id for row in listed])
    return {
        "update": found,
        "progress": progress(found),
        "rows": [(row, names.get(row.pm_id or 0, "")) for row in listed],
        "mine": written_by(request.user, found, request.now.date()),
        "earlier": _week(found.earlier),  # type: ignore[attr-defined]
    }


@require_safe
def markdown(request: HttpRequest, week: str) -> HttpResponse:
    """The whole edition as a file."""
    found = _load(request, week, content=True)
    if found.edition is None:
        raise Http404
    content = found.edition.content
    names = names_of([area["pm"] for area in content["areas"]])
    published = formats.date_format(timezone.localtime(found.edition.published_at), "DATE_FORMAT")
    url = request.build_absolute_uri(reverse("weekly:update", args=[found.key]))
    response = HttpResponse(markdown_of(content, names, url, published), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="weekly-update-{found.key}.md"'
    return response
