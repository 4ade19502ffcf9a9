"""The page of what was sent to whom, and sending again."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from comms.actions.sending import send_again
from comms.enums import DeliveryStatus, Reason
from comms.models import Delivery
from productops.audit.models import DomainEvent
from productops.doors import Stale
from productops.people.enums import Role
from productops.people.permissions import PermissionRefused
from tests.comms.made import delivery_to, many_deliveries
from tests.factories import PersonFactory, in_role

pytestmark = pytest.mark.django_db
PAGE = "/comms/deliveries/"


@pytest.fixture
def ops(client: Client) -> Any:
    person = in_role(Role.PRODUCT_OPS)
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


@pytest.fixture
def dead(now: datetime) -> Delivery:
    facts = {"status": DeliveryStatus.DEAD, "error": "550 no such person", "attempts": 12}
    return delivery_to(PersonFactory(name="Łukasz Żak", email="lz@example.org"), now, **facts)


def test_shows_how_each_ended(client: Client, ops: Any, dead: Delivery, now: datetime) -> None:
    delivery_to(PersonFactory(), now, status=DeliveryStatus.CANCELLED, error=Reason.DEACTIVATED)
    page = client.get(PAGE)
    assert "550 no such person" in page.text
    assert "The person was deactivated." in page.text
    assert page.text.count("Send again") == 1


@pytest.mark.parametrize(
    ("query", "number"),
    [("status=dead", 1), ("status=queued", 1), ("status=nonsense", 2), ("person=łukasz", 1), ("person=lz@", 1),
     ("person=nobody", 0), ("status=queued&person=zak", 0), ("page=99", 2), ("page=x", 2)],
)  # fmt: skip
def test_filters_by_status_and_person(
    client: Client, ops: Any, dead: Delivery, now: datetime, query: str, number: int
) -> None:
    delivery_to(PersonFactory(), now)
    page = client.get(f"{PAGE}?{query}")
    assert (page.status_code, page.context["page_obj"].paginator.count) == (200, number)


def test_costs_the_same_with_one_and_with_many(
    client: Client, ops: Any, now: datetime, django_assert_max_num_queries: Any
) -> None:
    client.get(PAGE)
    many_deliveries(60, now)
    with django_assert_max_num_queries(8):
        assert len(client.get(PAGE).context["page_obj"]) == 25


def test_sending_again_puts_it_back_into_the_queue(client: Client, ops: Any, dead: Delivery) -> None:
    answer = client.post(f"{PAGE}{dead.pk}/sending/")
    assert answer.headers["Location"] == PAGE
    again = Delivery.objects.get(pk=dead.pk)
    assert (again.status, again.attempts, again.message_id) == ("queued", 0, dead.message_id)
    assert list(DomainEvent.objects.values_list("name", "object_id")) == [("delivery.sent_again", str(dead.pk))]
    assert client.post(f"{PAGE}{dead.pk}/sending/").status_code == 409


def test_sending_again_is_a_post(client: Client, ops: Any, dead: Delivery) -> None:
    assert client.get(f"{PAGE}{dead.pk}/sending/").status_code == 405
    assert client.post(f"{PAGE}{dead.pk + 1}/sending/").status_code == 404


def test_others_are_refused_by_page_and_door(client: Client, dead: Delivery, now: datetime) -> None:
    pm = in_role(Role.PM)
    client.force_login(pm, backend="productops.people.backends.PersonBackend")
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{dead.pk}/sending/").status_code == 403
    with pytest.raises(PermissionRefused):
        send_again(delivery=dead, by=pm, now=now)
    assert not DomainEvent.objects.exists()


def test_the_door_refuses_what_is_not_given_up(ops: Any, now: datetime) -> None:
    with pytest.raises(Stale):
        send_again(delivery=delivery_to(PersonFactory(), now), by=ops, now=now)
