"""The demo's letter box; outside of the demo there is none."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from comms.channels.email.envelope import sealed
from comms.letter import Letter
from productops.mailsink import Maildir
from productops.slacksink import as_mail
from productops.text import unaccented
from tests.comms.made import delivery_to
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PAGE = "/comms/sink/"


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> Maildir:
    settings.DEMO, settings.MAIL_SINK_DIR = True, str(tmp_path / "mail")
    return Maildir(tmp_path / "mail")


def mail_to(box: Maildir, name: str, now: datetime, **letter: str) -> str:
    person = PersonFactory(name=name, email=f"{unaccented(name.split()[0])}@example.org")
    facts = {"subject": f"For {name}", "text": "Read http://localhost:8000/weekly/ now.", "html": "<p>b</p>"} | letter
    content = sealed(Letter(**facts), delivery_to(person, now), now=now, eight_bit=True)
    return box.add(f"X-Envelope-To: {person.email}\r\n".encode() + content).name


@pytest.mark.parametrize(("demo", "folder"), [(False, "mail"), (True, "")])
def test_exists_in_the_demo_only(client: Client, settings: Any, tmp_path: Path, demo: bool, folder: str) -> None:
    box = Maildir(tmp_path / "mail")
    key = box.add(b"Subject: s\r\n\r\nb").name
    settings.DEMO, settings.MAIL_SINK_DIR = demo, folder and str(tmp_path / folder)
    for address in (PAGE, f"{PAGE}{key}/", f"{PAGE}{key}/html/"):
        assert client.get(address).status_code == 404


def test_lists_what_each_person_received_newest_first(client: Client, box: Maildir, now: datetime) -> None:
    mail_to(box, "Ewa Lis", now)
    mail_to(box, "Łukasz Żak", now)
    assert [kept.subject for kept in client.get(PAGE).context["mails"]] == ["For Łukasz Żak", "For Ewa Lis"]
    (kept,) = client.get(PAGE, {"to": "ewa@example.org"}).context["mails"]
    assert (kept.name, kept.to) == ("Ewa Lis", "ewa@example.org")
    assert [kept.name for kept in client.get(PAGE, {"to": "żak"}).context["mails"]] == ["Łukasz Żak"]


def test_an_empty_box_says_what_to_do(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.MAIL_SINK_DIR = True, str(tmp_path / "not yet")
    assert "No mail here." in client.get(PAGE).text


def test_a_mail_with_links_to_click_and_its_html_in_a_frame(client: Client, box: Maildir, now: datetime) -> None:
    key = mail_to(box, "Ewa Lis", now, text="See http://localhost:8000/weekly/ <script>")
    page = client.get(f"{PAGE}{key}/")
    assert '<a href="http://localhost:8000/weekly/"' in page.text
    assert "&lt;script&gt;" in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert f'src="{PAGE}{key}/html/"' in page.text


def test_the_html_part_lives_in_a_sandbox(client: Client, box: Maildir, now: datetime) -> None:
    key = mail_to(box, "Ewa Lis", now, html='<html><head></head><body><p style="color:red">b</p></body></html>')
    part = client.get(f"{PAGE}{key}/html/")
    policy = part.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert part.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in part.text


@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e%2f%2e%2e", "../secret"])
def test_nothing_else_is_read(client: Client, box: Maildir, key: str) -> None:
    (Path(box.new).parent / "secret").write_text("secret")
    assert client.get(f"{PAGE}{key}/").status_code == 404
    assert client.get(f"{PAGE}{key}/html/").status_code == 404


def test_slack_messages_lie_beside_the_mails(client: Client, box: Maildir, now: datetime) -> None:
    mail_to(box, "Ewa Lis", now)
    key = box.add(as_mail("#product", {"text": "Week 48 &amp; more"})).name
    page = client.get(PAGE)
    assert [(kept.to, kept.subject, kept.via) for kept in page.context["mails"]] == [
        ("#product", "Week 48 & more", "Slack"), ("ewa@example.org", "For Ewa Lis", ""),
    ]  # fmt: skip
    assert page.text.count('<span class="tag">Slack</span>') == 1
    message = client.get(f"{PAGE}{key}/")
    assert ("Week 48 &amp; more" in message.text, "<iframe" in message.text) == (True, False)
