"""What the portal offers a PM to start from. Pure: facts in, offers with where they came from out.

Today: last week's "next" that did not ship is offered as a carry-over. Releases, metrics and actions join here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from productops.text import unaccented
from rituals.enums import Heading


@dataclass(frozen=True)
class Offer:
    """A line to accept, edit or dismiss. `source` identifies it for good, so that it is offered once."""

    source: str
    heading: Heading
    text: str


@dataclass(frozen=True)
class SaidLine:
    """A line of an earlier update."""

    id: str
    text: str


def carry_overs(
    last_next: Iterable[SaidLine], wins: Iterable[str], already_next: Iterable[str], answered: Iterable[str]
) -> list[Offer]:
    """Last week's "next" lines, less those that this week's wins or "next" already say, or that were answered."""
    done = set(answered)
    said = [_words(text) for text in (*wins, *already_next)]
    offers = []
    for line in last_next:
        source = f"carry-over:{line.id}"
        if source not in done and not any(_same(_words(line.text), words) for words in said):
            offers.append(Offer(source, Heading.NEXT, line.text))
    return offers


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", unaccented(text)) if len(word) > 3)


def _same(promised: frozenset[str], said: frozenset[str]) -> bool:
    """Two lines speak of the same thing when they share most of the promise's longer words."""
    return bool(promised) and len(promised & said) / len(promised) >= 0.6
