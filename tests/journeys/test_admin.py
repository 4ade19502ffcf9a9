"""An admin: somebody new comes in, becomes PM, and the RACI matrix changes who hears of what."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from comms.sweeping import sweep
from tests.comms.post_office import PostOffice
from tests.journeys.clock import Clock
from tests.journeys.conftest import ComeIn, Window
from tests.journeys.letters import letter_to, link_in
from tests.journeys.walking import walk


def cell(page: Page, activity: str, holder: str) -> Locator:
    return page.locator(f"#raci-{activity}-role-{holder}")


def test_ravi_invites_somebody_who_takes_over_an_area(
    come_in: ComeIn, window: Window, clock: Clock, post_office: PostOffice
) -> None:
    page = come_in("ravi")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Invite").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("Name")  # nothing is typed yet
    page.get_by_label("Name").fill("Ola Zając")
    page.get_by_label("E-mail").fill("ola@meridian.example")
    page.get_by_label("Title").fill("PM, Payments")
    page.locator("#id_function").select_option(label="Product")
    page.get_by_role("checkbox", name="PM", exact=True).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#message")).to_contain_text("Ola Zając is invited. The mail is on its way.")

    sweep(clock=clock)
    mail = letter_to(post_office, "ola@meridian.example", "Your place in the Meridian portal")
    ola = window()
    ola.goto(link_in(mail, "/invitation/"))
    expect(ola.get_by_role("heading", level=1)).to_have_text("Welcome, Ola Zając")
    ola.get_by_label("Password").fill("short")
    ola.get_by_role("button", name="Come in").click()
    expect(ola.get_by_role("alert")).to_contain_text("12 characters")
    ola.get_by_label("Password").fill("a heron on the pier")
    ola.get_by_role("button", name="Come in").click()
    expect(ola.locator("#message")).to_contain_text("Welcome, Ola Zając.")
    expect(ola.get_by_role("heading", level=1)).to_have_text("Nothing needs you")

    # PM of Payments from today: what asks the PM asks her from now on.
    page.get_by_role("link", name="Areas").first.click()
    page.get_by_role("link", name="Payments").first.click()
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Role").select_option(label="PM")
    page.get_by_label("Person").fill("Ola Zając")
    page.get_by_label("From").fill("2026-11-25")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("complementary")).to_contain_text("Ola Zając")
    ola.reload()
    expect(ola.get_by_role("heading", level=1)).to_have_text("One thing needs you")
    expect(ola.get_by_label("Needs you")).to_contain_text("Weekly update for Payments")
    tomek = come_in("tomek")  # what Reporting asked of him stays his
    expect(tomek.get_by_label("Needs you")).to_contain_text("Due Fri 27 Nov")
    expect(tomek.get_by_label("Needs you")).not_to_contain_text("Weekly update for Payments")

    # The link has done its work; the password lets her in again.
    ola.get_by_text("Your menu").locator("..").click()
    ola.get_by_role("button", name="Sign out").click()
    ola.goto(link_in(mail, "/invitation/"))
    expect(ola.get_by_role("heading", level=1)).not_to_have_text("Welcome, Ola Zając")
    ola.goto("/sign-in/")
    ola.get_by_label("E-mail").fill("ola@meridian.example")
    ola.get_by_label("Password").fill("a heron on the pier")
    ola.get_by_role("button", name="Sign in").click()
    expect(ola.get_by_role("heading", level=1)).to_have_text("One thing needs you")


def test_ravi_changes_the_matrix_from_the_keyboard(come_in: ComeIn, tmp_path: Path) -> None:
    page = come_in("ravi")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who does what")
    walk(page, "Tab", page.locator("a.letters[tabindex='0']"))
    walk(page, "ArrowDown", cell(page, "weekly-update", "product_ops"))
    walk(page, "ArrowRight", cell(page, "weekly-update", "stakeholder"))
    page.keyboard.press("i")
    expect(cell(page, "weekly-update", "stakeholder")).to_have_text("I")
    page.keyboard.press("c")
    expect(cell(page, "weekly-update", "stakeholder")).to_have_text("C")
    expect(cell(page, "weekly-update", "stakeholder")).to_be_focused()

    # What must never be: nobody accountable. It says so and changes nothing.
    cell(page, "weekly-update", "product_ops").focus()
    page.keyboard.press("Backspace")
    expect(page.get_by_role("alert")).to_contain_text("only Accountable")
    page.keyboard.press("Escape")

    page.get_by_role("link", name="History").click()
    entries = page.locator(".history li")
    expect(entries.first).to_contain_text("Ravi Nair")
    expect(entries.first).to_contain_text("Stakeholders")
    page.go_back()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert "Weekly product update" in Path(waiting.value.path()).read_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Markdown").click()
    assert "| Weekly product update |" in Path(waiting.value.path()).read_text()

    page.goto("/raci/ownership/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Without an owner")


def test_an_area_without_a_pm_is_found_and_mended(come_in: ComeIn) -> None:
    page = come_in("ravi", "/areas/platform/")
    page.get_by_role("button", name="End Marta Zielińska’s role").click()
    page.goto("/raci/ownership/")
    row = page.get_by_role("main").get_by_role("listitem").filter(has_text="Platform")
    expect(row).to_contain_text("PM")
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/areas/platform/roles/"))
    page.get_by_label("Person").fill("Grace Whitlock")
    page.get_by_role("button", name="Record").click()
    page.goto("/raci/ownership/")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="Platform")).to_have_count(0)
