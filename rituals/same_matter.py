"""Whether two short lines speak of the same thing, by their longer words. Pure."""

import re
from collections.abc import Iterable

from productops.text import unaccented

ENOUGH = 0.6  # of the first line's longer words


def words_of(text: str) -> frozenset[str]:
    """The words of more than three letters, without accents."""
    return frozenset(word for word in re.findall(r"\w+", unaccented(text)) if len(word) > 3)


def same_matter(promised: frozenset[str], said: Iterable[str]) -> bool:
    """Two lines speak of the same thing when they share most of the promise's longer words."""
    return bool(promised) and len(promised.intersection(said)) / len(promised) >= ENOUGH
