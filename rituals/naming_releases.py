"""Which releases a line calls by name, of thousands that could be. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from productops.text import unaccented

FEWEST = 2  # words: a name of one word ("Search") is any word


def by_name(names: Mapping[str, str]) -> Callable[[str], list[str]]:
    """A function from a line to the keys of those whose whole name stands in it, without regard to case and accents.

    Looked up by first words, so that a line costs as much among five thousand names as among five.
    """
    beginning: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for key, name in names.items():
        words = _words(name)
        if len(words) >= FEWEST:
            beginning[words[0]].append((words, key))

    def called(text: str) -> list[str]:
        said = _words(text)
        return [
            key
            for place, word in enumerate(said)
            for words, key in beginning.get(word, ())
            if said[place : place + len(words)] == words
        ]

    return called


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unaccented(text))
