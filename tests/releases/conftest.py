"""What tests of releases share: people signed in at the tests' now, an area with everybody an area can have."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from productops.people.models import Area, Person
from tests.comms.post_office import PostOffice
from tests.factories import OrganisationFactory
from tests.factories.releases import functions_with_leads, staffed_area

SignedIn = Callable[[Person], Client]


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, now: datetime) -> SignedIn:
    """A browser of somebody signed in; requests see the tests' now."""
    monkeypatch.setattr(timezone, "now", lambda: now)

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="productops.people.backends.PersonBackend")
        return browser

    return sign_in


@pytest.fixture
def payments(db: None) -> Area:
    """An area with PM and Eng lead (`.pm`, `.eng_lead`), in an organisation whose functions have leads."""
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


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
