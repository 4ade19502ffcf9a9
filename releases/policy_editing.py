"""Changing the content of a policy, piece by piece: what the editor does to its draft. Pure.

Every function answers a new content and leaves the old one alone. Keys are made here, never by people: an item that is
asked for again finds what was done, so a key must not come to mean another line.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from productops.text import unaccented

Content = dict[str, Any]
KEY_LENGTH = 36


def key_for(words: str, taken: Iterable[str]) -> str:
    """A key that says what it is for, and that is not taken: 'qa-sign-off', 'qa-sign-off-2'."""
    base = re.sub(r"[^a-z0-9]+", "-", unaccented(words)).strip("-")[:KEY_LENGTH].strip("-") or "line"
    used, key, number = set(taken), base, 1
    while key in used:
        number += 1
        key = f"{base}-{number}"
    return key


def line_key(title: str, here: Sequence[Mapping[str, Any]], ever: Iterable[Mapping[str, Any]]) -> str:
    """The key of a new line in the list `here`. `ever`: every line of every version and tier.

    The same title in another tier is the same line, so that a release that changes tier keeps what was done; a key
    that stood for another title is never used again.
    """
    mine = {str(line.get("key")) for line in here}
    others = set()
    for line in ever:
        key = str(line.get("key"))
        if str(line.get("title", "")).casefold() == title.casefold():
            if key not in mine:
                return key
        else:
            others.add(key)
    return key_for(title, mine | others)


def put(lines: Sequence[Mapping[str, Any]], name: str, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`lines` with `entry` in the place of the one with the same `name`, or at the end."""
    changed = [deepcopy(dict(line)) for line in lines]
    for place, line in enumerate(changed):
        if line.get(name) == entry[name]:
            changed[place] = dict(entry)
            return changed
    return [*changed, dict(entry)]


def without(lines: Sequence[Mapping[str, Any]], place: int) -> list[dict[str, Any]]:
    return [deepcopy(dict(line)) for number, line in enumerate(lines) if number != place]


def moved(lines: Sequence[Mapping[str, Any]], place: int, up: bool, within: str = "") -> list[dict[str, Any]]:
    """The line at `place` changes places with the one before or after it that has the same `within` (its gate)."""
    changed = [deepcopy(dict(line)) for line in lines]
    step = -1 if up else 1
    other = place + step
    while 0 <= other < len(changed) and within and changed[other].get(within) != changed[place].get(within):
        other += step
    if 0 <= place < len(changed) and 0 <= other < len(changed):
        changed[place], changed[other] = changed[other], changed[place]
    return changed


def by_gate(lines: Sequence[Mapping[str, Any]], gates: Sequence[str]) -> list[dict[str, Any]]:
    """The lines in the order of the gates, otherwise as they are."""
    order = {gate: place for place, gate in enumerate(gates)}
    return sorted((dict(line) for line in lines), key=lambda line: order.get(str(line.get("gate")), len(order)))
