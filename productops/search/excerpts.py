"""What of a passage to show for a query: the lines that say it, cut into pieces that say it or do not. Pure."""

import re
from dataclasses import dataclass

from productops.text import unaccented

LINES, LETTERS = 2, 240
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Piece:
    """A bit of text; `hit` when a word of the query begins it."""

    text: str
    hit: bool


def excerpt(body: str, terms: list[str]) -> list[list[Piece]]:
    """The two lines of `body` that say most of the terms, in their order, each as pieces; shortened where long.

    The first line when none says any: a title or a further word was what fitted.
    """
    lines = [line for line in body.split("\n") if line]
    said = [len({term for term in terms if _says(line, term)}) for line in lines]
    best = sorted(range(len(lines)), key=lambda at: (-said[at], at))[:LINES]
    chosen = sorted(at for at in best if said[at]) or list(range(len(lines)))[:1]
    return [pieces(_around(lines[at], terms), terms) for at in chosen]


def pieces(line: str, terms: list[str]) -> list[Piece]:
    """`line` cut at the words that a term begins."""
    found, since = [], 0
    for match in _WORD.finditer(line):
        if unaccented(match[0]).startswith(tuple(terms)) and terms:
            found += [Piece(line[since : match.start()], False), Piece(match[0], True)]
            since = match.end()
    found.append(Piece(line[since:], False))
    return [piece for piece in found if piece.text]


def _says(line: str, term: str) -> bool:
    return any(unaccented(word).startswith(term) for word in _WORD.findall(line))


def _around(line: str, terms: list[str]) -> str:
    """At most `LETTERS` of a line, with the first word that is said near the beginning."""
    if len(line) <= LETTERS:
        return line
    first = next(
        (match.start() for match in _WORD.finditer(line) if terms and unaccented(match[0]).startswith(tuple(terms))), 0
    )
    start = max(0, min(first - LETTERS // 3, len(line) - LETTERS))
    start = line.find(" ", start) + 1 if start else 0
    end = start + LETTERS
    cut = line[start:end] if end >= len(line) else line[start:end].rsplit(" ", 1)[0]
    return f"{'…' if start else ''}{cut}{'…' if start + len(cut) < len(line) else ''}"
