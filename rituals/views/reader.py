"""What everybody reads: the published edition of a week, filtered as the address says; or how far a week is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.views.decorators.http import require_safe

from comms.models import Subscription
from productops.editions.models import EditionSection
from productops.http import load
from productops.people.models import Function
from productops.worktime import Week
from rituals.enums import Health, UpdateState
from rituals.models import WeeklyUpdate
from rituals.notices import TOPIC
from rituals.queries import progress, with_pm, written_by
from rituals.rendering import markdown_of
from rituals.views.people import names_of


def _load(request: HttpRequest, week: str) -> WeeklyUpdate:
    try:
        Week.parse(week)
    except ValueError as wrong:
        raise Http404 from wrong
    return load(request, WeeklyUpdate.objects.visible_to(request.user).select_related("edition"), key=week)


@require_safe
def update(request: HttpRequest, week: str) -> HttpResponse:
    found = _load(request, week)
    if found.state == UpdateState.PUBLISHED:
        return render(request, "weekly/update.html", _edition_page(request, found))
    return render(request, "weekly/collecting.html", _collecting_page(request, found))


def _edition_page(request: HttpRequest, found: WeeklyUpdate) -> dict[str, Any]:
    edition = found.edition
    assert edition is not None
    language = translation.get_language() or "en"
    sections = list(
        EditionSection.objects.filter(edition=edition, language=language if language in ("en", "pl") else "en")
    )
    areas = sections[1:]
    chosen = {name: request.GET.get(name, "") for name in ("area", "health", "function", "group")}
    shown = [part for part in areas if _fits(part, chosen)]
    names = names_of([part.owner_id for part in shown])
    return {
        "update": found,
        "edition": edition,
        "highlights": sections[0] if sections else None,
        "parts": [(part, names.get(part.owner_id or 0, "")) for part in shown],
        "areas": areas,
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "healths": Health,
        "functions": _functions(areas),
        "earlier": _neighbour(found, later=False),
        "later": _neighbour(found, later=True),
        "follows": Subscription.objects.filter(person=request.user, topic=TOPIC).exists(),
    }


def _fits(part: EditionSection, chosen: dict[str, str]) -> bool:
    wanted_health = chosen["health"]
    return (
        (not chosen["area"] or part.key == chosen["area"])
        and (not chosen["group"] or part.group == chosen["group"])
        and (not wanted_health or part.health == ("" if wanted_health == "none" else wanted_health))
        and (not chosen["function"] or chosen["function"] in part.functions)
    )


def _functions(areas: list[EditionSection]) -> list[tuple[str, str]]:
    """(slug, name) of the functions that any part concerns, for the filter."""
    concerned = {slug for part in areas for slug in part.functions}
    if not concerned:
        return []
    return list(Function.objects.filter(slug__in=concerned).values_list("slug", "name"))


def _neighbour(found: WeeklyUpdate, *, later: bool) -> WeeklyUpdate | None:
    rows = WeeklyUpdate.objects.published().only("key", "week", "title", "starts_on")
    if later:
        return rows.filter(starts_on__gt=found.starts_on).order_by("starts_on").first()
    return rows.filter(starts_on__lt=found.starts_on).order_by("-starts_on").first()


def _collecting_page(request: HttpRequest, found: WeeklyUpdate) -> dict[str, Any]:
    rows = with_pm(found.area_updates.select_related("area"), request.now)
    rows = rows.filter(area__closed_at=None).order_by(
        "area__group__position", "area__group__sort_key", "area__position", "area__sort_key"
    )
    listed = list(rows[:200])
    names = names_of([row.pm_id for row in listed])
    return {
        "update": found,
        "progress": progress(found),
        "rows": [(row, names.get(row.pm_id or 0, "")) for row in listed],
        "mine": list(written_by(request.user, found, request.now)),
        "earlier": _neighbour(found, later=False),
    }


@require_safe
def markdown(request: HttpRequest, week: str) -> HttpResponse:
    """The whole edition as a file."""
    found = _load(request, week)
    if found.edition is None:
        raise Http404
    content = found.edition.content
    names = names_of([area["pm"] for area in content["areas"]])
    published = formats.date_format(timezone.localtime(found.edition.published_at), "DATE_FORMAT")
    url = request.build_absolute_uri(reverse("weekly:update", args=[found.key]))
    response = HttpResponse(markdown_of(content, names, url, published), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="weekly-update-{found.key}.md"'
    return response
