"""How people plan a release and settle its checklist, in the words of the pages."""

from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

KINDS = {
    "Do users see it?": "A feature or a changed workflow",
    "Who gets it first?": "Some, behind a flag",
    "Does an API change?": "No",
    "Does a price change?": "No",
    "Must data or customers be migrated?": "No",
    "Does it touch personal data or security?": "No",
    "Does it go to a regulated market?": "No",
}


def start(page: Page, name: str, launch_on: str, tier: str, **other: str) -> None:
    """Fill in the page for a new release and start it. `other`: question -> another answer than that of `KINDS`."""
    page.get_by_role("textbox", name="Name").fill(name)
    for question, answer in (KINDS | other).items():
        page.get_by_role("group", name=question, exact=True).get_by_role("radio", name=answer, exact=True).check()
    expect(page.get_by_role("radio", name=tier)).to_be_checked()
    page.get_by_label("Launch date").fill(launch_on)
    page.get_by_label("Launch date").blur()
    expect(page.locator("#when")).to_contain_text("Review copy due")
    page.get_by_role("button", name="Start release").click()
    expect(page.locator("#message")).to_contain_text("is started. Everybody sees that it is coming.")


def item(page: Page, title: str) -> Locator:
    """The line of the checklist, also in a gate that has folded."""
    return page.locator("#checklist li").filter(has=page.locator("a[data-item]").get_by_text(title, exact=True))


def settle(page: Page, titles: Collection[str], *, url: str = "", note: str = "", file: Path | None = None) -> None:
    """Pick the lines and say at once that they are done, with what shows it."""
    pick(page, titles)
    bar = page.locator(".together")
    bar.get_by_role("button", name="Done", exact=True).click()
    if url:
        bar.get_by_label("Link").fill(url)
    if note:
        bar.get_by_label("Note").fill(note)
    if file:
        bar.get_by_label("File").set_input_files(file)
    bar.get_by_role("button", name="Mark as done").click()
    for title in titles:
        expect(item(page, title).locator(".tick--done")).to_have_count(1)


def hand_on(page: Page, titles: Collection[str], person: str) -> None:
    pick(page, titles)
    bar = page.locator(".together")
    bar.get_by_role("button", name="Hand on", exact=True).click()
    bar.get_by_label("To whom").fill(person)
    bar.get_by_role("button", name="Hand it on").click()
    for title in titles:
        expect(item(page, title)).to_contain_text(person)


def pick(page: Page, titles: Collection[str]) -> None:
    for title in titles:
        page.get_by_role("checkbox", name=f"Select: {title}", exact=True).check()
    expect(page.locator("[data-picked]")).to_have_text(str(len(titles)))


def write_the_way_back(page: Page) -> None:
    """What settles itself: build, way back and monitoring, on the page that has their fields."""
    page.get_by_label("Build").fill("payouts-5.0.1")
    page.get_by_label("How to go back").fill("Switch the flag off; payouts go out with the nightly run.")
    page.get_by_label("Who goes back").fill("Sam Oduya (sam@meridian.example)")
    page.get_by_label("When to go back").fill("Success below 99 % for ten minutes.")
    page.get_by_label("What is watched").fill("Payout success, refusals by reason.")
    page.get_by_label("Alert at").fill("99.3 % for 15 minutes")
    page.get_by_label("Dashboard").fill("https://docs.meridian.example/dashboards/payouts")
    page.get_by_role("button", name="Save").click()
