"""Words as they are compared: pieces of letters and digits, lower case, without accents. Pure.

What is stored and what is asked are taken apart by the same rule, so the database's own parser, which keeps addresses
and "payments/payouts" in one piece, has nothing left to decide.
"""

import re

from productops.text import clean_line, unaccented

TERMS, LETTERS = 8, 40  # of a query: so many words, each so long
_PIECE = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]+")


def query_terms(text: str) -> list[str]:
    """The words of a query: at most eight, each at most 40 letters."""
    return [term[:LETTERS] for term in _PIECE.findall(unaccented(clean_line(text[:200])))][:TERMS]


def as_searched(text: str) -> str:
    """`text` as its document is made of: the pieces that `query_terms` finds in it."""
    return " ".join(_PIECE.findall(unaccented(text)))


def words_of(text: str) -> dict[str, str]:
    """Word as compared -> as it is written, of every word of four letters and more. Numbers are no words."""
    found: dict[str, str] = {}
    for written in _WORD.findall(text.lower()):
        word = unaccented(written)
        if 4 <= len(word) <= LETTERS and len(written) <= LETTERS and word.isalpha():
            found.setdefault(word, written)
    return found


def prefix_query(terms: list[str]) -> str:
    """For `to_tsquery`: every term begins a word. Terms are letters and digits, so nothing in them is an operator."""
    return " & ".join(f"{term}:*" for term in terms)
