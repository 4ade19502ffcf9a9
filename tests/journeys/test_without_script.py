"""The same week without JavaScript: written, submitted, published, read."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.clock import WEEK
from tests.journeys.conftest import ComeIn

HEADLINE = "Chargebacks in two days"


def areas_shown(page: Page) -> Locator:
    return page.locator("article section h2 > a")


def test_a_week_without_script(come_in: ComeIn) -> None:
    # The PM: home, the page, a carry-over accepted, a line in the field that waits for it, submitted.
    pm = come_in("tomek", java_script_enabled=False)
    pm.get_by_role("link", name="Review and submit").click()
    pm.get_by_role("textbox", name="Wins and shipped, line 2").fill("Chargebacks answered in two days")
    pm.get_by_role("button", name="Accept: Chargeback evidence upload.").click()
    expect(pm.get_by_role("textbox", name="What is next, line 2")).to_have_value("Chargeback evidence upload.")
    expect(pm.get_by_role("textbox", name="Wins and shipped, line 2")).to_have_value("Chargebacks answered in two days")
    pm.get_by_role("button", name="Save draft").last.click()
    expect(pm.locator("#message")).to_contain_text("Saved. Only you see the draft.")
    pm.get_by_role("button", name="Submit update").click()
    expect(pm.locator("#message")).to_contain_text("Payments is submitted.")

    # Two versions of one line are asked about on a page, too.
    one, two = (come_in("tomek", f"/weekly/{WEEK}/areas/payments/", java_script_enabled=False) for _window in "12")
    for page, text in ((one, "Chargebacks: two days"), (two, "Chargebacks: 48 hours")):
        page.get_by_role("textbox", name="Wins and shipped, line 2").fill(text)
        page.get_by_role("button", name="Save and submit again").click()
    expect(two.get_by_role("alert")).to_contain_text("Not everything is saved")
    two.get_by_label("Mine").check()
    two.get_by_role("button", name="Keep what I chose").click()
    expect(two.get_by_role("textbox", name="Wins and shipped, line 2")).to_have_value("Chargebacks: 48 hours")

    # Product Ops: aggregate, the front, a note, the question, published.
    ops = come_in("maja", java_script_enabled=False)
    ops.get_by_role("link", name="Open the desk").click()
    ops.get_by_role("button", name="Aggregate now").click()
    ops.get_by_label("Headline").fill(HEADLINE)
    ops.get_by_role("button", name="Save the front").click()
    note = ops.locator("section#payments details")
    note.locator("summary").click()
    note.get_by_role("textbox").fill("Well done, night shift.")
    note.get_by_role("button", name="Save note").click()
    ops.get_by_role("button", name="Publish…").click()
    ops.get_by_role("button", name="Publish the update").click()
    expect(ops.get_by_role("heading", level=1)).to_have_text(HEADLINE)

    # A reader: home, filters with their button, the file, the finder, what she follows.
    reader = come_in("aino", java_script_enabled=False)
    reader.get_by_role("link", name=HEADLINE).first.click()
    expect(reader.locator("section:has(#payments)")).to_contain_text("Well done, night shift.")
    reader.get_by_label("Area", exact=True).select_option(label="Payments")
    reader.get_by_role("button", name="Filter").click()
    expect(areas_shown(reader)).to_have_text(["Payments"])
    with reader.expect_download() as waiting:
        reader.get_by_role("link", name="Markdown").click()
    assert "Chargebacks: 48 hours" in Path(waiting.value.path()).read_text()
    reader.get_by_role("searchbox").fill("payments")
    reader.get_by_role("searchbox").press("Enter")
    expect(reader.get_by_role("main")).to_contain_text("At risk")
    expect(reader.get_by_role("main")).to_contain_text("Tomek Wrona")
    reader.goto("/comms/subscriptions/")
    reader.get_by_label("Every area").check()
    reader.get_by_role("button", name="Save what I follow").click()
    expect(reader.locator("#message")).to_contain_text("Saved.")


def test_the_matrix_without_script(come_in: ComeIn) -> None:
    page = come_in("ravi", "/raci/", java_script_enabled=False)
    page.locator("#raci-weekly-update-role-stakeholder").click()
    page.locator("select[name=letters]").select_option("I")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#raci-weekly-update-role-stakeholder")).to_have_text("I")
    page.locator("summary.person").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
