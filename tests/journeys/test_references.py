"""Referring to something findable while writing a line."""

from playwright.sync_api import expect

from tests.journeys.conftest import ComeIn
from tests.journeys.test_pm import EDITOR, line


def test_a_hash_offers_what_can_be_referred_to(come_in: ComeIn) -> None:
    page = come_in("tomek")
    page.goto(EDITOR)
    box = line(page, "Risks and asks", 1)
    box.click()
    page.keyboard.type("Waits for #part")
    options = page.get_by_role("listbox", name="Things you can refer to")
    expect(options.get_by_role("option").first).to_have_text("Partner API #partner-api")
    page.keyboard.press("Enter")
    page.keyboard.type("to answer")
    expect(box).to_have_value("Waits for #partner-api to answer")
    expect(options).to_have_count(0)
    page.keyboard.type(" and #sear")
    expect(options).to_be_visible()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_be_focused()
