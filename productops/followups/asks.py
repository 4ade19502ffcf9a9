"""What a source asks, compared with the item that is there: what to write. Pure.

A source may be read again and again; only what it says differently than before changes an item. So what people
changed by hand meanwhile (handed over, date moved, done) stays, until the source itself asks for something else.
"""

from dataclasses import dataclass
from datetime import date

from productops.followups.enums import ActionState


@dataclass(frozen=True)
class Ask:
    """One thing somebody is to do, as its source says it."""

    source: str
    what: str
    assignee_id: int
    due_on: date


@dataclass(frozen=True)
class Kept:
    """An item as it is: what its source last asked for, and what holds now."""

    what: str
    asked_of_id: int
    asked_for_on: date
    assignee_id: int
    due_on: date
    state: str


@dataclass(frozen=True)
class Outcome:
    """What the item should be, and whether that is news for who is to do it."""

    kept: Kept
    tell: bool = False


def follow(kept: Kept, ask: Ask) -> Outcome:
    """The item after its source asks (again) for `ask`."""
    other_person = ask.assignee_id != kept.asked_of_id
    other_day = ask.due_on != kept.asked_for_on
    anew = kept.state == ActionState.CANCELLED or (kept.state == ActionState.DONE and (other_person or other_day))
    assignee = ask.assignee_id if other_person else kept.assignee_id
    return Outcome(
        Kept(
            what=ask.what,
            asked_of_id=ask.assignee_id,
            asked_for_on=ask.due_on,
            assignee_id=assignee,
            due_on=ask.due_on if other_day else kept.due_on,
            state=ActionState.OPEN if anew else kept.state,
        ),
        tell=anew or assignee != kept.assignee_id,
    )
