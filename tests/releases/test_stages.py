"""The stages: each move from each stage, and that no sequence of moves leaves the policy's way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.enums import Gate, Stage
from releases.stages import (
    MOVES,
    TRANSITIONS,
    GateFacts,
    Move,
    StageFacts,
    current_gate,
    may,
    moves_from,
    stages_of,
)

NOT_FROM_REVIEW = "A release that is in review cannot take this step."
NO_CAPTURES = "The captures after launch are not in yet."
PASSED = (GateFacts(Gate.MOCK, 0, passed=True), GateFacts(Gate.GO_NO_GO, 0, passed=True))
HALF = (GateFacts(Gate.MOCK, 0, passed=True), GateFacts(Gate.GO_NO_GO, 3))


@pytest.mark.parametrize(
    ("move", "facts", "leads_to", "reasons"),
    [
        (Move.BEGIN_REVIEW, StageFacts(Stage.PLANNED, HALF), "in_review", ()),
        (
            Move.BEGIN_REVIEW,
            StageFacts(Stage.PLANNED),
            "in_review",
            ("A tier without gates needs no review; it can be launched as it is.",),
        ),
        (Move.LAUNCH, StageFacts(Stage.PLANNED), "launched", ()),
        (Move.LAUNCH, StageFacts(Stage.PLANNED, on_hold=True), "launched", ("The release is on hold.",)),
        (Move.LAUNCH, StageFacts(Stage.PLANNED, HALF), "launched", ("It was not reviewed.",)),
        (Move.LAUNCH, StageFacts(Stage.APPROVED, PASSED), "launched", ("There is no valid approval.",)),
        (Move.LAUNCH, StageFacts(Stage.APPROVED, PASSED, approval_valid=True), "launched", ()),
        (Move.LAUNCH, StageFacts(Stage.IN_REVIEW, HALF), "in_review", (NOT_FROM_REVIEW,)),
        (Move.RECORD_LAUNCH, StageFacts(Stage.IN_REVIEW, HALF, on_hold=True), "launched", ()),
        (Move.APPROVE, StageFacts(Stage.IN_REVIEW, HALF), "approved", ("Go/no-go is not passed.",)),
        (Move.APPROVE, StageFacts(Stage.IN_REVIEW), "approved", ("An empty list of gates cannot be approved.",)),
        (Move.APPROVE, StageFacts(Stage.IN_REVIEW, PASSED), "approved", ()),
        (Move.CLOSE, StageFacts(Stage.LAUNCHED, captures_missing=1), "closed", (NO_CAPTURES,)),
        (Move.CLOSE, StageFacts(Stage.LAUNCHED), "closed", ()),
        (Move.CANCEL, StageFacts(Stage.LAUNCHED), "launched", ("A release that is launched cannot take this step.",)),
        (Move.REVIVE, StageFacts(Stage.CANCELLED, HALF), "planned", ()),
    ],
)  # fmt: skip
def test_a_move_leads_somewhere_or_says_why_not(
    move: Move, facts: StageFacts, leads_to: str, reasons: tuple[str, ...]
) -> None:
    verdict = may(move, facts)
    assert (verdict.stage, verdict.reasons, bool(verdict)) == (leads_to, reasons, not reasons)


def test_the_current_gate_is_the_first_not_passed() -> None:
    assert current_gate(StageFacts(Stage.IN_REVIEW, HALF)) == HALF[1]
    assert current_gate(StageFacts(Stage.IN_REVIEW, PASSED)) is None
    assert current_gate(StageFacts(Stage.PLANNED, HALF)) is None


def test_a_page_shows_what_its_stage_knows() -> None:
    assert set(moves_from(StageFacts(Stage.CLOSED))) == set()
    assert set(moves_from(StageFacts(Stage.PLANNED))) == {
        Move.BEGIN_REVIEW, Move.LAUNCH, Move.RECORD_LAUNCH, Move.CANCEL,
    }  # fmt: skip


def test_the_database_knows_every_transition_and_no_other() -> None:
    assert set(TRANSITIONS) == {(old, new) for pairs in MOVES.values() for old, new in pairs.items()}
    assert ("launched", "planned") not in TRANSITIONS


@given(
    moves=st.lists(st.sampled_from([move for move in Move if move != Move.RECORD_LAUNCH]), max_size=12), data=st.data()
)
def test_no_sequence_makes_a_stage_that_the_policy_does_not_have(moves: list[Move], data: st.DataObject) -> None:
    """Nor launches a reviewed release without a valid approval."""
    gates = data.draw(st.sampled_from([(), HALF, PASSED]))
    stage, approved = Stage.PLANNED, False
    for move in moves:
        facts = StageFacts(stage, gates, data.draw(st.booleans()), data.draw(st.booleans()) and approved)
        verdict = may(move, facts)
        if not verdict:
            continue
        if verdict.stage == Stage.LAUNCHED and gates:
            assert (stage, facts.approval_valid, facts.on_hold) == (Stage.APPROVED, True, False)
        stage = verdict.stage
        approved = approved or (stage == Stage.APPROVED)
        assert stage in {*stages_of(facts), Stage.CANCELLED}
        assert stage != Stage.APPROVED or gates == PASSED
