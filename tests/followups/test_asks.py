"""What a source asks again, compared with what people made of the item meanwhile. Pure."""

from dataclasses import replace
from datetime import date

import pytest

from productops.followups.asks import Ask, Kept, follow

FRIDAY, MONDAY, LATER = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 4)
LENA, OLA, IAN = 1, 2, 3
ASK = Ask("bullet:1", "Write the macros", LENA, FRIDAY)
KEPT = Kept("Write the macros", LENA, FRIDAY, LENA, FRIDAY, "open")


@pytest.mark.parametrize(
    ("kept", "ask", "after", "tell"),
    [
        (KEPT, ASK, KEPT, False),
        (KEPT, replace(ASK, what="Write macros"), replace(KEPT, what="Write macros"), False),
        (KEPT, replace(ASK, due_on=MONDAY), replace(KEPT, asked_for_on=MONDAY, due_on=MONDAY), False),
        (KEPT, replace(ASK, assignee_id=OLA), replace(KEPT, asked_of_id=OLA, assignee_id=OLA), True),
        # What people changed by hand stays while the source says what it said before.
        (replace(KEPT, assignee_id=OLA, due_on=LATER), ASK, replace(KEPT, assignee_id=OLA, due_on=LATER), False),
        (replace(KEPT, state="done"), replace(ASK, what="Write!"), replace(KEPT, state="done", what="Write!"), False),
        # Asked of somebody else, or for another day: that holds from now on.
        (
            replace(KEPT, assignee_id=OLA),
            replace(ASK, assignee_id=IAN),
            replace(KEPT, asked_of_id=IAN, assignee_id=IAN),
            True,
        ),
        (
            replace(KEPT, assignee_id=OLA),
            replace(ASK, due_on=MONDAY),
            replace(KEPT, assignee_id=OLA, asked_for_on=MONDAY, due_on=MONDAY),
            False,
        ),
        (
            replace(KEPT, assignee_id=OLA),
            replace(ASK, assignee_id=OLA),
            replace(KEPT, asked_of_id=OLA, assignee_id=OLA),
            False,
        ),
        (
            replace(KEPT, state="done"),
            replace(ASK, due_on=MONDAY),
            replace(KEPT, asked_for_on=MONDAY, due_on=MONDAY, state="open"),
            True,
        ),
        # Taken out and put back.
        (replace(KEPT, state="cancelled"), ASK, KEPT, True),
    ],
    ids=[
        "the same", "other words", "another day", "somebody else", "handed over and moved", "done, other words",
        "handed over, then asked of a third", "handed over, then another day", "the source follows", "done, asked anew",
        "put back",
    ],
)  # fmt: skip
def test_follow(kept: Kept, ask: Ask, after: Kept, tell: bool) -> None:
    outcome = follow(kept, ask)
    assert (outcome.kept, outcome.tell) == (after, tell)
    assert follow(outcome.kept, ask).kept == outcome.kept, "asked again, nothing changes"
