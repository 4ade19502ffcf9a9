"""Two write the log at once, in connections of their own: rows of append-only tables cannot be locked, the log can."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

from django.db import connection

from productops.decisions.actions import Option, log
from productops.decisions.models import DecisionEntry
from productops.doors import Stale
from productops.people.enums import Role
from productops.people.models import Person
from tests.decisions.test_entries import superseded
from tests.factories import OrganisationFactory, PersonFactory, area_with_pm, in_role
from tests.factories.log import DECIDED, SAID, logged


def test_two_supersede_at_once(committed: None, now: datetime) -> None:
    """One of them wins; the other is told who. In two connections, which both have read that nobody did."""
    OrganisationFactory()
    area = area_with_pm(slug="payments")
    pm: Person = area.pm  # type: ignore[attr-defined]
    people = [pm, in_role(Role.HEAD_OF_PRODUCT)]
    entry = logged(pm, now, area=area)
    together = Barrier(2)

    def act(person: Person) -> Any:
        try:
            together.wait(timeout=10)
            return superseded(entry, person, now)
        except Stale as late:
            return late
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(act, people))
    won = [each for each in results if isinstance(each, DecisionEntry)]
    lost = [each for each in results if isinstance(each, Stale)]
    assert (len(won), [each.context["reload"] for each in lost]) == (1, [won[0].get_absolute_url()])
    assert list(DecisionEntry.objects.values_list("number", "supersedes")) == [(2, entry.pk), (1, None)]


def test_numbers_have_no_gaps_and_stand_once(committed: None, now: datetime) -> None:
    OrganisationFactory()
    people = [PersonFactory() for _ in range(4)]

    def act(person: Person) -> int:
        try:
            return log(
                said=SAID, owner=person, decided_on=DECIDED, by=person, now=now, options=[Option("One", chosen=True)]
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(act, people)) == [1, 2, 3, 4]
