"""A notice becomes one delivery per person and channel, however often and however many at once fan it out."""

import threading
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from comms import fan_out
from comms.enums import Channel, Mode, NoticeKind
from comms.fan_out import fan_out_due
from comms.models import Delivery, Destination, Notice, Preference, Rhythm, Subscription
from comms.notices import tell
from productops.people.models import Person
from tests.comms.made import request_notice
from tests.factories import PersonFactory


def told(now: datetime, **facts: Any) -> Notice:
    with transaction.atomic():
        return tell(**{"kind": NoticeKind.REQUEST, "key": "k", "now": now, **facts})


def reached(channel: str = "email") -> list[str]:
    rows = Delivery.objects.filter(channel=channel).order_by("person__email")
    return list(rows.values_list("person__email", flat=True))


@pytest.mark.django_db
class TestWho:
    def test_the_people_named_who_are_active(self, now: datetime) -> None:
        here = PersonFactory(email="here@example.org")
        gone = PersonFactory(email="gone@example.org", is_active=False, deactivated_at=now)
        notice = told(now, people=[here, gone])
        assert fan_out_due(now) == 2
        for delivery, channel in zip(Delivery.objects.order_by("channel"), (Channel.EMAIL, Channel.INBOX), strict=True):
            assert (delivery.person, delivery.notice, delivery.channel) == (here, notice, channel)
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
        assert fan_out_due(now) == 2
        assert reached() == reached("inbox") == [follower.email]

    def test_not_who_switched_it_off(self, now: datetime) -> None:
        off, digest, other = (PersonFactory(email=f"{n}@example.org") for n in ("off", "digest", "other"))
        kind = NoticeKind.REQUEST
        Preference.objects.create(person=off, kind=kind, channel="email", mode=Mode.OFF)
        Preference.objects.create(person=digest, kind=kind, channel="email", mode=Mode.DIGEST)
        Preference.objects.create(person=other, kind=NoticeKind.WEEKLY_UPDATE, channel="email", mode=Mode.OFF)
        told(now, people=[off, digest, other])
        fan_out_due(now)
        assert reached() == ["digest@example.org", "other@example.org"]
        assert reached("inbox") == ["digest@example.org", "off@example.org", "other@example.org"]  # its own switch

    def test_a_sign_in_link_cannot_be_switched_off(self, now: datetime) -> None:
        person = PersonFactory()
        Preference.objects.create(person=person, kind=NoticeKind.INVITATION, channel="email", mode=Mode.OFF)
        told(now, kind=NoticeKind.INVITATION, people=[person])
        assert fan_out_due(now) == 1


@pytest.mark.django_db
class TestOnce:
    def test_a_second_run_finds_nothing(self, now: datetime) -> None:
        notice = told(now, people=[PersonFactory()])
        assert fan_out_due(now) == 2
        notice.refresh_from_db()
        assert notice.fanned_out_at == now
        assert fan_out_due(now) == 0

    def test_a_repeat_after_a_crash_makes_nothing_twice(self, now: datetime) -> None:
        told(now, people=[PersonFactory()])
        fan_out_due(now)
        Notice.objects.update(fanned_out_at=None)
        assert fan_out_due(now) == 0
        assert Delivery.objects.count() == 2

    def test_not_before_its_time(self, now: datetime) -> None:
        told(now, people=[PersonFactory()], not_before=now + timedelta(hours=1))
        assert fan_out_due(now) == 0
        assert fan_out_due(now + timedelta(hours=1)) == 2

    def test_a_notice_to_nobody_is_done_with(self, now: datetime) -> None:
        told(now)
        assert fan_out_due(now) == 0
        assert not Notice.objects.filter(fanned_out_at=None).exists()

    def test_a_thousand_people_by_one_statement(self, now: datetime, django_assert_num_queries: Any) -> None:
        people = Person.objects.bulk_create(Person(email=f"p{n}@example.org", name=f"P {n}") for n in range(1000))
        told(now, people=people)
        with django_assert_num_queries(12):  # two transactions, the second finds nothing
            assert fan_out_due(now) == 2000


