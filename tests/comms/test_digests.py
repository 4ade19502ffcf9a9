"""Daily digests: what was held goes out together, once, however many gather it and whoever is killed."""

import threading
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from comms import composers
from comms.actions.wishes import Hours, keep_hours, prefer
from comms.composers import Brief, Composer
from comms.deliveries import deliver_due
from comms.digests import gather
from comms.enums import Channel, DeliveryStatus, Mode, NoticeKind, Reason
from comms.fan_out import fan_out_due
from comms.letter import Letter
from comms.models import Delivery, Notice, Preference
from comms.sweeping import sweep
from productops.doors import Invalid
from productops.people.models import Person
from tests.comms.made import delivery_to, request_notice
from tests.comms.post_office import PostOffice
from tests.factories import OrganisationFactory, PersonFactory

EIGHT = datetime(2026, 11, 26, 7, tzinfo=UTC)  # Thursday, 8:00 in Warsaw: the next digest after `now`


def reader(**fields: Any) -> Person:
    """Somebody who wants requests in her daily digest."""
    person: Person = PersonFactory(**fields)
    Preference.objects.create(person=person, kind=NoticeKind.REQUEST, channel="email", mode=Mode.DIGEST)
    return person


def held(person: Person, now: datetime, *keys: str) -> list[Delivery]:
    """Requests of colleagues, told and held for her digest."""
    for number, key in enumerate(keys):
        asker = PersonFactory(name=f"Colleague {key}")
        request_notice(now + timedelta(minutes=number), key=key, asker=asker, people=[person.pk])
    fan_out_due(now)
    return list(Delivery.objects.filter(person=person, status="held").order_by("id"))


def stands() -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(channel="email").order_by("id")
    return list(rows.values_list("notice__kind", "status"))


