"""A published week beside an earlier one: /weekly/<week>/comparison/, filtered as the address says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from productops.http import Request, load
from rituals.comparing import AreaComparison, Became, Comparison, compare, summed
from rituals.enums import Health
from rituals.models import Bullet, WeeklyUpdate
from rituals.views.people import names_of

NO_GROUP = "none"
ONE_PAGE = 60  # areas; more are compared by product group
WEEKS_OFFERED = 12
BECAME: dict[Became, tuple[str | Lazy, str]] = {
    Became.SHIPPED: (gettext_lazy("shipped"), "good"),
    Became.NEXT: (gettext_lazy("still next"), "none"),
    Became.AT_RISK: (gettext_lazy("at risk"), "warn"),
    Became.NOT_MENTIONED: (gettext_lazy("not mentioned"), "none"),
    Became.NO_UPDATE: (gettext_lazy("no update"), "none"),
}


@dataclass(frozen=True)
class Group:
    """A product group of a large organisation: its counts alone."""

    slug: str
    name: str
    comparison: Comparison


@require_safe
def comparison(request: Request, week: str) -> HttpResponse:
    """With the previous published week, or the one that `with` names."""
    published = WeeklyUpdate.objects.visible_to(request.user).published()
    update = load(request, published.select_related("edition"), key=week)
    earlier = published.filter(starts_on__lt=update.starts_on).order_by("-starts_on")
    asked = request.GET.get("with", "")
    other = (
        earlier.select_related("edition").filter(key=asked).first()
        if asked
        else earlier.select_related("edition").first()
    )
    if asked and other is None:
        raise Http404
    context: dict[str, Any] = {
        "update": update,
        "other": other,
        "weeks": list(earlier.values("key", "week")[:WEEKS_OFFERED]),
        "healths": Health,
    }
    if other is not None:
        context |= _compared(request, update, other)
    return render(request, "weekly/comparison.html", context)


def _compared(request: Request, update: WeeklyUpdate, other: WeeklyUpdate) -> dict[str, Any]:
    assert update.edition is not None
    assert other.edition is not None
    whole = compare(other.edition.content, update.edition.content, _carried(update))
    chosen = {name: request.GET.get(name, "") for name in ("group", "area", "health")}
    shown = [area for area in whole.areas if _fits(area, chosen)]
    large, filtered = len(whole.areas) > ONE_PAGE, any(chosen.values())
    groups = _groups(whole.areas) if large else []
    of_group = [area for area in whole.areas if not large or _group(area) == chosen["group"]]
    overview = large and not filtered
    names = {} if overview else names_of(area.owner_id for area in shown)
    return {
        "whole": summed(shown) if filtered else whole,
        "overview": groups if overview else [],
        "groups": groups,
        "areas": of_group,
        "shown": [] if overview else [(area, names.get(area.owner_id or 0, ""), _promises(area)) for area in shown],
        "chosen": chosen,
        "filtered": filtered,
        "summary": [
            (words, tone, count)
            for became, (words, tone) in BECAME.items()
            if (count := (summed(shown) if filtered else whole).promises[became])
        ],
    }


def _carried(update: WeeklyUpdate) -> dict[str, str]:
    """Id of a line of this week -> id of the earlier line that it was offered from. One query."""
    rows = Bullet.objects.filter(area_update__weekly_update=update, origin__startswith="carry-over:")
    return {str(pk): origin.partition(":")[2] for pk, origin in rows.values_list("id", "origin")}


def _fits(area: AreaComparison, chosen: dict[str, str]) -> bool:
    wanted = chosen["health"]
    return (
        (not chosen["area"] or area.slug == chosen["area"])
        and (not chosen["group"] or _group(area) == chosen["group"])
        and (not wanted or (area.now or "") == ("" if wanted == "none" else wanted))
    )


def _group(area: AreaComparison) -> str:
    return area.group or NO_GROUP


def _groups(areas: Iterable[AreaComparison]) -> list[Group]:
    """In the order of their areas; areas without one together at the end."""
    found: dict[str, list[AreaComparison]] = {}
    for area in areas:
        found.setdefault(_group(area), []).append(area)
    return [
        Group(slug, members[0].group_name or _("Other areas"), summed(members))
        for slug, members in sorted(found.items(), key=lambda item: item[0] == NO_GROUP)
    ]


def _promises(area: AreaComparison) -> list[dict[str, Any]]:
    return [
        {"html": promise.html, "by": promise.by, "words": BECAME[promise.became][0], "tone": BECAME[promise.became][1]}
        for promise in area.promises
    ]
