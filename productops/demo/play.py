"""Acts: what somebody did at some moment. The demo is the sum of them, played in the order of time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

import pghistory

from productops.people.models import Area, Person


@dataclass(frozen=True)
class Crew:
    """Whom and what acts are about: people by address, areas by slug, and who is PM (an address) of which."""

    people: Mapping[str, Person]
    areas: Mapping[str, Area]
    pms: Mapping[str, str]


@dataclass(frozen=True)
class Act:
    """At `at` the person of the address `by` (empty: the schedule) does something through a door."""

    at: datetime
    by: str
    do: Callable[[Person | None, datetime], object]


def play(acts: Iterable[Act], crew: Crew) -> None:
    """Do all of it in the order of time, so that events are stored in the order in which they are dated.

    Row history learns who it was, as it does from a request.
    """
    for act in sorted(acts, key=attrgetter("at")):
        if act.by:
            person = crew.people[act.by]
            with pghistory.context(user=person.pk):
                act.do(person, act.at)
        else:
            act.do(None, act.at)
