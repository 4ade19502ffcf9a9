"""What the editor's page shows: as stored, as typed with messages at the lines, or both texts of a conflict.

Everywhere the page says for each line which text it is based on (`bases`); saving compares with that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from productops.people.models import Person
from rituals.actions.area_updates import Draft, Saved
from rituals.enums import AreaState, Heading, Health
from rituals.merge import Conflict, fingerprint
from rituals.models import AreaUpdate, Bullet, WeeklyUpdate
from rituals.queries import offers, previous_published

GENTLE_LIMIT = 5  # more lines are allowed, and gently discouraged
BLANKS = {Heading.WINS: 2, Heading.NEXT: 2, Heading.RISKS: 2, Heading.METRICS: 1, Heading.LINKS: 1}
Page = dict[str, Any]


@dataclass
class Shown:
    """One line of the page."""

    id: str
    text: str
    error: str = ""


@dataclass
class Section:
    heading: Heading
    lines: list[Shown]
    offers: list[Any] = field(default_factory=list)
    error: str = ""

    @property
    def crowded(self) -> bool:
        return sum(bool(line.text) for line in self.lines) > GENTLE_LIMIT


def as_stored(row: AreaUpdate) -> Page:
    stored: dict[str, list[Shown]] = {heading.value: [] for heading in Heading}
    texts = {"health": row.health, "reason": row.health_reason}
    for bullet in row.bullets.order_by("position", "id"):
        stored[bullet.heading].append(Shown(str(bullet.pk), bullet.text))
        texts[str(bullet.pk)] = bullet.text
    return _page(row, stored, _bases(texts), row.health, row.health_reason)


def as_typed(row: AreaUpdate, draft: Draft, errors: Mapping[str, str]) -> Page:
    """The messages at their lines; nothing typed is lost."""
    typed = {line.id: line for line in draft.lines}
    lines: dict[str, list[Shown]] = {heading.value: [] for heading in Heading}
    for pk, heading in draft.headings.items():
        if typed[pk].text or typed[pk].base:
            lines[heading].append(Shown(pk, typed[pk].text, errors.get(pk, "")))
    page = _page(
        row,
        lines,
        {line.id: line.base for line in draft.lines if line.base},
        typed["health"].text if "health" in typed else row.health,
        typed["reason"].text if "reason" in typed else row.health_reason,
    )
    for section in page["sections"]:
        section.error = errors.get(section.heading.value, "")
    return page | failures(errors)


def both_texts(reader: Person, row: AreaUpdate, draft: Draft, saved: Saved) -> Page:
    """What is stored now, with my text on the lines that are asked about; the lines of others too."""
    typed = {line.id: line for line in draft.lines}
    asked = {conflict.id for conflict in saved.conflicts}
    texts = {"health": row.health, "reason": row.health_reason}
    bullets = {str(bullet.pk): bullet for bullet in row.bullets.order_by("position", "id")}
    lines: dict[str, list[Shown]] = {heading.value: [] for heading in Heading}
    for pk, bullet in bullets.items():
        texts[pk] = bullet.text
        lines[bullet.heading].append(Shown(pk, typed[pk].text if pk in asked else bullet.text))
    shown = {pk: typed[pk].text if pk in asked else text for pk, text in texts.items()}
    bases = _bases(texts) | {pk: typed[pk].base for pk in asked}
    page = _page(row, lines, bases, shown["health"], shown["reason"])
    return page | saved_region(reader, row, draft, saved) | {"bases": page["bases"], "others": 0}


def saved_region(reader: Person, row: AreaUpdate, draft: Draft, saved: Saved) -> Page:
    """The region that says what is saved. Its bases follow what the page shows, not what others wrote meanwhile."""
    bases = {line.id: saved.shown.get(line.id, line.base) for line in draft.lines}
    return {
        "row": saved.area_update,
        "update": row.weekly_update,
        "submitted": saved.area_update.state == AreaState.SUBMITTED,
        "bases": json.dumps({pk: base for pk, base in bases.items() if base}),
        "saved_at": saved.area_update.saved_at,
        "conflicts": [_conflict(conflict, draft) for conflict in saved.conflicts],
        "who": saved.others.name if saved.others and saved.others != reader else "",
        "others": len(saved.kept) + saved.new_from_others,
    }


def _conflict(conflict: Conflict, draft: Draft) -> Page:
    labels: dict[str, Any] = dict(Health.choices) if conflict.id == "health" else {}
    seen = fingerprint(conflict.theirs)
    return {
        "id": conflict.id,
        "mine": labels.get(conflict.mine, conflict.mine),
        "theirs": labels.get(conflict.theirs, conflict.theirs),
        "both": conflict.id in draft.headings and conflict.mine,
        "seen": seen,
        "chosen": draft.choices.get(conflict.id, "") if draft.seen.get(conflict.id, seen) == seen else "",
    }


def typed_text(draft: Draft) -> str:
    """All that was typed, to copy from."""
    typed = {line.id: line.text for line in draft.lines}
    parts = [typed.get("reason", "")]
    for heading in Heading:
        mine = [f"- {typed[pk]}" for pk, under in draft.headings.items() if under == heading and typed[pk]]
        parts.append("\n".join([str(heading.label), *mine]) if mine else "")
    return "\n\n".join(part for part in parts if part)


def failures(errors: Mapping[str, str]) -> Page:
    """The messages by field, and as links to where they belong: a line, a heading, or the whole."""
    fields = {"", "health", "reason", "excuse", *Heading.values}
    links = [(name if name in fields else f"line-{name}", text) for name, text in errors.items()]
    return {"errors": dict(errors), "failures": links}


def _bases(texts: Mapping[str, str]) -> dict[str, str]:
    return {pk: fingerprint(text) for pk, text in texts.items() if text}


def _page(row: AreaUpdate, lines: Mapping[str, list[Shown]], bases: dict[str, str], health: str, reason: str) -> Page:
    sections = [Section(heading, lines[heading.value] + _blanks(heading)) for heading in Heading]
    earlier = previous_published(row.weekly_update)
    for offer in offers(row, earlier):
        next(part for part in sections if part.heading == offer.heading).offers.append(offer)
    return {
        "row": row,
        "update": row.weekly_update,
        "sections": sections,
        "health": health,
        "reason": reason,
        "healths": Health,
        "bases": json.dumps(bases),
        "saved_at": row.saved_at,
        "submitted": row.state == AreaState.SUBMITTED,
        "last_week": _last_week(row, earlier),
        "earlier": earlier,
        "errors": {},
    }


def _blanks(heading: Heading) -> list[Shown]:
    """Empty lines with their ids given out, so that saving twice makes one row."""
    return [Shown(str(uuid4()), "") for _blank in range(BLANKS[heading])]


def _last_week(row: AreaUpdate, earlier: WeeklyUpdate | None) -> list[Bullet]:
    if earlier is None:
        return []
    lines = Bullet.objects.filter(
        area_update__weekly_update=earlier,
        area_update__area=row.area_id,
        area_update__state=AreaState.SUBMITTED,
        heading__in=[Heading.NEXT, Heading.RISKS],
    )
    return list(lines.order_by("heading", "position")[:8])
