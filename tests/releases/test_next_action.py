"""What each person does next: by role and stage, as a table; where a stage stands on its line."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from releases.enums import Gate, Stage
from releases.next_action import Facts, OpenItem, Rights, next_action
from releases.stage_line import stage_line
from releases.stages import GateFacts, StageFacts

PM = Rights(assign_tier=True, plan=True, launch=True, record_launch=True, decide=True, write_bundle=True)
OPS = Rights(record_launch=True, challenge=True)
NOBODY = Rights()
QA = OpenItem(7, "QA sign-off", "Ines Prado")
MACROS = OpenItem(8, "Support macros", "Lena Brandt")
LATE = replace(MACROS, late=True)
STUCK = replace(MACROS, blocked=True)
PLANNED = Facts("PAY-31", Stage.PLANNED, tier=3, suggested=3, open_items=(QA, MACROS))
DRAFT = replace(PLANNED, tier=None, suggested=None, open_items=())
REVIEW = replace(PLANNED, stage=Stage.IN_REVIEW)
SETTLED = replace(REVIEW, open_items=())
SMALL = replace(PLANNED, tier=1, suggested=1, reviewed=False, open_items=())
LOWERED = replace(PLANNED, tier=2)
APPROVED = replace(SETTLED, stage=Stage.APPROVED, approval_valid=True)
STALE = replace(APPROVED, approval_valid=False, approval_stale=True)

MOVE_OR_HOLD = ["Move the date", "Hold or cancel"]
IN_REVIEW = ["Preflight", *MOVE_OR_HOLD]

TABLE = [
    ("PM, draft", DRAFT, PM, "Assign the tier", ["Hold or cancel"]),
    ("Ops, draft", DRAFT, OPS, "", []),
    ("PM, challenged", replace(REVIEW, challenge="Two APIs"), PM, "Look at the tier again", IN_REVIEW),
    ("PM, on hold", replace(REVIEW, hold_reason="Legal"), PM, "Let it go on", ["Preflight", "Move the date"]),
    ("PM, no date", replace(PLANNED, has_date=False), PM, "Set the launch date", ["Hold or cancel"]),
    ("PM, date passed", replace(REVIEW, date_passed=True), PM, "Move the date", ["Preflight", "Record the launch"]),
    ("Ops, date passed", replace(LOWERED, date_passed=True), OPS, "Challenge the tier", ["Record the launch"]),
    ("PM, planned", PLANNED, PM, "Begin the review", MOVE_OR_HOLD),
    ("PM, planned, late item", replace(PLANNED, mine=(LATE,)), PM, "Settle “Support macros”", MOVE_OR_HOLD),
    ("PM, review, own item", replace(REVIEW, mine=(QA,)), PM, "Settle “QA sign-off”", IN_REVIEW),
    ("PM, review, others' items", REVIEW, PM, "See what is open", IN_REVIEW),
    ("PM, review, settled", SETTLED, PM, "Decide", MOVE_OR_HOLD),
    ("PM, review, bundle open", replace(SETTLED, bundle_open=True), PM, "Open the bundle", IN_REVIEW),
    ("PM, tier 1", SMALL, PM, "Launch", MOVE_OR_HOLD),
    ("PM, tier 1 with open lines", replace(SMALL, open_items=(QA,)), PM, "See what is open", MOVE_OR_HOLD),
    ("PM, approved", APPROVED, PM, "Launch", IN_REVIEW),
    ("PM, approval stale", STALE, PM, "Confirm the go again", MOVE_OR_HOLD),
    ("PM, launched", replace(SETTLED, stage=Stage.LAUNCHED), PM, "", ["Close it", "Record a rollback"]),
    ("PM, rolled back", replace(SETTLED, stage=Stage.LAUNCHED, rolled_back=True), PM, "", ["Close it"]),
    ("PM, closed", replace(SETTLED, stage=Stage.CLOSED), PM, "", []),
    ("PM, cancelled", replace(SETTLED, stage=Stage.CANCELLED), PM, "", ["Take it up again"]),
    ("Ops, tier below the suggested", LOWERED, OPS, "Challenge the tier", []),
    ("Ops, challenged already", replace(LOWERED, challenge="?"), OPS, "See what is open", []),
    ("Ops, planned", PLANNED, OPS, "See what is open", ["Challenge the tier"]),
    ("Ops, settled", SETTLED, OPS, "", ["Preflight", "Challenge the tier"]),
    ("Ops, closed", replace(SETTLED, stage=Stage.CLOSED), OPS, "", []),
    ("Support lead", replace(REVIEW, mine=(MACROS,)), NOBODY, "Settle “Support macros”", []),
    ("Support lead, asked", replace(REVIEW, to_sign=("support",)), NOBODY, "Answer", []),
    ("Support lead, planned", replace(PLANNED, mine=(STUCK, QA)), NOBODY, "Settle “QA sign-off”", []),
    ("Support lead, all blocked", replace(REVIEW, mine=(STUCK,)), NOBODY, "", []),
    ("Support lead, cancelled", replace(REVIEW, stage=Stage.CANCELLED, mine=(MACROS,)), NOBODY, "", []),
    ("reader", REVIEW, NOBODY, "", []),
]  # fmt: skip


@pytest.mark.parametrize(("who", "facts", "rights", "main", "quiet"), TABLE, ids=[row[0] for row in TABLE])
def test_each_role_at_each_stage(who: str, facts: Facts, rights: Rights, main: str, quiet: list[str]) -> None:
    found = next_action(facts, rights)
    assert (found.main.verb if found.main else "") == main
    assert [action.verb for action in found.quiet] == quiet
    assert not found.main or (found.main.args[0] == "PAY-31" and found.main.why)
    assert not found.main or found.main.route not in {action.route for action in found.quiet}


def test_it_says_why_and_what_is_waited_for() -> None:
    said = {
        next_action(replace(REVIEW, hold_reason="Legal"), PM).why: "On hold: Legal",
        next_action(LOWERED, OPS).why: "The answers suggest tier 3; it was assigned tier 2.",
        next_action(REVIEW, PM).why: "2 items are open, the next one of Ines Prado.",
        next_action(SETTLED, OPS).why: "All items are settled. It waits for the go/no-go decision of its PM.",
        next_action(replace(DRAFT, challenge="x"), OPS).why: "",
        next_action(REVIEW, NOBODY).why: "",
    }
    assert {words: words for words in said.values()} == {words: words for words in said}
    assert next_action(replace(REVIEW, mine=(LATE,)), NOBODY).main.args == ("PAY-31", 8)  # type: ignore[union-attr]


@dataclass
class Story:
    held_at: datetime | None = None
    rolled_back_at: datetime | None = None
    launched_without_approval: bool = False


NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
GATES = (GateFacts(Gate.MOCK, 0, passed=True), GateFacts(Gate.STAGING, 2), GateFacts(Gate.GO_NO_GO, 3))


@pytest.mark.parametrize(
    ("stage", "gates", "story", "line"),
    [
        (Stage.IN_REVIEW, GATES, Story(), "✓Planned [In review mock✓ staging! go/no-go] Approved Launched Closed"),
        (Stage.IN_REVIEW, GATES, Story(held_at=NOW),
         "✓Planned [In review mock✓ staging! go/no-go (on hold)] Approved Launched Closed"),
        (Stage.PLANNED, (), Story(), "[Planned] Launched Closed"),
        (Stage.LAUNCHED, GATES, Story(launched_without_approval=True),
         "✓Planned ✓In review Approved [Launched (without approval)] Closed"),
        (Stage.LAUNCHED, GATES, Story(rolled_back_at=NOW),
         "✓Planned ✓In review ✓Approved [Launched (rolled back)] Closed"),
        (Stage.CANCELLED, GATES, Story(), "Planned In review Approved Launched Closed [Cancelled]"),
    ],
)  # fmt: skip
def test_the_line_of_stages(stage: Stage, gates: tuple[GateFacts, ...], story: Story, line: str) -> None:
    said = []
    for mark in stage_line(StageFacts(stage, gates), story):
        inside = [f"{gate.words}{'✓' if gate.passed else ''}{'!' if gate.current else ''}" for gate in mark.gates]
        words = " ".join([mark.label, *inside, *([f"({mark.note})"] if mark.note else [])])
        said.append({"past": f"✓{words}", "current": f"[{words}]"}.get(mark.place, words))
    assert " ".join(said) == line
