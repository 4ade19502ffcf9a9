"""Filters in the address: read, understood, and spelled again. Pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.filters import Filters, read, read_query


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({}, ""),
        ({"q": "  instant\x00  payouts "}, "q=instant+payouts"),
        ({"q": "x" * 300}, "q=" + "x" * 120),
        ({"tier": "2", "stage": "in_review", "health": "worried"}, "tier=2&stage=in_review&health=worried"),
        ({"tier": "none"}, "tier=none"),
        ({"tier": "4", "stage": "begun", "health": "fine", "whose": "theirs", "show": "x", "sort": "secret"}, ""),
        ({"month": "2026-12"}, "month=2026-12"),
        ({"month": "2026-13"}, ""),
        ({"month": "0000-01"}, ""),
        ({"policy": "007"}, "policy=7"),
        ({"policy": "-1"}, ""),
        ({"policy": "٣"}, ""),
        ({"sort": "-health", "show": "past"}, "show=past&sort=-health"),
        ({"area": "a&b=c"}, "area=a%26b%3Dc"),
        ({"page": "3", "launch_on": "2026-12-01"}, ""),
    ],
)
def test_an_address_is_read_and_spelled_again(asked: dict[str, str], query: str) -> None:
    assert read(asked).query == query


@pytest.mark.parametrize(
    ("filters", "order"),
    [
        (Filters(), ("launch", False)),
        (Filters(show="past"), ("launch", True)),
        (Filters(stage="launched"), ("launch", True)),
        (Filters(show="past", sort="name"), ("name", False)),
        (Filters(sort="-tier"), ("tier", True)),
    ],
)
def test_the_past_begins_with_the_newest(filters: Filters, order: tuple[str, bool]) -> None:
    assert filters.order == order


@pytest.mark.parametrize(
    ("filters", "narrowed", "more"),
    [
        (Filters(), False, False),
        (Filters(sort="name"), False, False),
        (Filters(q="x"), True, False),
        (Filters(show="all"), True, False),
        (Filters(month="2026-12"), True, True),
        (Filters(tier="3"), True, True),
    ],
)
def test_it_says_whether_something_is_chosen(filters: Filters, narrowed: bool, more: bool) -> None:
    assert (filters.narrowed, filters.more) == (narrowed, more)


def test_a_month_ends_where_the_next_one_begins() -> None:
    assert Filters(month="2026-12").months == (date(2026, 12, 1), date(2027, 1, 1))
    assert Filters(month="2026-11").months == (date(2026, 11, 1), date(2026, 12, 1))
    assert Filters().months is None


@given(st.dictionaries(st.sampled_from([*Filters.__dataclass_fields__, "page"]), st.text(max_size=200)))
def test_what_was_read_is_read_again_the_same(asked: dict[str, str]) -> None:
    found = read(asked)
    assert read_query(found.query) == found
