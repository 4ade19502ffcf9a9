"""The pages of the channels: who sees what, secrets that are written and never read, tests that are watched."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comms import health
from comms.channels.slack.setup import setup_of, slack_row
from comms.deliveries import deliver_due
from comms.fan_out import fan_out_due
from comms.models import ChannelSettings, Delivery, Destination, Notice
from productops.people.enums import Role
from productops.people.models import Person
from tests.comms.made import delivery_to
from tests.comms.post_office import PostOffice
from tests.factories import OrganisationFactory, PersonFactory, in_role

pytestmark = pytest.mark.django_db
LIST, SLACK, MAIL = "/admin/channels/", "/admin/channels/slack/", "/admin/channels/email/"
SETTINGS = f"{SLACK}settings/"
TOKEN, HOOK = "xoxb-0123456789-secret-x4f2", "https://hooks.slack.com/services/T0/B0/verysecret9z"
HTMX = {"HX-Request": "true", "HX-Target": "channel-test"}


def signed_in(client: Client, role: Role) -> Person:
    OrganisationFactory()
    person = in_role(role, name="Ravi Admin")
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


@pytest.fixture
def admin(client: Client) -> Person:
    return signed_in(client, Role.ADMIN)


def saved(client: Client, **facts: str) -> Any:
    row = slack_row()
    return client.post(SETTINGS, {"version": str(row.version if row else 1), **facts})


class TestLooking:
    def test_all_at_one_look(self, client: Client, admin: Person) -> None:
        now = timezone.now()
        health.note_ok("email", now)
        health.note_error("slack", "Slack does not let the portal in: the token was revoked (token_revoked).", now)
        ChannelSettings.objects.create(
            channel="slack", changed_at=now, settings={"base_url": "", "secrets": ["bot_token"]}
        )
        delivery_to(PersonFactory(), now)
        page = client.get(LIST)
        assert [(way.name, way.word, way.tone, way.waiting) for way in page.context["ways"]] == [
            ("email", "Works", "good", 1),
            ("slack", "Does not work", "bad", 0),
            ("inbox", "Not used yet", "none", 0),
            ("atom", "Not used yet", "none", 0),
            ("pdf", "Not used yet", "none", 0),
        ]
        assert "the token was revoked" in page.text

    def test_costs_the_same_however_much_waits(
        self, client: Client, admin: Person, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        client.get(LIST)
        for _ in range(5):
            delivery_to(PersonFactory(), now, error="mail server: no")
        with django_assert_max_num_queries(16):
            client.get(LIST)
        with django_assert_max_num_queries(24):
            client.get(MAIL)

    def test_product_ops_see_how_they_do_and_change_nothing(self, client: Client, now: datetime) -> None:
        signed_in(client, Role.PRODUCT_OPS)
        delivery_to(PersonFactory(name="Łukasz Żak"), now, error="mail server: refused")
        page = client.get(MAIL)
        assert ("mail server: refused" in page.text, "Send a test" in page.text) == (True, False)
        assert client.get(SETTINGS).status_code == 403
        for path in (f"{MAIL}off/", f"{MAIL}on/", f"{MAIL}tests/", f"{SLACK}places/1/off/"):
            assert client.post(path).status_code == 403

    @pytest.mark.parametrize("name", ["inbox", "atom", "pdf"])
    def test_ways_without_settings(self, client: Client, admin: Person, name: str) -> None:
        assert client.get(f"{LIST}{name}/").status_code == 200

    @pytest.mark.parametrize("path", ["nonsense/", "slack/tests/77/", "slack/places/77/"])
    def test_what_is_not_there(self, client: Client, admin: Person, path: str) -> None:
        assert client.get(LIST + path).status_code == 404

    def test_changes_are_posted(self, client: Client, admin: Person) -> None:
        for path in ("off/", "on/", "tests/"):
            assert client.get(MAIL + path).status_code == 405
        for name in ("atom", "pdf", "nonsense"):
            assert client.post(f"{LIST}{name}/off/").status_code == 404


class TestSecrets:
    def test_are_written_and_never_shown(self, client: Client, admin: Person) -> None:
        answer = saved(client, bot_token=TOKEN, webhook_url=HOOK)
        assert (answer.status_code, answer["Location"]) == (302, SLACK)
        assert setup_of(slack_row()).bot_token == TOKEN
        for path in (SLACK, SETTINGS):
            page = client.get(path)
            assert "Set, ends in …x4f2" in page.text
            assert "Set, ends in …et9z" in page.text
            assert TOKEN not in page.text
            assert "verysecret" not in page.text
        assert "saved a secret" in client.get(SLACK).text

    def test_what_was_typed_wrongly_is_not_sent_back(self, client: Client, admin: Person) -> None:
        page = saved(
            client, bot_token="my secret", webhook_url="http://127.0.0.1/x-secret", base_url="https://10.0.0.1/"
        )
        assert page.status_code == 422
        assert "This is no bot token" in page.text
        assert page.text.count("The portal does not call this address") == 4  # at both fields, and listed at the top
        assert "my secret" not in page.text
        assert "x-secret" not in page.text
        assert slack_row() is None

    def test_an_empty_field_keeps_and_a_tick_removes(self, client: Client, admin: Person) -> None:
        saved(client, bot_token=TOKEN, webhook_url=HOOK)
        saved(client)
        assert setup_of(slack_row()).bot_token == TOKEN
        both = saved(client, bot_token=TOKEN, forget_bot_token="on")
        assert (both.status_code, "Either enter a new one" in both.text) == (422, True)
        saved(client, forget_bot_token="on")
        assert (setup_of(slack_row()).bot_token, setup_of(slack_row()).webhook_url) == ("", HOOK)
        assert "Not set" in client.get(SETTINGS).text

    def test_another_address_wants_the_token_again(self, client: Client, admin: Person) -> None:
        saved(client, bot_token=TOKEN)
        page = saved(client, base_url="https://slack.example/api")
        assert (page.status_code, "Enter the token again" in page.text) == (422, True)
        assert saved(client, base_url="https://slack.example/api", bot_token=TOKEN).status_code == 302

    def test_two_tabs(self, client: Client, admin: Person) -> None:
        saved(client, bot_token=TOKEN)
        stale = client.post(SETTINGS, {"version": "1", "webhook_url": HOOK})
        assert (stale.status_code, "Somebody else changed these settings" in stale.text) == (409, True)

    def test_another_key_is_said_and_breaks_nothing(self, client: Client, admin: Person, settings: Any) -> None:
        saved(client, bot_token=TOKEN)
        settings.SECRET_KEY_FALLBACKS = []
        from comms import sealing

        row = ChannelSettings.objects.get()
        row.secrets = sealing.seal({"bot_token": TOKEN})[:-9] + b"tampered="
        row.save()
        for path in (SLACK, SETTINGS):
            page = client.get(path)
            assert (page.status_code, "Enter it again" in page.text) == (200, True)
        assert saved(client, webhook_url=HOOK).status_code == 422
        assert saved(client, bot_token=TOKEN).status_code == 302


class TestTrying:
    def test_a_test_is_watched_until_it_arrived(
        self,
        client: Client,
        admin: Person,
        now: datetime,
        post_office: PostOffice,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        answer = client.post(f"{MAIL}tests/", {"place": ""})
        assert answer.status_code == 302
        watched = answer["Location"]
        assert "On its way" in client.get(watched).text
        begun = client.get(watched, headers=HTMX).text
        assert ("<html" in begun, "hx-trigger" in begun) == (False, True)
        fan_out_due(now.replace(year=2040))
        assert deliver_due(clock=lambda: now.replace(year=2040)).counts == {"sent": 1}
        arrived = client.get(watched, headers=HTMX).text
        assert ("Arrived" in arrived, "hx-trigger" in arrived) == (True, False)
        assert 'id="condition" hx-swap-oob="true"' in arrived

    def test_a_test_that_does_not_arrive_says_why(
        self, client: Client, admin: Person, now: datetime, post_office: PostOffice
    ) -> None:
        post_office.refuse[admin.email] = "550 5.1.1 nobody here"
        watched = client.post(f"{MAIL}tests/", {"place": ""})["Location"]
        fan_out_due(now.replace(year=2040))
        deliver_due(clock=lambda: now.replace(year=2040))
        assert "550 5.1.1 nobody here" in client.get(watched, headers=HTMX).text
        Delivery.objects.update(status="queued", error="mail server: later")
        assert "Not yet" in client.get(watched, headers=HTMX).text
        Notice.objects.update(created_at=now.replace(year=2020))
        left = client.get(watched, headers=HTMX).text  # an open page asks for half a minute, not for days
        assert ("hx-trigger" in left, 'class="link"' in left) == (False, True)

    def test_without_a_way_it_is_refused_with_the_reason(self, client: Client, admin: Person) -> None:
        page = client.post(f"{SLACK}tests/", {"place": ""})
        assert page.status_code == 422
        client.post(f"{MAIL}off/")
        page = client.post(f"{MAIL}tests/", {"place": ""})
        assert (page.status_code, "nothing would go out" in page.text) == (422, True)


class TestSwitching:
    def test_off_and_back(self, client: Client, admin: Person) -> None:
        page = client.post(f"{MAIL}off/", follow=True)
        assert "No mail goes out, sign-in links and invitations neither." in page.text
        assert f'action="{MAIL}on/"' in page.text  # the undo, and the button
        page = client.post(f"{MAIL}on/", follow=True)
        assert "What waited goes out now." in page.text
        assert not ChannelSettings.objects.filter(switched_off_at__isnull=False).exists()


class TestPlaces:
    def test_added_changed_switched(self, client: Client, admin: Person) -> None:
        facts = {"name": "#product", "address": "c0123456789", "topic": "weekly_update", "language": "en"}
        assert client.post(f"{SLACK}places/new/", facts).status_code == 302
        place = Destination.objects.get()
        assert (place.channel, place.name, place.address) == ("slack", "#product", "C0123456789")
        again = client.post(f"{SLACK}places/new/", facts)
        assert (again.status_code, "This place gets that already" in again.text) == (422, True)
        nonsense = client.post(f"{SLACK}places/new/", facts | {"address": "#general"})
        assert (nonsense.status_code, "This is no channel’s ID" in nonsense.text) == (422, True)
        one = f"{SLACK}places/{place.pk}/"
        assert client.get(one).status_code == 200
        assert client.post(one, facts | {"name": "#news"}).status_code == 302
        page = client.post(f"{one}off/", follow=True)
        assert ("Nothing goes to #news any more." in page.text, f'action="{one}on/"' in page.text) == (True, True)
        client.post(f"{one}on/")
        place.refresh_from_db()
        assert (place.name, place.switched_off_at) == ("#news", None)
