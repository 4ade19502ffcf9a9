"""A small organisation: an admin, Product Ops, a PM with an area, a reader."""

import pytest
from django.test import Client

from productops.people.enums import Role
from productops.people.models import Area, Person
from tests.factories import OrganisationFactory, ProductGroupFactory, area_with_pm, in_role
from tests.factories.people import PASSWORD


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def organisation(db: None) -> None:
    OrganisationFactory()


@pytest.fixture
def admin(db: None) -> Person:
    return with_password(in_role(Role.ADMIN, name="Ravi Nair", email="ravi@example.org"))


@pytest.fixture
def ops(db: None) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja Okoń", email="maja@example.org")


@pytest.fixture
def reader(db: None) -> Person:
    return with_password(in_role(Role.STAKEHOLDER, name="Aino Rask", email="aino@example.org"))


@pytest.fixture
def payments(db: None) -> Area:
    pm = in_role(Role.PM, name="Tomek Wrona", email="tomek@example.org")
    return area_with_pm(pm, slug="payments", name="Payments", group=ProductGroupFactory(slug="money", name="Money"))


@pytest.fixture
def as_admin(admin: Person) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def as_pm(payments: Area) -> Client:
    client = Client()
    client.force_login(payments.pm)  # type: ignore[attr-defined]
    return client


@pytest.fixture
def as_reader(reader: Person) -> Client:
    client = Client()
    client.force_login(reader)
    return client
