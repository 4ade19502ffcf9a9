"""Addresses for feed readers on the page of what one follows: made, shown once, listed, revoked."""

import re
from datetime import datetime

import pytest
from django.test import Client

from comms.actions.feeds import MOST, make_address
from comms.models import FeedAddress
from productops.audit.models import DomainEvent
from productops.people.models import Person
from tests.factories import PersonFactory
from tests.rituals.pages import form

pytestmark = pytest.mark.django_db
PAGE, FEEDS = "/comms/subscriptions/", "/comms/feeds/"


@pytest.fixture
def reader(client: Client) -> Person:
    person: Person = PersonFactory()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


def revocation(address: FeedAddress) -> str:
    return f"/comms/feeds/{address.pk}/revocation/"


def test_made_shown_once_listed_and_revoked(client: Client, reader: Person) -> None:
    button = form(client.get(PAGE).content.decode(), FEEDS)
    made = client.post(button.action, button.fields)
    (token,) = re.findall(r">http://localhost:8000/feeds/weekly/([\w-]{43})\.atom<", made.content.decode())
    assert "no-store" in made["Cache-Control"]
    address = FeedAddress.objects.get(person=reader)
    assert Client().get(f"/feeds/weekly/{token}.atom").status_code == 200
    page = client.get(PAGE).content.decode()
    assert f"{token[:6]}…" in page
    assert token not in page
    where = revocation(address)
    dialog = client.get(where, headers={"HX-Request": "true", "HX-Target": "dialog"}).content.decode()
    assert "<html" not in dialog
    assert form(dialog, where).action == where
    for _again in range(2):
        assert client.post(where)["Location"] == PAGE
    assert Client().get(f"/feeds/weekly/{token}.atom").status_code == 410
    assert token[:6] not in client.get(PAGE).content.decode()
    events = DomainEvent.objects.filter(name__startswith="feed_address").order_by("id")
    assert list(events.values_list("name", "actor_id")) == [
        ("feed_address.made", reader.pk), ("feed_address.revoked", reader.pk),
    ]  # fmt: skip


def test_htmx_is_told_to_go_there(client: Client, reader: Person) -> None:
    client.post(FEEDS)
    answer = client.post(revocation(FeedAddress.objects.get()), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, PAGE)


def test_anothers_address_is_nothing_to_her(client: Client, reader: Person, now: datetime) -> None:
    other: Person = PersonFactory()
    address, _token = make_address(by=other, now=now)
    for answer in (client.get(revocation(address)), client.post(revocation(address))):
        assert answer.status_code == 404
    assert FeedAddress.objects.get().revoked_at is None
    assert address.prefix not in client.get(PAGE).content.decode()


def test_there_is_an_end_to_addresses(client: Client, reader: Person) -> None:
    for _each in range(MOST):
        assert client.post(FEEDS).status_code == 200
    answer = client.post(FEEDS, follow=True)
    assert "You have 10 addresses. Revoke one that you do not use." in answer.content.decode()
    assert FeedAddress.objects.count() == MOST
    client.post(revocation(FeedAddress.objects.latest("id")))
    assert client.post(FEEDS).status_code == 200


def test_looking_makes_none(client: Client, reader: Person) -> None:
    assert client.get(FEEDS).status_code == 405
    client.get(PAGE)
    assert not FeedAddress.objects.exists()
