"""Planning and re-planning a checklist: nothing done is lost, whatever sequence of tiers and dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops.worktime import BusinessCalendar
from releases.checklist import Item, Moved, Plan, TemplateItem, objection_to_done, open_by_gate, plan, proven
from releases.enums import EvidenceRule, Gate, ItemState

POLAND = BusinessCalendar(country="PL")
LAUNCH = date(2026, 12, 1)
QA = TemplateItem("qa", Gate.GO_NO_GO, "QA sign-off", "qa", 3, EvidenceRule.LINK)
DOCS = TemplateItem("docs", Gate.GO_NO_GO, "Documentation", "product", 2)
MOCK = TemplateItem("mock", Gate.MOCK, "Walkthrough signed", "design", 10)
ROLLBACK = TemplateItem(
    "rollback", Gate.GO_NO_GO, "Rollback plan", "engineering", 2, EvidenceRule.NONE, fact="rollback"
)
SMALL, LARGE = (QA, DOCS), (MOCK, QA, DOCS, ROLLBACK)


def planned(template: tuple[TemplateItem, ...], items: tuple[Item, ...] = (), launch_on: date = LAUNCH) -> Plan:
    return plan(template, items, launch_on=launch_on, calendar=POLAND)


def applied(items: tuple[Item, ...], made: Plan) -> tuple[Item, ...]:
    now = {item.key: item for item in items} | {item.key: item for item in made.added}
    now |= {moved.after.key: moved.after for moved in (*made.changed, *made.revived)}
    now |= {item.key: replace(item, retired=True) for item in made.retired}
    return tuple(now.values())


def test_a_new_checklist_counts_back_in_business_days() -> None:
    made = planned(LARGE)
    assert [(item.key, item.due_on.isoformat()) for item in made.added] == [
        ("mock", "2026-11-17"), ("qa", "2026-11-26"), ("docs", "2026-11-27"), ("rollback", "2026-11-27"),
    ]  # fmt: skip
    assert (made.changed, made.retired, made.revived) == ((), (), ())
    assert not planned(LARGE, made.added)


def test_moving_the_launch_moves_what_is_open_and_leaves_what_is_done() -> None:
    qa, docs = planned(SMALL).added
    done = replace(qa, state=ItemState.DONE)
    made = planned(SMALL, (done, docs), LAUNCH + timedelta(days=7))
    assert made == Plan(changed=(Moved(docs, replace(docs, due_on=date(2026, 12, 4))),))
    assert made.functions == {"product"}


def test_a_higher_tier_adds_and_a_lower_one_retires_open_and_done_alike_and_brings_them_back_as_they_were() -> None:
    mock, qa, docs, rollback = planned(LARGE).added
    items: tuple[Item, ...] = (replace(mock, state=ItemState.WAIVED), qa, docs, rollback)
    lower = planned(SMALL, items)
    assert lower == Plan(retired=(items[0], rollback))
    items = applied(items, lower)
    assert open_by_gate(items) == {Gate.GO_NO_GO: 2}
    back = planned(LARGE, items)
    assert [moved.after.key for moved in back.revived] == ["mock", "rollback"]
    assert applied(items, back)[0].state == ItemState.WAIVED


def test_a_new_version_of_the_template_says_it_in_its_words() -> None:
    [qa] = planned((QA,)).added
    reworded = replace(QA, title="QA signs the build", evidence=EvidenceRule.FILE, days_before=5)
    made = planned((reworded,), (replace(qa, state=ItemState.DONE),))
    [moved] = made.changed
    assert (moved.after.title, moved.after.state, moved.after.due_on) == (
        "QA signs the build",
        ItemState.DONE,
        qa.due_on,
    )


def test_a_template_that_says_a_key_twice_is_no_template() -> None:
    with pytest.raises(ValueError, match="'qa' twice"):
        planned((QA, QA))


@pytest.mark.parametrize(
    ("rule", "shown", "fine"),
    [
        (EvidenceRule.NONE, [], True),
        (EvidenceRule.ANY, [], False),
        (EvidenceRule.ANY, [EvidenceRule.NOTE], True),
        (EvidenceRule.LINK, [EvidenceRule.NOTE, EvidenceRule.FILE], False),
        (EvidenceRule.LINK, [EvidenceRule.LINK], True),
        (EvidenceRule.FILE, [EvidenceRule.FILE], True),
        (EvidenceRule.NOTE, [EvidenceRule.LINK], False),
    ],
)
def test_done_shows_what_the_template_asks(rule: EvidenceRule, shown: list[EvidenceRule], fine: bool) -> None:
    assert (objection_to_done(rule, shown) == "") is fine


@pytest.mark.parametrize(
    ("state", "fact", "becomes"),
    [
        ("open", True, "done"),
        ("blocked", True, "done"),
        ("done", True, None),
        ("done", False, "open"),
        ("open", False, None),
        ("blocked", False, None),
        ("waived", True, None),
        ("not_applicable", False, None),
    ],
)
def test_the_machine_checks_what_a_field_proves(state: str, fact: bool, becomes: str | None) -> None:
    [item] = planned((ROLLBACK,)).added
    found = proven([replace(item, state=ItemState(state))], {"rollback": fact})
    assert found == ({"rollback": becomes} if becomes else {})
    assert proven([replace(item, retired=True)], {"rollback": True}) == {}


lines = st.lists(st.sampled_from(LARGE), unique=True).map(tuple)
steps = st.lists(st.tuples(lines, st.integers(-30, 400), st.sampled_from(ItemState)), max_size=8)


@given(steps=steps)
def test_replanning_never_loses_done_work(steps: list[tuple[tuple[TemplateItem, ...], int, ItemState]]) -> None:
    items: tuple[Item, ...] = ()
    for template, days, state in steps:
        settled = {item.key: item.state for item in items if item.settled}
        made = planned(template, items, LAUNCH + timedelta(days=days))
        items = applied(items, made)
        assert not planned(template, items, LAUNCH + timedelta(days=days))  # planning again plans nothing
        assert {
            key: item.state for key, item in {each.key: each for each in items}.items() if key in settled
        } == settled
        assert {item.key for item in items if not item.retired} == {line.key for line in template}
        if items:
            items = (replace(items[0], state=state), *items[1:])
