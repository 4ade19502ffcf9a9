"""The weekly update out of its parts. Pure: facts in, canonical content and highlight candidates out.

The same facts give the same content, whatever order they were read in; the hash of an edition rests on that.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rituals.enums import AreaState, Heading, Health, HighlightKind

LINES_A_KIND = 8  # of the highlights: more is no highlight
LAUNCHES = 4  # of them from releases, so that the areas' own words have room
WAITING = 4  # releases named that wait for one


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
class KnownRelease:
    """What a release of a missing area knows, as everybody may.

    `reason` in every language; the window's ends as days, so that each reader's page says them in her words.
    """

    key: str
    name: str
    url: str
    stage: str
    health: str = ""
    reason: tuple[tuple[str, str], ...] = ()
    window_from: str = ""
    window_to: str = ""


@dataclass(frozen=True)
class FrontRelease:
    """A release that may stand in front: with its `window` in words, or not on track while others are `waiting`.

    `go`: how its ship decision stands, in words.
    """

    key: str
    name: str
    window: str = ""
    health: str = ""
    waiting: tuple[str, ...] = ()
    go: str = ""


@dataclass(frozen=True)
class AreaFacts:
    """One area in one week. `known_health` and `known_next` are what the last published update said.

    `known_releases`: what its releases know, when it said nothing itself.
    """

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
    known_releases: tuple[KnownRelease, ...] = ()
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
        # Only where there are any: what was frozen before releases spoke keeps its hash.
        if area.known_releases:
            content["known"]["releases"] = [known_content(release) for release in area.known_releases]
    return content


def known_content(release: KnownRelease) -> dict[str, Any]:
    """As it is frozen in the part of an area."""
    return asdict(release) | {"reason": dict(release.reason)}


def _line_content(line: Line) -> dict[str, Any]:
    """Who and when only where they are named: what was frozen before lines could ask keeps its hash."""
    content = {"id": line.id, "text": line.text, "html": line.html, "about": sorted(line.references)}
    asks = {"who": line.who, "due": line.due}
    return content | {name: value for name, value in asks.items() if value}


@dataclass(frozen=True)
class Words:
    """How a candidate is said, in the organisation's language; each with what it is filled with."""

    raised: str = "%(what)s: %(areas)s"
    launch: str = "%(release)s: %(window)s"
    off_track: str = "%(release)s: %(waiting)s"
    at_risk: str = "%(release)s: %(waiting)s"
    decided: str = "%(release)s: %(window)s (%(go)s)"


def candidates(
    areas: Iterable[AreaFacts],
    words: Words,
    upcoming: Sequence[FrontRelease] = (),
    waited_for: Sequence[FrontRelease] = (),
) -> list[Candidate]:
    """Highlights that the submitted areas and the releases give.

    Shipped and next: each area's first line; next begins with the launches that no area's line speaks of. At risk:
    releases not on track that others wait for; areas not on track with their reason, off track first; then whatever
    the risks of two areas or more refer to.
    """
    submitted = [area for area in areas if area.state == AreaState.SUBMITTED]
    shipped = _first_lines(submitted, Heading.WINS, HighlightKind.SHIPPED)
    planned = _first_lines(submitted, Heading.NEXT, HighlightKind.NEXT)
    launches = _launches(upcoming, submitted, words)
    return [
        *shipped[:LINES_A_KIND],
        *(launches + planned)[:LINES_A_KIND],
        *(_waited_for(waited_for, words) + _not_on_track(submitted) + _raised_by_several(submitted, words.raised))[
            :LINES_A_KIND
        ],
    ]


def _launches(releases: Sequence[FrontRelease], areas: list[AreaFacts], words: Words) -> list[Candidate]:
    """Those that no area begins its "next" with: one line is enough for one launch."""
    first = [next((line for line in area.lines if line.heading == Heading.NEXT), None) for area in areas]
    said = {key for line in first if line for key in line.references}
    return [
        Candidate(
            HighlightKind.NEXT,
            f"release-next:{each.key}",
            (words.decided if each.go else words.launch) % _filled(each),
        )
        for each in releases
        if each.key.lower() not in said
    ][:LAUNCHES]


def _waited_for(releases: Sequence[FrontRelease], words: Words) -> list[Candidate]:
    return [
        Candidate(
            HighlightKind.RISK,
            f"release-risk:{each.key}",
            (words.off_track if each.health == Health.OFF_TRACK else words.at_risk) % _filled(each),
        )
        for each in releases[:LAUNCHES]
    ]


def _filled(release: FrontRelease) -> dict[str, str]:
    return {
        "release": f"#{release.key} {release.name}",
        "window": release.window,
        "go": release.go,
        "waiting": ", ".join(f"#{key}" for key in release.waiting[:WAITING]),
    }


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
