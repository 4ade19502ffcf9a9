"""Two people, or two tabs, write one draft: what to write, what to keep, what to ask. Pure.

Every line has an id and a *base*: a fingerprint of the text the writer's page showed. A line the other
changed and I did not stays theirs; one that I changed and they did not becomes mine; one that both changed
is a conflict, and nothing of it is written until somebody chooses. No typed text is ever dropped silently.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Choice = Literal["mine", "theirs", "both"]


def fingerprint(text: str) -> str:
    """Eight letters that stand for a text; empty for an empty one."""
    return hashlib.sha256(text.encode()).hexdigest()[:8] if text else ""


@dataclass(frozen=True)
class Typed:
    """One line as posted: `base` is the fingerprint of what the page showed ('' for a new line)."""

    id: str
    text: str
    base: str


@dataclass(frozen=True)
class Conflict:
    id: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """What follows from a save.

    `write`: id -> text to store. `delete`: ids to remove. `copies`: texts to add as new lines ("keep both").
    `kept`: ids where the other's newer text stays, `conflicts` where both changed. `shown`: what the writer's
    page may take as its new base, id -> fingerprint.
    """

    write: dict[str, str] = field(default_factory=dict)
    delete: set[str] = field(default_factory=set)
    copies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)


def merge(
    stored: Mapping[str, str],
    typed: Sequence[Typed],
    choices: Mapping[str, Choice] | None = None,
    seen: Mapping[str, str] | None = None,
) -> Merge:
    """Compare what is stored (id -> text) with what was typed.

    `choices`: answers to earlier conflicts. `seen`: fingerprints of the other's texts that those answers were given
    to; when the other went on writing, the answer does not count and is asked for again.
    """
    result = Merge()
    for line in typed:
        theirs = stored.get(line.id, "")
        choice = (choices or {}).get(line.id)
        if (seen or {}).get(line.id, fingerprint(theirs)) != fingerprint(theirs):
            choice = None
        _one(result, theirs, line, choice)
    return result


def _one(result: Merge, theirs: str, line: Typed, choice: Choice | None) -> None:
    mine_changed = fingerprint(line.text) != line.base
    theirs_changed = fingerprint(theirs) != line.base
    if line.text == theirs:
        result.shown[line.id] = fingerprint(theirs)
    elif not theirs_changed or choice == "mine" or (mine_changed and not theirs):
        # Also: they deleted a line that I went on writing. My text stays.
        if line.text:
            result.write[line.id] = line.text
        else:
            result.delete.add(line.id)
        result.shown[line.id] = fingerprint(line.text)
    elif not mine_changed or choice == "theirs" or (choice == "both" and not line.text):
        result.kept.add(line.id)
        result.shown[line.id] = line.base if choice is None else fingerprint(theirs)
    elif choice == "both":
        result.kept.add(line.id)
        result.copies[line.id] = line.text
    else:
        result.conflicts.append(Conflict(line.id, line.text, theirs))
        result.shown[line.id] = line.base
