"""What changed between two texts: by words, whole phrases, and never anything lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops.editions.difference import Item, Line, Mark, by_text, lines_between, words_between


def marked(before: str, after: str) -> str:
    """'the figure was [-8.6-]{+6.8+} %'."""
    forms = {Mark.SAME: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "{{+{}+}}"}
    return "".join(forms[segment.mark].format(segment.text) for segment in words_between(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("the figure was 8.6 %", "the figure was 6.8 %", "the figure was [-8.6-]{+6.8+} %"),
        ("one two three four", "one three four", "one[- two-] three four"),
        ("go before we can go.", "go before Friday.", "go before [-we can go-]{+Friday+}."),
        ("wait, then go now", "wait then go now", "wait[-,-] then go now"),
        ("Payouts hold", "Mobile slips to May", "[-Payouts hold-]{+Mobile slips to May+}"),  # nothing in common
        ("Płatności stoją dziś", "Płatności ruszą dziś", "Płatności [-stoją-]{+ruszą+} dziś"),
    ],
)
def test_words(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    segments = words_between(before, after)
    kept = {Mark.DELETED: after, Mark.INSERTED: before}
    for left_out, text in kept.items():
        assert "".join(segment.text for segment in segments if segment.mark != left_out) == text
    assert all(segment.text for segment in segments)


def told(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(line.mark.value, "".join(segment.text for segment in line.segments)) for line in lines]


def test_lines_are_the_same_by_id() -> None:
    before = [Item("1", "a b c"), Item("2", "gone"), Item("3", "stays")]
    after = [Item("1", "a b d"), Item("4", "new"), Item("3", "stays")]
    lines = lines_between(before, after)
    assert told(lines) == [("same", "a b cd"), ("inserted", "new"), ("deleted", "gone"), ("same", "stays")]
    assert [line.changed for line in lines] == [True, True, True, False]


def test_a_line_that_moved_is_not_gone() -> None:
    before = [Item("1", "one"), Item("2", "two"), Item("3", "three")]
    assert told(lines_between(before, list(reversed(before)))) == [("same", "three"), ("same", "two"), ("same", "one")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["a", "b"], ["a", "b"], [("same", "a"), ("same", "b")]),
        (["a"], ["a", "b"], [("same", "a"), ("inserted", "b")]),
        (["a", "b"], ["b"], [("deleted", "a"), ("same", "b")]),
        (["one two three"], ["one two four"], [("same", "one two threefour")]),
    ],
)
def test_lines_without_ids(before: list[str], after: list[str], expected: list[tuple[str, str]]) -> None:
    assert told(by_text(before, after)) == expected


@given(st.lists(st.text(max_size=8), max_size=6), st.lists(st.text(max_size=8), max_size=6))
def test_no_line_is_lost(before: list[str], after: list[str]) -> None:
    lines = by_text(before, after)
    assert sum(line.mark != Mark.DELETED for line in lines) == len(after)
    assert sum(line.mark != Mark.INSERTED for line in lines) == len(before)
