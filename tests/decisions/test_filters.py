"""Filters: the address in, filters out, and back."""

from urllib.parse import parse_qsl

import pytest

from productops.decisions.filters import Filters, read


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, Filters()),
        ({"q": "  two \n words ", "area": "payments"}, Filters(q="two words", area="payments")),
        ({"show": "review", "since": "2026-11-01", "until": "2026-11-30"},
         Filters(show="review", since="2026-11-01", until="2026-11-30")),
        ({"show": "nonsense", "since": "20261101", "until": "2026-13-01"}, Filters()),
        ({"code": "release.go", "owner": "x" * 300}, Filters(code="release.go", owner="x" * 120)),
    ],
)  # fmt: skip
def test_the_address_says_it(asked: dict[str, str], expected: Filters) -> None:
    assert read(asked) == expected
    assert read(dict(parse_qsl(expected.query))) == expected


def test_what_narrows() -> None:
    assert [Filters(show="all").narrowed, Filters(q="x").narrowed] == [False, True]
    assert [Filters(q="x").more, Filters(since="2026-11-01").more] == [False, True]
