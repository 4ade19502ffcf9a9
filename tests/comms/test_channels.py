"""Setting up the ways out: what is saved and what of it is told, what waits and what goes on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from comms import health
from comms.actions import channels as doors
from comms.actions import places
from comms.channels import channels_to_people, open_channels
from comms.channels.slack.setup import setup_of, slack_row
from comms.deliveries import deliver_due
from comms.enums import Channel, DeliveryStatus
from comms.fan_out import fan_out_due
from comms.models import ChannelHealth, ChannelSettings, Delivery, Destination, Notice
from comms.setting_history import setting_history
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Person
from productops.people.permissions import PermissionRefused
from tests.comms.made import delivery_to
from tests.comms.post_office import PostOffice
from tests.comms.slack_receiver import SlackReceiver
from tests.factories import OrganisationFactory, PersonFactory, in_role

pytestmark = pytest.mark.django_db
TOKEN, HOOK = "xoxb-0123456789-secret-x4f2", "https://hooks.slack.com/services/T0/B0/verysecret"


@pytest.fixture
def admin() -> Person:
    OrganisationFactory()
    return in_role(Role.ADMIN, name="Ravi Admin")


def save(admin: Person, now: datetime, **facts: Any) -> ChannelSettings:
    chosen = {"secrets": {"bot_token": TOKEN}, "forget": frozenset(), "base_url": "", "version": 1, **facts}
    return doors.set_up_slack(**chosen, by=admin, now=now)


class TestSlack:
    def test_what_is_saved_is_used_and_nowhere_to_be_read(self, admin: Person, now: datetime) -> None:
        row = save(admin, now, secrets={"bot_token": TOKEN, "webhook_url": HOOK})
        setup = setup_of(slack_row())
        assert (setup.bot_token, setup.webhook_url, setup.base_url) == (TOKEN, HOOK, "https://slack.com/api/")
        assert row.settings == {"base_url": "", "secrets": ["bot_token", "webhook_url"]}
        assert TOKEN not in repr(setup)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(h)::text FROM comms_channelsettingsevent h")
            history = "".join(line for (line,) in cursor.fetchall())
            cursor.execute("SELECT to_jsonb(s)::text FROM comms_channelsettings s")
            (stored,) = cursor.fetchone() or ("",)
        told = history + stored + str(list(DomainEvent.objects.values_list("data", flat=True)))
        assert ("bot_token" in history, TOKEN in told, "verysecret" in told) == (True, False, False)

    def test_each_secret_is_kept_replaced_or_removed_by_itself(self, admin: Person, now: datetime) -> None:
        save(admin, now, secrets={"bot_token": TOKEN, "webhook_url": HOOK})
        save(admin, now, secrets={"webhook_url": HOOK + "2"}, version=2)
        assert (setup_of(slack_row()).bot_token, setup_of(slack_row()).webhook_url) == (TOKEN, HOOK + "2")
        save(admin, now, secrets={}, forget=frozenset({"bot_token"}), version=3)
        assert (setup_of(slack_row()).bot_token, setup_of(slack_row()).webhook_url) == ("", HOOK + "2")
        assert [entry.what for entry in setting_history(Channel.SLACK)] == [
            "removed a secret", "saved the settings", "saved a secret",
        ]  # fmt: skip

    def test_only_an_admin_and_not_over_somebody_elses_change(self, admin: Person, now: datetime) -> None:
        with pytest.raises(PermissionRefused):
            save(in_role(Role.PRODUCT_OPS), now)
        save(admin, now)
        with pytest.raises(Stale):
            save(admin, now, version=1)

    def test_a_kept_token_goes_to_no_other_address(self, admin: Person, now: datetime) -> None:
        save(admin, now)
        with pytest.raises(Invalid) as refusal:
            save(admin, now, secrets={}, base_url="https://elsewhere.example/", version=2)
        assert list(refusal.value.errors) == ["bot_token"]
        save(admin, now, base_url="https://elsewhere.example/", version=2)
        assert setup_of(slack_row()).base_url == "https://elsewhere.example/"

    def test_the_environment_stands_in_and_its_token_stays_at_its_address(
        self, admin: Person, now: datetime, settings: Any
    ) -> None:
        settings.SLACK_BOT_TOKEN = "xoxb-from-the-environment"
        assert setup_of(None).bot_token == "xoxb-from-the-environment"
        save(admin, now, secrets={"webhook_url": HOOK}, base_url="https://elsewhere.example/")
        setup = setup_of(slack_row())
        assert (setup.bot_token, setup.base_url) == ("xoxb-from-the-environment", "https://slack.com/api/")

    def test_what_another_key_sealed_holds_the_queue_and_can_be_entered_anew(
        self, admin: Person, now: datetime, settings: Any, slack: SlackReceiver
    ) -> None:
        settings.SLACK_BOT_TOKEN = settings.SLACK_WEBHOOK_URL = ""
        save(admin, now, base_url=slack.base_url)
        settings.SECRET_KEY = "another-key-of-the-portal-0123456789-0123456789"
        delivery = delivery_to(admin, now, channel=Channel.SLACK)
        assert deliver_due(clock=lambda: now).counts == {"postponed": 1}
        assert "cannot be opened with this SECRET_KEY" in Delivery.objects.get(pk=delivery.pk).error
        with pytest.raises(Invalid):
            save(admin, now, secrets={"webhook_url": HOOK}, base_url=slack.base_url, version=2)
        slack.member(admin.email)
        save(admin, now, base_url=slack.base_url, version=2)
        assert deliver_due(clock=lambda: now).counts == {"sent": 1}  # at once, although it was told to wait

    def test_who_is_reached(self, admin: Person, now: datetime, settings: Any) -> None:
        assert open_channels() == channels_to_people() == (Channel.EMAIL, Channel.INBOX)
        save(admin, now, secrets={"webhook_url": HOOK})
        assert open_channels() == (Channel.EMAIL, Channel.SLACK, Channel.INBOX)
        assert channels_to_people() == (Channel.EMAIL, Channel.INBOX)
        save(admin, now, version=2)
        assert channels_to_people() == open_channels() == (Channel.EMAIL, Channel.SLACK, Channel.INBOX)
        doors.switch_off(channel=Channel.SLACK, by=admin, now=now)
        assert open_channels() == (Channel.EMAIL, Channel.INBOX)


class TestSwitching:
    def test_what_is_queued_waits_and_then_goes_out(
        self, admin: Person, now: datetime, post_office: PostOffice
    ) -> None:
        delivery_to(PersonFactory(), now)
        doors.switch_off(channel=Channel.EMAIL, by=admin, now=now)
        doors.switch_off(channel=Channel.EMAIL, by=admin, now=now)
        assert deliver_due(clock=lambda: now).counts == {}
        assert Delivery.objects.get().claimed_until is None
        doors.switch_on(channel=Channel.EMAIL, by=admin, now=now)
        doors.switch_on(channel=Channel.EMAIL, by=admin, now=now)
        assert deliver_due(clock=lambda: now).counts == {"sent": 1}
        names = DomainEvent.objects.filter(name__startswith="channel.").values_list("name", flat=True)
        assert sorted(names) == ["channel.switched_off", "channel.switched_on"]
        assert [entry.what for entry in setting_history(Channel.EMAIL)] == ["switched it on", "switched it off"]

    def test_what_waits_for_its_readers_hours_goes_on_waiting(self, admin: Person, now: datetime) -> None:
        quiet, tried = (PersonFactory() for _ in range(2))
        later = now + timedelta(hours=3)
        delivery_to(quiet, now, next_attempt_at=later)
        delivery_to(tried, now, next_attempt_at=later, error="mail server: no")
        health.note_error("email", "no", now)
        doors.switch_off(channel=Channel.EMAIL, by=admin, now=now)
        doors.switch_on(channel=Channel.EMAIL, by=admin, now=now)
        waits = dict(Delivery.objects.values_list("person", "next_attempt_at"))
        assert waits == {quiet.pk: later, tried.pk: now}
        assert ChannelHealth.objects.get().failing_since is None

    def test_the_inbox_cannot_be_switched_off(self, admin: Person, now: datetime) -> None:
        with pytest.raises(Invalid):
            doors.switch_off(channel=Channel.INBOX, by=admin, now=now)


class TestTrying:
    def test_mail_to_oneself(self, admin: Person, now: datetime, post_office: PostOffice) -> None:
        notice = doors.try_channel(channel=Channel.EMAIL, place=None, by=admin, now=now)
        fan_out_due(now)
        assert deliver_due(clock=lambda: now).counts == {"sent": 1}
        (mail,) = post_office.mails
        assert mail["Subject"] == "A test from Meridian"
        body = mail.get_body(("plain",))
        assert body
        assert "Ravi Admin tried whether messages arrive here." in body.get_content()
        assert "/admin/channels/email/" in body.get_content()
        assert [each.channel for each in notice.deliveries.all()] == ["email"]

    def test_slack_to_oneself_and_to_a_place(self, admin: Person, now: datetime, slack: SlackReceiver) -> None:
        slack.member(admin.email)
        doors.try_channel(channel=Channel.SLACK, place=None, by=admin, now=now)
        facts = {"channel": Channel.SLACK, "topic": "weekly_update", "language": "en", "by": admin, "now": now}
        place = places.add_place(name="#product", address="C0123456", **facts)
        other = places.add_place(name="#other", address="", **facts)
        notice = doors.try_channel(channel=Channel.SLACK, place=place, by=admin, now=now + timedelta(seconds=1))
        fan_out_due(now + timedelta(seconds=2))
        assert deliver_due(clock=lambda: now + timedelta(seconds=2)).counts == {"sent": 2}
        assert {message["channel"] for message in slack.messages} == {"U00000000", "C0123456"}
        assert [each.destination for each in notice.deliveries.all()] == [place]
        assert not Delivery.objects.filter(destination=other).exists()

    def test_nothing_is_promised_that_would_not_go_out(self, admin: Person, now: datetime, settings: Any) -> None:
        with pytest.raises(Invalid):
            doors.try_channel(channel=Channel.SLACK, place=None, by=admin, now=now)
        settings.SLACK_WEBHOOK_URL = HOOK
        with pytest.raises(Invalid):
            doors.try_channel(channel=Channel.SLACK, place=None, by=admin, now=now)
        doors.switch_off(channel=Channel.EMAIL, by=admin, now=now)
        with pytest.raises(Invalid):
            doors.try_channel(channel=Channel.EMAIL, place=None, by=admin, now=now)
        assert not Notice.objects.exists()


class TestPlaces:
    def test_added_renamed_switched(self, admin: Person, now: datetime) -> None:
        facts = {"topic": "weekly_update", "language": "en", "by": admin, "now": now}
        place = places.add_place(channel=Channel.SLACK, name="#a", address="C0123456", **facts)
        with pytest.raises(Invalid) as refusal:
            places.add_place(channel=Channel.SLACK, name="#b", address="C0123456", **facts)
        assert refusal.value.errors == {"address": "This place gets that already, as “#a”."}
        places.change_place(place=place, name="#product", address="C0123456", **facts)
        for _ in range(2):
            places.switch_place_off(place=place, by=admin, now=now)
        assert Destination.objects.get().switched_off_by == admin
        for _ in range(2):
            places.switch_place_on(place=place, by=admin, now=now)
        kept = Destination.objects.get()
        assert (kept.name, kept.switched_off_at, kept.switched_off_by) == ("#product", None, None)
        assert DomainEvent.objects.filter(name__startswith="destination.").count() == 4
        with pytest.raises(PermissionRefused):
            places.switch_place_off(place=place, by=in_role(Role.PRODUCT_OPS), now=now)


def test_a_switched_off_mail_channel_keeps_what_is_told_meanwhile(
    admin: Person, now: datetime, post_office: PostOffice
) -> None:
    doors.switch_off(channel=Channel.EMAIL, by=admin, now=now)
    from tests.comms.made import request_notice

    request_notice(now, people=[admin.pk])
    fan_out_due(now)
    assert Delivery.objects.filter(channel=Channel.EMAIL, status=DeliveryStatus.QUEUED).count() == 1
