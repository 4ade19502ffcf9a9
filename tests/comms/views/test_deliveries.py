"""The page of what was sent to whom, and sending again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from comms.actions import sending
from comms.actions.sending import send_again
from comms.enums import Channel, DeliveryStatus, Reason
from comms.models import Delivery, Destination
from productops.audit.models import DomainEvent
from productops.doors import Stale
from productops.people.enums import Role
from productops.people.permissions import PermissionRefused
from tests.comms.made import delivery_to, many_deliveries, request_notice
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
    [("status=dead", 1), ("channel=email", 2), ("channel=slack", 0), ("kind=request", 2), ("kind=digest", 0),
     ("status=queued", 1), ("status=nonsense", 2), ("person=łukasz", 1), ("person=lz@", 1), ("person=nobody", 0),
     ("status=queued&person=zak", 0), ("page=99", 2), ("page=x", 2)],
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
    with django_assert_max_num_queries(9):
        assert len(client.get(PAGE).context["page_obj"]) == 25


def test_sending_again_puts_it_back_into_the_queue(client: Client, ops: Any, dead: Delivery) -> None:
    answer = client.post(f"{PAGE}{dead.pk}/sending/")
    assert answer.headers["Location"] == PAGE
    again = Delivery.objects.get(pk=dead.pk)
    assert (again.status, again.attempts, again.message_id) == ("queued", 0, dead.message_id)
    assert list(DomainEvent.objects.values_list("name", "object_id")) == [("delivery.sent_again", str(dead.pk))]
    assert client.post(f"{PAGE}{dead.pk}/sending/").status_code == 409


def test_a_place_is_named_and_found(client: Client, ops: Any, now: datetime) -> None:
    place = Destination.objects.create(channel=Channel.SLACK, name="#product", created_at=now)
    notice = request_notice(now, data={"week": "2026-W07"}, fanned_out_at=now)
    Delivery.objects.create(
        notice=notice, destination=place, channel=Channel.SLACK, next_attempt_at=now, created_at=now
    )  # fmt: skip
    page = client.get(f"{PAGE}?person=produc")
    assert page.context["page_obj"].paginator.count == 1
    assert "#product" in page.text
    assert "Week 7" in page.text


def test_what_was_given_up_is_a_view_with_a_number(client: Client, ops: Any, dead: Delivery, now: datetime) -> None:
    delivery_to(PersonFactory(), now, status=DeliveryStatus.DEAD, channel=Channel.INBOX)
    assert 'Given up<span class="count">2</span>' in client.get(PAGE).text
    assert 'Given up<span class="count">1</span>' in client.get(f"{PAGE}?channel=email").text
    assert "Send all again" not in client.get(PAGE).text
    assert f'href="{PAGE}sending/?channel=email"' in client.get(f"{PAGE}?channel=email&status=dead").text


def test_sending_all_again_says_how_many_and_does_what_fits(client: Client, ops: Any, now: datetime) -> None:
    many_deliveries(6, now)
    Delivery.objects.update(status=DeliveryStatus.DEAD, attempts=12, error="550 no")
    other = delivery_to(PersonFactory(), now, status=DeliveryStatus.DEAD, channel=Channel.INBOX)
    asked = client.get(f"{PAGE}sending/?channel=email")
    assert "Send all 6 again?" in asked.text
    assert "6 people or places get them." in asked.text
    assert not Delivery.objects.filter(status="queued").exists()
    answer = client.post(f"{PAGE}sending/?channel=email", follow=True)
    assert "6 go out again." in answer.text
    assert Delivery.objects.filter(status="queued", attempts=0, channel="email").count() == 6
    other.refresh_from_db()
    assert other.status == DeliveryStatus.DEAD
    event = DomainEvent.objects.get()
    assert (event.name, event.data) == ("deliveries.sent_again", {"number": 6, "channel": "email", "kind": ""})
    assert client.post(f"{PAGE}sending/?channel=email").status_code == 409


def test_sending_all_again_is_bounded_and_takes_the_oldest(ops: Any, now: datetime, monkeypatch: Any) -> None:
    many_deliveries(5, now)
    Delivery.objects.update(status=DeliveryStatus.DEAD)
    monkeypatch.setattr(sending, "MOST", 3)
    assert sending.send_all_again(by=ops, now=now) == 3
    assert list(Delivery.objects.order_by("id").values_list("status", flat=True)) == ["queued"] * 3 + ["dead"] * 2


def test_one_says_what_happened_to_it(client: Client, ops: Any, dead: Delivery, now: datetime) -> None:
    send_again(delivery=dead, by=ops, now=now + timedelta(hours=1))
    sent = now + timedelta(hours=2)
    Delivery.objects.filter(pk=dead.pk).update(status="sent", sent_at=sent, started_at=now, attempts=3, error="")
    page = client.get(f"{PAGE}{dead.pk}/")
    said = [(entry.who, entry.what) for entry in page.context["story"]]
    assert said == [
        ("", "The mail server took it."),
        (ops.name, "sent it again"),
        ("", "It was written down, to be sent."),
        ("", "It was handed over for the first time."),
    ]
    assert "3 tries" in page.text
    assert str(dead.message_id) in page.text


def test_a_digest_and_what_it_took_along_lead_to_each_other(client: Client, ops: Any, now: datetime) -> None:
    person = PersonFactory()
    notice = request_notice(now, key="digest", kind="digest", fanned_out_at=now)
    digest = delivery_to(person, now, notice=notice, status="sent", sent_at=now)
    member = delivery_to(person, now, status=DeliveryStatus.IN_DIGEST, digest=digest)
    assert f'href="{PAGE}{digest.pk}/">In the digest of' in client.get(f"{PAGE}?status=in_digest").text
    assert f'href="{PAGE}{member.pk}/"' in client.get(f"{PAGE}{digest.pk}/").text
    assert f'href="{PAGE}{digest.pk}/"' in client.get(f"{PAGE}{member.pk}/").text


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
