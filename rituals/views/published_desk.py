"""Product Ops' page of a published week: proposals with their differences, the next revision, who read it.

The highlights and the headline are Product Ops' own: they are corrected in the same form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from productops.markdown import reference_keys
from productops.search.engine import addresses_of
from rituals.actions.revisions import Wanted
from rituals.correcting import PartDifference, corrected_part, part_difference, part_in, wording_from
from rituals.enums import CorrectionState, HighlightKind
from rituals.models import Correction, WeeklyUpdate
from rituals.views.reading_line import reading_line

DESK = "weekly/desk_published.html"
SETTLED_SHOWN = 10


@dataclass(frozen=True)
class Proposal:
    """An open proposal as the desk shows it. `chosen`: is to be in the next revision."""

    correction: Correction
    difference: PartDifference | None
    chosen: bool

    @property
    def value(self) -> str:
        return f"{self.correction.pk}.{self.correction.version}"


@dataclass(frozen=True)
class FrontPart:
    kind: str
    label: str | Promise
    lines: list[str]
    error: str = ""


def desk_of_published(
    update: WeeklyUpdate,
    *,
    wanted: Wanted | None = None,
    errors: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """As published, or with what Product Ops typed (`wanted`) and the messages at it."""
    errors = errors or {}
    assert update.edition is not None
    content = update.edition.content
    rows = Correction.objects.filter(area_update__weekly_update=update)
    rows = rows.select_related("area_update__area", "area_update__weekly_update", "proposed_by")
    open_ones = list(rows.filter(state=CorrectionState.PROPOSED).order_by("proposed_at"))
    published = {kind.value: [line["text"] for line in content["highlights"][kind.value]] for kind in HighlightKind}
    fronts = wanted.fronts if wanted else published
    return {
        "update": update,
        "edition": update.edition,
        "number": update.edition.revision + 1,
        "proposals": _proposals(content, open_ones, wanted),
        "settled": list(rows.exclude(state=CorrectionState.PROPOSED).order_by("-answered_at")[:SETTLED_SHOWN]),
        "title": wanted.title if wanted else update.edition.title,
        "fronts": [
            FrontPart(kind.value, kind.label, list(fronts.get(kind.value, ())), errors.get(f"line-{kind.value}", ""))
            for kind in HighlightKind
        ],
        "front_open": wanted is not None,
        "errors": dict(errors),
        "reading": reading_line(update),
    }


def _proposals(content: dict[str, Any], corrections: list[Correction], wanted: Wanted | None) -> list[Proposal]:
    """With the differences; one query for the addresses of `#key` words, however many proposals."""
    wordings = [wording_from(each.content) for each in corrections]
    addresses = addresses_of(reference_keys("\n".join(text for said in wordings for text in said.texts())))
    found = []
    for each, wording in zip(corrections, wordings, strict=True):
        part = part_in(content, each.area_update.area.slug)
        differs = part_difference(part, corrected_part(part, wording, addresses, lambda lines: ())) if part else None
        found.append(Proposal(each, differs, wanted is None or each.pk in wanted.corrections))
    return found
