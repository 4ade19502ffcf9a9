"""What the frame offers to whom, without a database."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from productops import frame
from productops.people.permissions import Permission


def request(view: str = "home", signed_in: bool = True, **user: Any) -> Any:
    return SimpleNamespace(
        user=SimpleNamespace(is_authenticated=signed_in, **user),
        resolver_match=SimpleNamespace(view_name=view),
        now=None,
    )


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Addresses that say which place they are of, and rights that are the person's own."""
    frame._address.cache_clear()
    monkeypatch.setattr(frame, "reverse", lambda name: f"/{name}/")
    monkeypatch.setattr(frame, "can", lambda person, permission, on: permission in getattr(person, "may", ()))
    yield
    frame._address.cache_clear()


def names(shown: list[frame.Destination]) -> list[str]:
    return [destination.url.strip("/") for destination in shown]


def test_admin_stands_apart_and_only_for_who_may(addresses: None) -> None:
    assert "people:admin" not in names(frame.Frame(request()).destinations)
    last = frame.Frame(request(may={Permission.MANAGE_PEOPLE})).destinations[-1]
    assert (last.url, last.apart) == ("/people:admin/", True)


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
def test_one_place_is_the_current_one(addresses: None, view: str, current: list[str]) -> None:
    shown = frame.Frame(request(view)).destinations
    assert names([destination for destination in shown if destination.current]) == current


def test_nobody_signed_in_goes_nowhere(addresses: None) -> None:
    assert frame.Frame(request(signed_in=False)).destinations == []


def test_looks_follow_the_person() -> None:
    looks = frame.Frame(request(theme="dark", shortcuts=False))
    assert (looks.theme, looks.shortcuts) == ("dark", "off")
    assert (frame.Frame(request()).theme, frame.Frame(request()).shortcuts) == ("system", "on")
