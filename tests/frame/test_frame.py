"""What the frame offers to whom, without a database."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import NoReverseMatch

from productops import frame
from productops.people.permissions import Permission


def request(view: str = "home", signed_in: bool = True, **user: Any) -> Any:
    return SimpleNamespace(
        user=SimpleNamespace(is_authenticated=signed_in, **user), resolver_match=SimpleNamespace(view_name=view)
    )


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    known = {place.name: f"/{place.name}/" for place in frame.PLACES}

    def reverse(name: str) -> str:
        if name not in known:
            raise NoReverseMatch(name)
        return known[name]

    frame._address.cache_clear()
    monkeypatch.setattr(frame, "reverse", reverse)
    monkeypatch.setattr(frame, "can", lambda person, permission: permission in getattr(person, "may", ()))
    yield known
    frame._address.cache_clear()


def names(shown: list[frame.Destination]) -> list[str]:
    return [destination.url.strip("/") for destination in shown]


def test_admin_stands_apart_and_only_for_who_may(addresses: dict[str, str]) -> None:
    assert "people:admin" not in names(frame.Frame(request()).destinations)
    last = frame.Frame(request(may={Permission.MANAGE_PEOPLE})).destinations[-1]
    assert (last.url, last.apart) == ("/people:admin/", True)


def test_a_place_without_an_address_is_left_out(addresses: dict[str, str]) -> None:
    del addresses["people:raci"]
    assert names(frame.Frame(request()).destinations) == ["home", "weekly:current", "people:areas", "people:people"]


@pytest.mark.parametrize(
    ("view", "current"),
    [
        ("home", ["home"]),
        ("weekly:edit", ["weekly:current"]),
        ("people:area", ["people:areas"]),
        ("people:raci-cell", ["people:raci"]),
        ("people:preferences", []),
    ],
)
def test_one_place_is_the_current_one(addresses: dict[str, str], view: str, current: list[str]) -> None:
    shown = frame.Frame(request(view)).destinations
    assert names([destination for destination in shown if destination.current]) == current


def test_nobody_signed_in_goes_nowhere(addresses: dict[str, str]) -> None:
    assert frame.Frame(request(signed_in=False)).destinations == []


def test_a_count_is_shown_where_an_app_counts(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_counts", {})
    frame.counts("home", lambda request: 3)
    assert [destination.count for destination in frame.Frame(request()).destinations][:2] == [3, None]


def test_looks_follow_the_person() -> None:
    looks = frame.Frame(request(theme="dark", shortcuts=False))
    assert (looks.theme, looks.shortcuts) == ("dark", "off")
    assert (frame.Frame(request()).theme, frame.Frame(request()).shortcuts) == ("system", "on")
