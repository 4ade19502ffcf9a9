"""Sign-offs: where each stands, what makes one stale, when it is chased."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops.worktime import BusinessCalendar
from releases.enums import Answer, Chase, SignoffState
from releases.signoffs import (
    MATERIAL,
    Given,
    Request,
    all_in,
    changed,
    chase,
    due_on,
    material_of,
    never_asked,
    stamp_of,
    state_of,
)

POLAND = BusinessCalendar(country="PL")
VALUES = {
    "tier": 3,
    "summary": "Payouts within ten minutes",
    "segments": ["EU merchants"],
    "areas": [4],
    "functions": [1, 2],
    "build": "4.18.2",
    "bundle": {"changes": "It is quicker."},
}
MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in (23, 24, 25, 26, 27))


def asked(answer: Answer | None = None, stamp: str = "now", on: date | None = MON, **facts: object) -> Request:
    given_answer = Given(answer, stamp) if answer else None
    return Request("support", "Support", asked_on=on, answered=answer is not None, given=given_answer, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("request_", "state"),
    [
        (asked(on=None), SignoffState.NOT_ASKED),
        (asked(), SignoffState.WAITING),
        (asked(pauses=((TUE, None),)), SignoffState.PAUSED),
        (asked(pauses=((TUE, WED),)), SignoffState.WAITING),
        (asked(Answer.READY), SignoffState.READY),
        (asked(Answer.NOT_READY), SignoffState.NOT_READY),
        (asked(Answer.ABSTAIN), SignoffState.ABSTAINED),
        (asked(Answer.READY, "earlier"), SignoffState.STALE),
        (asked(Answer.NOT_READY, "earlier"), SignoffState.STALE),
        (asked(Answer.READY, "earlier", pauses=((WED, None),)), SignoffState.PAUSED),
    ],
)
def test_where_a_signoff_stands(request_: Request, state: SignoffState) -> None:
    assert state_of(request_, "now") == state


@pytest.mark.parametrize("name", MATERIAL)
def test_every_material_field_makes_it_stale_and_is_named(name: str) -> None:
    before, after = material_of(VALUES), material_of(VALUES | {name: "something else"})
    assert stamp_of(before) != stamp_of(after)
    assert changed(before, after) == [str(MATERIAL[name])]


def test_nothing_else_is_material_and_nothing_is_forgotten() -> None:
    assert stamp_of(material_of(VALUES)) == stamp_of(material_of(VALUES | {"dashboard_url": "https://new.example"}))
    with pytest.raises(KeyError):
        material_of({name: value for name, value in VALUES.items() if name != "bundle"})


@pytest.mark.parametrize(
    ("asked_on", "pauses", "today", "due"),
    [
        (MON, (), MON, WED),
        (THU, (), THU, date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 10), (), date(2026, 11, 10), date(2026, 11, 13)),  # 11 November is a holiday in Poland
        (MON, ((TUE, THU),), THU, FRI),  # it waited for two days
        (MON, ((TUE, None),), THU, FRI),  # and still waits
        (None, (), MON, None),
    ],
)
def test_due_two_business_days_after_the_ask(
    asked_on: date | None, pauses: tuple[tuple[date, date | None], ...], today: date, due: date | None
) -> None:
    assert due_on(asked(on=asked_on, pauses=pauses), today, POLAND) == due


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (WED, Chase.NOT_YET),
        (THU, Chase.REMINDED),
        (FRI, Chase.REMINDED),
        (date(2026, 11, 30), Chase.LEAD),
        (date(2026, 12, 1), Chase.LEAD),
        (date(2026, 12, 2), Chase.HEAD),
        (date(2027, 3, 1), Chase.HEAD),
    ],
)
def test_overdue_reminds_then_escalates(today: date, step: Chase) -> None:
    assert chase(asked(), today, POLAND) == step


def test_who_answered_or_waits_is_left_alone() -> None:
    late = date(2027, 3, 1)
    assert chase(asked(Answer.READY), late, POLAND) == Chase.NOT_YET
    assert chase(asked(pauses=((TUE, None),)), late, POLAND) == Chase.NOT_YET


def test_functions_that_nobody_asked_are_named() -> None:
    requests = [asked(), Request("qa", "QA"), Request("sales", "Sales", required=False)]
    assert never_asked(requests, {"legal": "Legal", "support": "Support"}) == ["QA", "Legal"]


def test_all_in_wants_every_required_answer_to_hold() -> None:
    ready, silent = asked(Answer.READY), Request("qa", "QA", asked_on=MON)
    assert all_in([ready], "now")
    assert not all_in([ready, silent], "now")
    assert not all_in([ready], "later")
    assert not all_in([], "now")


ANSWERS = st.sampled_from(list(Answer))


@given(st.lists(st.one_of(ANSWERS, st.integers(0, 3)), max_size=20))
def test_a_stale_signoff_never_counts(steps: list[Answer | int]) -> None:
    """Any order of answers and material changes: what counts was said about what is there now."""
    build, request = 0, asked()
    for step in steps:
        stamp = stamp_of(material_of(VALUES | {"build": build}))
        if isinstance(step, Answer):
            request = asked(step, stamp)
        else:
            build = step
    stamp = stamp_of(material_of(VALUES | {"build": build}))
    counts = state_of(request, stamp) in (SignoffState.READY, SignoffState.NOT_READY, SignoffState.ABSTAINED)
    assert counts == (request.given is not None and request.given.stamp == stamp)
    assert all_in([request], stamp) == counts
