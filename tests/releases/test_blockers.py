"""Blockers: each kind alone, in its words, with its weight."""

from dataclasses import replace
from datetime import date

import pytest

from productops.worktime import BusinessCalendar
from releases.blockers import Blocker, BlockerKind, BundleFacts, PreflightFacts, SignoffFacts, blockers
from releases.checklist import Item
from releases.enums import Gate, Health, ItemState, Section, SignoffState, Tier
from releases.leadtime import FreezeWindow
from releases.policy import Bundle
from releases.readiness import Dependency, Risk

POLAND = BusinessCalendar(country="PL")
TODAY, LAUNCH = date(2026, 11, 25), date(2026, 12, 1)
DONE = Item("qa", Gate.GO_NO_GO, "QA sign-off", "qa", date(2026, 11, 24), ItemState.DONE)
READY = SignoffFacts("support", "Support", SignoffState.READY)
CLEAR = PreflightFacts(
    tier=Tier.HIGH,
    launch_on=LAUNCH,
    items=(DONE,),
    bundle=BundleFacts(Bundle.FULL, date(2026, 11, 26)),
    signoffs=(READY,),
    rollback_complete=True,
    meeting_asked=True,
    meeting_held=True,
    training_asked=True,
    training_held=True,
)


def of(facts: PreflightFacts) -> tuple[Blocker, ...]:
    return blockers(facts, today=TODAY, calendar=POLAND)


def test_nothing_in_the_way() -> None:
    assert of(CLEAR) == ()


def signed(state: SignoffState, function: str = "sales", name: str = "Sales", **facts: object) -> PreflightFacts:
    return replace(CLEAR, signoffs=(SignoffFacts(function, name, state, **facts),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "ref", "words", "weight"),
    [
        (replace(CLEAR, items=()), "empty", "The checklist is empty: nothing was checked.", "final"),
        (
            replace(CLEAR, items=(replace(DONE, required=False),)),
            "empty",
            "The checklist is empty: nothing was checked.",
            "final",
        ),
        (replace(CLEAR, items=(replace(DONE, state=ItemState.OPEN),)), "item:qa", "QA sign-off", ""),
        (replace(CLEAR, items=(DONE, replace(DONE, key="x", state=ItemState.BLOCKED))), "item:x", "QA sign-off", ""),
        (replace(CLEAR, launch_on=None), "date", "There is no launch date.", "final"),
        (
            replace(CLEAR, launch_on=date(2026, 11, 24), bundle=BundleFacts()),
            "date",
            "The launch date has passed.",
            "final",
        ),
        (
            replace(CLEAR, freezes=(FreezeWindow("Black Friday", date(2026, 11, 27), date(2026, 12, 1)),)),
            "freeze:2026-11-27:Black Friday",
            "The launch falls into a freeze: Black Friday.",
            "reserved",
        ),
        (replace(CLEAR, bundle=BundleFacts(Bundle.LITE)), "bundle", "The final bundle is not published.", ""),
        (
            replace(CLEAR, bundle=BundleFacts(Bundle.LITE, missing=(Section.FAQ, Section.SALES))),
            "bundle",
            "The final bundle is not published. Still missing: FAQ and edge cases, Sales talk track and objections.",
            "",
        ),
        (
            replace(CLEAR, bundle=BundleFacts(Bundle.FULL, date(2026, 11, 30))),
            "final_line:2026-12-01",
            "The final bundle came 1 business day before launch; 2 are promised.",
            "",
        ),
        (signed(SignoffState.NOT_ASKED), "never_asked:sales", "Nobody asked Sales.", ""),
        (signed(SignoffState.WAITING), "signoff:sales:waiting", "Sales has not answered.", ""),
        (
            signed(SignoffState.PAUSED, comment="the price list"),
            "signoff:sales:paused",
            "Sales waits: the price list",
            "",
        ),
        (
            signed(SignoffState.STALE, changed=("the build", "the bundle")),
            "signoff:sales:stale",
            "Sales answered before this changed: the build, the bundle.",
            "",
        ),
        (
            signed(SignoffState.NOT_READY, comment="no talk track"),
            "signoff:sales:not_ready",
            "Sales is not ready: no talk track",
            "",
        ),
        (
            signed(SignoffState.NOT_READY, "support", "Support", comment="macros are missing"),
            "signoff:support:not_ready",
            "Support is not ready: macros are missing",
            "reserved",
        ),
        (
            signed(SignoffState.WAITING, "legal", "Legal"),
            "signoff:legal:waiting",
            "Legal has not answered.",
            "reserved",
        ),
        (
            replace(CLEAR, risks=(Risk("7", "Double payouts", high=True, mitigated=False),)),
            "risk:7",
            "High risk without a mitigation: Double payouts",
            "",
        ),
        (replace(CLEAR, critical_bugs=2), "bugs:2", "2 critical bugs are open.", ""),
        (
            replace(CLEAR, rollback_complete=False),
            "rollback",
            "The rollback plan is not complete: it needs a procedure, an owner and criteria.",
            "reserved",
        ),
        (replace(CLEAR, meeting_held=False), "meeting", "The readiness meeting was not held.", ""),
        (
            replace(CLEAR, training_held=False),
            "training",
            "The training of the receiving functions was not held.",
            "",
        ),
        (
            replace(CLEAR, dependencies=(Dependency("PLAT-8", "PLAT-8 Ledger v3", Health.ON_TRACK),)),
            "dependency:PLAT-8",
            "PLAT-8 Ledger v3 is not launched.",
            "",
        ),
        (
            replace(CLEAR, dependencies=(Dependency("3", "Price list", function="sales"),)),
            "dependency:3",
            "Price list has not come yet.",
            "",
        ),
    ],
)
def test_each_blocker_alone(facts: PreflightFacts, ref: str, words: str, weight: str) -> None:
    [found] = of(facts)
    assert (found.ref, found.words) == (ref, words)
    assert (found.reserved, found.final) == (weight == "reserved", weight == "final")


@pytest.mark.parametrize(
    "facts",
    [
        signed(SignoffState.ABSTAINED),
        signed(SignoffState.NOT_READY, required=False),
        replace(signed(SignoffState.READY, "support", "Support"), tier=Tier.MEDIUM),
        replace(CLEAR, bundle=BundleFacts(Bundle.NONE), tier=Tier.MEDIUM),
        replace(CLEAR, items=(DONE, replace(DONE, key="b", state=ItemState.OPEN, retired=True))),
        replace(CLEAR, items=(DONE, replace(DONE, key="b", state=ItemState.WAIVED))),
        replace(CLEAR, dependencies=(Dependency("3", "Price list", delivered=True, function="sales"),)),
        replace(CLEAR, freezes=(FreezeWindow("Year end", date(2026, 12, 20), date(2027, 1, 3)),)),
    ],
)
def test_what_does_not_stand_in_the_way(facts: PreflightFacts) -> None:
    assert of(facts) == ()


def test_support_on_tier_2_is_not_reserved() -> None:
    facts = replace(signed(SignoffState.NOT_READY, "support", "Support", comment="macros"), tier=Tier.MEDIUM)
    assert [found.reserved for found in of(facts)] == [False]


def test_every_answer_blank_can_never_be_good_to_go() -> None:
    """A real public service's checklist said "Decision: Good to go" with every answer blank."""
    blank = replace(CLEAR, items=tuple(replace(DONE, key=str(n), state=ItemState.OPEN) for n in range(9)))
    assert len(of(blank)) == 9
    nothing = PreflightFacts(Tier.HIGH, LAUNCH)
    assert BlockerKind.EMPTY in [found.kind for found in of(nothing) if found.final]
