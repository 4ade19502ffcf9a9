"""A subscriber's week: one update comes to Aino by mail, in Slack, in her feed reader and in the portal.

And what opens every link of every mail before her, a scanner, changes nothing.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from comms.models import Delivery
from comms.sweeping import sweep
from productops.people.models import Person
from rituals import schedule
from rituals.actions.publishing import edit_front, publish
from rituals.models import WeeklyUpdate
from rituals.queries import stamp_of
from tests.comms.post_office import PostOffice
from tests.comms.slack_receiver import SlackReceiver
from tests.journeys.clock import AT_THE_DEADLINE, WEDNESDAY, WEEK, Clock
from tests.journeys.conftest import ComeIn, Window
from tests.journeys.letters import bodies, letter_to

AINO = "aino@meridian.example"
HEADLINE = "Search holds, payouts wait for the night shift"


@pytest.fixture
def slack() -> Iterator[SlackReceiver]:
    """A server in Slack's place that the portal's environment points at."""
    receiver = SlackReceiver()
    with pytest.MonkeyPatch.context() as change:
        change.setattr(settings, "OUTGOING_ALLOWED", [receiver.place])
        change.setattr(settings, "SLACK_BASE_URL", receiver.base_url)
        change.setattr(settings, "SLACK_BOT_TOKEN", "xoxb-1-test-token")
        change.setattr(settings, "SLACK_WEBHOOK_URL", "")
        yield receiver
    receiver.close()


def published(clock: Clock) -> None:
    """The schedule collects at the deadline and Maja publishes."""
    clock.set(AT_THE_DEADLINE)
    schedule.run(now=clock())
    maja = Person.objects.get(email="maja@meridian.example")
    row = WeeklyUpdate.objects.get(key=WEEK)
    row = edit_front(update=row, title=HEADLINE, lines=[], by=maja, now=clock(), seen_version=row.version)
    publish(update=row, seen=stamp_of(row), by=maja, now=clock())
    sweep(clock=clock)


def unread(page: Page) -> str:
    return page.locator(".bell .count").inner_text()


def test_one_update_four_ways_and_stopped(
    come_in: ComeIn, window: Window, clock: Clock, post_office: PostOffice, slack: SlackReceiver
) -> None:
    member = slack.member(AINO)
    aino = come_in("aino", "/comms/subscriptions/")
    aino.get_by_label("The areas ticked below").check()
    for box in aino.get_by_role("group", name="Areas").get_by_role("checkbox").all():
        box.uncheck()
    for area in ("Checkout", "Platform"):
        aino.get_by_role("checkbox", name=area, exact=True).check()
    aino.get_by_role("button", name="Save what I follow").click()
    aino.get_by_role("button", name="Make an address").click()
    feed = aino.get_by_role("textbox", name="Address").input_value()
    aino.goto("/comms/preferences/")
    aino.get_by_role("combobox", name="The weekly update is published, Slack").select_option(label="At once")
    aino.get_by_role("button", name="Save").first.click()
    expect(aino.locator("#message")).to_contain_text("Saved")

    published(clock)

    # By mail, in Slack, in the feed: her two areas or the highlights, once each.
    mail = letter_to(post_office, AINO, HEADLINE)
    by_slack = [body["text"] for body in slack.messages if body["channel"] == member]
    assert [HEADLINE in text for text in by_slack].count(True) == 1
    reader = window()
    poll = reader.request.get(feed)
    entries = feedparser.parse(poll.body()).entries
    assert entries[0].title == HEADLINE
    assert "Checkout" in entries[0].content[0].value
    assert "Onboarding" not in entries[0].content[0].value
    again = reader.request.get(feed, headers={"If-None-Match": poll.headers["etag"]})
    assert again.status == 304

    # In the portal: the bell counts it, the inbox leads to it, and then it is read.
    aino.goto("/")
    expect(aino.locator(".bell .count")).to_be_visible()
    aino.locator(".bell").click()
    expect(aino.get_by_role("heading", level=1)).to_have_text("Inbox")
    aino.get_by_role("main").get_by_text(HEADLINE).first.click()
    expect(aino.get_by_role("heading", level=1)).to_have_text(HEADLINE)

    # She stops the mail from the mail; Slack, feed and inbox go on.
    address = mail["List-Unsubscribe"].strip("<>")
    assert window().request.post(address, form={"List-Unsubscribe": "One-Click"}).ok
    aino.goto("/comms/preferences/")
    chosen = {
        name: aino.get_by_role("combobox", name=f"The weekly update is published, {name}")
        for name in ("E-mail", "Slack", "In the portal")
    }
    for name, words in {"E-mail": "Not at all", "Slack": "At once", "In the portal": "At once"}.items():
        expect(chosen[name].locator("option:checked")).to_have_text(words)

    # And the address of the feed, when she revokes it, is gone.
    aino.goto("/comms/subscriptions/")
    aino.get_by_role("link", name=re.compile("Revoke the address")).click()
    aino.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(aino.locator("#message")).to_be_visible()
    assert reader.request.get(feed).status == 410


def rows_written() -> int:
    """Everything that anybody wrote in this database so far, by PostgreSQL's own count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")
        return int(cursor.fetchone()[0])


def test_a_scanner_that_opens_every_link_changes_nothing(
    come_in: ComeIn, window: Window, clock: Clock, post_office: PostOffice
) -> None:
    """Reminders, the missing list, the update, a request: whatever came by mail, and its headers too."""
    clock.set(WEDNESDAY.replace(hour=14, minute=30))
    schedule.run(now=clock())
    published(clock)
    links = {
        link.rstrip(".,>)")
        for mail in post_office.mails
        for text in (*bodies(mail), mail["List-Unsubscribe"] or "")
        for link in re.findall(r"https?://[^\s\"'<>]+", text)
    }
    ours = {link for link in links if urlsplit(link).netloc == urlsplit(settings.PORTAL_URL).netloc}
    assert {urlsplit(link).path.split("/")[1] for link in ours} >= {"weekly", "comms"}
    states = list(Delivery.objects.order_by("pk").values_list("pk", "status"))
    scanner = window()
    scanner.request.get(settings.PORTAL_URL + "/sign-in/")
    before = rows_written()
    answers = {scanner.request.get(link.replace("&amp;", "&")).status for link in sorted(ours)}
    assert answers <= {200, 404, 410}
    assert rows_written() == before
    assert list(Delivery.objects.order_by("pk").values_list("pk", "status")) == states
