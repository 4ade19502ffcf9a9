"""Every page, looked at as people do: axe finds nothing, nothing sticks out, no rule is broken, nothing goes elsewhere.

Light on a desk (1440), a little narrower (1024), dark on a phone (390), and in Polish.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from productops.people.models import Person
from tests.browsers import OF_SIZE_AND_COLOUR, accessible
from tests.journeys.onlookers import Onlookers
from tests.journeys.pages import AGGREGATED, NO_PAGES, NOBODY, PAGES, Looked
from tests.journeys.watching import Watch
from tests.routes import ROLES, ROUTES

DESK, PHONE = 1440, 390
SIZES = (DESK, 1024, PHONE)
HIGH = 3000  # so that no bar lies over what axe measures
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120));
}"""


def at_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HIGH})


# What a page is made of: every kind of element with its classes and its parent's.
MADE_OF = """() => [...new Set([...document.querySelectorAll("body *")].map(
  (each) => `${each.parentElement.className}>${each.tagName}.${each.className.baseVal ?? each.className}`))]"""
in_the_dark: set[str] = set()  # what was measured there on some page before


def looks_right(page: Page, watch: Watch) -> None:
    """In the end axe, which measures with inline styles of its own and is scolded for it in the console.

    In the dark it measures the pages on which something stands that it has not measured there before.
    """
    for width in SIZES:
        at_width(page, width)
        assert page.evaluate(STICKS_OUT) == [], f"at {width}"
    assert watch.said_at(page.url) == []
    if fresh := set(page.evaluate(MADE_OF)) - in_the_dark:
        page.emulate_media(color_scheme="dark")
        assert accessible(page, *OF_SIZE_AND_COLOUR) == []
        page.emulate_media(color_scheme="light")
        in_the_dark.update(fresh)
    at_width(page, DESK)
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
    for looked in {looked.name: looked for looked in reversed(PAGES)}.values():  # each once, without its variants
        page, watch = onlookers.look(looked)
        if looked.who != NOBODY:
            assert page.locator("html").get_attribute("lang") == "pl"
        at_width(page, PHONE)
        assert page.evaluate(STICKS_OUT) == [], str(looked)
        assert watch.said_at(page.url) == []


def test_no_page_is_forgotten(onlookers: Onlookers) -> None:
    """What answers somebody's GET with a page is looked at above."""
    seen = {resolve(urlsplit(looked.path()).path).view_name for looked in (*PAGES, *AGGREGATED)}
    pages = {route.name for route in ROUTES if 200 in {route.expects("GET", who) for who in ROLES}}
    assert pages - seen - NO_PAGES == set()
