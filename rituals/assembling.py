"""The weekly update out of its parts. Pure: facts in, canonical content and highlight candidates out.

The same facts give the same content, whatever order they were read in; the hash of an edition rests on that.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rituals.enums import AreaState, Heading, Health, HighlightKind

LINES_A_KIND = 8  # of the highlights: more is no highlight


@dataclass(frozen=True)
class Line:
    id: str
    heading: str
    text: str
    html: str
    references: tuple[str, ...] = ()
    who: int | None = None  # whom it asks, by id
    due: str = ""  # by when, '2026-11-27'


@dataclass(frozen=True)
class AreaFacts:
    """One area in one week. `known_health` and `known_next` are what the last published update said."""

    slug: str
    name: str
    group: str = ""
    group_name: str = ""
    pm_id: int | None = None
    state: str = AreaState.OPEN
    health: str = ""
    reason: str = ""
    excuse: str = ""
    note: str = ""
    note_html: str = ""
    lines: tuple[Line, ...] = ()
    known_health: str = ""
    known_next: tuple[str, ...] = ()
    functions: tuple[tuple[str, str], ...] = ()  # slug, name


@dataclass(frozen=True)
class Candidate:
    """A highlight that the facts give; `source` makes it recognisable when the update is assembled again."""

    kind: HighlightKind
    source: str
    text: str


@dataclass(frozen=True)
class Front:
    """A highlight as Product Ops left it."""

    kind: str
    text: str
    html: str


@dataclass(frozen=True)
class Assembled:
    content: dict[str, Any]
    candidates: list[Candidate] = field(default_factory=list)


def content_of(week: str, starts_on: str, fronts: Sequence[Front], areas: Sequence[AreaFacts]) -> dict[str, Any]:
    """The canonical content of an update, without its headline. Areas in the order given, which is the agreed one.

    Text and rendered HTML both, so that the hash covers what people read. People only by id: names can be erased.
    """
    return {
        "week": week,
        "starts_on": starts_on,
        "highlights": {
            kind.value: [{"text": front.text, "html": front.html} for front in fronts if front.kind == kind]
            for kind in HighlightKind
        },
        "areas": [_area_content(area) for area in areas],
    }


def _area_content(area: AreaFacts) -> dict[str, Any]:
    submitted = area.state == AreaState.SUBMITTED
    content: dict[str, Any] = {
        "slug": area.slug,
        "name": area.name,
        "group": area.group,
        "group_name": area.group_name,
        "pm": area.pm_id,
        "state": area.state,
        "health": area.health if submitted else "",
        "reason": area.reason if submitted else "",
        "note": area.note,
        "note_html": area.note_html,
        "functions": dict(area.functions),
    }
    if submitted:
        lines = defaultdict(list)
        for line in area.lines:
            lines[line.heading].append(_line_content(line))
        content["lines"] = {heading.value: lines[heading] for heading in Heading if lines[heading]}
    else:
        content["excuse"] = area.excuse
        content["known"] = {"health": area.known_health, "next": list(area.known_next)}
    return content


def _line_content(line: Line) -> dict[str, Any]:
    """Who and when only where they are named: what was frozen before lines could ask keeps its hash."""
    content = {"id": line.id, "text": line.text, "html": line.html, "about": sorted(line.references)}
    asks = {"who": line.who, "due": line.due}
    return content | {name: value for name, value in asks.items() if value}


def candidates(areas: Iterable[AreaFacts], raised_by: str) -> list[Candidate]:
    """Highlights that the submitted areas give.

    Shipped and next: each area's first line. At risk: areas not on track with their reason, off track first; then
    whatever the risks of two areas or more refer to (`raised_by`: words with %(what)s and %(areas)s).
    """
    submitted = [area for area in areas if area.state == AreaState.SUBMITTED]
    shipped = _first_lines(submitted, Heading.WINS, HighlightKind.SHIPPED)
    upcoming = _first_lines(submitted, Heading.NEXT, HighlightKind.NEXT)
    return [
        *shipped[:LINES_A_KIND],
        *upcoming[:LINES_A_KIND],
        *(_not_on_track(submitted) + _raised_by_several(submitted, raised_by))[:LINES_A_KIND],
    ]


def _first_lines(areas: list[AreaFacts], heading: Heading, kind: HighlightKind) -> list[Candidate]:
    found = []
    for area in areas:
        first = next((line for line in area.lines if line.heading == heading), None)
        if first:
            found.append(Candidate(kind, f"bullet:{first.id}", first.text))
    return found


def _not_on_track(areas: list[AreaFacts]) -> list[Candidate]:
    worst_first = sorted(
        (area for area in areas if area.health in (Health.AT_RISK, Health.OFF_TRACK)),
        key=lambda area: area.health != Health.OFF_TRACK,
    )
    return [Candidate(HighlightKind.RISK, f"health:{area.slug}", f"{area.name}: {area.reason}") for area in worst_first]


def _raised_by_several(areas: list[AreaFacts], words: str) -> list[Candidate]:
    raised: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        about = {key for line in area.lines if line.heading == Heading.RISKS for key in line.references}
        for key in about - {area.slug}:
            raised[key].append(area.name)
    return [
        Candidate(HighlightKind.RISK, f"raised:{key}", words % {"what": f"#{key}", "areas": ", ".join(names)})
        for key, names in sorted(raised.items(), key=lambda item: (-len(item[1]), item[0]))
        if len(names) > 1
    ]
