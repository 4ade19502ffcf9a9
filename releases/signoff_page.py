"""What the pages of sign-offs show: where each function stands, in words, shape and colour."""

from dataclasses import dataclass
from datetime import date, datetime

from productops.people.models import Function, Person
from productops.people.permissions import Permission, can
from productops.people.standing import organisation_of
from releases.enums import SignoffState
from releases.models import Release, Signoff, SignoffRequest
from releases.preflight import Asked
from releases.signoffs import due_on
from releases.visible import facts_for

# Which signal of the portal says it: green, amber, red, none.
SIGNAL = {
    SignoffState.READY: "on_track",
    SignoffState.ABSTAINED: "none",
    SignoffState.NOT_READY: "off_track",
    SignoffState.STALE: "at_risk",
    SignoffState.PAUSED: "at_risk",
    SignoffState.WAITING: "none",
    SignoffState.NOT_ASKED: "none",
}


@dataclass(frozen=True)
class Row:
    """One function's line: whose it is, where it stands, and whether this person may answer."""

    function: Function
    state: SignoffState
    signal: str
    comment: str
    changed: tuple[str, ...]
    last: Signoff | None
    due_on: date | None
    overdue: bool
    may_answer: bool
    request: SignoffRequest | None

    @property
    def asked(self) -> bool:
        return self.state != SignoffState.NOT_ASKED

    @property
    def open(self) -> bool:
        """Whether an answer is waited for."""
        return self.state in (SignoffState.WAITING, SignoffState.STALE, SignoffState.PAUSED)


def rows_of(release: Release, asked: tuple[Asked, ...], person: Person, *, now: datetime) -> list[Row]:
    """The lines, those that this person may answer first.

    What functions said of their readiness may hold internal dates: it is for who may know the launch date.
    """
    organisation = organisation_of(person)
    today = organisation.day(now)
    told = facts_for(release, person, on=today).dated
    rows = []
    for each in asked:
        if each.row:
            each.row.release = release
        answers = bool(each.row and can(person, Permission.SIGN_OFF, each.row, on=now))
        due = due_on(each.request, today, organisation.calendar) if not each.request.answered else None
        rows.append(
            Row(
                function=each.function,
                state=each.facts.state,
                signal=SIGNAL[each.facts.state],
                comment=each.facts.comment if told or answers else "",
                changed=each.facts.changed if each.facts.state == SignoffState.STALE else (),
                last=each.last,
                due_on=due,
                overdue=bool(due and due < today and not each.request.paused),
                may_answer=answers,
                request=each.row,
            )
        )
    return sorted(rows, key=lambda row: (not (row.may_answer and row.open), row.function.name))