@pytest.mark.django_db
class TestDigest:
    def test_takes_along_what_waited(self, now: datetime, post_office: PostOffice) -> None:
        OrganisationFactory(name="Meridian")
        person = reader(name="Łukasz Żak", language="en")
        held(person, now, "Ala", "Ola", "Ela")
        Person.objects.filter(name="Colleague Ela").update(is_active=False, deactivated_at=now)  # not needed any more
        assert gather(EIGHT - timedelta(seconds=1)) == 0
        assert gather(EIGHT) == 1
        assert gather(EIGHT) == 0
        assert stands() == [("request", "in_digest")] * 3 + [("digest", "queued")]
        digest = Delivery.objects.get(notice__kind="digest")
        assert digest.notice.key == f"digest:email:{person.pk}:2026-11-26"
        assert digest.taken_along.count() == 3
        assert deliver_due(clock=lambda: EIGHT).counts == {"sent": 1}
        (mail,) = post_office.mails
        assert mail["Subject"] == "Your digest of Thu 26 Nov: 2 things"
        assert "/comms/unsubscribe/" in mail["List-Unsubscribe"]
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body
            text = body.get_content()
            assert "Somebody asks you to do something" in text  # the kind, above what belongs to it
            assert [f"Colleague {name} asks you to publish" in text for name in ("Ala", "Ola", "Ela")] == [1, 1, 0]
            assert "http://localhost:8000/" in text

    def test_one_thing_is_called_what_it_is(self, now: datetime, post_office: PostOffice) -> None:
        held(reader(), now, "Ala")
        sweep(clock=lambda: EIGHT)
        assert [mail["Subject"] for mail in post_office.mails] == [
            "Colleague Ala asks you to publish the weekly update"
        ]

    def test_with_nothing_needed_is_not_sent(self, now: datetime, post_office: PostOffice) -> None:
        held(reader(), now, "Ala")
        Person.objects.filter(name="Colleague Ala").update(is_active=False, deactivated_at=now)
        gather(EIGHT)
        assert deliver_due(clock=lambda: EIGHT).counts == {"cancelled": 1}
        assert Delivery.objects.get(notice__kind="digest").error == Reason.NOT_NEEDED

    def test_a_fault_costs_one_things_words(self, now: datetime, post_office: PostOffice) -> None:
        person = reader()
        held(person, now, "Ala")
        broken = request_notice(now, key="broken", data={}, fanned_out_at=now)
        delivery_to(person, now, notice=broken, status="held")
        sweep(clock=lambda: EIGHT)
        body = post_office.mails[0].get_body(("plain",))
        assert body
        assert "* Somebody asks you to do something\n" in body.get_content().replace("\r\n", "\n")
        assert "Colleague Ala" in body.get_content()

    def test_after_three_days_without_a_scheduler_there_is_one(self, now: datetime, post_office: PostOffice) -> None:
        person = reader()
        held(person, now, "Wed")
        held(person, now + timedelta(days=1), "Thu")
        held(person, now + timedelta(days=2), "Fri")
        sweep(clock=lambda: EIGHT + timedelta(days=4, hours=2))
        assert [mail["Subject"] for mail in post_office.mails] == ["Your digest of Mon 30 Nov: 3 things"]

    def test_a_second_one_of_a_day_has_a_number(self, now: datetime) -> None:
        person = reader()
        for number in range(3):
            delivery = delivery_to(person, now, notice=request_notice(now, key=f"k{number}"), status="held")
            Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=now)
            assert gather(now) == 1
        keys = Notice.objects.filter(kind="digest").order_by("id").values_list("key", flat=True)
        assert [key.partition("2026-11-25")[2] for key in keys] == ["", ":2", ":3"]

    def test_as_a_brief_it_names_what_is_in_it(self, now: datetime) -> None:
        person = reader()
        held(person, now, "Ala", "Ola")
        gather(EIGHT)
        digest = Delivery.objects.select_related("notice", "person").get(notice__kind="digest")
        brief = composers.Writer().brief(digest)
        assert brief == Brief(
            title="Your digest of Thu 26 Nov: 2 things",
            url="/inbox/",
            lines=tuple(f"Colleague {name} asks you to publish the weekly update" for name in ("Ala", "Ola")),
            verb="Open your inbox",
        )

    def test_costs_the_same_for_one_person_and_for_many(self, now: datetime, django_assert_num_queries: Any) -> None:
        people = [reader() for _ in range(30)]
        notice = request_notice(now, people=[person.pk for person in people])
        fan_out_due(now)
        assert Delivery.objects.filter(notice=notice, status="held").count() == 30
        with django_assert_num_queries(12):
            assert gather(EIGHT) == 30

    def test_a_notice_in_many_digests_is_prepared_once(
        self, now: datetime, post_office: PostOffice, monkeypatch: Any
    ) -> None:
        prepared: list[int] = []
        composer = Composer(
            lambda notice: prepared.append(notice.pk),
            lambda *_: Letter("s", "t", "h"),
            lambda *_: Brief(title="Told", url="/"),
        )
        monkeypatch.setitem(composers._composers, "request", composer)
        request_notice(now, people=[reader().pk for _ in range(5)])
        fan_out_due(now)
        gather(EIGHT)
        assert deliver_due(clock=lambda: EIGHT).counts == {"sent": 5}
        assert len(prepared) == 1


