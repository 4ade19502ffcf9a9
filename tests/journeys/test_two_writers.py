"""Two windows on one update, and a line that breaks: what was typed is never lost."""

import time

from playwright.sync_api import Page, expect

from rituals.models import Bullet
from tests.journeys.clock import WEEK
from tests.journeys.conftest import ComeIn

EDITOR = f"/weekly/{WEEK}/areas/payments/"
WINS = "[data-lines=wins] textarea"
SAVED = "Saved 10:"


def type_in(page: Page, selector: str, text: str) -> None:
    page.locator(selector).fill(text)
    expect(page.locator("#saved")).not_to_contain_text("09:")  # what the half draft of the morning says
    expect(page.locator("#saved:not([data-state=saving])")).to_be_visible()


def test_different_lines_are_both_kept(come_in: ComeIn) -> None:
    one, two = come_in("tomek", EDITOR), come_in("tomek", EDITOR)
    type_in(one, "[data-lines=risks] textarea >> nth=0", "Legal: terms of instant payouts by Friday")
    type_in(two, "[data-lines=metrics] textarea >> nth=0", "Payout time, median: 19 h")
    expect(two.locator("#saved")).to_contain_text("1 line was changed elsewhere: show it")
    two.locator("#saved").get_by_role("link").click()
    for page in (one, two):
        page.goto(EDITOR)
        expect(page.locator("[data-lines=risks] textarea").first).to_have_value(
            "Legal: terms of instant payouts by Friday"
        )
        expect(page.locator("[data-lines=metrics] textarea").first).to_have_value("Payout time, median: 19 h")


def test_the_same_line_is_asked_about_and_nothing_is_lost(come_in: ComeIn) -> None:
    """Both texts are on the screen until one is chosen."""
    one, two = come_in("tomek", EDITOR), come_in("tomek", EDITOR)
    type_in(one, f"{WINS} >> nth=0", "Go/no-go ended with delay; dry run on Monday")
    two.locator(WINS).nth(0).fill("Go/no-go: delay")
    saved = two.locator("#saved")
    expect(saved).to_contain_text("Which one stays?")
    expect(saved).to_contain_text("Go/no-go ended with delay; dry run on Monday")
    expect(saved).to_contain_text("Go/no-go: delay")

    # Without an answer nothing is submitted, and both are still there.
    two.get_by_role("button", name="Submit update").click()
    expect(two.get_by_role("alert")).to_contain_text("Not everything is saved")
    expect(saved).to_contain_text("Go/no-go ended with delay; dry run on Monday")
    expect(two.locator(WINS).nth(0)).to_have_value("Go/no-go: delay")
    saved.get_by_label("Keep both").check()
    saved.get_by_role("button", name="Keep what I chose").click()
    expect(two.locator("#message")).to_contain_text("Saved.")
    texts = [box.input_value() for box in two.locator(WINS).all()]
    assert "Go/no-go: delay" in texts
    assert "Go/no-go ended with delay; dry run on Monday" in texts


def test_a_line_that_breaks_while_saving(come_in: ComeIn) -> None:
    page = come_in("tomek", EDITOR)
    page.context.set_offline(True)
    page.locator(WINS).nth(1).fill("Typed in a tunnel")
    expect(page.locator("#saved")).to_contain_text("Not saved yet, trying again")
    expect(page.locator("#message")).to_contain_text("No connection. What you typed is still here")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text(SAVED, timeout=9_000)
    page.goto(EDITOR)
    expect(page.locator(WINS).nth(1)).to_have_value("Typed in a tunnel")


def test_leaving_in_the_middle_of_a_word(come_in: ComeIn) -> None:
    """Going elsewhere before the page has saved by itself: the last words go out with it."""
    page = come_in("tomek", EDITOR)
    page.locator(WINS).nth(1).fill("Half a sent")
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things need you")
    deadline = time.monotonic() + 5
    while not Bullet.objects.filter(text="Half a sent").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_slow_line_drops_nothing(come_in: ComeIn) -> None:
    """Every answer takes its time: a key pressed meanwhile waits for its turn, and so does submitting."""
    page = come_in("tomek", EDITOR)
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 900, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    offers, line = page.locator(".offer"), page.locator(WINS).nth(1)
    line.click()
    page.keyboard.type("One")
    page.wait_for_timeout(1_000)  # now it is being saved
    offers.first.focus()
    page.keyboard.press("n")
    line.focus()
    page.keyboard.press("End")
    page.keyboard.type(" two")
    expect(offers).to_have_count(8)
    page.keyboard.type(" three")
    page.wait_for_timeout(1_000)
    page.keyboard.type(" four")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("Payments is submitted.", timeout=15_000)
    assert Bullet.objects.filter(text="One two three four").count() == 1
