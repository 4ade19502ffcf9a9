"""Highlights drafted from the areas, and what to do with those already there. Pure.

What Product Ops edited or removed stays; of the rest, the draft follows what the areas say now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rituals.assembling import Candidate


@dataclass(frozen=True)
class Drafted:
    """A highlight as stored. `kept`: somebody edited or removed it, so it is left alone."""

    pk: int
    kind: str
    text: str
    position: int
    kept: bool


@dataclass(frozen=True)
class Redraft:
    """What follows: lines to write (candidate, place, id of the one it replaces) and ids to remove."""

    write: list[tuple[Candidate, int, int | None]] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.write or self.remove)


def redraft(stored: Mapping[str, Drafted], found: Sequence[Candidate]) -> Redraft:
    """Compare the drafted highlights (source -> line) with what the areas give now. Empty: nothing to do."""
    places: dict[str, int] = {}
    write: list[tuple[Candidate, int, int | None]] = []
    for candidate in found:
        place = places[candidate.kind] = places.get(candidate.kind, -1) + 1
        old = stored.get(candidate.source)
        if old is None:
            write.append((candidate, place, None))
        elif not old.kept and (old.kind, old.text, old.position) != (candidate.kind, candidate.text, place):
            write.append((candidate, place, old.pk))
    wanted = {candidate.source for candidate in found}
    return Redraft(write, [old.pk for source, old in stored.items() if source not in wanted and not old.kept])
