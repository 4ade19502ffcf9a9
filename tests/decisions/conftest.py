"""A PM with her area, somebody else, and people signed in at the tests' now."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from productops.people.models import Area, Person
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, staffed_area

SignedIn = Callable[[Person], Client]


@pytest.fixture
def payments(db: None) -> Area:
    """An area with PM and Eng lead (`.pm`, `.eng_lead`)."""
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


@pytest.fixture
def pm(payments: Area) -> Person:
    return payments.pm  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def reader(payments: Area) -> Person:
    return in_role(name="Rita Reader")


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, now: datetime) -> SignedIn:
    """A browser of somebody signed in; requests see the tests' now."""
    monkeypatch.setattr(timezone, "now", lambda: now)

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="productops.people.backends.PersonBackend")
        return browser

    return sign_in
