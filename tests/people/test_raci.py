"""The rules of RACI as tables, and as laws over made-up rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops.people.raci import (
    CHOICES,
    ORGANISATION,
    RaciHolder,
    RaciLine,
    RaciRefused,
    RaciScope,
    differences,
    holder_of,
    in_order,
    is_product_ops,
    letters_of,
    missing,
    narrowest,
    note_of,
    refuse_product_ops,
    set_letters,
)

PM, OPS, HEAD = RaciHolder(role="pm"), RaciHolder(role="product_ops"), RaciHolder(role="head_of_product")
SUPPORT, EWA = RaciHolder(function_id=8), RaciHolder(person_id=3)
ROW = in_order([RaciLine("A", HEAD), RaciLine("R", OPS, "format"), RaciLine("C", PM), RaciLine("I", SUPPORT)])


def said(lines: tuple[RaciLine, ...]) -> dict[RaciHolder, str]:
    return {line.holder: letters_of(lines, line.holder) for line in lines}


def test_the_a_moves_and_the_previous_holder_loses_it() -> None:
    outcome = set_letters(ROW, PM, "A", "ship decision")
    assert said(outcome.lines) == {PM: "A", OPS: "R", SUPPORT: "I"}
    assert outcome.moved_from == HEAD
    assert note_of(outcome.lines, PM) == "ship decision"


def test_a_holder_may_be_accountable_and_responsible() -> None:
    outcome = set_letters(ROW, OPS, "AR", None)
    assert said(outcome.lines) == {OPS: "AR", PM: "C", SUPPORT: "I"}
    assert note_of(outcome.lines, OPS) == "format"


def test_who_loses_the_a_keeps_the_r() -> None:
    both = set_letters(ROW, OPS, "AR", None).lines
    assert letters_of(set_letters(both, PM, "A", "").lines, OPS) == "R"


@pytest.mark.parametrize(
    ("holder", "letters", "words"),
    [
        (HEAD, "", "only Accountable"),
        (HEAD, "C", "only Accountable"),
        (HEAD, "R", "only Accountable"),
        (OPS, "", "only Responsible. Name another one first"),
        (OPS, "I", "only Responsible. Name another one first"),
        (OPS, "A", "Choose “A and R”"),
        (PM, "X", "Choose one of the letters"),
        (PM, "RA", "Choose one of the letters"),
    ],
)
def test_refused_with_words(holder: RaciHolder, letters: str, words: str) -> None:
    with pytest.raises(RaciRefused, match=words):
        set_letters(ROW, holder, letters, "")


def test_missing_says_what() -> None:
    assert missing(ROW) == []
    assert missing([RaciLine("C", PM)]) == [
        "Nobody is Accountable. There is always exactly one.",
        "Nobody is Responsible. There is always at least one.",
    ]
    assert missing([*ROW, RaciLine("A", PM)]) == ["2 are Accountable. There is always exactly one."]


@pytest.mark.parametrize(
    ("holder", "facts", "refused"),
    [
        (OPS, {}, True),
        (RaciHolder(role="product_ops_lead"), {}, True),
        (RaciHolder(function_id=2), {"function_slug": "product-ops"}, True),
        (RaciHolder(function_id=1), {"function_slug": "product"}, False),
        (EWA, {"roles": ["product_ops"]}, True),
        (EWA, {"roles": ["product_ops", "pm"]}, False),
        (EWA, {"roles": ["stakeholder"]}, False),
        (PM, {}, False),
        (HEAD, {}, False),
    ],
)
def test_product_ops_is_never_accountable_for_the_ship_decision(
    holder: RaciHolder, facts: dict[str, object], refused: bool
) -> None:
    ops = is_product_ops(holder, **facts)  # type: ignore[arg-type]
    assert ops is refused
    refuse_product_ops("weekly-update", "A", is_product_ops=ops)
    refuse_product_ops("release-readiness", "R", is_product_ops=ops)
    for letters in ("A", "AR"):
        if refused:
            with pytest.raises(RaciRefused, match="stays with product people"):
                refuse_product_ops("release-readiness", letters, is_product_ops=ops)
        else:
            refuse_product_ops("release-readiness", letters, is_product_ops=ops)


def test_narrower_overrides_as_a_whole() -> None:
    area, group = RaciScope(area_id=5), RaciScope(group_id=2)
    rows = {ORGANISATION: ROW, group: ROW}
    assert narrowest(rows, area, group, ORGANISATION) == group
    assert narrowest({**rows, area: ROW}, area, group, ORGANISATION) == area
    assert narrowest({ORGANISATION: ROW}, area, group, ORGANISATION) == ORGANISATION


@pytest.mark.parametrize("holder", [PM, SUPPORT, EWA])
def test_addresses_of_holders(holder: RaciHolder) -> None:
    assert holder_of(holder.key) == holder


@pytest.mark.parametrize("key", ["", "role-king", "function-", "person-x", "person-٣", "pm", "person-" + "9" * 20])
def test_what_names_no_holder(key: str) -> None:
    assert holder_of(key) is None


def test_differences_name_each_holder_once() -> None:
    after = set_letters(ROW, PM, "A", "ship").lines
    told = [(one.holder, one.before, one.after, one.note_after) for one in differences(ROW, after)]
    assert told == [(HEAD, "A", "", ""), (PM, "C", "A", "ship")]


HOLDERS = st.sampled_from([PM, OPS, HEAD, SUPPORT, EWA])
CHANGES = st.lists(st.tuples(HOLDERS, st.sampled_from(list(CHOICES)), st.sampled_from([None, "", "words"])))


@given(CHANGES)
def test_no_sequence_of_changes_leaves_a_row_incomplete(changes: list[tuple[RaciHolder, str, str | None]]) -> None:
    lines = ROW
    for holder, letters, note in changes:
        try:
            lines = set_letters(lines, holder, letters, note).lines
        except RaciRefused:
            continue
        assert letters_of(lines, holder) == letters
    assert missing(lines) == []
    assert len({(line.letter, line.holder) for line in lines}) == len(lines)
