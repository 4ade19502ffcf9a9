"""Corrections of a published update: what an area's part should say, what follows for the content, what differs. Pure.

A PM proposes a `Wording` of her area's part; Product Ops publishes some of them together, with the highlights as they
should read, as the next revision. The new content is the old one with those parts replaced: every line that was not
touched stays as it was frozen, address by address.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from productops.editions.difference import Item, Line, Segments, by_text, lines_between, words_between
from productops.markdown import bullet_html, plain_text, reference_keys
from rituals.assembling import Line as AreaLine
from rituals.enums import AreaState, Heading, Health, HighlightKind

Part = dict[str, Any]  # an area as an edition's content holds it
Concerns = Callable[[Iterable[AreaLine]], tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Wording:
    """What an area's part says: health, its reason, lines by heading. Lines keep their ids through a correction."""

    health: str = ""
    reason: str = ""
    lines: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        lines = {heading: [{"id": line.id, "text": line.text} for line in said] for heading, said in self.lines.items()}
        return {"health": self.health, "reason": self.reason, "lines": lines}

    def texts(self) -> list[str]:
        return [line.text for said in self.lines.values() for line in said]


def wording_from(stored: Mapping[str, Any]) -> Wording:
    """What `as_json` gave."""
    lines = {heading: _items(said) for heading, said in stored["lines"].items() if said}
    return Wording(stored["health"], stored["reason"], lines)


def wording_of(part: Part) -> Wording:
    """What a published part says; nothing, where the PM had not submitted."""
    lines = {heading: _items(said) for heading, said in part.get("lines", {}).items() if said}
    return Wording(part["health"], part["reason"], lines)


