"""Every page, looked at as people do: axe finds nothing, nothing sticks out, no rule is broken, nothing goes elsewhere.

Light on a desk (1440), a little narrower (1024), dark on a phone (390), and in Polish.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page

from productops.people.models import Area, Person
from rituals.models import Meeting
from tests.journeys.clock import WEDNESDAY, Clock
from tests.journeys.conftest import cookie_of, load_demo
from tests.journeys.pages import AGGREGATED, NO_PAGES, NOBODY, PAGES, Looked
from tests.journeys.stages import Stages
from tests.journeys.watching import Watch
from tests.routes import ROLES, ROUTES

SIZES = (1440, 1024, 390)
HIGH = 3000  # so that no bar lies over what axe measures
OF_SIZE_AND_COLOUR = (
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
    "aria-hidden-focus",
)
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120));
}"""


class Onlookers:
    """One window per person, opened when first needed and kept for the whole file."""

    def __init__(self, browser: Browser, options: dict[str, Any]) -> None:
        self._browser, self._options = browser, options
        self._windows: dict[str, tuple[BrowserContext, Page, Watch]] = {}

    def look(self, looked: Looked) -> tuple[Page, Watch]:
        """The page, loaded, and what has been heard of it since."""
        page, watch = self._of(looked.who)
        watch.complaints.clear()
        answer = page.goto(looked.path())
        assert answer is not None
        assert (urlsplit(page.url).path, answer.status) == (urlsplit(looked.path()).path, looked.answers)
        return page, watch

    def close(self) -> None:
        for context, _page, _watch in self._windows.values():
            context.close()

    def _of(self, who: str) -> tuple[Page, Watch]:
        if who not in self._windows:
            context = self._browser.new_context(**self._options)
            context.set_default_timeout(8_000)
            watch = Watch(context, urlsplit(self._options["base_url"]).netloc)
            if who != NOBODY:
                context.add_cookies([cookie_of(Person.objects.get(email=f"{who}@meridian.example"))])
            self._windows[who] = (context, context.new_page(), watch)
        return self._windows[who][1:]


def prepare() -> None:
    """The demo has no meetings; every other week, and nobody said which."""
    load_demo()
    Meeting.objects.create(
        area=Area.objects.get(slug="payments"),
        name="Planning",
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        timezone="Europe/Warsaw",
        starts_at=WEDNESDAY,
        week_to_confirm=True,
    )


@pytest.fixture(scope="module")
def onlookers(
    browser: Browser, browser_context_args: dict[str, Any], stages: Stages, clock: Clock
) -> Iterator[Onlookers]:
    with stages.playing("pages", prepare):
        clock.set(WEDNESDAY)
        people = Onlookers(browser, browser_context_args)
        yield people
        people.close()


def at_size(page: Page, width: int, *, dark: bool = False) -> None:
    page.set_viewport_size({"width": width, "height": HIGH})
    page.emulate_media(color_scheme="dark" if dark else "light")


def accessible(page: Page, *rules: str) -> list[str]:
    """What axe finds, by all its rules or by these."""
    chosen = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("chosen => axe.run(chosen).then(found => found.violations)", chosen)
    return [f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in found for node in each["nodes"]]


def looks_right(page: Page, watch: Watch) -> None:
    """In the end axe, which measures with inline styles of its own and is scolded for it in the console."""
    for width in SIZES:
        at_size(page, width)
        assert page.evaluate(STICKS_OUT) == [], f"at {width}"
    assert watch.said_at(page.url) == []
    at_size(page, 390, dark=True)
    assert accessible(page, *OF_SIZE_AND_COLOUR) == []
    at_size(page, 1440)
    assert accessible(page) == []


@pytest.mark.parametrize("looked", PAGES, ids=str)
def test_page(onlookers: Onlookers, looked: Looked) -> None:
    looks_right(*onlookers.look(looked))


def test_pages_of_an_aggregated_week(onlookers: Onlookers) -> None:
    page, _watch = onlookers.look(AGGREGATED[0])
    page.get_by_role("button", name="Aggregate now").click()
    for looked in AGGREGATED:
        looks_right(*onlookers.look(looked))


def test_every_page_in_polish(onlookers: Onlookers) -> None:
    Person.objects.update(language="pl")
    for looked in PAGES:
        page, watch = onlookers.look(looked)
        if looked.who != NOBODY:
            assert page.locator("html").get_attribute("lang") == "pl"
        for width in (1024, 390):
            at_size(page, width)
            assert page.evaluate(STICKS_OUT) == [], f"{looked} at {width}"
        assert watch.said_at(page.url) == []


def test_no_page_is_forgotten(onlookers: Onlookers) -> None:
    """What answers somebody's GET with a page is looked at above."""
    seen = {resolve(urlsplit(looked.path()).path).view_name for looked in (*PAGES, *AGGREGATED)}
    pages = {route.name for route in ROUTES if 200 in {route.expects("GET", who) for who in ROLES}}
    assert pages - seen - NO_PAGES == set()
