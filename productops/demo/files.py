"""The demo's files as facts. Pure, apart from reading the two files."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import override

from productops.dates import say_date
from rituals.enums import Heading, HighlightKind

_FOLDER = Path(__file__).resolve().parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAY = re.compile(r"\{\+(\d{1,2})\}")


@dataclass(frozen=True)
class WrittenAsk:
    """Which risk (its number, from 1) asks whom; days after the week's Monday: by when, when it was done, where it was
    moved to and on which day."""

    line: int
    of: str
    by: int
    done: int | None = None
    moved: int | None = None
    moved_on: int = 0
    why: str = ""


@dataclass(frozen=True)
class WrittenPart:
    """What one area wrote in one week. `state`: submitted, draft, open, missing or excused."""

    slug: str
    state: str
    health: str = ""
    reason: str = ""
    excuse: str = ""
    lines: tuple[tuple[Heading, str], ...] = ()
    asks: tuple[WrittenAsk, ...] = ()


@dataclass(frozen=True)
class WrittenCorrection:
    """What a PM had corrected on the day after publishing: words in one of her lines, and why."""

    slug: str
    why: str
    before: str
    after: str


@dataclass(frozen=True)
class WrittenWeek:
    """One week as it stands in the file; the current one (`weeks_ago` 0) has no headline and no highlights."""

    weeks_ago: int
    title: str
    highlights: tuple[tuple[HighlightKind, str], ...]
    parts: tuple[WrittenPart, ...]
    correction: WrittenCorrection | None = None


@cache
def organisation() -> dict[str, Any]:
    """`organisation.yaml` as it stands."""
    return read_file("organisation.yaml")


@cache
def weeks() -> tuple[WrittenWeek, ...]:
    """The weeks of `updates.yaml`, oldest first."""
    return tuple(_week(found) for found in read_file("updates.yaml")["updates"])


def with_dates(text: str, monday: date, language: str) -> str:
    """`text` with every `{+N}` said as a day, N days after the Monday of the week it was written in."""

    def say(found: re.Match[str]) -> str:
        day = monday + timedelta(days=int(found[1]))
        with override(language):
            return say_date(day, day)  # never with the year

    return _DAY.sub(say, text)


def read_file(name: str) -> dict[str, Any]:
    """One of the demo’s files as it stands."""
    found: dict[str, Any] = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=_Loader)
    return found


def _week(found: dict[str, Any]) -> WrittenWeek:
    fronts = found.get("highlights", {})
    return WrittenWeek(
        weeks_ago=found["weeks_ago"],
        title=found.get("title", ""),
        highlights=tuple((kind, text) for kind in HighlightKind for text in fronts.get(kind.value, ())),
        parts=tuple(_part(slug, part) for slug, part in found["areas"].items()),
        correction=_correction(found["correction"]) if "correction" in found else None,
    )


def _correction(found: dict[str, str]) -> WrittenCorrection:
    return WrittenCorrection(found["area"], found["why"], found["before"], found["after"])


def _part(slug: str, found: dict[str, Any]) -> WrittenPart:
    return WrittenPart(
        slug=slug,
        state=found["state"],
        health=found.get("health", ""),
        reason=found.get("reason", ""),
        excuse=found.get("excuse", ""),
        lines=tuple((heading, text) for heading in Heading for text in found.get(heading.value, ())),
        asks=tuple(WrittenAsk(**ask) for ask in found.get("asks", ())),
    )
