"""Sending against a real mail server: what it gets, what its answers lead to, and what a crash leaves behind."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from comms import backoff, composers, leases, stopping
from comms.deliveries import deliver_due
from comms.enums import Channel, DeliveryStatus, Mode, NoticeKind, Reason, carries
from comms.letter import Letter
from comms.links import Wish, read_unsubscribe_token
from comms.models import Delivery, Person, Preference, Subscription
from comms.sweeping import sweep
from productops.stack.processes import free_port
from tests.comms.made import delivery_to, many_deliveries, request_notice
from tests.comms.post_office import PostOffice
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def run(now: datetime, **more: Any) -> dict[str, int]:
    return deliver_due(clock=lambda: now, **more).counts


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


class TestLetter:
    def test_arrives_with_what_a_mail_program_needs(self, now: datetime, post_office: PostOffice) -> None:
        OrganisationFactory(name="Meridian")
        delivery = delivery_to(PersonFactory(name="Łukasz Żak", email="lukasz@example.org"), now)
        assert run(now) == {"sent": 1}
        (mail,) = post_office.mails
        stop = str(mail["List-Unsubscribe"]).strip("<>")
        assert read_unsubscribe_token(stop.split("/")[-2]) == Wish(
            delivery.person_id, NoticeKind.REQUEST, Channel.EMAIL
        )
        assert str(mail["To"]) == "Łukasz Żak <lukasz@example.org>"
        assert mail["Subject"] == "Ewa Lis asks you to publish the weekly update"
        assert mail["Message-ID"] == f"<{delivery.message_id}@localhost>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Date"]
        assert f"\r\nList-Unsubscribe: <{stop}>\r\n".encode() in post_office.contents[0]  # not as encoded words
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body
            assert "Hello Łukasz Żak," in body.get_content()
            assert stop.partition(":1")[0] in body.get_content()  # signed a moment apart
            assert body["Content-Transfer-Encoding"] == "8bit"
        assert max(len(line) for line in post_office.contents[0].split(b"\r\n")) < 998
        kept = again(delivery)
        assert (kept.status, kept.sent_at, kept.attempts, kept.error) == (DeliveryStatus.SENT, now, 1, "")
        assert kept.claimed_until is None

    def test_in_the_language_of_the_person(self, now: datetime, post_office: PostOffice, monkeypatch: Any) -> None:
        from django.utils.translation import get_language

        def compose(shared: None, person: Person, delivery: Delivery) -> Letter:
            return Letter(get_language() or "", "text", "<p>html</p>")

        monkeypatch.setitem(composers._composers, "request", composers.Composer(lambda notice: None, compose))
        notice = request_notice(now)
        delivery_to(PersonFactory(language="pl"), now, notice=notice)
        delivery_to(PersonFactory(language="en"), now, notice=notice)
        run(now)
        assert [mail["Subject"] for mail in post_office.mails] == ["pl", "en"]

    def test_names_are_text_in_both_bodies(self, now: datetime, post_office: PostOffice) -> None:
        delivery_to(PersonFactory(name="O'Neil <b>&"), now)
        run(now)
        plain, html = (post_office.mails[0].get_body((kind,)) for kind in ("plain", "html"))
        assert plain
        assert "Hello O'Neil <b>&," in plain.get_content()
        assert html
        assert "O&#x27;Neil &lt;b&gt;&amp;" in html.get_content()

    def test_a_long_line_is_quoted(self, now: datetime, post_office: PostOffice, monkeypatch: Any) -> None:
        letter = Letter("s", "ż" * 3000, "<p>" + "a" * 3000 + "</p>")
        composer = composers.Composer(lambda notice: None, lambda *_: letter)
        monkeypatch.setitem(composers._composers, "request", composer)
        delivery_to(PersonFactory(), now)
        run(now)
        assert max(len(line) for line in post_office.contents[0].split(b"\r\n")) < 998
        body = post_office.mails[0].get_body(("plain",))
        assert body
        assert body.get_content().strip() == "ż" * 3000

    def test_lines_of_dots_stay(self, now: datetime, post_office: PostOffice, monkeypatch: Any) -> None:
        composer = composers.Composer(lambda notice: None, lambda *_: Letter("s", ".\n..\nend\n", "<p>.</p>"))
        monkeypatch.setitem(composers._composers, "request", composer)
        delivery_to(PersonFactory(), now)
        run(now)
        body = post_office.mails[0].get_body(("plain",))
        assert body
        assert body.get_content().splitlines() == [".", "..", "end"]

    def test_one_connection_and_constant_queries_for_a_batch(
        self, now: datetime, post_office: PostOffice, django_assert_max_num_queries: Any
    ) -> None:
        many_deliveries(40, now)
        with django_assert_max_num_queries(40 + 24):  # one statement per mail
            assert run(now) == {"sent": 40}
        assert post_office.connections == 1


class TestNotSent:
    def test_to_who_was_deactivated(self, now: datetime, post_office: PostOffice) -> None:
        delivery = delivery_to(PersonFactory(is_active=False, deactivated_at=now), now)
        assert run(now) == {"cancelled": 1}
        assert again(delivery).error == Reason.DEACTIVATED

    def test_to_who_switched_it_off_meanwhile(self, now: datetime, post_office: PostOffice) -> None:
        delivery = delivery_to(PersonFactory(), now)
        Preference.objects.create(person=delivery.person, kind="request", channel="email", mode=Mode.OFF)
        assert run(now) == {"cancelled": 1}
        assert again(delivery).error == Reason.SWITCHED_OFF

    def test_when_its_composer_says_it_is_not_needed(self, now: datetime, post_office: PostOffice) -> None:
        delivery = delivery_to(PersonFactory(), now)
        Person.objects.filter(name="Ewa Lis").update(is_active=False, deactivated_at=now)
        assert run(now) == {"cancelled": 1}
        assert again(delivery).error == Reason.NOT_NEEDED
        assert post_office.contents == []

    def test_before_it_is_due(self, now: datetime, post_office: PostOffice) -> None:
        delivery_to(PersonFactory(), now, next_attempt_at=now + timedelta(seconds=1))
        assert run(now) == {}


class TestFailures:
    def test_a_permanent_refusal_is_final_and_others_go_on(self, now: datetime, post_office: PostOffice) -> None:
        first, second = (delivery_to(PersonFactory(email=f"{n}@example.org"), now) for n in "ab")
        post_office.refuse["a@example.org"] = "550 5.1.1 no such person a@example.org"
        assert run(now) == {"dead": 1, "sent": 1}
        assert again(first).status == DeliveryStatus.DEAD
        assert again(first).error == "550 5.1.1 no such person the address"
        assert again(second).status == DeliveryStatus.SENT

    def test_a_refusal_for_now_is_tried_again_later(self, now: datetime, post_office: PostOffice) -> None:
        delivery = delivery_to(PersonFactory(email="a@example.org"), now)
        post_office.refuse["a@example.org"] = "450 4.2.1 busy"
        assert run(now) == {"postponed": 1}
        kept = again(delivery)
        assert (kept.status, kept.attempts, kept.error) == ("queued", 1, "450 4.2.1 busy")
        assert now + timedelta(seconds=45) <= kept.next_attempt_at <= now + timedelta(seconds=75)
        post_office.refuse.clear()
        assert run(kept.next_attempt_at) == {"sent": 1}

    def test_the_last_attempt_gives_up(self, now: datetime, post_office: PostOffice) -> None:
        delivery = delivery_to(PersonFactory(email="a@example.org"), now, attempts=backoff.ATTEMPTS - 1)
        post_office.refuse["a@example.org"] = "450 busy"
        assert run(now) == {"dead": 1}
        assert again(delivery).attempts == backoff.ATTEMPTS

    def test_a_server_that_hangs_on_one_is_left_and_others_go_on(
        self, now: datetime, post_office: PostOffice, settings: Any
    ) -> None:
        settings.EMAIL_TIMEOUT = 0.3
        for name in "abc":
            delivery_to(PersonFactory(email=f"{name}@example.org"), now)
        post_office.hang.add("a@example.org")
        assert run(now) == {"postponed": 1, "sent": 2}
        assert "timed out" in Delivery.objects.get(person__email="a@example.org").error

    def test_a_line_that_breaks_after_the_message_leaves_it_uncertain(
        self, now: datetime, post_office: PostOffice
    ) -> None:
        delivery = delivery_to(PersonFactory(email="a@example.org"), now)
        post_office.drop_after_data.add("a@example.org")
        assert run(now) == {"postponed": 1}
        post_office.drop_after_data.clear()
        assert run(again(delivery).next_attempt_at) == {"uncertain": 1}
        assert list(post_office.seen.values()) == [2]  # two copies, one key

    def test_an_outage_counts_no_attempt_and_stops_the_run(self, now: datetime, settings: Any) -> None:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        many_deliveries(3, now)
        assert run(now) == {"postponed": 1}
        assert set(Delivery.objects.values_list("status", "attempts", "claimed_until")) == {("queued", 0, None)}
        assert Delivery.objects.filter(next_attempt_at__gt=now).count() == 1

    def test_a_server_that_never_greets_costs_one_wait(self, now: datetime, settings: Any, hung_server: int) -> None:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", hung_server, 0.3
        many_deliveries(3, now)
        assert run(now) == {"postponed": 1}

    def test_a_line_break_in_a_subject_is_set_aside(self, now: datetime, post_office: PostOffice) -> None:
        poison = request_notice(now, key="poison", asker=PersonFactory(name="Ewa\nBcc: all@example.org"))
        delivery = delivery_to(PersonFactory(), now, notice=poison)
        delivery_to(PersonFactory(), now)
        assert run(now) == {"dead": 1, "sent": 1}
        assert "line break" in again(delivery).error
        assert len(post_office.contents) == 1

    def test_a_fault_in_a_composer_is_tried_again_and_others_go_on(
        self, now: datetime, post_office: PostOffice
    ) -> None:
        broken = request_notice(now, key="broken", data={})
        delivery = delivery_to(PersonFactory(), now, notice=broken)
        delivery_to(PersonFactory(), now)
        assert run(now) == {"postponed": 1, "sent": 1}
        assert (again(delivery).attempts, again(delivery).error) == (1, "KeyError: 'asker'")

    def test_a_thousand_subscribers_of_whom_thirty_fail(self, now: datetime, post_office: PostOffice) -> None:
        """From what was told to how each ended: the queue moves past every one that is refused."""
        people = Person.objects.bulk_create(
            Person(email=f"reader{n}@example.org", name=f"Reader {n}", sort_key=f"reader {n:05}") for n in range(1000)
        )
        Subscription.objects.bulk_create(Subscription(person=person, created_at=now) for person in people)
        for person in people[::34]:
            post_office.refuse[person.email] = "550 5.1.1 no such person"
        request_notice(now, topic="weekly_update")
        tally = sweep(seconds=120, clock=lambda: now)
        assert tally.counts == {"sent": 970, "dead": 30, "in the portal": 1000}
        assert len(post_office.contents) == 970
        dead = Delivery.objects.filter(status=DeliveryStatus.DEAD)
        assert set(dead.values_list("person__email", flat=True)) == set(post_office.refuse)
        assert set(dead.values_list("error", flat=True)) == {"550 5.1.1 no such person"}


class TestLeases:
    def test_what_somebody_holds_is_left_alone_until_the_lease_ends(
        self, now: datetime, post_office: PostOffice
    ) -> None:
        delivery_to(PersonFactory(), now, claimed_until=now + timedelta(seconds=10))
        assert run(now) == {}
        assert run(now + timedelta(seconds=11)) == {"sent": 1}

    def test_a_copy_that_may_have_gone_before_is_recorded(self, now: datetime, post_office: PostOffice) -> None:
        delivery = delivery_to(
            PersonFactory(), now, started_at=now, attempts=1, claimed_until=now - timedelta(seconds=1)
        )
        assert run(now) == {"uncertain": 1}
        assert again(delivery).attempts == 2

    def test_who_lost_the_lease_neither_sends_nor_writes(self, now: datetime) -> None:
        many_deliveries(2, now)
        first, second = leases.claim("email", now=now, size=10)
        later = now + leases.LEASE + timedelta(seconds=1)
        assert len(leases.claim("email", now=later, size=10)) == 2
        sent = leases.Result(DeliveryStatus.SENT, sent_at=later)
        assert leases.turn((first, sent), second, now=later) is False
        leases.release([second])
        assert set(Delivery.objects.values_list("status", "claimed_until")) == {("queued", later + leases.LEASE)}

    def test_a_long_batch_renews_its_lease(self, now: datetime) -> None:
        many_deliveries(2, now)
        held = leases.claim("email", now=now, size=10)
        leases.renew(held, now=now + timedelta(seconds=5))
        assert held[0].claimed_until == now + leases.LEASE
        later = now + timedelta(seconds=15)
        leases.renew(held, now=later)
        assert set(Delivery.objects.values_list("claimed_until", flat=True)) == {later + leases.LEASE}
        assert leases.turn(None, held[0], now=later) is True

    def test_what_was_sent_and_is_not_written_yet_is_held_too(self, now: datetime, post_office: PostOffice) -> None:
        many_deliveries(4, now)
        moment, left = now, []

        def slow() -> datetime:
            nonlocal moment
            moment += timedelta(seconds=7)
            held = Delivery.objects.exclude(claimed_until=None).values_list("claimed_until", flat=True)
            left.extend(until - moment for until in held if until)
            return moment

        assert deliver_due(clock=slow, seconds=900).counts == {"sent": 4}
        assert min(left) > timedelta(0)

    def test_told_to_end_it_releases_the_rest(self, now: datetime, post_office: PostOffice, monkeypatch: Any) -> None:
        many_deliveries(3, now)
        answers = iter([False, False, True, True, True])
        monkeypatch.setattr("comms.deliveries.stopping", lambda: next(answers))
        tally = deliver_due(clock=lambda: now)
        assert (tally.counts, tally.more) == ({"sent": 1}, True)
        assert Delivery.objects.filter(status="queued", claimed_until=None, started_at=None).count() == 2

    def test_the_word_to_end_is_read_by_children(self) -> None:
        import os

        assert stopping.stopping() is False
        reads, writes = os.pipe()
        if (child := os.fork()) == 0:
            os.read(reads, 1)
            os._exit(7 if stopping.stopping() else 1)
        try:
            stopping.stop()
            os.write(writes, b"x")
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        finally:
            stopping._word[0] = 0


def test_every_kind_has_somebody_who_composes_it() -> None:
    """As a letter, and as a brief where another way than mail carries it."""
    missing = {kind for kind in NoticeKind if kind not in composers._composers}
    assert missing == set()
    wordless = {kind for kind in NoticeKind if composers.composer_of(kind).brief is None}
    assert wordless == {kind for kind in NoticeKind if not carries(Channel.INBOX, kind)}
