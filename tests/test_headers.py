"""What protects every answer: headers, cookies, Host, redirects; and what production refuses to start with.

The headers of every single address are looked at where those are walked (`test_routes.py`).
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from productops.people.enums import Role
from productops.people.models import Person
from tests.factories import in_role
from tests.factories.people import PASSWORD
from tests.headers import POLICY, assert_safe

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "PORTAL_URL": "https://portal.example.org",
    "SMTP_URL": "smtp://mail.example.org",
    "MAIL_FROM": "portal@example.org",
}
ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "http:evil",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "\t//evil.example", "/\t/evil.example",
    "https:///evil.example", "//testserver@evil.example", "http://testserver.evil.example/", "mailto:a@b.example",
    "home", "areas/",
]  # fmt: skip


def in_production(*command: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Runs Python with production settings: nothing of how the suite itself runs is left. '' leaves a name out."""
    kept = {name: value for name, value in os.environ.items() if name not in {"TESTING", "DEMO", "DEBUG", "PORT"}}
    names = {name: value for name, value in {**kept, **PRODUCTION, **env}.items() if value}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=names, capture_output=True, text=True, timeout=60)


@pytest.fixture
def reader(db: None) -> Person:
    person = in_role(Role.STAKEHOLDER)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def signed_in(reader: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(reader)
    return client


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/sign-in/", "/", "/no/such/page", "/healthz", "/readyz", "/static/css/portal.css"]
    )
    def test_of_what_anybody_can_ask_for(self, db: None, client: Client, path: str) -> None:
        assert_safe(client.get(path))

    def test_of_pages_errors_and_fragments_that_are_private(self, signed_in: Client) -> None:
        for path, headers in (("/", {}), ("/no/such", {}), ("/admin/", {}), ("/find/?q=a", {"HX-Request": "true"})):
            answer = signed_in.get(path, headers=headers)
            assert_safe(answer, private=True)
            assert "HX-Request" in answer.headers["Vary"]

    @pytest.mark.parametrize("address", ["/weekly/%00/", "/find/?" + "a&" * 2500, "/find/?%00" + "&a" * 2500])
    def test_of_an_address_that_cannot_be_read(self, signed_in: Client, address: str) -> None:
        answer = signed_in.get(address)
        assert answer.status_code == 400
        assert_safe(answer, private=True)

    def test_of_a_fault(self, signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*args: Any, **kwargs: Any) -> None:
            raise RuntimeError("a secret detail")

        monkeypatch.setattr("productops.views.finder.find", broken)
        answer = signed_in.get("/find/?q=a")
        assert answer.status_code == 500
        assert "secret detail" not in answer.text
        assert_safe(answer, private=True)

    def test_of_a_form_without_its_token(self, reader: Person) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(reader)
        answer = strict.post("/theme/", {"theme": "dark"})
        assert answer.status_code == 403
        assert "<style" not in answer.text
        assert "reload the page" in answer.text
        assert_safe(answer, private=True)

    def test_policy_lets_nothing_inline_run_and_nothing_from_elsewhere_in(self) -> None:
        said = " ".join(POLICY.values())
        assert not re.search(r"unsafe|\*|https?:|nonce", said)

    def test_a_page_has_nothing_inline(self, signed_in: Client) -> None:
        page = signed_in.get("/").text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)

    def test_each_answer_has_an_id_of_our_own(self, client: Client) -> None:
        ids = [client.get("/healthz", headers={"X-Request-ID": "forged"}).headers["X-Request-ID"] for _each in range(3)]
        assert len(set(ids)) == 3
        assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)


