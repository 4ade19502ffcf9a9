"""The demo's mail server keeps what it is given, newest last, and drops the oldest."""

import asyncio
import smtplib
import subprocess
import sys
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

from productops import slacksink
from productops.mailsink import Maildir
from productops.stack.processes import free_port

ROOT = Path(__file__).resolve().parents[2]


def test_a_message_arrives_with_its_envelope(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "productops.mailsink", str(port), str(tmp_path / "mail")]
    sink = subprocess.Popen(command, cwd=ROOT)
    try:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "portal@meridian.example", "ewa@meridian.example", "Zażółć"
        message.set_content("Płatności są gotowe.\n")
        for _ in range(100):
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
                    client.send_message(message, to_addrs=["ewa@meridian.example", "hidden@meridian.example"])
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
    finally:
        sink.terminate()
        sink.wait()
    (kept,) = (tmp_path / "mail" / "new").iterdir()
    found = message_from_bytes(kept.read_bytes(), policy=default)
    assert found["X-Envelope-To"] == "ewa@meridian.example, hidden@meridian.example"
    assert found["Subject"] == "Zażółć"
    body = found.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["Płatności są gotowe."]


def test_only_the_newest_are_kept_also_over_a_restart(tmp_path: Path) -> None:
    first = Maildir(tmp_path, kept=3)
    for number in range(4):
        first.add(str(number).encode())
    Maildir(tmp_path, kept=3).add(b"4")
    kept = sorted((tmp_path / "new").iterdir())
    assert [path.read_bytes() for path in kept] == [b"2", b"3", b"4"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_slack_messages_are_kept_beside_the_mails(tmp_path: Path) -> None:
    """Slack's own client talks to it, as the portal does."""
    maildir = Maildir(tmp_path)

    async def story() -> None:
        server = await slacksink.begin(0, maildir.add)
        place = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            await asyncio.to_thread(talk, place)

    def talk(place: str) -> None:
        bot = WebClient("xoxb-demo", base_url=f"{place}/api/", retry_handlers=[])
        member = bot.users_lookupByEmail(email="ewa@meridian.example")["user"]["id"]
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Week 48* &amp; more\n<http://a/b|Read it>"}}]
        assert bot.chat_postMessage(channel=member, text="Week 48 &amp; more\nzażółć", blocks=blocks)["ok"]
        answer = WebhookClient(f"{place}/services/demo", retry_handlers=[]).send(text="To all")
        assert (answer.status_code, answer.body) == (200, "ok")
        with pytest.raises(SlackApiError):
            bot.auth_test()

    asyncio.run(story())
    first, second = (message_from_bytes(path.read_bytes(), policy=default) for path in sorted(maildir.new.iterdir()))
    assert (first["X-Via"], first["X-Envelope-To"]) == ("Slack", "ewa@meridian.example")
    assert first["Subject"] == "Week 48 & more"
    body = first.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["Week 48 & more", "Read it: http://a/b"]
    assert (second["X-Envelope-To"], second["Subject"]) == ("#webhook", "To all")
