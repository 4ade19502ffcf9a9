"""Sending to a real server in Slack's place: what it gets, what its answers lead to, and who else has to wait."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from comms.channels.slack import client, members
from comms.deliveries import deliver_due
from comms.enums import Channel, DeliveryStatus, Reason
from comms.listening import data_is_wanted
from comms.models import ChannelAddress, ChannelHealth, Delivery, Destination, Person
from productops.people.models import Organisation
from productops.people.signals import person_erased
from productops.stack.processes import free_port
from tests.comms.made import delivery_to, request_notice
from tests.comms.post_office import PostOffice
from tests.comms.slack_receiver import SlackReceiver, busy, error, half, hang, html, moved_to
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def run(now: datetime) -> dict[str, int]:
    return deliver_due(clock=lambda: now).counts


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def health() -> ChannelHealth:
    return ChannelHealth.objects.get(name="slack")


def to_person(slack: SlackReceiver, now: datetime, **fields: Any) -> Delivery:
    person = PersonFactory()
    slack.member(person.email)
    return delivery_to(person, now, channel=Channel.SLACK, **fields)


def to_place(now: datetime, address: str = "", **fields: Any) -> Delivery:
    """To the webhook's channel, or by the bot to a channel's id."""
    if not Organisation.objects.exists():
        OrganisationFactory()
    place = Destination.objects.create(channel=Channel.SLACK, name="#product", address=address, created_at=now)
    facts = {"channel": Channel.SLACK, "next_attempt_at": now, "created_at": now, **fields}
    notice = request_notice(now, key=f"place:{address}", fanned_out_at=now)
    return Delivery.objects.create(notice=notice, destination=place, **facts)


class TestArriving:
    def test_a_person_by_the_bot(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_person(slack, now)
        assert run(now) == {"sent": 1}
        assert [method for method, _ in slack.calls] == ["users.lookupByEmail", "chat.postMessage"]
        assert set(slack.tokens) == {"Bearer xoxb-1-test-token"}
        (message,) = slack.messages
        assert (message["channel"], message["link_names"], message["parse"]) == ("U00000000", False, "none")
        assert "Ewa Lis asks you to publish the weekly update" in message["text"]
        assert message["blocks"][0]["text"]["text"] == "*Ewa Lis asks you to publish the weekly update*"
        assert "|Choose what reaches you here>" in message["blocks"][-1]["elements"][0]["text"]
        assert list(slack.seen) == [str(delivery.message_id)]
        kept = again(delivery)
        assert (kept.status, kept.sent_at, kept.attempts, kept.claimed_until) == ("sent", now, 1, None)
        assert (health().last_ok_at, health().failing_since) == (now, None)

    def test_the_person_is_looked_up_once(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_person(slack, now)
        delivery_to(delivery.person, now, channel=Channel.SLACK, notice=request_notice(now, key="second"))
        assert run(now) == {"sent": 2}
        assert [method for method, _ in slack.calls].count("users.lookupByEmail") == 1
        ChannelAddress.objects.update(checked_at=timezone.now() - members.KNOWN - timedelta(seconds=1))
        delivery_to(delivery.person, now, channel=Channel.SLACK, notice=request_notice(now, key="third"))
        run(now)
        assert [method for method, _ in slack.calls].count("users.lookupByEmail") == 2

    def test_a_place_by_the_webhook_and_one_by_the_bot(self, now: datetime, slack: SlackReceiver) -> None:
        to_place(now)
        to_place(now, "C0123456789")
        assert run(now) == {"sent": 2}
        assert {(method, body.get("channel")) for method, body in slack.kept} == {
            ("webhook", None), ("chat.postMessage", "C0123456789"),
        }  # fmt: skip
        assert all("Choose what reaches you" not in str(message["blocks"]) for message in slack.messages)

    def test_in_the_language_of_the_reader(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_person(slack, now)
        Person.objects.filter(pk=delivery.person_id).update(language="pl")
        run(now)
        assert "Ewa Lis" in slack.messages[0]["text"]
        assert "asks you to" not in slack.messages[0]["text"]

    def test_names_are_text(self, now: datetime, slack: SlackReceiver) -> None:
        notice = request_notice(now, key="evil", asker=PersonFactory(name="<!channel> & <@U1>"))
        to_person(slack, now, notice=notice)
        run(now)
        assert "&lt;!channel&gt; &amp; &lt;@U1&gt; asks you" in slack.messages[0]["text"]


class TestNotSent:
    def test_to_who_was_deactivated(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_person(slack, now)
        Person.objects.filter(pk=delivery.person_id).update(is_active=False, deactivated_at=now)
        assert run(now) == {"cancelled": 1}
        assert (again(delivery).error, slack.calls) == (Reason.DEACTIVATED, [])

    @pytest.mark.parametrize("facts", [None, {"deleted": True}, {"is_bot": True}])
    def test_to_who_is_not_in_slack(self, now: datetime, slack: SlackReceiver, facts: dict[str, bool] | None) -> None:
        person = PersonFactory()
        if facts:
            slack.member(person.email, **facts)
        first = delivery_to(person, now, channel=Channel.SLACK)
        second = delivery_to(person, now, channel=Channel.SLACK, notice=request_notice(now, key="second"))
        assert run(now) == {"cancelled": 2}
        assert {again(first).error, again(second).error} == {Reason.NOBODY_THERE}
        assert len(slack.calls) == 1

    @pytest.mark.parametrize("strange", [html, error("", 404), error("who_knows", 403)])
    def test_what_says_nothing_about_a_person_makes_nobody_unknown(
        self, now: datetime, slack: SlackReceiver, strange: Any
    ) -> None:
        delivery = to_person(slack, now)
        slack.next("users.lookupByEmail", strange)
        assert run(now) == {"postponed": 1}
        assert again(delivery).status == DeliveryStatus.QUEUED
        assert health().failing_since == now
        assert run(again(delivery).next_attempt_at) == {"sent": 1}

    def test_to_people_without_a_bot(self, now: datetime, slack: SlackReceiver, settings: Any) -> None:
        settings.SLACK_BOT_TOKEN = ""
        delivery = to_person(slack, now)
        to_place(now)
        assert run(now) == {"cancelled": 1, "sent": 1}
        assert again(delivery).error == Reason.PLACES_ONLY

    def test_to_a_place_that_was_switched_off_meanwhile(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_place(now)
        Destination.objects.update(switched_off_at=now)
        assert run(now) == {"cancelled": 1}
        assert again(delivery).error == Reason.PLACE_SWITCHED_OFF


class TestPatience:
    def test_the_channel_rests_and_others_do_not(
        self, now: datetime, slack: SlackReceiver, post_office: PostOffice
    ) -> None:
        first = to_person(slack, now)
        others = [to_person(slack, now) for _ in range(3)]
        slack.next("chat.postMessage", busy(2))
        delivery_to(PersonFactory(), now)
        assert run(now) == {"postponed": 1, "sent": 1}
        assert (again(first).attempts, again(first).error) == (0, "Slack asked to wait 2 seconds.")
        assert {(again(each).attempts, again(each).claimed_until) for each in others} == {(0, None)}
        assert (health().paused_until, health().failing_since) == (now + timedelta(seconds=2), None)
        calls = len(slack.calls)
        delivery_to(PersonFactory(), now, notice=request_notice(now, key="more mail"))
        assert run(now + timedelta(seconds=1)) == {"sent": 1}  # the mail
        assert len(slack.calls) == calls
        assert run(again(first).next_attempt_at + timedelta(seconds=2)) == {"sent": 4}
        assert (len(slack.messages), health().paused_until) == (4, None)
        assert max(slack.seen.values()) == 1

    def test_looking_somebody_up_may_ask_for_patience_too(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_person(slack, now)
        slack.next("users.lookupByEmail", busy(30))
        assert run(now) == {"postponed": 1}
        assert (again(delivery).attempts, again(delivery).started_at) == (0, None)


class TestTrouble:
    @pytest.mark.parametrize("answer", [error("internal_error", 500), error("fatal_error"), half, hang])
    def test_what_may_have_arrived_is_recorded_as_uncertain(
        self, now: datetime, slack: SlackReceiver, monkeypatch: Any, answer: Any
    ) -> None:
        monkeypatch.setattr(client, "SECONDS", 0.3)
        delivery = to_person(slack, now)
        slack.next("chat.postMessage", answer)
        assert run(now) == {"postponed": 1}
        kept = again(delivery)
        assert (kept.status, kept.attempts, health().failing_since) == ("queued", 1, now)
        assert run(kept.next_attempt_at) == {"uncertain": 1}
        assert set(slack.seen) == {str(delivery.message_id)}  # one key, however many copies
        assert health().failing_since is None

    @pytest.mark.parametrize("way", ["chat.postMessage", "webhook"])
    def test_a_page_instead_of_an_answer_is_no_success(self, now: datetime, slack: SlackReceiver, way: str) -> None:
        delivery = to_place(now, "C1" if way != "webhook" else "")
        slack.next(way, html)
        assert run(now) == {"postponed": 1}
        assert "does not talk as Slack does" in again(delivery).error
        assert health().failing_since == now
        assert run(again(delivery).next_attempt_at) == {"sent": 1}

    @pytest.mark.parametrize("way", ["chat.postMessage", "webhook"])
    def test_a_redirect_is_not_followed(self, now: datetime, slack: SlackReceiver, settings: Any, way: str) -> None:
        other = SlackReceiver()
        settings.OUTGOING_ALLOWED += [other.place]
        delivery = to_place(now, "C1" if way != "webhook" else "")
        slack.next(way, moved_to(f"{other.base_url}chat.postMessage"))
        assert run(now) == {"postponed": 1}
        assert "leads elsewhere (307)" in again(delivery).error
        assert other.calls == []
        other.close()

    def test_an_outage_counts_no_attempt_and_stops_the_round(
        self, now: datetime, slack: SlackReceiver, settings: Any
    ) -> None:
        settings.SLACK_BASE_URL = f"http://127.0.0.1:{(port := free_port())}/api/"
        settings.OUTGOING_ALLOWED = [f"127.0.0.1:{port}"]
        deliveries = [to_person(slack, now) for _ in range(3)]
        assert run(now) == {"postponed": 1}
        assert {(again(each).attempts, again(each).started_at) for each in deliveries} == {(0, None)}
        assert "takes no connection" in health().last_error

    def test_private_addresses_are_never_called(self, now: datetime, slack: SlackReceiver, settings: Any) -> None:
        settings.OUTGOING_ALLOWED = []
        delivery = to_person(slack, now)
        to_place(now)
        assert run(now) == {"postponed": 2}
        assert "127.0.0.1 is not a public address" in again(delivery).error
        assert slack.calls == []

    def test_a_refusal_is_final_and_others_go_on(self, now: datetime, slack: SlackReceiver) -> None:
        gone = to_place(now, "C1")
        to_person(slack, now)
        slack.next("chat.postMessage", error("channel_not_found"))
        assert run(now) == {"dead": 1, "sent": 1}
        assert again(gone).error == (
            "Slack refused it: there is no such channel, or the bot was not invited to it (channel_not_found)."
        )

    def test_a_member_who_is_gone_is_looked_up_again(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_person(slack, now)
        slack.next("chat.postMessage", error("user_not_found"))
        assert run(now) == {"postponed": 1}
        slack.members.clear()
        assert run(again(delivery).next_attempt_at) == {"cancelled": 1}
        assert again(delivery).error == Reason.NOBODY_THERE


class TestShutOut:
    def test_the_queue_waits_and_burns_no_attempts(self, now: datetime, slack: SlackReceiver) -> None:
        deliveries = [to_person(slack, now) for _ in range(3)]
        place = to_place(now)
        slack.next("chat.postMessage", error("token_revoked"))
        assert run(now) == {"postponed": 3, "sent": 1}
        assert {(again(each).status, again(each).attempts) for each in deliveries} == {("queued", 0)}
        assert again(place).status == DeliveryStatus.SENT  # the webhook is another door
        assert [method for method, _ in slack.calls].count("chat.postMessage") == 1
        assert health().failing_since == now
        assert health().last_error == "Slack does not let the portal in: the token was revoked (token_revoked)."
        later = max(again(each).next_attempt_at for each in deliveries)
        assert later > now + timedelta(minutes=5)
        assert run(later) == {"sent": 3}
        assert health().failing_since is None

    def test_a_webhook_that_was_removed(self, now: datetime, slack: SlackReceiver) -> None:
        delivery = to_place(now)
        slack.next("webhook", error("no_service", 404))
        assert run(now) == {"postponed": 1}
        assert "the webhook was removed or disabled" in again(delivery).error

    def test_nothing_tells_a_secret(self, now: datetime, slack: SlackReceiver, settings: Any, caplog: Any) -> None:
        caplog.set_level("DEBUG")
        to_person(slack, now)
        to_place(now)
        slack.next("webhook", html)
        slack.next("chat.postMessage", error("invalid_auth"))
        run(now)
        settings.OUTGOING_ALLOWED = []
        run(now + timedelta(hours=1))
        told = caplog.text + "".join(Delivery.objects.values_list("error", flat=True)) + health().last_error
        assert "xoxb-" not in told
        assert "secretsecret" not in told


def test_where_she_is_in_slack_is_told_to_her_and_forgotten_with_her(now: datetime, slack: SlackReceiver) -> None:
    delivery = to_person(slack, now)
    run(now)
    person = delivery.person
    assert person
    (kept,) = data_is_wanted(Person, person=person)["addresses"]
    assert (kept["channel"], kept["address"]) == ("slack", "U00000000")
    person_erased.send(sender=Person, person=person, name=person.name, email=person.email, now=now)
    assert not ChannelAddress.objects.exists()
