"""The matrix in a real browser: arrow keys, letters, editing in the cell, undo; and without JavaScript."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from productops.people.enums import Holder, Role
from productops.people.models import Person, RaciActivity, RaciEntry
from tests import browsers
from tests.factories import ProductGroupFactory, area_with_pm, in_role

pytestmark = pytest.mark.browser
CELL = "#raci-roadmap-role-{}"


@pytest.fixture
def portal(chromium: Browser, committed: None) -> Iterator[str]:
    """The portal on a port, with two areas in a product group."""
    area = area_with_pm(in_role(Role.PM, name="Tomek Wrona"), name="Payments", slug="payments",
                        group=ProductGroupFactory(name="Money movement", slug="money"))  # fmt: skip
    area_with_pm(in_role(Role.PM, name="Priya Raman"), name="Mobile", slug="mobile", group=area.group, position=2)
    in_role(Role.PRODUCT_OPS, name="Maja Okoń")
    server = browsers.serve()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    browsers.demand()
    connections.close_all()  # those of the tests before; beside the loop they could not be found any more
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
        browser = playwright.chromium.launch(executable_path=browsers.path(), args=browsers.SWITCHES)
        yield browser
        connections.close_all()  # those opened while the loop runs; outside of it Django sees others
        browser.close()


def signed_in(browser: Browser, portal: str, person: Person, **options: object) -> Page:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "productops.people.backends.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    page = browser.new_page(base_url=portal, **options)  # type: ignore[arg-type]
    page.context.add_cookies([{"name": "session", "value": str(session.session_key), "url": portal}])
    page.complaints = []  # type: ignore[attr-defined]

    def hear(message: ConsoleMessage) -> None:
        if "status of 4" not in message.text:
            page.complaints.append(message.text)  # type: ignore[attr-defined]

    page.on("console", lambda message: hear(message) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    return page


@pytest.fixture
def page(chromium: Browser, portal: str) -> Iterator[Page]:
    page = signed_in(chromium, portal, in_role(Role.ADMIN, name="Ravi Nair"), viewport={"width": 1440, "height": 900})
    page.goto("/raci/")
    yield page
    assert page.complaints == []  # type: ignore[attr-defined]
    page.close()


def test_arrows_move_and_letters_set(page: Page) -> None:
    page.locator(CELL.format("product_ops")).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(CELL.format("head_of_product"))).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    expect(page.locator("#message")).to_contain_text("the A moved here from Head of Product")
    expect(page.locator(CELL.format("pm"))).to_have_text("A")
    expect(page.locator(CELL.format("pm"))).to_be_focused()
    expect(page.locator(CELL.format("head_of_product"))).to_have_attribute("data-letters", "")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#raci-weekly-update-role-pm")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    expect(page.locator(CELL.format("pm"))).to_have_attribute("data-letters", "AR")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(CELL.format("pm"))).to_have_attribute("data-letters", "A")


def test_quick_keys_go_one_after_the_other(page: Page) -> None:
    page.locator(CELL.format("eng_lead")).focus()
    for key in ("c", "ArrowRight", "i", "ArrowRight", "c", "ArrowLeft", "Backspace"):
        page.keyboard.press(key)
    expect(page.locator(CELL.format("stakeholder"))).to_have_attribute("data-letters", "C")
    expect(page.locator(CELL.format("executive"))).to_have_attribute("data-letters", "")
    expect(page.locator(CELL.format("eng_lead"))).to_have_attribute("data-letters", "C")
    expect(page.locator("#raci-row-roadmap")).to_have_attribute("data-version", "5")
    expect(page.locator(CELL.format("executive"))).to_be_focused()


def test_what_is_refused_opens_the_editor_with_the_reason(page: Page) -> None:
    page.locator(CELL.format("head_of_product")).focus()
    page.keyboard.press("Backspace")
    expect(page.locator("form.cell-editor [role=alert]")).to_contain_text("This is the only Accountable")
    expect(page.locator("form.cell-editor select")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("form.cell-editor")).to_have_count(0)
    expect(page.locator(CELL.format("head_of_product"))).to_be_focused()
    assert RaciEntry.objects.filter(activity__code="roadmap", letter="A", role=Holder.HEAD_OF_PRODUCT).exists()


def test_editing_in_the_cell(page: Page) -> None:
    page.locator(CELL.format("pm")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("form.cell-editor select")).to_be_focused()
    page.locator("form.cell-editor select").select_option("AR")
    page.locator("form.cell-editor input[name=note]").fill("order of work")
    page.keyboard.press("Enter")
    expect(page.locator("#raci-cell-roadmap-role-pm small")).to_have_text("order of work")
    expect(page.locator(CELL.format("pm"))).to_be_focused()
    assert page.url.endswith("/raci/")


def test_on_a_phone_the_editor_is_in_sight(chromium: Browser, portal: str) -> None:
    page = signed_in(chromium, portal, in_role(Role.ADMIN), viewport={"width": 390, "height": 800})
    page.goto("/raci/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#raci-planning-cadence-role-eng_lead").click()
    expect(page.locator("form.cell-editor select")).to_be_focused()
    box = page.locator("form.cell-editor").bounding_box()
    assert box is not None
    assert box["x"] >= 128
    assert box["x"] + box["width"] <= 390
    page.close()


def test_somebody_else_was_quicker(page: Page) -> None:
    page.locator(CELL.format("pm")).click()
    page.locator("form.cell-editor select").select_option("A")
    RaciActivity.objects.filter(code="roadmap").update(version=7)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("form.cell-editor [role=alert]")).to_contain_text("Somebody else changed")
    expect(page.locator("form.cell-editor select")).to_have_value("A")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(CELL.format("pm"))).to_have_text("A")


def test_single_keys_can_be_switched_off_and_one_tab_stop_is_enough(page: Page) -> None:
    assert page.locator("a.letters[tabindex='0']").count() == 1
    page.evaluate("document.documentElement.dataset.shortcuts = 'off'")
    page.locator(CELL.format("pm")).focus()
    page.keyboard.press("a")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(CELL.format("head_of_product"))).to_be_focused()
    expect(page.locator("#raci-row-roadmap")).to_have_attribute("data-version", "1")


def test_a_key_sequence_of_the_frame_is_not_for_the_cell(page: Page) -> None:
    page.locator(CELL.format("pm")).focus()
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_timeout(300)
    assert RaciActivity.objects.get(code="roadmap").version == 1


def test_a_reader_moves_and_changes_nothing(chromium: Browser, portal: str) -> None:
    page = signed_in(chromium, portal, in_role(Role.STAKEHOLDER))
    page.goto("/raci/")
    page.locator(CELL.format("head_of_product")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(CELL.format("pm"))).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("PM in “Stakeholder roadmap”")
    assert RaciActivity.objects.get(code="roadmap").version == 1
    assert page.complaints == []  # type: ignore[attr-defined]
    page.close()


def test_without_javascript(chromium: Browser, portal: str) -> None:
    page = signed_in(chromium, portal, in_role(Role.ADMIN), java_script_enabled=False)
    page.goto("/raci/area-payments/")
    page.locator(CELL.format("pm")).click()
    page.get_by_label("Letter").select_option("A")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#message")).to_contain_text("Payments now has a row of its own for it.")
    page.get_by_role("button", name="Drop its own row").click()
    expect(page.locator("#message")).to_contain_text("no longer has a row of its own")
    page.close()


def test_axe_finds_nothing(chromium: Browser, portal: str) -> None:
    """In light, and of colours also in dark."""
    page = signed_in(chromium, portal, in_role(Role.ADMIN))

    def look() -> None:
        assert browsers.accessible(page) == [], page.url
        page.emulate_media(color_scheme="dark")
        assert browsers.accessible(page, *browsers.OF_SIZE_AND_COLOUR) == [], page.url
        page.emulate_media(color_scheme="light")

    for path in ("/raci/area-mobile/roadmap/", "/raci/ownership/", "/raci/organisation/history/",
                 "/raci/organisation/roadmap/role-pm/", "/raci/area-mobile/"):  # fmt: skip
        page.goto(path)
        look()
    page.locator(CELL.format("pm")).click()
    expect(page.locator("form.cell-editor")).to_be_visible()
    look()
    page.close()
