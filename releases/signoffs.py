"""Readiness sign-offs: where each stands, what makes one stale, when it is chased. Pure: facts in, a state out.

A required function answers once and its answer is used everywhere. It holds for what it was given for: when a
material field changes afterwards, it is stale and the function is asked again. A stale sign-off never counts.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from productops.worktime import BusinessCalendar
from releases.enums import Answer, Chase, SignoffState

DUE_IN = 2  # business days until the first answer

# The one table of what is material: a change of it asks every function again. Everything else does not.
MATERIAL: Mapping[str, str | Promise] = {
    "tier": _("the tier"),
    "summary": _("what changes"),
    "segments": _("the customer segments"),
    "areas": _("the areas"),
    "functions": _("the functions affected"),
    "build": _("the build"),
    "bundle": _("the bundle"),
}


def digest(value: Any) -> str:
    """SHA-256 of a value as canonical JSON, in hex."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def material_of(values: Mapping[str, Any]) -> dict[str, str]:
    """A hash for every material field. Raises KeyError when one is not given: forgetting one must not pass."""
    return {name: digest(values[name])[:16] for name in MATERIAL}


def stamp_of(material: Mapping[str, str]) -> str:
    """One hash for all material fields."""
    return digest(dict(material))


def changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Which material fields differ, in words, in the order of the table."""
    return [str(words) for name, words in MATERIAL.items() if then.get(name) != now.get(name)]


@dataclass(frozen=True)
class Given:
    """The latest answer of a function."""

    answer: Answer
    stamp: str
    comment: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Request:
    """What one function was asked. `asked_on` None: never. `pauses`: (since, until or None) while it waits."""

    function: str
    name: str
    required: bool = True
    asked_on: date | None = None
    answered: bool = False
    given: Given | None = None
    pauses: tuple[tuple[date, date | None], ...] = ()

    @property
    def paused(self) -> bool:
        return any(until is None for _since, until in self.pauses)


def state_of(request: Request, stamp: str) -> SignoffState:
    """Where a sign-off stands now. An answer to an earlier text is stale, whatever it said."""
    if request.given is None:
        if request.asked_on is None:
            return SignoffState.NOT_ASKED
        return SignoffState.PAUSED if request.paused else SignoffState.WAITING
    if request.given.stamp != stamp:
        return SignoffState.PAUSED if request.paused else SignoffState.STALE
    return {
        Answer.READY: SignoffState.READY,
        Answer.NOT_READY: SignoffState.NOT_READY,
        Answer.ABSTAIN: SignoffState.ABSTAINED,
    }[request.given.answer]


def due_on(request: Request, today: date, calendar: BusinessCalendar) -> date | None:
    """By when the answer is due: two business days after the ask, the days of waiting not counted."""
    if request.asked_on is None:
        return None
    waited = sum(
        calendar.count_between(max(since, request.asked_on), until or today)
        for since, until in request.pauses
        if (until or today) > request.asked_on
    )
    return calendar.business_days_after(request.asked_on, DUE_IN + max(0, waited))


def chase(request: Request, today: date, calendar: BusinessCalendar) -> Chase:
    """How far an unanswered sign-off should have been chased by today.

    Overdue: the asked are reminded. Twice the promise: the function's lead is told. Three times: the escalation path.
    """
    due = due_on(request, today, calendar)
    if due is None or request.answered or request.paused or today <= due:
        return Chase.NOT_YET
    if today < calendar.business_days_after(due, 1):
        return Chase.NOT_YET  # a weekend after the day is no delay
    late = calendar.count_between(due, today)
    if late > 2 * DUE_IN:
        return Chase.HEAD
    return Chase.LEAD if late > DUE_IN else Chase.REMINDED


def never_asked(requests: Iterable[Request], affected: Mapping[str, str]) -> list[str]:
    """Names of functions that must answer, or are affected, and whom nobody asked."""
    asked = {request.function: request for request in requests if request.asked_on is not None}
    wanted = {request.function: request.name for request in requests if request.required} | dict(affected)
    return [name for function, name in wanted.items() if function not in asked]


def all_in(requests: Iterable[Request], stamp: str) -> bool:
    """Whether every required function has given an answer that still holds."""
    states = [state_of(request, stamp) for request in requests if request.required]
    held = (SignoffState.READY, SignoffState.NOT_READY, SignoffState.ABSTAINED)
    return bool(states) and all(state in held for state in states)
