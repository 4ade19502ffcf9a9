"""Two published updates beside each other: what changed per area, what was promised and what became of it. Pure.

A promise is a line of the earlier update under "what is next". What became of it is read from the later update: a line
that carried it over says so by its origin, else the line whose words come nearest speaks of it. It shipped when that is
a win, it is at risk when it is a risk, it is still next when it is a plan; of equally near ones the first of these
counts. An area without an update says nothing of its promises.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from productops.markdown import plain_text
from rituals.enums import AreaState, Heading
from rituals.same_matter import closeness, words_of


class Became(StrEnum):
    """What became of a promise, best first."""

    SHIPPED = "shipped"
    NEXT = "next"
    AT_RISK = "at_risk"
    NOT_MENTIONED = "not_mentioned"
    NO_UPDATE = "no_update"


@dataclass(frozen=True)
class Said:
    """A line of an update, as stored HTML and as its words."""

    id: str
    html: str
    words: frozenset[str]


@dataclass(frozen=True)
class Promise:
    """A line that was next, what became of it, and the line that says so."""

    html: str
    became: Became
    by: str = ""


@dataclass(frozen=True)
class AreaComparison:
    """One area then and now. `then`, `now`: health, '' without an update, None when it was not in the update."""

    slug: str
    name: str
    group: str
    group_name: str
    owner_id: int | None
    then: str | None
    now: str | None
    promises: tuple[Promise, ...] = ()
    new_risks: tuple[str, ...] = ()
    risks_gone: tuple[str, ...] = ()

    @property
    def appeared(self) -> bool:
        return self.then is None

    @property
    def closed(self) -> bool:
        return self.now is None

    @property
    def health_changed(self) -> bool:
        return not self.appeared and not self.closed and self.then != self.now

    def count(self, became: Became) -> int:
        return sum(promise.became == became for promise in self.promises)


@dataclass(frozen=True)
class Comparison:
    """All areas in the order of the later update, those that are gone at the end."""

    areas: tuple[AreaComparison, ...] = ()
    promises: Counter[Became] = field(default_factory=Counter)

    @property
    def promised(self) -> int:
        return sum(self.promises.values())

    @property
    def shipped(self) -> int:
        return self.promises[Became.SHIPPED]

    @property
    def new_risks(self) -> int:
        return sum(len(area.new_risks) for area in self.areas)

    @property
    def risks_gone(self) -> int:
        return sum(len(area.risks_gone) for area in self.areas)

    @property
    def better(self) -> int:
        return sum(_worse(area.then) > _worse(area.now) for area in self.areas if area.health_changed and area.now)

    @property
    def worse(self) -> int:
        return sum(_worse(area.then) < _worse(area.now) for area in self.areas if area.health_changed and area.now)


def summed(areas: Iterable[AreaComparison]) -> Comparison:
    """These areas with their counts."""
    found = tuple(areas)
    return Comparison(found, Counter(promise.became for area in found for promise in area.promises))


def _worse(health: str | None) -> int:
    return {"on_track": 0, "at_risk": 1, "off_track": 2}.get(health or "", 0)


def compare(earlier: Mapping[str, Any], later: Mapping[str, Any], carried: Mapping[str, str]) -> Comparison:
    """From the content of one edition to that of a later one.

    `carried`: id of a later line -> id of the earlier line that it carries on.
    """
    before = {area["slug"]: area for area in earlier["areas"]}
    areas = [_area(before.get(area["slug"]), area, carried) for area in later["areas"]]
    there = {area["slug"] for area in later["areas"]}
    areas += [_area(area, None, carried) for slug, area in before.items() if slug not in there]
    return summed(areas)


def _area(
    before: Mapping[str, Any] | None, now: Mapping[str, Any] | None, carried: Mapping[str, str]
) -> AreaComparison:
    area = now or before
    assert area is not None
    told = now is not None and now["state"] == AreaState.SUBMITTED
    then_risks, risks = (_lines(each, Heading.RISKS) for each in (before, now))
    return AreaComparison(
        slug=area["slug"],
        name=area["name"],
        group=area["group"],
        group_name=area["group_name"],
        owner_id=area["pm"],
        then=before["health"] if before is not None else None,
        now=now["health"] if now is not None else None,
        promises=tuple(_promise(line, now if told else None, carried) for line in _lines(before, Heading.NEXT)),
        new_risks=_without(risks, then_risks) if before is not None else (),
        # An area that says nothing has no fewer risks for it.
        risks_gone=_without(then_risks, risks) if told else (),
    )


def _lines(area: Mapping[str, Any] | None, heading: Heading) -> list[Said]:
    found = area.get("lines", {}).get(heading.value, ()) if area else ()
    return [Said(line["id"], line["html"], words_of(plain_text(line["html"]))) for line in found]


def _promise(line: Said, now: Mapping[str, Any] | None, carried: Mapping[str, str]) -> Promise:
    if now is None:
        return Promise(line.html, Became.NO_UPDATE)
    nearest = Promise(line.html, Became.NOT_MENTIONED)
    best = 0.0
    for heading, became in (
        (Heading.WINS, Became.SHIPPED),
        (Heading.RISKS, Became.AT_RISK),
        (Heading.NEXT, Became.NEXT),
    ):
        for said in _lines(now, heading):
            if carried.get(said.id) == line.id:
                return Promise(line.html, became, said.html)
            if (near := closeness(line.words, said.words)) > best:
                nearest, best = Promise(line.html, became, said.html), near
    return nearest


def _without(lines: Sequence[Said], others: Sequence[Said]) -> tuple[str, ...]:
    """Those of `lines` that no other line speaks of."""
    return tuple(
        line.html
        for line in lines
        if not any(closeness(line.words, other.words) for other in others)
    )
