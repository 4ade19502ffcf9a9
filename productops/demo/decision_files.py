"""`decisions.yaml` as facts. Pure, apart from reading the file. Days stay numbers, as in `releases.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from productops.demo.files import read_file
from productops.demo.release_files import Facts


@dataclass(frozen=True, kw_only=True)
class WrittenDecisions:
    """What was said and decided about one release."""

    bundle: Facts = field(default_factory=dict)
    asked: Sequence[Facts] = ()
    signed: Sequence[Facts] = ()
    training: Facts | None = None
    meetings: Sequence[Facts] = ()
    wanted: Sequence[Facts] = ()
    overridden: Sequence[Facts] = ()
    decided: Sequence[Facts] = ()


@dataclass(frozen=True, kw_only=True)
class WrittenEntry:
    """A decision of the log; `id` is how a later one names it."""

    id: str
    day: int
    owner: str
    title: str
    context: str
    decision: str
    rationale: str
    options: Sequence[Facts] = ()
    area: str = ""
    review: int | None = None
    supersedes: str = ""
    correct: Facts | None = None
    links: Sequence[Sequence[str]] = ()


@cache
def decisions_of() -> Mapping[str, WrittenDecisions]:
    """By the release's key."""
    return {key: WrittenDecisions(**found) for key, found in read_file("decisions.yaml")["releases"].items()}


@cache
def entries() -> tuple[WrittenEntry, ...]:
    """In the order of the file: what is superseded comes before what supersedes it."""
    return tuple(WrittenEntry(**found) for found in read_file("decisions.yaml")["log"])


def email(name: str) -> str:
    """`decisions.yaml` names people by the first part of their address."""
    return f"{name}@meridian.example"
