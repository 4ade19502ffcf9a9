"""What the editor's page shows: as stored, as typed with messages at the lines, or both texts of a conflict.

Everywhere the page says for each line which text it is based on (`bases`); saving compares with that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from productops.dates import say_long
from productops.people.forms.choosing import suggestions
from productops.people.models import Person
from rituals.actions.area_updates import Draft, Saved
from rituals.active_time import new_spell
from rituals.asks import DUE, WHO, line_id, texts_of
from rituals.enums import AreaState, Heading, Health
from rituals.merge import Conflict, fingerprint
from rituals.models import AreaUpdate, Bullet
from rituals.offering import facts_for, last_submitted
from rituals.suggestions import suggested

GENTLE_LIMIT = 5  # more lines are allowed, and gently discouraged
BLANKS = {Heading.WINS: 2, Heading.NEXT: 2, Heading.RISKS: 2, Heading.METRICS: 1, Heading.LINKS: 1}
Page = dict[str, Any]


@dataclass
class Shown:
    """One line of the page. `who` and `due`: whom it asks and by when, as the fields show it; under risks only."""

    id: str
    text: str
    error: str = ""
    who: str = ""
    due: str = ""
    who_error: str = ""
    due_error: str = ""

    @property
    def asks(self) -> bool:
        return bool(self.who or self.due or self.who_error or self.due_error)


@dataclass
class Section:
    heading: Heading
    lines: list[Shown]
    offers: list[Any] = field(default_factory=list)
    error: str = ""

    @property
    def crowded(self) -> bool:
        return sum(bool(line.text) for line in self.lines) > GENTLE_LIMIT


def as_stored(row: AreaUpdate, now: datetime) -> Page:
    stored: dict[str, list[Shown]] = {heading.value: [] for heading in Heading}
    bullets, texts = _stored(row)
    for bullet in bullets:
        stored[bullet.heading].append(_shown(str(bullet.pk), texts))
    return _page(row, now, stored, _bases(texts), row.health, row.health_reason)


def _stored(row: AreaUpdate) -> tuple[list[Bullet], dict[str, str]]:
    """The lines in their order, and all texts that the page holds, by id."""
    bullets = list(row.bullets.select_related("assignee").order_by("position", "id"))
    texts = {"health": row.health, "reason": row.health_reason}
    texts |= {str(bullet.pk): bullet.text for bullet in bullets}
    return bullets, texts | texts_of(bullets)


def _shown(pk: str, texts: Mapping[str, str], errors: Mapping[str, str] | None = None) -> Shown:
    who, due, errors = line_id(pk, WHO), line_id(pk, DUE), errors or {}
    return Shown(
        pk, texts.get(pk, ""), errors.get(pk, ""), texts.get(who, ""), texts.get(due, ""),
        errors.get(who, ""), errors.get(due, ""),
    )  # fmt: skip


def as_typed(row: AreaUpdate, now: datetime, draft: Draft, errors: Mapping[str, str]) -> Page:
    """The messages at their lines; nothing typed is lost."""
    typed = {line.id: line for line in draft.lines}
    texts = {line.id: line.text for line in draft.lines}
    lines: dict[str, list[Shown]] = {heading.value: [] for heading in Heading}
    for pk, heading in draft.headings.items():
        shown = _shown(pk, texts, errors)
        if shown.text or typed[pk].base or shown.asks:
            lines[heading].append(shown)
    page = _page(
        row,
        now,
        lines,
        {line.id: line.base for line in draft.lines if line.base},
        typed["health"].text if "health" in typed else row.health,
        typed["reason"].text if "reason" in typed else row.health_reason,
    )
    for section in page["sections"]:
        section.error = errors.get(section.heading.value, "")
    return page | failures(errors)


def both_texts(reader: Person, row: AreaUpdate, now: datetime, draft: Draft, saved: Saved) -> Page:
    """What is stored now, with my text on the lines that are asked about; the lines of others too."""
    typed = {line.id: line for line in draft.lines}
    asked = {conflict.id for conflict in saved.conflicts}
    bullets, texts = _stored(row)
    shown = {pk: typed[pk].text if pk in asked else text for pk, text in texts.items()}
    lines: dict[str, list[Shown]] = {heading.value: [] for heading in Heading}
    for bullet in bullets:
        lines[bullet.heading].append(_shown(str(bullet.pk), shown))
    bases = _bases(texts) | {pk: typed[pk].base for pk in asked}
    page = _page(row, now, lines, bases, shown["health"], shown["reason"])
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
        "unclear": [(_field(name), text) for name, text in saved.unclear.items()],
    }


def _conflict(conflict: Conflict, draft: Draft) -> Page:
    labels: dict[str, Any] = dict(Health.choices) if conflict.id == "health" else {}
    is_day = conflict.id.endswith(f".{DUE}")
    mine, theirs = (_as_day(text) if is_day else labels.get(text, text) for text in (conflict.mine, conflict.theirs))
    seen = fingerprint(conflict.theirs)
    return {
        "id": conflict.id,
        "mine": mine,
        "theirs": theirs,
        "both": conflict.id in draft.headings and conflict.mine,
        "seen": seen,
        "chosen": draft.choices.get(conflict.id, "") if draft.seen.get(conflict.id, seen) == seen else "",
    }


def _as_day(text: str) -> str:
    return say_long(date.fromisoformat(text)) if text else ""


def typed_text(draft: Draft) -> str:
    """All that was typed, to copy from."""
    typed = {line.id: line.text for line in draft.lines}
    parts = [typed.get("reason", "")]
    for heading in Heading:
        mine = [
            " ".join(["-", typed[pk], *filter(None, (typed.get(line_id(pk, part)) for part in (WHO, DUE)))])
            for pk, under in draft.headings.items()
            if under == heading and typed[pk]
        ]
        parts.append("\n".join([str(heading.label), *mine]) if mine else "")
    return "\n\n".join(part for part in parts if part)


def failures(errors: Mapping[str, str]) -> Page:
    """The messages by field, and as links to where they belong: a line, a heading, or the whole."""
    return {"errors": dict(errors), "failures": [(_field(name), text) for name, text in errors.items()]}


def _field(name: str) -> str:
    """The id of the control that a message is about."""
    return name if name in {"", "health", "reason", "excuse", *Heading.values} else f"line-{name}"


def _bases(texts: Mapping[str, str]) -> dict[str, str]:
    return {pk: fingerprint(text) for pk, text in texts.items() if text}


def _page(
    row: AreaUpdate,
    now: datetime,
    lines: Mapping[str, list[Shown]],
    bases: dict[str, str],
    health: str,
    reason: str,
) -> Page:
    sections = [Section(heading, lines[heading.value] + _blanks(heading)) for heading in Heading]
    last = last_submitted(row)
    for offer in suggested(facts_for(row, last, now)):
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
        "last_week": _last_week(last),
        "earlier": last.weekly_update if last else None,
        "a_week_ago": last and last.weekly_update.key == row.weekly_update.iso_week.previous().key,
        "people": suggestions(),
        "spell": new_spell(now),
        "errors": {},
    }


def _blanks(heading: Heading) -> list[Shown]:
    """Empty lines with their ids given out, so that saving twice makes one row."""
    return [Shown(str(uuid4()), "") for _blank in range(BLANKS[heading])]


def _last_week(last: AreaUpdate | None) -> list[Bullet]:
    if last is None:
        return []
    lines = last.bullets.filter(heading__in=[Heading.NEXT, Heading.RISKS])
    return list(lines.order_by("heading", "position")[:8])
