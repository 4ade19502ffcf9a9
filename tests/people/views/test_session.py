"""Coming in and leaving."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone

from productops.audit.models import DomainEvent
from productops.people import tokens
from productops.people.actions import sessions
from productops.people.models import Person
from productops.people.signals import mail_wanted
from tests.factories import PersonFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def aino() -> Person:
    person = PersonFactory(name="Aino Rask", email="aino@meridian.example", title="Sales")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def mails() -> Iterator[list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    def hear(**kwargs: Any) -> None:
        heard.append({name: kwargs[name] for name in ("kind", "person", "by", "now", "key")})

    mail_wanted.connect(hear)
    yield heard
    mail_wanted.disconnect(hear)


def sign_in(client: Client, password: str = PASSWORD, **data: str) -> Any:
    return client.post("/sign-in/", {"username": "aino@meridian.example", "password": password, **data})


def without_csrf(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestPassword:
    def test_page_shows_both_fields(self, client: Client) -> None:
        page = client.get("/sign-in/")
        assert page.status_code == 200
        assert b'name="username"' in page.content
        assert b'name="password"' in page.content

    def test_right_password_lets_in_whatever_the_case_of_the_address(self, client: Client, aino: Person) -> None:
        response = sign_in(client, username="Aino@Meridian.example")
        assert (response.status_code, response["Location"]) == (302, "/")
        assert client.session["_auth_user_id"] == str(aino.pk)

    def test_session_is_renewed(self, client: Client, aino: Person) -> None:
        client.post("/language/", {"language": "pl"})
        session = client.session
        session["seen"] = 1
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        sign_in(client)
        assert client.session.session_key != session.session_key

    @pytest.mark.parametrize(
        ("wanted", "goes"),
        [
            ("/areas/?q=x", "/areas/?q=x"),
            ("https://evil.example/", "/"),
            ("//evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/\\evil.example", "/"),
            ("", "/"),
        ],
    )
    def test_goes_on_only_to_ourselves(self, client: Client, aino: Person, wanted: str, goes: str) -> None:
        assert sign_in(client, next=wanted)["Location"] == goes

    def test_tries_are_counted_down_truly_then_locked(self, client: Client, aino: Person) -> None:
        said = []
        for _attempt in range(4):
            response = sign_in(client, "wrong")
            assert response.status_code == 422
            said.append(re.search(r"do not match\. (.*?) left", response.content.decode())[1])  # type: ignore[index]
        assert said == ["Four tries", "Three tries", "Two tries", "One try"]
        locked = sign_in(client, "wrong")
        assert locked.status_code == 429
        assert 0 < int(locked["Retry-After"]) <= 901
        assert sign_in(client).status_code == 429
        assert not is_in(client)

    def test_a_stranger_elsewhere_locks_nobody_out(self, client: Client, aino: Person) -> None:
        stranger = Client(REMOTE_ADDR="203.0.113.9")
        for _attempt in range(6):
            sign_in(stranger, "wrong")
        assert sign_in(client).status_code == 302

    def test_a_quarter_of_an_hour_later_there_are_five_again(self, client: Client, aino: Person) -> None:
        for _attempt in range(5):
            sign_in(client, "wrong")
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
        assert sign_in(client).status_code == 302

    def test_deactivated_person_stays_out(self, client: Client, aino: Person) -> None:
        Person.objects.filter(pk=aino.pk).update(is_active=False, deactivated_at=timezone.now())
        assert sign_in(client).status_code == 422

    @pytest.mark.parametrize("username", ["", "\x00", "no address", "a" * 400 + "@x.example", "x\x0b@y.example"])
    def test_odd_addresses_are_refused_at_the_field(self, client: Client, username: str) -> None:
        assert client.post("/sign-in/", {"username": username, "password": "x\x00y"}).status_code in {422, 429}

    def test_one_who_is_in_goes_on(self, client: Client, aino: Person) -> None:
        sign_in(client)
        assert client.get("/sign-in/?next=/areas/")["Location"] == "/areas/"

    def test_session_ends_at_a_fixed_moment(self, client: Client, aino: Person) -> None:
        sign_in(client)
        end = client.session.get_expiry_date()
        session = client.session
        session["seen"] = 1
        session.save()
        assert client.session.get_expiry_date() == end
        assert abs(end - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)

    def test_sign_out_is_a_post(self, client: Client, aino: Person) -> None:
        sign_in(client)
        assert client.get("/sign-out/").status_code == 405
        assert is_in(client)
        assert client.post("/sign-out/")["Location"] == "/sign-in/"
        assert not is_in(client)


class TestLink:
    def test_answer_is_the_same_for_nobody(self, client: Client, aino: Person, mails: list[Any]) -> None:
        known = client.post("/sign-in/link/", {"username": "aino@meridian.example"})
        unknown = client.post("/sign-in/link/", {"username": "nobody@meridian.example"})
        assert known.status_code == unknown.status_code == 200
        assert without_csrf(known).replace("aino@", "nobody@") == without_csrf(unknown)
        assert [(mail["kind"], mail["person"]) for mail in mails] == [("sign_in_link", aino)]
        assert not any("token" in str(mail) or tokens.code_of(aino) in str(mail["key"]) for mail in mails)

    def test_sixth_wish_is_too_many_and_the_fourth_mail_is_not_sent(
        self, client: Client, aino: Person, mails: list[Any]
    ) -> None:
        codes = [client.post("/sign-in/link/", {"username": "aino@meridian.example"}).status_code for _wish in range(6)]
        assert codes == [200] * 5 + [429]
        assert len(mails) == 3
        assert sign_in(client).status_code == 302  # tries with a password are counted apart

    def test_opening_changes_nothing_pressing_lets_in_once(self, client: Client, aino: Person) -> None:
        path = tokens.sign_in_path(aino, timezone.now())
        before = Person.objects.get(pk=aino.pk).last_login
        for _scan in range(3):
            assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert (is_in(client), Person.objects.get(pk=aino.pk).last_login) == (False, before)
        assert client.post(path).status_code == 302
        assert client.session["_auth_user_id"] == str(aino.pk)
        other = Client()
        assert other.post(path).status_code == other.get(path).status_code == 410
        assert not is_in(other)

    def test_expires_after_half_an_hour(self, client: Client, aino: Person) -> None:
        now = timezone.now()
        assert client.get(tokens.sign_in_path(aino, now - timedelta(minutes=29))).status_code == 200
        assert client.get(tokens.sign_in_path(aino, now - timedelta(minutes=31))).status_code == 410
        assert client.get(tokens.sign_in_path(aino, now + timedelta(minutes=31))).status_code == 410

    def test_dies_with_the_password(self, client: Client, aino: Person) -> None:
        path = tokens.sign_in_path(aino, timezone.now())
        sessions.change_password(person=aino, present=PASSWORD, password="another horse entirely", now=timezone.now())
        assert client.post(path).status_code == 410

    def test_dies_with_the_account(self, client: Client, aino: Person) -> None:
        path = tokens.sign_in_path(aino, timezone.now())
        Person.objects.filter(pk=aino.pk).update(is_active=False, deactivated_at=timezone.now())
        assert client.get(path).status_code == client.post(path).status_code == 410

    def test_of_another_purpose_or_made_up(self, client: Client, aino: Person) -> None:
        code, token = tokens.code_of(aino), tokens.invitation.make(aino, timezone.now())
        for path in (f"/sign-in/link/{code}/{token}/", f"/sign-in/link/{code}/x/", "/sign-in/link/!!/a-b/"):
            assert client.post(path).status_code == 410

    def test_is_recorded(self, client: Client, aino: Person, mails: list[Any]) -> None:
        client.post("/sign-in/link/", {"username": "aino@meridian.example"})
        client.post(tokens.sign_in_path(aino, timezone.now()))
        names = DomainEvent.objects.filter(object_id=str(aino.pk)).order_by("id").values_list("name", flat=True)
        assert list(names) == ["sign_in_link.wanted", "sign_in_link.used"]


class TestDemo:
    def test_buttons_and_coming_in(self, client: Client, aino: Person, settings: Any) -> None:
        settings.DEMO = True
        assert b"Aino Rask<small>Sales</small>" in client.get("/sign-in/").content
        assert client.get("/sign-in/demo/").status_code == 405
        assert client.post("/sign-in/demo/", {"person": aino.email, "next": "/areas/"})["Location"] == "/areas/"
        assert client.session["_auth_user_id"] == str(aino.pk)

    def test_only_the_six(self, client: Client, aino: Person, settings: Any) -> None:
        settings.DEMO = True
        other = PersonFactory(email="other@meridian.example")
        assert client.post("/sign-in/demo/", {"person": other.email}).status_code == 404
        Person.objects.filter(pk=aino.pk).update(is_active=False, deactivated_at=timezone.now())
        assert client.post("/sign-in/demo/", {"person": aino.email}).status_code == 404

    def test_impossible_without_demo_mode(self, client: Client, aino: Person) -> None:
        assert b"Come in as" not in client.get("/sign-in/").content
        assert client.post("/sign-in/demo/", {"person": aino.email}).status_code == 404
        assert not is_in(client)

    @pytest.mark.parametrize("portal", ["https://portal.example.org", "http://10.0.0.5:8000"])
    def test_does_not_start_with_production_settings(self, portal: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in {"TESTING", "DEBUG"}}
        environment |= {"DEMO": "1", "PORTAL_URL": portal, "SECRET_KEY": "x" * 50}
        run = subprocess.run(
            [sys.executable, "-c", "import productops.settings"],
            env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 1
        assert "ImproperlyConfigured: DEMO" in run.stderr


class TestSwitches:
    def test_language_of_this_browser(self, client: Client) -> None:
        response = client.post("/language/", {"language": "pl", "next": "/sign-in/"})
        assert response["Location"] == "/sign-in/"
        assert b'lang="pl"' in client.get("/sign-in/").content

    def test_language_and_theme_of_the_person(self, client: Client, aino: Person) -> None:
        client.force_login(aino)
        client.post("/language/", {"language": "pl"})
        client.post("/theme/", {"theme": "dark"})
        aino.refresh_from_db()
        assert (aino.language, aino.theme) == ("pl", "dark")

    def test_nonsense_changes_nothing(self, client: Client, aino: Person) -> None:
        client.force_login(aino)
        client.post("/language/", {"language": "xx"})
        client.post("/theme/", {"theme": "neon"})
        aino.refresh_from_db()
        assert (aino.language, aino.theme) == ("en", "system")
