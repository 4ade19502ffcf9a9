"""Whether two short lines speak of the same thing, by the words that carry it. Pure.

Words of four letters and more count, by their beginnings ("launches" and "launched"), without those that say when or
hold a sentence together. Two lines are of one matter when they share two such words and a good part of the shorter one;
a line of one or two words needs one.
"""

import re

from productops.text import unaccented

ENOUGH = 0.4
_ROOT = 5  # letters of a word that are compared
# English and Polish, as they begin: days, months, and what any sentence may hold.
_EMPTY = frozenset(
    word[:_ROOT]
    for word in """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december poniedzialek wtorek sroda czwartek piatek sobota niedziela stycznia lutego marca kwietnia
    maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
    with from that this have been were will than then them they when what which their there about after before since
    until first last next more most only other every each into over under still does done make made week weeks days
    ktore ktory ktora jest beda bylo zeby oraz przed przez tylko jeszcze
    """.split()
)


def words_of(text: str) -> frozenset[str]:
    """The beginnings of the words that carry a line."""
    found = (word[:_ROOT] for word in re.findall(r"[^\W\d_]{4,}", unaccented(text)))
    return frozenset(word for word in found if word not in _EMPTY)


def closeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the first line's words the other shares; 0 when they are not of one matter."""
    shared = len(one & other)
    fewest = min(len(one), len(other))
    if not shared or shared / fewest < ENOUGH or (shared == 1 and fewest > 2):
        return 0.0
    return shared / len(one)
