"""A notice becomes one delivery per person and channel, however often and however many at once fan it out."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from comms.enums import Channel, Mode, NoticeKind
from comms.fan_out import fan_out_due
from comms.models import Delivery, Notice, Preference, Subscription
from comms.notices import tell
from productops.people.models import Person
from tests.comms.made import request_notice
from tests.factories import PersonFactory


def told(now: datetime, **facts: Any) -> Notice:
    with transaction.atomic():
        return tell(**{"kind": NoticeKind.REQUEST, "key": "k", "now": now, **facts})


def reached() -> list[str]:
    return list(Delivery.objects.order_by("person__email").values_list("person__email", flat=True))


@pytest.mark.django_db
class TestWho:
    def test_the_people_named_who_are_active(self, now: datetime) -> None:
        here = PersonFactory(email="here@example.org")
        gone = PersonFactory(email="gone@example.org", is_active=False, deactivated_at=now)
        notice = told(now, people=[here, gone])
        assert fan_out_due(now) == 1
        delivery = Delivery.objects.get()
        assert (delivery.person, delivery.notice, delivery.channel) == (here, notice, Channel.EMAIL)
        assert (delivery.status, delivery.next_attempt_at, delivery.attempts) == ("queued", now, 0)

    def test_who_follows_the_topic(self, now: datetime) -> None:
        follower = PersonFactory(email="follower@example.org")
        PersonFactory()
        Subscription.objects.create(person=follower, topic="weekly_update", created_at=now)
        told(now, kind=NoticeKind.WEEKLY_UPDATE, topic="weekly_update")
        fan_out_due(now)
        assert reached() == ["follower@example.org"]

    def test_named_and_following_is_one_delivery(self, now: datetime) -> None:
        follower = PersonFactory()
        Subscription.objects.create(person=follower, topic="weekly_update", created_at=now)
        told(now, kind=NoticeKind.WEEKLY_UPDATE, topic="weekly_update", people=[follower])
        assert fan_out_due(now) == 1

    def test_not_who_switched_it_off(self, now: datetime) -> None:
        off, digest, other = (PersonFactory(email=f"{n}@example.org") for n in ("off", "digest", "other"))
        kind = NoticeKind.REQUEST
        Preference.objects.create(person=off, kind=kind, channel="email", mode=Mode.OFF)
        Preference.objects.create(person=digest, kind=kind, channel="email", mode=Mode.DIGEST)
        Preference.objects.create(person=other, kind=NoticeKind.WEEKLY_UPDATE, channel="email", mode=Mode.OFF)
        told(now, people=[off, digest, other])
        fan_out_due(now)
        assert reached() == ["digest@example.org", "other@example.org"]

    def test_a_sign_in_link_cannot_be_switched_off(self, now: datetime) -> None:
        person = PersonFactory()
        Preference.objects.create(person=person, kind=NoticeKind.INVITATION, channel="email", mode=Mode.OFF)
        told(now, kind=NoticeKind.INVITATION, people=[person])
        assert fan_out_due(now) == 1


@pytest.mark.django_db
class TestOnce:
    def test_a_second_run_finds_nothing(self, now: datetime) -> None:
        notice = told(now, people=[PersonFactory()])
        assert fan_out_due(now) == 1
        notice.refresh_from_db()
        assert notice.fanned_out_at == now
        assert fan_out_due(now) == 0

    def test_a_repeat_after_a_crash_makes_nothing_twice(self, now: datetime) -> None:
        told(now, people=[PersonFactory()])
        fan_out_due(now)
        Notice.objects.update(fanned_out_at=None)
        assert fan_out_due(now) == 0
        assert Delivery.objects.count() == 1

    def test_not_before_its_time(self, now: datetime) -> None:
        told(now, people=[PersonFactory()], not_before=now + timedelta(hours=1))
        assert fan_out_due(now) == 0
        assert fan_out_due(now + timedelta(hours=1)) == 1

    def test_a_notice_to_nobody_is_done_with(self, now: datetime) -> None:
        told(now)
        assert fan_out_due(now) == 0
        assert not Notice.objects.filter(fanned_out_at=None).exists()

    def test_a_thousand_people_by_one_statement(self, now: datetime, django_assert_num_queries: Any) -> None:
        people = Person.objects.bulk_create(Person(email=f"p{n}@example.org", name=f"P {n}") for n in range(1000))
        told(now, people=people)
        with django_assert_num_queries(8):  # two transactions, the second finds nothing
            assert fan_out_due(now) == 1000


@pytest.mark.usefixtures("committed")
def test_two_at_once_make_each_delivery_once(now: datetime) -> None:
    person = PersonFactory()
    for number in range(30):
        request_notice(now, key=f"k{number}", asker=person, people=[person.pk])
    made: list[int] = []

    def run() -> None:
        made.append(fan_out_due(now))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 30
    assert Delivery.objects.count() == 30
