"""Finding from anywhere: the palette by its key, the state of a named thing, and what is looked up in vain."""

import re
import time

from playwright.sync_api import Page, expect

from productops.people.models import Person
from productops.search.models import Lookup
from tests.journeys.clock import LAST_WEEK, WEEK
from tests.journeys.conftest import ComeIn


def opened(page: Page) -> Page:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#palette-q")).to_be_focused()
    expect(page.locator("#palette-results [role=option]").first).to_have_attribute("aria-selected", "true")
    return page


def noted(number: int) -> list[tuple[str, str]]:
    """What was noted; it is told behind the page's back, so it may come a moment later."""
    until = time.monotonic() + 5
    while (found := Lookup.objects.count()) < number and time.monotonic() < until:
        time.sleep(0.02)
    assert found == number
    return list(Lookup.objects.values_list("text", "key"))


def test_the_palette_goes_anywhere_from_anywhere(come_in: ComeIn) -> None:
    page = come_in("tomek", f"/weekly/{WEEK}/areas/payments/")
    page.locator("#reason").focus()  # also while typing
    opened(page)
    page.keyboard.type("paymetns")
    expect(page.locator("#palette-results")).to_contain_text("Showing results for payments")
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/payments/")

    # Arrows walk and come round; the focus stays in the field, Escape gives it back to where it was.
    page.locator("#finder-q").focus()
    opened(page)
    page.keyboard.type("upd")
    expect(page.locator('#palette-results [data-looked="upd"]')).to_be_visible()
    options = page.locator("#palette-results [role=option]")
    expect(options.first).to_have_text("Weekly update")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = options.nth(1).get_attribute("id") or ""
    expect(page.locator("#palette-q")).to_have_attribute("aria-activedescendant", chosen)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    expect(page.locator("#finder-q")).to_be_focused()

    # Typed and taken before the answer is there; an act, and a dialog of the page itself.
    opened(page)
    page.keyboard.type("dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    opened(page)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).not_to_be_visible()
    opened(page)
    page.keyboard.type("keyboard")
    page.locator("#palette-results").get_by_role("option", name="Keyboard shortcuts").click()
    sheet = page.get_by_role("dialog", name="Keys on this page")
    expect(sheet).to_contain_text("Go to or do something")
    page.keyboard.press("Escape")

    # With single keys switched off, the palette stays and the sheet says what is left.
    Person.objects.filter(email="tomek@meridian.example").update(shortcuts=False)
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("w")
    opened(page)
    assert page.url.endswith("/")
    page.keyboard.type("keyboard")
    page.locator("#palette-results").get_by_role("option", name="Keyboard shortcuts").click()
    expect(sheet).to_contain_text("Single keys are switched off")
    expect(sheet.locator("dt")).to_have_text(["Go to or do something"])


def test_a_stakeholder_finds_the_state_of_a_named_thing_in_ten_seconds(come_in: ComeIn) -> None:
    for path in ("/", f"/weekly/{LAST_WEEK}/", "/people/"):
        page = come_in("aino", path)
        begun = time.monotonic()
        page.keyboard.press("/")
        page.keyboard.type("paymetns")
        answer = page.locator("#finder-results li").first
        for words in ("Payments", "At risk", "Support is not ready for instant payouts", "Tomek Wrona"):
            expect(answer).to_contain_text(words)
        assert time.monotonic() - begun < 10
    with page.expect_request("**/find/lookups/"):
        answer.get_by_role("link").click()
    page.wait_for_url("**/areas/payments/")
    assert noted(1) == [("paymetns", "payments")]

    page.keyboard.press("/")
    page.keyboard.type("payout ledger")
    page.get_by_role("link", name=re.compile("places in updates say “payout ledger”")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search what updates said")
    expect(page.locator("mark").first).to_have_text(re.compile("payout|ledger"))
    page.locator("main .answers a").first.click()
    expect(page).to_have_url(re.compile(r"/weekly/.*#payments$"))


def test_what_is_looked_up_in_vain_is_noted_once(come_in: ComeIn) -> None:
    page = come_in("aino")
    page.keyboard.press("/")
    with page.expect_request("**/find/lookups/"):  # typing rested
        page.keyboard.type("zeppelin")
    with page.expect_request("**/find/lookups/"):  # the page of it says so again
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is the status of “zeppelin”?")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Nothing found for “zeppelin”.")
    assert noted(1) == [("zeppelin", "")]
    ops = come_in("maja", "/find/missing/")
    expect(ops.get_by_role("main")).to_contain_text("1 person · 1 time")
    ops.get_by_role("button", name="Handled: zeppelin").click()
    expect(ops.get_by_role("main")).to_contain_text("Everybody found what they looked for")
    ops.get_by_role("button", name="Undo").click()
    expect(ops.get_by_role("link", name="zeppelin")).to_be_visible()
