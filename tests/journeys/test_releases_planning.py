"""A PM plans a small release from the keyboard, in less than a minute; and moves a large one, which each hears once."""

import re
import time

from playwright.sync_api import expect

from comms.sweeping import sweep
from releases.models import Release
from tests.comms.post_office import PostOffice
from tests.journeys.clock import Clock
from tests.journeys.conftest import ComeIn
from tests.journeys.letters import letters_to
from tests.journeys.test_quick_pm import COUNT
from tests.journeys.walking import walk

KEYS_AND_CLICKS, SECONDS = 60, 30
NAME = "Fee on the receipt"


def test_tier_1_in_one_minute(come_in: ComeIn) -> None:
    """Everything by key: a name, seven questions, a date. Counted in the page, as the two minutes of the editor are."""
    page = come_in("tomek", "/releases/")
    page.add_init_script(f"({COUNT})()")
    began = time.monotonic()
    page.get_by_role("link", name="New release").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(NAME)
    walk(page, "Tab", page.get_by_role("radio", name="No, it is invisible"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="A wording or a small fix")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Everybody at once")).to_be_checked()
    for _no in range(5):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Tier 1, low")).to_be_checked()
    expect(page.locator("#tier")).to_contain_text("Nothing in the answers asks for a review.")
    walk(page, "Tab", page.get_by_label("Launch date"))
    page.keyboard.type("12082026")  # as this browser writes days, whatever the page's language
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_have_text(re.compile("PAY-34 is started. Everybody sees that it is coming."))
    took, pressed = time.monotonic() - began, int(page.evaluate("sessionStorage.pressed"))
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_role("main")).to_contain_text("Tier 1 asks for no checklist")
    row = Release.objects.get(key="PAY-34")
    assert (row.tier, str(row.launch_on), row.health) == (1, "2026-12-08", "on_track")
    assert pressed < KEYS_AND_CLICKS, f"{pressed} keys and clicks"
    assert took < SECONDS, f"{took:.1f} s"
    print(f"\n{pressed} keys and clicks, {took:.1f} s")


def test_a_moved_date_is_told_once_and_loses_nothing(come_in: ComeIn, clock: Clock, post_office: PostOffice) -> None:
    """Grace moves the end of API v1: 19 lines follow, eight people hear of it, what was done stays."""
    sweep(clock=clock)
    post_office.contents.clear()
    row = Release.objects.get(key="API-8")
    items = row.items.filter(retired_at=None)
    people = set(items.filter(state="open").values_list("person__email", flat=True)) - {"grace@meridian.example"}
    done, due = dict(items.filter(state="done").values_list("key", "due_on")), items.get(key="macros").due_on

    grace = come_in("grace", "/releases/API-8/")
    grace.get_by_role("link", name="Move the date").first.click()
    grace.get_by_label("Launch date").fill("2027-03-02")
    grace.get_by_label("Launch date").blur()
    grace.get_by_label("Why the launch moves").fill("The last ERP partner moves in February.")
    grace.get_by_role("button", name="Set the dates").click()
    expect(grace).to_have_url(re.compile("/releases/API-8/$"))
    expect(grace.get_by_role("main")).to_contain_text("moved twice")

    assert dict(items.filter(state="done").values_list("key", "due_on")) == done
    assert (items.get(key="macros").due_on - due).days == 28
    sweep(clock=clock)
    subject = "API-8 End of API v1 was planned anew: look at your items"
    assert len(people) == 8
    for email in people:
        assert [str(mail["Subject"]) for mail in letters_to(post_office, email)].count(subject) == 1, email
    assert len(post_office.mails) == len(people)
    brendan = come_in("brendan", "/inbox/")
    expect(brendan.get_by_role("link", name=subject)).to_have_count(1)
    brendan.get_by_role("link", name=subject).click()
    expect(brendan.get_by_role("heading", level=1)).to_have_text("End of API v1")
