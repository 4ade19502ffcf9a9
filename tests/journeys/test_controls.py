"""Every control is clicked: nothing breaks, no rule of the security policy is violated, nothing is asked elsewhere."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clock import LAST_WEEK, WEEK
from tests.journeys.onlookers import Onlookers
from tests.journeys.pages import ADMIN, NOBODY, OPS, PM, READER, Looked, person

# What does something on its page. Plain links are pages, and those are all looked at in test_everywhere.
CONTROLS = """main :is(summary, button, a[hx-get], a[data-dialog], select, input[type=checkbox], input[type=radio])"""
MARK = """(controls) => {
  document.querySelectorAll("main details").forEach((each) => (each.open = true));
  const seen = new Map();
  return controls.map((each, at) => {
    const words = each.tagName === "BUTTON" ? each.textContent.trim() : "";
    const kind = `${each.tagName} ${each.type ?? ""} ${each.className} ${words}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return seen.get(kind) <= 2 ? at : -1;
  }).filter((at) => at >= 0);
}"""
PAGES = (
    Looked(NOBODY, "people:sign-in-link"),
    Looked(READER, "weekly:update", (LAST_WEEK,)),
    Looked(READER, "people:people"),
    Looked(READER, "people:areas"),
    Looked(READER, "people:preferences"),
    Looked(READER, "comms:subscriptions"),
    Looked(READER, "comms:preferences"),
    Looked(PM, "weekly:editor", (WEEK, "payments")),
    Looked(OPS, "weekly:desk", (WEEK,)),
    Looked(OPS, "comms:deliveries"),
    Looked(ADMIN, "people:raci"),
    Looked(ADMIN, "people:raci-history", ("organisation",)),
    Looked(ADMIN, "people:raci-activity", ("organisation", "weekly-update")),
    Looked(ADMIN, "people:groups"),
    Looked(ADMIN, "people:person", (person("lukas"),)),
    Looked(ADMIN, "people:area", ("reporting",)),
    Looked(ADMIN, "people:area-roles", ("reporting",)),
)


def use(page: Page, control: Locator) -> None:
    if control.evaluate("each => each.tagName") == "SELECT":
        control.select_option(index=control.evaluate("each => each.options.length") - 1)
    else:
        control.click(force=True)
    page.wait_for_load_state()
    expect(page.locator(".htmx-request")).to_have_count(0)


@pytest.mark.parametrize("looked", PAGES, ids=str)
def test_every_control(onlookers: Onlookers, looked: Looked) -> None:
    page, watch = onlookers.look(looked)
    heard, used, fresh = [], 0, True
    for at in page.locator(CONTROLS).evaluate_all(MARK):
        if not fresh:
            page, watch = onlookers.look(looked)
            page.locator(CONTROLS).evaluate_all(MARK)
        control = page.locator(CONTROLS).nth(at)
        fresh = not (control.count() and control.is_visible() and control.is_enabled())
        if fresh:
            continue
        use(page, control)
        used += 1
        heard += watch.complaints
    assert heard == []
    assert used


def test_the_controls_of_the_frame(onlookers: Onlookers) -> None:
    page, watch = onlookers.look(Looked(READER, "home"))
    menu, sheet = page.locator("summary.person"), page.get_by_role("dialog", name="Keys on this page")
    menu.click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("Weekly update")
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Close").click()

    for name, theme in (("Dark", "dark"), ("Light", "light"), ("As the system", "system")):
        menu.click()
        page.get_by_role("button", name=name).click()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
    menu.click()
    page.get_by_role("button", name="Polski").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    menu.click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    menu.click()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()

    for keys, view in (("gw", "/weekly/"), ("ga", "/areas/"), ("gp", "/people/"), ("gr", "/raci/"), ("gh", "/")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"**{view}")

    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Who does what").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who does what")
    assert watch.complaints == []
