"""Counting a list as far as anybody cares to know."""

from unittest import mock

import pytest
from django.core.paginator import Page

from productops import paging
from productops.paging import LongPaginator
from productops.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seven_people_are_more_than_four():
    PersonFactory.create_batch(7)
    with mock.patch.object(paging, "MOST", 4):
        yield


def page(number: int, limit: int = 9) -> Page:
    return LongPaginator(Person.objects.filter(pk__in=Person.objects.values("pk")[:limit]), 2).get_page(number)


def test_a_short_list_is_counted_exactly() -> None:
    found = page(1, limit=4)
    assert (found.paginator.total, found.paginator.is_more) == ("4", False)
    assert [page(number, limit=4).has_next() for number in (1, 2)] == [True, False]


def test_a_long_one_says_more_than() -> None:
    found = page(2)
    assert (found.paginator.total, found.paginator.is_more) == ("more than 4", True)
    assert found.has_next()
    assert (found.start_index(), found.end_index()) == (3, 4)


def test_who_goes_on_has_everything_counted() -> None:
    found = page(3)
    assert (found.paginator.total, found.has_next()) == ("7", True)
    last = page(99)
    assert (last.number, last.has_next(), len(last.object_list)) == (4, False, 1)


def test_nothing_is_one_empty_page() -> None:
    found = LongPaginator(Person.objects.none(), 2).get_page(1)
    assert (found.paginator.total, list(found)) == ("0", [])
