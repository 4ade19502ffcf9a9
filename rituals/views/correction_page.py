"""What the pages of corrections show: the published text in fields, and what would differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from productops.markdown import reference_keys
from productops.search.engine import addresses_of
from rituals.correcting import Part, PartDifference, Wording, corrected_part, part_difference
from rituals.enums import Heading, Health
from rituals.models import AreaUpdate, Correction

BLANKS = 2  # empty lines per heading, without a script
Page = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    id: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class Section:
    heading: Heading
    lines: list[Shown]
    error: str = ""


def form_page(
    row: AreaUpdate,
    part: Part,
    wording: Wording,
    why: str,
    proposed: Correction | None,
    *,
    errors: Mapping[str, str] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Page:
    """The form with `wording` in it, based on what is published now and the open proposal.

    `seen`: what was posted, whose base stays what the page was opened with, so that proposing notices a change.
    """
    errors = errors or {}
    edition = row.weekly_update.edition
    assert edition is not None
    version = str(proposed.version) if proposed else ""
    return {
        "row": row,
        "update": row.weekly_update,
        "edition_id": seen.get("edition", "") if seen is not None else edition.pk,
        "version": seen.get("version", "") if seen is not None else version,
        "proposed": proposed,
        "sections": [_section(heading, wording, errors) for heading in Heading],
        "health": wording.health,
        "reason": wording.reason,
        "why": why,
        "healths": Health,
        "missing": "known" in part,
        "errors": dict(errors),
        "failures": [(_target(name), text) for name, text in errors.items()],
    }


def _section(heading: Heading, wording: Wording, errors: Mapping[str, str]) -> Section:
    lines = [Shown(line.id, line.text, errors.get(line.id, "")) for line in wording.lines.get(heading.value, ())]
    lines += [Shown(str(uuid4()), "") for _blank in range(BLANKS)]
    return Section(heading, lines, errors.get(heading.value, ""))


def _target(field: str) -> str:
    return field if field in {"", "health", "reason", "why", *Heading.values} else f"line-{field}"


def difference_of(part: Part, wording: Wording) -> PartDifference | None:
    """What would differ from the published part. One query, for the addresses of `#key` words."""
    addresses = addresses_of(reference_keys("\n".join(wording.texts())))
    return part_difference(part, corrected_part(part, wording, addresses, lambda lines: ()))
