"""A reader: the update of last week, filters, other weeks, the finder."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.clock import LAST_WEEK
from tests.journeys.conftest import ComeIn

UPDATE = f"/weekly/{LAST_WEEK}/"


def areas_shown(page: Page) -> Locator:
    return page.locator("article section h2 > a")


def test_aino_reads_filters_and_takes_it_along(come_in: ComeIn, tmp_path: Path) -> None:
    page = come_in("aino")
    page.get_by_role("link", name="Search launched, payouts need a decision, residency slips").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Search launched, payouts need a decision, residency slips"
    )
    expect(page.locator("#highlights")).to_be_visible()
    expect(areas_shown(page)).to_have_count(8)

    # Choosing filters; the choice is in the address, so that it can be sent to somebody.
    page.get_by_label("Health", exact=True).select_option(label="At risk")
    page.wait_for_url("**health=at_risk**")
    expect(areas_shown(page)).to_have_text(["Payments"])
    page.get_by_role("link", name="Clear").click()
    page.get_by_label("Area", exact=True).select_option(label="Platform")
    page.wait_for_url("**area=platform**")
    expect(areas_shown(page)).to_have_text(["Platform"])
    page.get_by_role("link", name="Clear").click()
    page.get_by_label("Function", exact=True).select_option(label="Concerns Legal")
    page.wait_for_url("**function=legal**")
    expect(areas_shown(page)).to_have_text(["Checkout"])
    page.reload()
    expect(areas_shown(page)).to_have_text(["Checkout"])
    page.get_by_label("Health", exact=True).select_option(label="On track")
    page.wait_for_url("**health=on_track**")
    page.go_back()
    expect(areas_shown(page)).to_have_text(["Checkout"])

    # The week before, and back.
    page.goto(UPDATE)
    page.get_by_role("link", name="Week 46").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Scheduled exports for everyone, search at half, payouts move again"
    )
    page.get_by_role("link", name="Week 47").click()
    expect(page).to_have_url(re.compile(f"{UPDATE}$"))

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Markdown").click()
    assert waiting.value.suggested_filename == f"weekly-update-{LAST_WEEK}.md"
    text = Path(waiting.value.path()).read_text()
    assert text.startswith("# Search launched, payouts need a decision, residency slips")
    assert "## Payments" in text


def test_the_finder_answers_without_asking_anybody(come_in: ComeIn) -> None:
    page = come_in("aino")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("paym")
    answer = page.locator("#finder-results li").first
    expect(answer.get_by_role("link")).to_have_text("Payments")
    for words in ("At risk", "Support is not ready for instant payouts", "Tomek Wrona"):
        expect(answer).to_contain_text(words)
    page.keyboard.press("ArrowDown")
    expect(answer.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#finder-results li")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/find/\?q=paym$"))
    page.get_by_role("main").get_by_role("link", name="Payments").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments")


def test_what_is_looked_up_in_vain_is_said(come_in: ComeIn) -> None:
    page = come_in("aino")
    page.keyboard.press("/")
    page.keyboard.type("zeppelin")
    expect(page.locator("#finder-results")).to_contain_text("Nothing found for “zeppelin”.")
