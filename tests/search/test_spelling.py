"""Typing errors, as a table and as a rule that holds for every word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops.search.spelling import Known, distance, most_errors, nearest, shapes

WORDS = [
    Known(word, word)
    for word in "payments payouts payroll checkout platform search reporting residency risk macros płatności".split()
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("paymnets", "payments"),  # swapped
        ("paymetns", "payments"),
        ("paymets", "payments"),  # left out
        ("paymments", "payments"),  # added
        ("paynents", "payments"),  # mistaken
        ("apyments", "payments"),  # at the beginning
        ("pyamnets", "payments"),  # two errors
        ("paymne", "payments"),  # not typed to its end yet
        ("rsik", "risk"),
        ("serach", "search"),
        ("residancy", "residency"),
        ("zeppelin", None),
        ("rik", None),  # too short to tell
        ("pats", None),  # two errors in a short word
    ],
)
def test_what_was_meant(typed: str, meant: str | None) -> None:
    found = [each for each in WORDS if set(shapes(typed)) & set(shapes(each.word))]
    best = nearest(typed, found)
    assert (best[0].word if best else None) == meant


@pytest.mark.parametrize(
    ("typed", "word", "errors"),
    [("", "risk", 0), ("risk", "risk", 0), ("ris", "risk", 0), ("rsik", "risk", 1), ("risks", "risk", 1),
     ("abcd", "wxyz", 4), ("ca", "abc", 1)],
)  # fmt: skip
def test_distance_to_the_nearest_beginning(typed: str, word: str, errors: int) -> None:
    assert distance(typed, word) == errors


def test_the_word_that_is_said_more_often_comes_first() -> None:
    known = [Known("payment", "payment", 2), Known("raiment", "raiment", 9), Known("paiment", "paiment", 7)]
    assert [each.word for each in nearest("paxment", known)] == ["paiment", "payment", "raiment"]


@st.composite
def one_error(draw: st.DrawFn) -> tuple[str, str]:
    """A word of six letters and more, and how somebody typed it wrongly once."""
    word = draw(st.text("abcdefgh", min_size=6, max_size=14))
    at, letter = draw(st.integers(0, len(word) - 2)), draw(st.sampled_from("abcdefgh"))
    ways = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    return word, draw(st.sampled_from(ways))


@given(one_error())
def test_a_word_with_one_error_is_always_found(case: tuple[str, str]) -> None:
    word, typed = case
    assert set(shapes(word)) & set(shapes(typed))
    assert distance(typed, word) <= 1 <= most_errors(typed)
    assert nearest(typed, [Known(word, word)]) == [Known(word, word)]
