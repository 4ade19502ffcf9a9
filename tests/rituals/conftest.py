"""What tests of the weekly update share: a clock that stands still, people signed in, a week."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from productops.people.models import Area, Person
from rituals.models import AreaUpdate, WeeklyUpdate
from tests.comms.post_office import PostOffice
from tests.factories.weekly import a_week, part

SignedIn = Callable[[Person], Client]


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Clock:
    """The time that requests see; it can be moved."""
    stopped = Clock(now)
    monkeypatch.setattr(timezone, "now", stopped)
    return stopped


@pytest.fixture
def signed_in(clock: Clock) -> SignedIn:
    """A browser of somebody signed in."""

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="productops.people.backends.PersonBackend")
        return browser

    return sign_in


@dataclass
class Week:
    """A week of three areas, being written."""

    update: WeeklyUpdate
    areas: list[Area]
    ops: Person

    @property
    def area(self) -> Area:
        return self.areas[0]

    @property
    def pm(self) -> Person:
        pm: Person = self.area.pm  # type: ignore[attr-defined]
        return pm

    @property
    def part(self) -> AreaUpdate:
        """The first area's part as it is now."""
        return part(self.update, self.area)

    @property
    def texts(self) -> list[str]:
        """The first area's lines as they are now."""
        return list(self.part.bullets.order_by("heading", "position").values_list("text", flat=True))


@pytest.fixture
def week(clock: Clock) -> Week:
    return Week(*a_week())


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A real mail server that the portal sends to."""
    office = PostOffice()
    office.controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    try:
        yield office
    finally:
        office.controller.stop()