class TestHost:
    @pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "testserver@evil.example"])
    def test_another_name_is_refused(self, client: Client, host: str) -> None:
        answer = client.get("/sign-in/", headers={"Host": host})
        assert answer.status_code == 400
        assert_safe(answer)

    def test_what_a_proxy_did_not_say_is_not_believed(self, db: None, client: Client) -> None:
        answer = client.get("/sign-in/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
        assert answer.status_code == 200
        assert "evil.example" not in answer.text
        assert answer.wsgi_request.scheme == "http"


class TestRedirects:
    @pytest.mark.parametrize("to", ELSEWHERE)
    def test_lead_to_ourselves_only(self, signed_in: Client, reader: Person, to: str) -> None:
        answers = [
            signed_in.get("/sign-in/", {"next": to}),
            signed_in.post("/theme/", {"theme": "dark", "next": to}),
            Client().post("/language/", {"language": "en", "next": to}),
            Client().post("/sign-in/", {"username": reader.email, "password": PASSWORD, "next": to}),
        ]
        assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/")] * 4
        framed = signed_in.post("/theme/", {"theme": "dark", "next": to}, headers={"HX-Request": "true"})
        assert framed.headers["HX-Redirect"] == "/"

    def test_an_address_of_ours_is_kept(self, signed_in: Client) -> None:
        assert signed_in.get("/sign-in/?next=/areas/%3Fq%3Da").headers["Location"] == "/areas/?q=a"

    def test_the_way_to_sign_in_leads_back(self, db: None, client: Client) -> None:
        assert client.get("/areas/?q=a").headers["Location"] == "/sign-in/?next=/areas/%3Fq%3Da"
        here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/areas/?q=a"}
        assert client.post("/theme/", headers=here).headers["HX-Redirect"] == "/sign-in/?next=/areas/%3Fq%3Da"
        there = here | {"HX-Current-URL": "https://evil.example/areas/"}
        assert client.post("/theme/", headers=there).headers["HX-Redirect"] == "/sign-in/?next=/"

    def test_nothing_can_be_smuggled_into_a_header(self, signed_in: Client) -> None:
        answer = signed_in.get("/sign-in/", {"next": "/a\r\nSet-Cookie: x=1"})
        assert "\n" not in answer.headers["Location"]
        assert "Set-Cookie" not in answer.headers


def test_cookies_with_what_the_database_does_not_know_are_passed_over(db: None, client: Client) -> None:
    for value in (r'"aaaaaaaaaaaa\000"', r'"aaaaaaaaaaaa\012"', "x" * 5000):
        answer = client.get("/", headers={"Cookie": f"session={value}; language={value}; csrf={value}"})
        assert answer.headers["Location"] == "/sign-in/?next=/"


SIGN_IN = """
import json, sys
import django
django.setup()
from django.test import Client
name, password = sys.argv[1:]
client = Client(headers={"Host": "portal.example.org"})
plain = client.get("/")
home = client.post("/sign-in/", {"username": name, "password": password}, secure=True)
health = Client(headers={"Host": "portal.example.org"}).get("/healthz")
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location")],
    "health": health.status_code,
    "home": [home.status_code, home.headers.get("Location")],
    "headers": dict(home.headers),
    "cookies": {name: {key: value for key, value in cookie.items() if value} for name, cookie in home.cookies.items()},
}))
"""


class TestProduction:
    def test_cookies_and_transport(self, committed: None) -> None:
        """A real sign-in with production settings, in a process of its own."""
        person = in_role(Role.STAKEHOLDER)
        person.password = Argon2PasswordHasher().encode(PASSWORD, "some salt of it")
        person.last_looked_at = timezone.now()
        person.save()
        run = in_production("-c", SIGN_IN, person.email, PASSWORD, DJANGO_SETTINGS_MODULE="productops.settings")
        assert run.returncode == 0, run.stderr
        said = json.loads(run.stdout)
        assert said["plain"] == [301, "https://portal.example.org/"]
        assert said["health"] == 200
        assert said["home"] == [302, "/"]
        assert said["cookies"].keys() == {"__Host-session", "__Host-csrf"}
        for cookie in said["cookies"].values():
            assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
                True,
                True,
                "Lax",
                "/",
            )
            assert "domain" not in cookie
        transport = said["headers"]["Strict-Transport-Security"]
        assert int(re.findall(r"max-age=(\d+)", transport)[0]) >= 365 * 24 * 3600
        assert "includeSubDomains" in transport

    def test_django_finds_nothing_to_complain_about(self) -> None:
        run = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
        assert (run.returncode, run.stderr) == (0, "")
        assert "no issues (0 silenced)" in run.stdout

    @pytest.mark.parametrize("missing", ["SECRET_KEY", "PORTAL_URL", "SMTP_URL", "MAIL_FROM", "DATABASE_URL"])
    def test_refuses_to_start_without(self, missing: str) -> None:
        run = in_production("-c", "import productops.settings", **{missing: "", "DATABASE_OWNER_URL": ""})
        assert run.returncode == 1
        assert f"{missing} is not set" in run.stderr

    def test_the_demo_refuses_an_address_that_others_can_reach(self) -> None:
        for address in ("https://portal.example.org", "http://10.0.0.7:8000", "http://localhost.example.org"):
            run = in_production("-c", "import productops.settings", DEMO="1", PORTAL_URL=address)
            assert run.returncode == 1
            assert "it only runs with PORTAL_URL on this machine" in run.stderr
        assert (
            in_production("-c", "import productops.settings", DEMO="1", PORTAL_URL="http://localhost:8000").returncode
            == 0
        )