@pytest.mark.django_db
class TestWays:
    def test_a_kind_goes_only_by_what_carries_it(self, now: datetime) -> None:
        told(now, kind=NoticeKind.INVITATION, people=[PersonFactory(email="a@example.org")])
        fan_out_due(now)
        assert (reached(), reached("inbox")) == (["a@example.org"], [])

    def test_a_notice_can_be_meant_for_one_way(self, now: datetime) -> None:
        told(now, people=[PersonFactory(email="a@example.org")], channels=[Channel.INBOX])
        fan_out_due(now)
        assert (reached(), reached("inbox")) == ([], ["a@example.org"])

    def test_a_way_that_is_open_and_wanted_is_taken(self, now: datetime, monkeypatch: Any) -> None:
        wants = PersonFactory(email="a@example.org")
        Preference.objects.create(person=wants, kind=NoticeKind.REQUEST, channel=Channel.SLACK, mode=Mode.NOW)
        told(now, people=[wants, PersonFactory()])
        monkeypatch.setattr(fan_out, "channels_to_people", lambda: (Channel.EMAIL, Channel.SLACK))
        fan_out_due(now)
        assert reached("slack") == ["a@example.org"]  # nobody has it who did not ask for it
        assert (len(reached()), reached("inbox")) == (2, [])

    def test_a_place_follows_its_topic_while_its_way_is_open(self, now: datetime, monkeypatch: Any) -> None:
        facts = {"channel": Channel.SLACK, "topic": "weekly_update", "created_at": now}
        place = Destination.objects.create(name="#product", address="C1", **facts)
        Destination.objects.create(name="#was", address="C2", switched_off_at=now, **facts)
        Destination.objects.create(name="#other", address="C3", **facts | {"topic": "other"})
        weekly = {"kind": NoticeKind.WEEKLY_UPDATE, "topic": "weekly_update"}
        told(now, key="closed", **weekly)
        assert fan_out_due(now) == 0
        monkeypatch.setattr(fan_out, "open_channels", lambda: (Channel.EMAIL, Channel.SLACK))
        told(now, key="mail only", channels=[Channel.EMAIL], **weekly)
        told(now, key="open", **weekly)
        assert fan_out_due(now) == 1
        made = Delivery.objects.get()
        assert (made.destination, made.person, made.notice.key, made.status) == (place, None, "open", "queued")
        Notice.objects.update(fanned_out_at=None)
        assert fan_out_due(now) == 1  # what the closed way missed; nothing twice
        assert sorted(Delivery.objects.values_list("notice__key", flat=True)) == ["closed", "open"]


@pytest.mark.django_db
class TestPace:
    """`now` is Wednesday, 10:00 in Warsaw and 4:00 in New York."""

    def when(self, person: Person, channel: str = "email") -> tuple[str, str]:
        made = Delivery.objects.get(person=person, channel=channel)
        return made.status, made.next_attempt_at.astimezone(person.zone).strftime("%a %H:%M")

    def test_a_digest_holds_until_her_next_one(self, now: datetime) -> None:
        usual, early, away = PersonFactory(), PersonFactory(), PersonFactory(timezone="America/New_York")
        sunday = PersonFactory(working_days=[6])
        Rhythm.objects.create(person=early, digest_at=time(16))
        for person in (usual, early, away, sunday):
            Preference.objects.create(person=person, kind=NoticeKind.REQUEST, channel="email", mode=Mode.DIGEST)
        told(now, people=[usual, early, away, sunday])
        fan_out_due(now)
        assert self.when(usual) == ("held", "Thu 08:00")
        assert self.when(early) == ("held", "Wed 16:00")
        assert self.when(away) == ("held", "Wed 08:00")
        assert self.when(sunday) == ("held", "Sun 08:00")
        assert self.when(usual, "inbox") == ("queued", "Wed 10:00")

    def test_quiet_hours_hold_what_disturbs(self, now: datetime) -> None:
        here, away = PersonFactory(), PersonFactory(timezone="America/New_York")
        for person in (here, away):
            Rhythm.objects.create(person=person, quiet_from=time(22), quiet_until=time(7))
        told(now, people=[here, away])
        told(now, key="link", kind=NoticeKind.INVITATION, people=[PersonFactory(timezone="America/New_York")])
        fan_out_due(now)
        assert self.when(here) == ("queued", "Wed 10:00")
        assert self.when(away) == ("queued", "Wed 07:00")
        assert self.when(away, "inbox") == ("queued", "Wed 04:00")  # what lies in the portal wakes nobody
        told(now, key="hers", kind=NoticeKind.INVITATION, people=[away])
        fan_out_due(now)
        asked_for = Delivery.objects.get(notice__key="hers")
        assert asked_for.next_attempt_at == now  # she asked for it, so she is awake

    def test_a_thousand_clocks_cost_two_statements_more(self, now: datetime, django_assert_num_queries: Any) -> None:
        zones = ("Europe/Warsaw", "America/New_York", "Asia/Tokyo", "Not/AZone")
        people = Person.objects.bulk_create(
            Person(email=f"p{n}@example.org", name=f"P {n}", timezone=zones[n % 4]) for n in range(1000)
        )
        Rhythm.objects.bulk_create(
            Rhythm(person=person, quiet_from=time(22), quiet_until=time(7), digest_at=time(8 + n % 3))
            for n, person in enumerate(people)
        )
        Preference.objects.bulk_create(
            Preference(person=person, kind=NoticeKind.REQUEST, channel="email", mode=Mode.DIGEST)
            for person in people[::2]
        )
        told(now, people=people)
        with django_assert_num_queries(13):
            assert fan_out_due(now) == 2000
        assert Delivery.objects.filter(status="held", next_attempt_at__gt=now).count() == 500
        assert Delivery.objects.filter(status="queued", channel="email", next_attempt_at__gt=now).count() == 250


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
    assert sum(made) == 60
    assert Delivery.objects.count() == 60