def _items(lines: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(Item(line["id"], line["text"]) for line in lines)


def part_in(content: Mapping[str, Any], slug: str) -> Part | None:
    """An area's part of an edition's content."""
    return next((area for area in content["areas"] if area["slug"] == slug), None)


def corrected_part(part: Part, wording: Wording, addresses: dict[str, str], concerns: Concerns) -> Part:
    """`part` as it reads with `wording`. A part that was missing is submitted by this.

    `addresses`: where the `#key` words of the new texts lead; `concerns`: which functions lines concern.
    """
    old = {line["id"]: line for lines in part.get("lines", {}).values() for line in lines}
    lines = {
        heading.value: [_corrected_line(old.get(line.id), line, addresses) for line in wording.lines[heading.value]]
        for heading in Heading
        if wording.lines.get(heading.value)
    }
    facts = [AreaLine(line["id"], under, line["text"], line["html"]) for under, said in lines.items() for line in said]
    kept = {name: value for name, value in part.items() if name not in ("excuse", "known")}
    return kept | {
        "state": AreaState.SUBMITTED.value,
        "health": wording.health,
        "reason": wording.reason,
        "lines": lines,
        "functions": dict(concerns(facts)),
    }


def _corrected_line(old: Mapping[str, Any] | None, line: Item, addresses: dict[str, str]) -> dict[str, Any]:
    if old and old["text"] == line.text:
        return dict(old)
    about = sorted(reference_keys(line.text) & addresses.keys())
    return {**(old or {}), "id": line.id, "text": line.text, "html": bullet_html(line.text, addresses), "about": about}


def corrected_front(
    highlights: Mapping[str, Any], fronts: Mapping[str, Sequence[str]], addresses: dict[str, str]
) -> dict[str, Any]:
    """The highlights with these texts; a text that was there before keeps its frozen HTML."""
    found = {}
    for kind in HighlightKind:
        frozen = {line["text"]: line for line in highlights[kind.value]}
        found[kind.value] = [
            frozen.get(text) or {"text": text, "html": bullet_html(text, addresses)}
            for text in fronts.get(kind.value, ())
            if text
        ]
    return found


def corrected(
    content: Mapping[str, Any], parts: Mapping[str, Part], *, title: str, highlights: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of the next revision: `parts` (by slug) in place of those there."""
    areas = [parts.get(area["slug"], area) for area in content["areas"]]
    return {**content, "title": title, "highlights": dict(highlights), "areas": areas}


# ------------------------------------------------------------------------------------------------- what differs


@dataclass(frozen=True)
class Named:
    """The lines under one heading, or of one column of the highlights."""

    label: str | Promise
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PartDifference:
    """What differs in an area's part. `health`: then and now, when it is another one."""

    slug: str
    name: str
    health: tuple[str, str] | None = None
    reason: Segments = ()
    headings: tuple[Named, ...] = ()
    came_in: bool = False  # was missing, and is there now


@dataclass(frozen=True)
class Difference:
    """What differs between two revisions of an update."""

    title: Segments = ()
    highlights: tuple[Named, ...] = ()
    parts: tuple[PartDifference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.title or self.highlights or self.parts)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """From one edition's content to another's of the same week. Only what differs is in it."""
    old = {area["slug"]: area for area in before["areas"]}
    parts = [part_difference(old.get(area["slug"]), area) for area in after["areas"]]
    title = words_between(before["title"], after["title"]) if before["title"] != after["title"] else ()
    return Difference(title, _front_difference(before, after), tuple(part for part in parts if part))


def part_difference(before: Part | None, after: Part) -> PartDifference | None:
    """None when the part says the same."""
    was = before or {"health": "", "reason": "", "lines": {}, "state": AreaState.OPEN.value}
    if all(was.get(name) == after.get(name) for name in ("health", "reason", "lines", "state")):
        return None
    headings = []
    for heading in Heading:
        old, new = (part.get("lines", {}).get(heading.value, ()) for part in (was, after))
        lines = lines_between(*_shown(old, new))
        if any(line.changed for line in lines):
            headings.append(Named(heading.label, lines))
    return PartDifference(
        slug=after["slug"],
        name=after["name"],
        health=(was["health"], after["health"]) if was["health"] != after["health"] else None,
        reason=words_between(was["reason"], after["reason"]) if was["reason"] != after["reason"] else (),
        headings=tuple(headings),
        came_in=was["state"] != AreaState.SUBMITTED and after["state"] == AreaState.SUBMITTED,
    )


def _front_difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Named, ...]:
    found = []
    for kind in HighlightKind:
        old, new = (
            {line["text"]: plain_text(line["html"]) for line in each["highlights"][kind.value]}
            for each in (before, after)
        )
        if list(old) == list(new):
            continue
        went, came = ({said[text] for text in said.keys() - other.keys()} for said, other in ((old, new), (new, old)))
        # As people read them; as typed where the change, such as of a link, would not be seen otherwise.
        shown = by_text(list(old), list(new)) if went & came else by_text(list(old.values()), list(new.values()))
        found.append(Named(kind.label, shown))
    return tuple(found)


def _shown(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> tuple[list[Item], list[Item]]:
    """Lines as people read them; as they were typed where a change would not be seen otherwise, such as of a link."""
    typed = set()
    old = {line["id"]: line for line in before}
    for line in after:
        was = old.get(line["id"])
        if was and was["text"] != line["text"] and plain_text(was["html"]) == plain_text(line["html"]):
            typed.add(line["id"])
    return tuple(  # type: ignore[return-value]
        [Item(line["id"], line["text"] if line["id"] in typed else plain_text(line["html"])) for line in lines]
        for lines in (before, after)
    )


# ------------------------------------------------------------------------------------------------- what must hold


def problems(wording: Wording, *, line_limit: int, lines_limit: int) -> dict[str, str]:
    """Field -> message: what is missing or does not fit, as for submitting. Empty: it can be proposed."""
    errors = {}
    if wording.health not in Health.values:
        errors["health"] = _("Say how it is going: on track, at risk or off track.")
    elif wording.health != Health.ON_TRACK and not wording.reason:
        errors["reason"] = _("Say in one line why it is not on track.")
    if len(wording.reason) > 200:
        errors["reason"] = _("At most %(limit)s characters fit here.") % {"limit": 200}
    if not wording.texts():
        errors[Heading.WINS.value] = _("Write at least one line; three are enough.")
    for heading, lines in wording.lines.items():
        if len(lines) > lines_limit:
            errors[heading] = _("A heading holds at most %(limit)s lines.") % {"limit": lines_limit}
        for line in lines:
            if len(line.text) > line_limit:
                errors[line.id] = _("At most %(limit)s characters fit here.") % {"limit": line_limit}
    return errors
