"""`releases.yaml` as facts. Pure, apart from reading the file. Days stay numbers: see there what they count from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from productops.demo.files import read_file

Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class WrittenRelease:
    """One release: what its PM said of it, and on which days what became of it."""

    key: str
    area: str
    name: str
    summary: str
    drafted: int
    answers: Mapping[str, str] = field(default_factory=dict)
    tier: int | None = None
    why: str = ""
    dated: int | None = None
    launch: int | None = None
    window: Sequence[int] = ()
    decision: int | None = None
    fields: Facts = field(default_factory=dict)
    affects: Mapping[str, Sequence[str]] = field(default_factory=dict)
    links: Sequence[Sequence[str]] = ()
    risks: Sequence[Facts] = ()
    dependencies: Sequence[Facts] = ()
    flags: Sequence[Facts] = ()
    rollout: Sequence[Facts] = ()
    moves: Sequence[Facts] = ()
    edits: Sequence[Facts] = ()
    newest_policy: int | None = None
    reviewed: int | None = None
    done: Mapping[str, int] = field(default_factory=dict)
    items: Sequence[Facts] = ()
    challenge: Facts | None = None
    confidential: Facts | None = None
    held: Facts | None = None
    launched: int | None = None
    rolled_back: Facts | None = None
    closed: int | None = None
    cancelled: Facts | None = None


@cache
def releases_file() -> dict[str, Any]:
    """`releases.yaml` as it stands."""
    return read_file("releases.yaml")


@cache
def releases() -> tuple[WrittenRelease, ...]:
    """In the order of the file: what others depend on comes before them."""
    return tuple(WrittenRelease(**found) for found in releases_file()["releases"])
