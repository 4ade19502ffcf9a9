"""How a release stands and why: each rule as a row, and that health follows from facts alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops.worktime import BusinessCalendar
from releases.checklist import Item
from releases.enums import Gate, Health, ItemState, Stage
from releases.readiness import WORRY, BundleHealth, Dependency, Facts, NotReady, Risk, assess, worse

POLAND = BusinessCalendar(country="PL")
TODAY = date(2026, 11, 25)  # a Wednesday
LAUNCH = date(2026, 12, 8)
DOCS = Item("docs", Gate.GO_NO_GO, "Documentation", "product", date(2026, 12, 4))
FINE = Facts(Stage.IN_REVIEW, LAUNCH, (Gate.GO_NO_GO,), (DOCS,))
PLAT = Dependency("PLAT-8", "Ledger v3")
SUPPORT = NotReady("support", "Support", "Macros by Tue 1 Dec")
BUNDLE = BundleHealth(lead_days=5, final_days=2)
SENT = replace(BUNDLE, sent=True)
LOAD = Risk("load", "The queue fills at peak", high=True, mitigated=False)


def due(day: str, **changes: Any) -> Facts:
    return replace(FINE, items=(replace(DOCS, due_on=date.fromisoformat(day), **changes),))


def bundle_at(launch: str, bundle: BundleHealth) -> Facts:
    return replace(FINE, launch_on=date.fromisoformat(launch), rollback_complete=True, bundle=bundle)


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        (FINE, []),
        (due("2026-11-30"), []),
        (due("2026-11-27"), ["at_risk Documentation: due in 2 business days, not done"]),
        (due("2026-11-26"), ["at_risk Documentation: due in 1 business day, not done"]),
        (due("2026-11-25"), ["at_risk Documentation: due today"]),
        (due("2026-11-20"), ["at_risk Documentation: 3 business days late"]),
        (due("2026-11-20", state=ItemState.DONE), []),
        (due("2026-11-20", required=False), []),
        (due("2026-11-20", retired=True), []),
        (due("2026-12-04", state=ItemState.BLOCKED), ["at_risk Documentation: blocked"]),
        (
            replace(due("2026-11-24"), launch_on=date(2026, 11, 27)),
            ["off_track Documentation: 1 business day late", "at_risk The rollback plan is not complete."],
        ),
        (replace(FINE, launch_on=date(2026, 11, 24), rollback_complete=True),
         ["off_track The launch date has passed and it is not launched."]),
        (replace(FINE, launch_on=None), []),
        (replace(FINE, on_hold_because="waits for Legal"), ["at_risk On hold: waits for Legal"]),
        (replace(FINE, lead_needed=10, lead_given=7), ["at_risk Short notice: 7 of 10 business days."]),
        (replace(FINE, lead_needed=10, lead_given=-3), ["at_risk Short notice: 0 of 10 business days."]),
        (replace(FINE, lead_needed=5, lead_given=5), []),
        (replace(FINE, critical_bugs=1), ["at_risk 1 critical bug is open."]),
        (replace(FINE, critical_bugs=2, launch_on=date(2026, 12, 1), rollback_complete=True),
         ["off_track 2 critical bugs are open."]),
        (replace(FINE, launch_on=date(2026, 12, 2)), ["at_risk The rollback plan is not complete."]),
        (replace(FINE, launch_on=date(2026, 12, 2), gates=()), []),
        # What its own item says already is not said twice.
        (replace(due("2026-11-24", fact="rollback"), launch_on=date(2026, 12, 2)),
         ["at_risk Documentation: 1 business day late"]),
        (replace(due("2026-11-30", fact="rollback"), launch_on=date(2026, 12, 2)),
         ["at_risk The rollback plan is not complete."]),
        (replace(due("2026-11-24", fact="critical_bugs"), critical_bugs=1), ["at_risk 1 critical bug is open."]),
        (replace(FINE, risks=(LOAD,)), ["at_risk High risk without a mitigation: The queue fills at peak"]),
        (replace(FINE, risks=(replace(LOAD, mitigated=True), replace(LOAD, high=False))), []),
        (replace(FINE, dependencies=(replace(PLAT, health=Health.OFF_TRACK),)),
         ["at_risk It depends on Ledger v3, which is off track."]),
        (replace(FINE, dependencies=(replace(PLAT, health=Health.OFF_TRACK, delivered=True),)), []),
        (replace(FINE, dependencies=(replace(PLAT, promised_on=date(2026, 11, 20)),)),
         ["at_risk Ledger v3 was promised and has not come."]),
        (replace(FINE, dependencies=(replace(PLAT, promised_on=LAUNCH),)),
         ["at_risk Ledger v3 is promised for the launch day or later."]),
        (replace(FINE, dependencies=(replace(PLAT, health=Health.AT_RISK),)), []),
        # What the go needs and stands on. The launch is on Tue 8 December: review copy Tue 1, final bundle Fri 4.
        (replace(FINE, not_ready=(SUPPORT,)), ["at_risk Support is not ready: Macros by Tue 1 Dec"]),
        (replace(FINE, not_ready=(SUPPORT,), launch_on=date(2026, 11, 27), rollback_complete=True),
         ["off_track Support is not ready: Macros by Tue 1 Dec"]),
        (replace(FINE, approval_stale=True), ["at_risk The go is stale; the PM has to confirm it again."]),
        (replace(FINE, approval_stale=True, launch_on=date(2026, 11, 27), rollback_complete=True),
         ["off_track The go is stale; the PM has to confirm it again."]),
        (replace(FINE, bundle=BUNDLE), []),
        (bundle_at("2026-12-02", BUNDLE), ["at_risk The review copy of the bundle is due today."]),
        (bundle_at("2026-12-01", BUNDLE), ["at_risk The review copy of the bundle is late."]),
        (bundle_at("2026-12-01", SENT), []),
        (bundle_at("2026-11-27", SENT), ["at_risk The final bundle is due today."]),
        (bundle_at("2026-11-27", BUNDLE), ["at_risk The final bundle is due today."]),
        (bundle_at("2026-11-26", SENT), ["off_track The final bundle is late."]),
        (bundle_at("2026-11-26", replace(SENT, published=True)), []),
        (bundle_at("2026-11-20", SENT), ["off_track The launch date has passed and it is not launched."]),
        (replace(FINE, launch_on=None, bundle=BUNDLE, rollback_complete=True), []),
        (replace(FINE, stage=Stage.LAUNCHED, not_ready=(SUPPORT,), approval_stale=True, bundle=BUNDLE), []),
        (replace(FINE, stage=Stage.LAUNCHED, launch_on=date(2026, 11, 1), critical_bugs=9), []),
        (replace(FINE, stage=Stage.LAUNCHED, rolled_back=True), ["off_track It was rolled back."]),
        (replace(FINE, stage=Stage.CANCELLED, launch_on=date(2026, 11, 1)), []),
    ],
)  # fmt: skip
def test_health_explains_itself(facts: Facts, reasons: list[str]) -> None:
    found = assess(facts, today=TODAY, calendar=POLAND)
    assert [f"{reason.health} {reason.words}" for reason in found.reasons] == reasons
    assert found.health == (reasons[0].split()[0] if reasons else "on_track")


def outside(facts: Facts, today: date = TODAY) -> list[str]:
    return [reason.outside for reason in assess(facts, today=today, calendar=POLAND).reasons]


def test_who_does_not_prepare_reads_no_days() -> None:
    for day in ("2026-11-20", "2026-11-25", "2026-11-26", "2026-11-27"):
        assert outside(due(day)) == ["Documentation: not done"]
    assert outside(replace(FINE, lead_needed=10, lead_given=7)) == ["Short notice."]
    assert outside(replace(FINE, launch_on=date(2026, 11, 20), rollback_complete=True)) == [""]
    for promised in (date(2026, 11, 20), LAUNCH):
        assert outside(replace(FINE, dependencies=(replace(PLAT, promised_on=promised),))) == [
            "It waits for Ledger v3."
        ]
    assert outside(replace(FINE, not_ready=(SUPPORT,))) == ["Support is not ready."]
    assert {*outside(bundle_at("2026-11-27", SENT)), *outside(bundle_at("2026-11-26", SENT))} == {
        "The bundle is not published."
    }
    assert {*outside(bundle_at("2026-12-02", BUNDLE)), *outside(bundle_at("2026-12-01", BUNDLE))} == {
        "The bundle is not out yet."
    }
    hidden = replace(PLAT, name="", health=Health.OFF_TRACK)
    [reason] = assess(replace(FINE, dependencies=(hidden,)), today=TODAY, calendar=POLAND).reasons
    assert reason.words == reason.outside == "It waits for another release."


def test_a_reason_says_whose_it_is() -> None:
    [reason] = assess(due("2026-11-25"), today=TODAY, calendar=POLAND).reasons
    assert (reason.function, reason.about, reason.remedy) == ("product", "docs", "item")


items = st.builds(
    Item,
    key=st.sampled_from("abc"),
    gate=st.sampled_from(Gate),
    title=st.just("T"),
    function=st.just("qa"),
    due_on=st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    state=st.sampled_from(ItemState),
    required=st.booleans(),
)
facts = st.builds(
    Facts,
    stage=st.sampled_from(Stage),
    launch_on=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    gates=st.just((Gate.GO_NO_GO,)),
    items=st.lists(items, max_size=4).map(tuple),
    critical_bugs=st.integers(0, 3),
    rollback_complete=st.booleans(),
    lead_needed=st.sampled_from([0, 5, 10]),
    lead_given=st.integers(-5, 12),
    not_ready=st.sampled_from([(), (SUPPORT,)]),
    bundle=st.sampled_from([None, BUNDLE, SENT]),
    approval_stale=st.booleans(),
)


@given(facts=facts)
def test_the_same_facts_give_the_same_health_and_settling_work_never_worsens_it(facts: Facts) -> None:
    before = assess(facts, today=TODAY, calendar=POLAND)
    assert assess(facts, today=TODAY, calendar=POLAND) == before
    assert before.health == max((each.health for each in before.reasons), key=WORRY.__getitem__, default="on_track")
    done = replace(facts, items=tuple(replace(item, state=ItemState.DONE) for item in facts.items))
    assert not worse(before.health, assess(done, today=TODAY, calendar=POLAND).health)
    later = assess(facts, today=TODAY + timedelta(days=1), calendar=POLAND)
    assert {each.words for each in later.reasons} >= {
        each.words for each in before.reasons if each.words.startswith("The launch date has passed")
    }
    # The plain words never count: whatever the day, they are the same for the same finding.
    assert not any(character.isdigit() for said in outside(replace(facts, critical_bugs=0)) for character in said)
