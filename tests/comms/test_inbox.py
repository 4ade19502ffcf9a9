"""The inbox in the portal: filled by the batch, once per thing, whatever else hangs; emptied of what is old."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from comms import leases
from comms.actions import inbox
from comms.channels.inbox.posting import post_due
from comms.enums import Channel, Mode, NoticeKind, Reason
from comms.fan_out import fan_out_due
from comms.models import Delivery, InboxItem, Preference
from comms.queries import inbox_counts
from comms.sweeping import sweep
from productops.people.models import Person
from productops.people.signals import person_erased
from tests.comms.made import delivery_to, many_deliveries, request_notice
from tests.factories import PersonFactory


def item_for(person: Person, now: datetime, **fields: Any) -> InboxItem:
    notice = request_notice(now, key=f"{person.pk}:{InboxItem.objects.count()}", fanned_out_at=now)
    delivery = delivery_to(person, now, channel=Channel.INBOX, status="sent", notice=notice)
    facts = {"kind": NoticeKind.REQUEST, "title": "Ewa Lis asks you", "url": "/", "created_at": now, **fields}
    return InboxItem.objects.create(delivery=delivery, person=person, **facts)


def due(number: int, now: datetime) -> None:
    many_deliveries(number, now)
    Delivery.objects.update(channel=Channel.INBOX)


def posted(now: datetime) -> int:
    return post_due(clock=lambda: now)


@pytest.mark.django_db
class TestPosting:
    def test_an_item_says_what_a_brief_says(self, now: datetime) -> None:
        person = PersonFactory(language="en")
        request_notice(now, people=[person.pk])
        fan_out_due(now)
        assert posted(now) == 1
        item = InboxItem.objects.get()
        assert (item.person, item.kind, item.title, item.url, item.created_at, item.read_at) == (
            person, "request", "Ewa Lis asks you to publish the weekly update", "/", now, None,
        )  # fmt: skip
        ended = item.delivery
        assert (ended.status, ended.sent_at, ended.attempts, ended.claimed_until) == ("sent", now, 1, None)
        assert posted(now) == 0

    def test_not_to_who_left_or_switched_it_off_and_not_what_is_over(self, now: datetime) -> None:
        left = delivery_to(PersonFactory(is_active=False, deactivated_at=now), now, channel=Channel.INBOX)
        off = delivery_to(PersonFactory(), now, channel=Channel.INBOX)
        Preference.objects.create(person=off.person, kind="request", channel=Channel.INBOX, mode=Mode.OFF)
        gone = PersonFactory(name="Gone", is_active=False, deactivated_at=now)
        over = delivery_to(
            PersonFactory(), now, channel=Channel.INBOX, notice=request_notice(now, key="over", asker=gone)
        )
        assert posted(now) == 0
        reasons = dict(Delivery.objects.filter(status="cancelled").values_list("pk", "error"))
        assert reasons == {left.pk: Reason.DEACTIVATED, off.pk: Reason.SWITCHED_OFF, over.pk: Reason.NOT_NEEDED}

    def test_a_fault_in_a_composer_is_set_aside_and_others_go_on(self, now: datetime) -> None:
        broken = delivery_to(
            PersonFactory(), now, channel=Channel.INBOX, notice=request_notice(now, key="broken", data={})
        )
        delivery_to(PersonFactory(), now, channel=Channel.INBOX)
        assert posted(now) == 1
        broken.refresh_from_db()
        assert (broken.status, broken.attempts, broken.error) == ("queued", 1, "KeyError: 'asker'")
        assert broken.next_attempt_at > now

    def test_by_the_batch(self, now: datetime, django_assert_max_num_queries: Any) -> None:
        due(300, now)
        with django_assert_max_num_queries(36):
            assert posted(now) == 300

    def test_who_lost_the_lease_writes_nothing(self, now: datetime, monkeypatch: Any) -> None:
        due(3, now)
        finish = leases.finish

        def late(ended: Any) -> set[int]:
            Delivery.objects.filter(pk=ended[0][0].pk).update(claimed_until=now + timedelta(hours=1))
            return finish(ended)

        monkeypatch.setattr("comms.channels.inbox.posting.leases.finish", late)
        assert posted(now) == 2
        assert InboxItem.objects.count() == 2
        assert Delivery.objects.filter(status="queued").count() == 1

    def test_sent_again_it_is_still_one(self, now: datetime) -> None:
        due(1, now)
        posted(now)
        Delivery.objects.update(status="queued")
        posted(now)
        assert InboxItem.objects.count() == 1

    def test_a_mail_server_that_hangs_delays_no_inbox(self, now: datetime, settings: Any, hung_server: int) -> None:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", hung_server, 0.2
        request_notice(now, people=[PersonFactory().pk])
        sweep(clock=lambda: now)
        assert InboxItem.objects.count() == 1
        assert Delivery.objects.get(channel="email").status == "queued"


@pytest.mark.usefixtures("committed")
def test_two_at_once_put_each_thing_there_once(now: datetime) -> None:
    due(250, now)
    made: list[int] = []

    def run() -> None:
        made.append(posted(now))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(made), InboxItem.objects.count()) == (250, 250)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


@pytest.mark.django_db
class TestKeeping:
    def test_reading_counts_once_and_is_hers_alone(self, now: datetime) -> None:
        person, other = PersonFactory(), PersonFactory()
        mine, more = item_for(person, now), item_for(person, now, kind=NoticeKind.ACTION_ITEM)
        theirs = item_for(other, now)
        assert inbox.read(item=mine, by=person, now=now).read_at == now
        assert inbox.read(item=mine, by=person, now=now + timedelta(hours=1)).read_at == now
        with pytest.raises(InboxItem.DoesNotExist):
            inbox.read(item=theirs, by=person, now=now)
        assert inbox_counts(person) == {"request": (1, 0), "action_item": (1, 1)}
        assert inbox.read_all(by=person, now=now, kind="request") == 0
        assert inbox.read_all(by=person, now=now + timedelta(seconds=1)) == 1
        assert inbox.unread_again(by=other, read_at=now) == 0
        assert inbox.unread_again(by=person, read_at=now + timedelta(seconds=1)) == 1
        more.refresh_from_db()
        assert more.read_at is None
        theirs.refresh_from_db()
        assert theirs.read_at is None

    def test_what_is_old_goes(self, now: datetime) -> None:
        person = PersonFactory()
        item_for(person, now - timedelta(days=60, seconds=1))
        kept = item_for(person, now - timedelta(days=60))
        assert inbox.tidy(now=now) == 1
        assert list(InboxItem.objects.all()) == [kept]

    def test_who_is_forgotten_is_forgotten_in_all_inboxes(self, now: datetime) -> None:
        gone, other = PersonFactory(name="Ewa Lis", email="ewa@example.org"), PersonFactory()
        item_for(gone, now)
        item = item_for(other, now, title="Ewa Lis asks you", text="Ask Ewa Lis <ewa@example.org>")
        gone.name = "Former colleague"
        person_erased.send(sender=Person, person=gone, name="Ewa Lis", email="ewa@example.org", now=now)
        item.refresh_from_db()
        assert (item.title, item.text) == (
            "Former colleague asks you", "Ask Former colleague <Former colleague>",
        )  # fmt: skip
        assert list(InboxItem.objects.all()) == [item]
