"""Typing errors: how far a typed word is from one that exists, and which words are worth comparing. Pure.

A word's `shapes` are what is left of its first seven letters when up to two are missing. A word with a letter left
out, added, mistaken or swapped shares a shape with the right one, so the few that are worth comparing are found by an
index, in a millisecond out of a hundred thousand words (docs/decisions/0013-typing-errors.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

BEGINNING = 7
SHORTEST = 4  # shorter words are too like each other
LONGER = 12  # a beginning says little about a word that is longer by more


def shapes(word: str) -> list[int]:
    """The shapes of a word, each as a number that fits the database's integer."""
    beginning = word[:BEGINNING]
    missing = 2 if len(beginning) >= 6 else 1
    left = {
        "".join(letters)
        for number in range(missing + 1)
        for letters in combinations(beginning, len(beginning) - number)
    }
    return sorted(crc32(shape.encode()) - 2**31 for shape in left)


def most_errors(typed: str) -> int:
    """How many errors a typed word may have."""
    return 0 if len(typed) < SHORTEST else 1 if len(typed) < BEGINNING else 2


def distance(typed: str, word: str) -> int:
    """Letters left out, added, mistaken or swapped with the next, between `typed` and the nearest beginning of `word`.

    A beginning, because people stop typing when they see what they want.
    """
    length = min(len(word), len(typed) + 2)
    before: list[int] = []
    row = list(range(length + 1))
    for i, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [i]
        for j in range(1, length + 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != word[j - 1]))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == word[j - 1]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return min(row)


@dataclass(frozen=True)
class Known:
    """A word of the vocabulary: as compared, as written, in how many places."""

    word: str
    shown: str
    rows: int = 1


def nearest(typed: str, known: Iterable[Known], *, most: int = 3) -> list[Known]:
    """The words that `typed` may stand for, the likeliest first: fewest errors, the same first letter, like length,
    then the word that is said more often."""
    allowed = most_errors(typed)
    found = [
        ((errors, each.word[0] != typed[0], abs(len(each.word) - len(typed)), -each.rows, each.word), each)
        for each in known
        if abs(len(each.word) - len(typed)) <= LONGER and (errors := distance(typed, each.word)) <= allowed
    ]
    return [each for _key, each in sorted(found, key=lambda item: item[0])[:most]]
