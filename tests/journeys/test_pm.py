"""A PM's morning: what is due, the page, a few lines, submitted. From the keyboard; and without JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clock import WEEK
from tests.journeys.conftest import ComeIn
from tests.journeys.walking import walk

EDITOR = f"/weekly/{WEEK}/areas/payments/"
PAYOUTS = "Instant payouts: go/no-go on Fri 20 Nov, launch planned for Tue 24 Nov."
CHARGEBACKS = "Chargeback evidence upload."
SAVED = re.compile(r"Saved 10:\d\d, only you see the draft")


def line(page: Page, heading: str, number: int) -> Locator:
    return page.get_by_role("textbox", name=f"{heading}, line {number}", exact=True)


def next_lines(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("[data-lines=next] textarea").all()]


def test_tomek_writes_and_submits_from_the_keyboard(come_in: ComeIn) -> None:
    page = come_in("tomek")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things need you")
    expect(page.get_by_label("Needs you")).to_contain_text("Finish planning PAY-33 Payout scheduling")
    expect(page.get_by_label("Needs you")).to_contain_text("Due tomorrow 14:00. You began a draft; only you see it.")
    asked = "Due Fri 27 Nov, in 2 days. Reporting: Weekly update, week 47"
    expect(page.get_by_label("Needs you")).to_contain_text(asked)
    walk(page, "Tab", page.get_by_role("link", name="Review and submit"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(EDITOR))

    # How it is going: arrows choose, the reason stands beside.
    walk(page, "Tab", page.get_by_role("radio", name="At risk"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Off track")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("because")).to_be_focused()
    page.keyboard.type("The night shift has not seen instant payouts")

    # Lines: Enter goes to the next one, which is made when it is needed.
    walk(page, "Tab", line(page, "Wins and shipped", 1))
    page.keyboard.press("Enter")
    page.keyboard.type("Chargebacks answered in **two** days instead of five")
    page.keyboard.press("Enter")
    page.keyboard.type("Refunds show on the #checkout page")
    expect(page.locator("#saved")).to_have_text(SAVED)

    # What was said last week and has not shipped: e takes it and goes on in it, Enter leads on, n puts it away.
    offers = page.locator("[data-lines=next] .offer")
    expect(offers).to_have_count(3)
    walk(page, "Tab", offers.first)
    page.keyboard.press("e")
    expect(offers).to_have_count(2)
    expect(page.locator("[data-lines=next] textarea").nth(1)).to_be_focused()
    page.keyboard.type(" Moved by a week.")
    page.keyboard.press("Enter")
    expect(offers.first).to_be_focused()
    page.keyboard.press("n")
    expect(offers).to_have_count(1)
    expect(offers.first).to_be_focused()
    expect(page.locator("#saved")).to_have_text(SAVED)

    # An ask names who should do it by when, and becomes that person's.
    page.locator("[data-lines=risks] textarea").first.focus()
    page.keyboard.type("Lena gives two hours of the night shift")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Who, line 1")).to_be_focused()
    page.keyboard.type("lena brandt")
    page.keyboard.press("Enter")
    expect(page.get_by_label("By when, line 1")).to_be_focused()
    page.get_by_label("By when, line 1").fill("2026-11-27")
    expect(page.locator("#saved")).to_have_text(SAVED)

    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("Payments is submitted. You can change it until it is published.")
    expect(page.get_by_role("main")).to_contain_text("5 of 8 submitted")

    page.get_by_role("link", name="Change").click()
    expect(line(page, "Wins and shipped", 3)).to_have_value("Refunds show on the #checkout page")
    expect(page.get_by_label("Who, line 1")).to_have_value("Lena Brandt (lena@meridian.example)")
    expect(line(page, "What is next", 2)).to_have_value(f"{PAYOUTS} Moved by a week.")
    assert CHARGEBACKS not in next_lines(page)


def test_y_takes_a_suggestion_and_the_next_one_has_the_focus(come_in: ComeIn) -> None:
    page = come_in("tomek", EDITOR)
    offers = page.locator("[data-lines=next] .offer")
    offers.first.focus()
    page.keyboard.press("y")
    expect(offers).to_have_count(2)
    expect(offers.first).to_be_focused()
    page.keyboard.press("y")
    expect(offers).to_have_count(1)
    for number, text in enumerate((PAYOUTS, CHARGEBACKS, ""), start=2):
        expect(line(page, "What is next", number)).to_have_value(text)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_health_and_reason_are_required_and_nothing_typed_is_lost(come_in: ComeIn, script: bool) -> None:
    """Priya has written nothing yet."""
    page = come_in("priya", f"/weekly/{WEEK}/areas/mobile/", java_script_enabled=script)
    line(page, "Wins and shipped", 1).fill("Beta of order approvals with 40 merchants")
    page.get_by_role("button", name="Submit update").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how it is going")
    expect(page.locator("#health-error")).to_be_visible()
    expect(line(page, "Wins and shipped", 1)).to_have_value("Beta of order approvals with 40 merchants")

    page.get_by_label("Off track").check()
    page.get_by_role("button", name="Submit update").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#reason-error")).to_be_visible()
    expect(page.get_by_label("because")).to_have_attribute("aria-describedby", "reason-error")
    expect(page.get_by_label("Off track")).to_be_checked()
    expect(line(page, "Wins and shipped", 1)).to_have_value("Beta of order approvals with 40 merchants")

    page.get_by_label("because").fill("Two merchants lost approvals while offline")
    page.get_by_role("button", name="Submit update").click()
    expect(page.locator("#message")).to_contain_text("Mobile is submitted")


def test_a_pm_on_leave_says_so(come_in: ComeIn) -> None:
    page = come_in("priya", f"/weekly/{WEEK}/areas/mobile/")
    page.get_by_text("No update this week?").click()
    page.get_by_label("Why there is no update").fill("On leave until Monday")
    page.get_by_role("button", name="Explain").click()
    expect(page.locator("#message")).to_contain_text("Noted: no update for Mobile this week.")
    expect(page.get_by_role("main")).to_contain_text("On leave until Monday")