@pytest.mark.django_db
class TestChanged:
    def test_off_cancels_what_is_held(self, now: datetime) -> None:
        person = reader()
        held(person, now, "Ala", "Ola")
        prefer(by=person, modes={(NoticeKind.REQUEST, Channel.EMAIL): Mode.OFF}, now=now)
        assert stands() == [("request", "cancelled")] * 2
        assert set(Delivery.objects.filter(channel="email").values_list("error", flat=True)) == {Reason.SWITCHED_OFF}

    def test_at_once_sends_it_at_once(self, now: datetime, post_office: PostOffice) -> None:
        person = reader()
        held(person, now, "Ala", "Ola")
        later = now + timedelta(hours=1)
        prefer(by=person, modes={(NoticeKind.REQUEST, Channel.EMAIL): Mode.NOW}, now=later)
        assert deliver_due(clock=lambda: later).counts == {"sent": 2}

    def test_of_somebody_who_left_is_cancelled(self, now: datetime) -> None:
        person = reader()
        held(person, now, "Ala")
        Person.objects.filter(pk=person.pk).update(is_active=False, deactivated_at=now)
        assert gather(EIGHT) == 0
        assert [row.error for row in Delivery.objects.filter(channel="email")] == [Reason.DEACTIVATED]

    def test_a_change_that_the_fan_out_did_not_see_counts(self, now: datetime) -> None:
        person = reader()
        held(person, now, "Ala")
        Preference.objects.update(mode=Mode.OFF)
        assert gather(EIGHT) == 0
        assert stands() == [("request", "cancelled")]

    def test_another_hour_moves_what_waits(self, now: datetime) -> None:
        person = reader()
        (waiting,) = held(person, now, "Ala")
        keep_hours(by=person, hours=Hours(None, None, time(15)), now=now)
        waiting.refresh_from_db()
        assert waiting.next_attempt_at == datetime(2026, 11, 25, 14, tzinfo=UTC)

    def test_quiet_hours_given_up_let_go_what_they_held(self, now: datetime) -> None:
        person = PersonFactory()
        keep_hours(by=person, hours=Hours(time(9), time(12), time(13)), now=now)
        request_notice(now, people=[person.pk])
        fan_out_due(now)
        mail = Delivery.objects.get(channel="email")
        assert mail.next_attempt_at == now + timedelta(hours=2)
        keep_hours(by=person, hours=Hours(None, None, time(13)), now=now)
        mail.refresh_from_db()
        assert mail.next_attempt_at == now

    @pytest.mark.parametrize(
        ("hours", "field"),
        [
            (Hours(time(22), None, time(8)), "quiet_until"),
            (Hours(None, time(7), time(8)), "quiet_from"),
            (Hours(time(7), time(7), time(8)), "quiet_until"),
            (Hours(time(22), time(9), time(8)), "digest_at"),
        ],
    )
    def test_hours_that_make_no_sense_are_refused(self, now: datetime, hours: Hours, field: str) -> None:
        with pytest.raises(Invalid) as refusal:
            keep_hours(by=PersonFactory(), hours=hours, now=now)
        assert list(refusal.value.errors) == [field]


@pytest.mark.django_db
def test_the_link_in_a_digest_stops_it_and_can_be_taken_back(now: datetime, post_office: PostOffice) -> None:
    """RFC 8058: one post of a mail program, without a session. The page that follows knows what it stopped."""
    person = reader()
    Preference.objects.create(person=person, kind=NoticeKind.ACTION_ITEM, channel="email", mode=Mode.OFF)
    held(person, now, "Ala")
    sweep(clock=lambda: EIGHT)
    held(person, EIGHT, "Ola")
    link = post_office.mails[0]["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    strict = Client(enforce_csrf_checks=True)
    assert "These come to you in the daily digest now" in strict.get(link).text
    page = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert '<input type="hidden" name="kind" value="request">' in page.text
    modes = Preference.objects.filter(person=person).order_by("kind").values_list("kind", "mode")
    assert list(modes.all()) == [("action_item", "off"), ("request", "off")]
    assert Delivery.objects.get(notice__key="Ola", channel="email").status == DeliveryStatus.CANCELLED
    strict.post(link)
    Client().post(f"{link}undo/", {"kind": ["request", "action_item", "nonsense"]})
    assert list(modes.all()) == [("action_item", "digest"), ("request", "digest")]  # those that the page names


@pytest.mark.usefixtures("committed")
class TestTogether:
    def test_many_at_once_put_each_thing_into_one_digest(self, now: datetime) -> None:
        people = [reader() for _ in range(12)]
        for number in range(3):
            request_notice(now, key=f"k{number}", asker=people[0], people=[person.pk for person in people])
        fan_out_due(now)
        made: list[int] = []

        def run() -> None:
            made.append(gather(EIGHT))
            connection.close()

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        gather(EIGHT)
        assert Notice.objects.filter(kind="digest").count() == 12
        inside = Delivery.objects.filter(status="in_digest").values_list("person", "digest__person", "digest")
        assert len(inside) == 36
        assert all(person == whose for person, whose, _digest in inside)
        assert len({digest for _person, _whose, digest in inside}) == 12

    def test_one_that_dies_before_its_commit_has_done_nothing(self, now: datetime) -> None:
        person = reader()
        held(person, now, "Ala", "Ola")
        others: list[int] = []

        def other() -> None:
            others.append(gather(EIGHT))
            connection.close()

        with transaction.atomic():
            assert gather(EIGHT) == 1
            thread = threading.Thread(target=other)
            thread.start()
            thread.join(10)
            assert others == [0]  # it neither waited nor took anything
            transaction.set_rollback(True)
        assert stands() == [("request", "held")] * 2
        assert gather(EIGHT) == 1
        assert stands() == [("request", "in_digest")] * 2 + [("digest", "queued")]
