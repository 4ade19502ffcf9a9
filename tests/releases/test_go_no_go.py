"""Decisions and approvals: what each outcome wants, when an approval is stale, and random walks through both."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.blockers import Blocker, BlockerKind
from releases.enums import Outcome
from releases.go_no_go import Held, Objection, Promise, Proposal, Standing, approval, objections

TODAY, LAUNCH = date(2026, 11, 25), date(2026, 12, 1)
ITEM = Blocker(BlockerKind.ITEM, "Support macros", "macros", "support")
ROLLBACK = Blocker(BlockerKind.ROLLBACK, "No rollback plan", reserved=True)
EMPTY = Blocker(BlockerKind.EMPTY, "The checklist is empty", final=True)
MACROS = Promise("Macros written", 7, date(2026, 11, 30), ITEM.ref)


def against(
    proposal: Proposal, found: tuple[Blocker, ...] = (), overridden: tuple[str, ...] = ()
) -> tuple[Objection, ...]:
    return objections(proposal, found, overridden, launch_on=LAUNCH, today=TODAY)


GO, CONDITIONAL = Proposal(Outcome.GO), Proposal(Outcome.CONDITIONAL_GO, conditions=(MACROS,))


@pytest.mark.parametrize(
    ("proposal", "found", "overridden", "expected"),
    [
        (GO, (), (), ()),
        (GO, (ITEM,), (), (("", "Support macros"),)),
        (GO, (ITEM, ROLLBACK), (ITEM.ref,), (("", "No rollback plan"),)),
        (GO, (ITEM, ROLLBACK), (ITEM.ref, ROLLBACK.ref), ()),
        (GO, (EMPTY,), (EMPTY.ref,), (("", "The checklist is empty"),)),
        (replace(CONDITIONAL, outcome=Outcome.GO), (), (), (("outcome", "With conditions it is a conditional go."),)),
        (CONDITIONAL, (ITEM,), (), ()),
        (CONDITIONAL, (ITEM, ROLLBACK), (), (("", "No rollback plan"),)),
        (CONDITIONAL, (ITEM, ROLLBACK), (ROLLBACK.ref,), ()),
        (
            CONDITIONAL,
            (EMPTY,),
            (),
            (
                ("", "The checklist is empty"),
                ("condition-0-what", "This is not in the way any more. Take the condition off."),
            ),
        ),
        (Proposal(Outcome.CONDITIONAL_GO), (), (), (("conditions", "Name at least one condition, or record a go."),)),
        (
            Proposal(Outcome.CONDITIONAL_GO, conditions=(Promise(" ", None, None),)),
            (),
            (),
            (
                ("condition-0-what", "Say what must be done."),
                ("condition-0-owner", "Say who does it."),
                ("condition-0-due_on", "Say by when."),
            ),
        ),
        (
            Proposal(Outcome.CONDITIONAL_GO, conditions=(replace(MACROS, due_on=LAUNCH),)),
            (ITEM,),
            (),
            (("condition-0-due_on", "It must be met before the launch."),),
        ),
        (
            Proposal(Outcome.CONDITIONAL_GO, conditions=(replace(MACROS, due_on=date(2026, 11, 24)),)),
            (ITEM,),
            (),
            (("condition-0-due_on", "That day has passed."),),
        ),
        (Proposal(Outcome.NO_GO, "The ledger is not safe"), (ITEM, EMPTY), (), ()),
        (Proposal(Outcome.NO_GO), (), (), (("rationale", "Say why, in a sentence that the others will read."),)),
        (Proposal(Outcome.DELAY, "Waits for PLAT-8", new_launch_on=date(2026, 12, 8)), (EMPTY,), (), ()),
        (Proposal(Outcome.DELAY, "Waits"), (), (), (("new_launch_on", "Say to which day."),)),
        (
            Proposal(Outcome.DELAY, "Waits", new_launch_on=TODAY),
            (),
            (),
            (("new_launch_on", "That day has passed."),),
        ),
        (
            Proposal(Outcome.DELAY, "Waits", new_launch_on=LAUNCH),
            (),
            (),
            (("new_launch_on", "That is the day it has."),),
        ),
    ],
)
def test_what_a_decision_wants(
    proposal: Proposal,
    found: tuple[Blocker, ...],
    overridden: tuple[str, ...],
    expected: tuple[tuple[str, str], ...],
) -> None:
    assert against(proposal, found, overridden) == tuple(Objection(*each) for each in expected)


HELD = Held("Macros written", date(2026, 11, 30), ITEM.ref)
GIVEN = Standing(Outcome.CONDITIONAL_GO, conditions=(HELD,), blockers=(ITEM,))


@pytest.mark.parametrize(
    ("standing", "valid", "launchable", "stale"),
    [
        (Standing(), False, False, ()),
        (Standing(Outcome.NO_GO), False, False, ()),
        (Standing(Outcome.DELAY), False, False, ()),
        (Standing(Outcome.GO), True, True, ()),
        (Standing(Outcome.GO, blockers=(ITEM,)), False, False, ("Support macros",)),
        (Standing(Outcome.GO, frozenset({ITEM.ref}), blockers=(ITEM,)), True, True, ()),
        (Standing(Outcome.GO, frozenset({EMPTY.ref}), blockers=(EMPTY,)), False, False, ("The checklist is empty",)),
        (
            Standing(Outcome.GO, material_changed=("the build",)),
            False,
            False,
            ("This changed after the decision: the build.",),
        ),
        (GIVEN, True, False, ()),
        (replace(GIVEN, conditions=(replace(HELD, met=True),), blockers=()), True, True, ()),
        # Said to be met, and the blocker is still there: it was not.
        (replace(GIVEN, conditions=(replace(HELD, met=True),)), False, False, ("Support macros",)),
        (replace(GIVEN, conditions=(replace(HELD, overridden=True),)), True, True, ()),
        (
            replace(GIVEN, conditions=(replace(HELD, due_on=date(2026, 11, 24)),)),
            False,
            False,
            ("A condition is overdue: Macros written.",),
        ),
    ],
)
def test_how_an_approval_stands(standing: Standing, valid: bool, launchable: bool, stale: tuple[str, ...]) -> None:
    found = approval(standing, today=TODAY)
    assert (found.valid, found.launchable, found.stale) == (valid, launchable, stale)


@dataclass
class Walk:
    """A release as the rules see it: which blockers there are, what was taken on, what was decided."""

    present: set[Blocker] = field(default_factory=lambda: {ITEM, ROLLBACK, EMPTY})
    overridden: set[str] = field(default_factory=set)
    standing: Standing = field(default_factory=Standing)
    launched: bool = False

    def now(self) -> Standing:
        return replace(self.standing, blockers=tuple(self.present))


BLOCKERS = st.sampled_from([ITEM, ROLLBACK, EMPTY, Blocker(BlockerKind.SIGNOFF, "Sales", "sales:waiting", "sales")])
STEPS = st.one_of(
    st.tuples(st.sampled_from(["appear", "vanish", "override", "meet", "waive condition"]), BLOCKERS),
    st.tuples(st.just("decide"), st.sampled_from(list(Outcome)), st.sets(BLOCKERS, max_size=3)),
    st.tuples(st.just("change"), st.sampled_from(["the build", "the bundle"])),
    st.tuples(st.just("reconfirm")),
    st.tuples(st.just("launch")),
)


@settings(max_examples=400)
@given(st.lists(STEPS, max_size=30))
def test_no_sequence_of_allowed_actions_goes_around_a_blocker(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    """Nothing is approved with a blocker that nobody took on, nothing launched with a condition left open."""
    walk = Walk()
    for step in steps:
        match step:
            case ("appear", blocker):
                walk.present.add(blocker)
            case ("vanish", blocker):
                walk.present.discard(blocker)
            case ("override", blocker):
                walk.overridden.add(blocker.ref)
            case ("meet" | "waive condition" as how, blocker):
                done = {"met": True} if how == "meet" else {"overridden": True}
                conditions = tuple(
                    replace(each, **done) if each.ref == blocker.ref and not each.settled else each
                    for each in walk.standing.conditions
                )
                walk.standing = replace(walk.standing, conditions=conditions)
            case ("decide", outcome, chosen):
                conditions = tuple(Promise(each.words, 1, date(2026, 11, 30), each.ref) for each in chosen)
                proposal = Proposal(outcome, "because", conditions, date(2026, 12, 8))
                if not against(proposal, tuple(walk.present), tuple(walk.overridden)):
                    held = tuple(Held(each.what, date(2026, 11, 30), each.ref) for each in conditions)
                    walk.standing = Standing(outcome, frozenset(walk.overridden), held)
                    if outcome in (Outcome.GO, Outcome.CONDITIONAL_GO):
                        taken_on = walk.overridden | {each.ref for each in held}
                        assert all(each.ref in taken_on and not each.final for each in walk.present)
            case ("change", what):
                walk.standing = replace(walk.standing, material_changed=(what,))
            case ("reconfirm",):
                again = replace(walk.now(), material_changed=(), overridden=frozenset(walk.overridden))
                if approval(again, today=TODAY).valid:
                    walk.standing = replace(again, blockers=())
            case ("launch",):
                if approval(walk.now(), today=TODAY).launchable:
                    walk.launched = True
                    assert all(each.settled for each in walk.standing.conditions)
                    assert EMPTY not in walk.present
                    assert not walk.standing.material_changed
                    excused = walk.overridden | {each.ref for each in walk.standing.conditions if each.overridden}
                    assert {each.ref for each in walk.present} <= excused
