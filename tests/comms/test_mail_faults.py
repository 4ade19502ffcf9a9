"""Mail servers that misbehave beyond one recipient: they refuse everybody, or the sender, or break off on the way."""

from datetime import datetime, timedelta

import pytest

from comms.deliveries import deliver_due
from comms.enums import Reason
from comms.models import ChannelHealth, Delivery, Person
from tests.comms.made import delivery_to, many_deliveries
from tests.comms.post_office import PostOffice
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def run(now: datetime) -> dict[str, int]:
    return deliver_due(clock=lambda: now).counts


def test_a_line_that_breaks_before_the_message_is_opened_again_for_the_others(
    now: datetime, post_office: PostOffice
) -> None:
    for name in "abc":
        delivery_to(PersonFactory(email=f"{name}@example.org"), now)
    post_office.drop.add("b@example.org")
    assert run(now) == {"postponed": 1, "sent": 2}
    broken = Delivery.objects.get(person__email="b@example.org")
    assert (broken.attempts, broken.started_at) == (1, None)
    assert max(post_office.seen.values()) == 1


def test_a_server_that_refuses_everybody_is_asked_once_for_each(now: datetime, post_office: PostOffice) -> None:
    many_deliveries(3, now)
    post_office.refuse["*"] = "451 4.3.0 try later"
    assert run(now) == {"postponed": 3}
    assert run(now) == {}
    post_office.refuse["*"] = "550 5.7.1 we take nothing from you"
    assert run(now + timedelta(minutes=2)) == {"dead": 3}
    assert set(Delivery.objects.values_list("error", flat=True)) == {"550 5.7.1 we take nothing from you"}


def test_a_server_that_does_not_take_the_sender_holds_the_queue(now: datetime, post_office: PostOffice) -> None:
    many_deliveries(3, now)
    post_office.refuse_sender = "550 5.7.1 you may not send"
    assert run(now) == {"postponed": 3}
    assert set(Delivery.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert ChannelHealth.objects.get().failing_since == now
    post_office.refuse_sender = ""
    assert run(now + timedelta(minutes=15)) == {"sent": 3}
    assert ChannelHealth.objects.get().failing_since is None


def test_a_message_that_is_too_large_is_its_own_fault(now: datetime, post_office: PostOffice) -> None:
    delivery_to(PersonFactory(), now)
    post_office.refuse_sender = "552 5.3.4 too large"
    assert run(now) == {"dead": 1}


def test_one_who_is_refused_says_nothing_of_the_channel(now: datetime, post_office: PostOffice) -> None:
    delivery_to(PersonFactory(email="a@example.org"), now)
    post_office.refuse["a@example.org"] = "450 4.2.1 busy"
    assert run(now) == {"postponed": 1}
    assert not ChannelHealth.objects.exists()


def test_what_bounced_is_not_tried_again_once_the_person_is_deactivated(now: datetime, post_office: PostOffice) -> None:
    delivery = delivery_to(PersonFactory(email="a@example.org"), now)
    post_office.refuse["a@example.org"] = "450 4.2.1 mailbox disabled"
    assert run(now) == {"postponed": 1}
    Person.objects.filter(pk=delivery.person_id).update(is_active=False, deactivated_at=now)
    assert run(now + timedelta(minutes=2)) == {"cancelled": 1}
    assert Delivery.objects.get().error == Reason.DEACTIVATED
    assert post_office.contents == []
