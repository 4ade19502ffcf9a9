"""The portal in a real browser: started once, on a copy of the demo organisation for every journey.

`come_in("tomek")` opens a window in which Tomek has just pressed his button on the sign-in page. `clock` stands on a
Wednesday morning and can be set on. What a page complains of in the console fails the journey.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from productops.people.demo import FACES
from productops.people.models import Person
from tests import browsers
from tests.comms.post_office import PostOffice
from tests.journeys.clock import WEDNESDAY, Clock
from tests.journeys.onlookers import Onlookers, cookie_of
from tests.journeys.stages import Stages, drop
from tests.journeys.watching import Watch

expect.set_options(timeout=12_000)  # nothing takes so long, but a busy machine may

ComeIn = Callable[..., Page]
Window = Callable[..., Page]


# The plugin keeps its browser until the end of the run. Its loop would stay in this thread with it and bother every
# test that follows, so here it lives as long as this package.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    connections.close_all()  # those of the tests before; beside the loop they could not be found any more
    with pytest.MonkeyPatch.context() as environ, sync_playwright() as driver:
        environ.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    found = {"executable_path": browsers.path(), "args": browsers.SWITCHES, **browser_type_launch_args}
    browser = playwright.chromium.launch(**found)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def base_url(playwright: Playwright, portal: LiveServer) -> str:
    return str(portal.url)


@pytest.fixture(scope="package")
def browser_context_args(base_url: str) -> dict[str, Any]:
    return {
        "base_url": base_url,
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
        "locale": "en-GB",
    }


@pytest.fixture(scope="package")
def clock() -> Iterator[Clock]:
    clock = Clock()
    with patch("django.utils.timezone.now", clock):
        yield clock


@pytest.fixture(scope="package")
def portal(django_db_setup: None, django_db_blocker: Any, playwright: Playwright, clock: Clock) -> Iterator[LiveServer]:
    """Our own settings as the demo has them, answering on a port."""
    with pytest.MonkeyPatch.context() as change, django_db_blocker.unblock():
        server = browsers.serve()
        change.setattr(settings, "DEMO", True)
        change.setattr(settings, "PORTAL_URL", server.url)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def prepared(django_db_setup: None, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The databases that journeys copy, made once per run although the browser comes and goes."""
    made: dict[str, str] = {}
    yield made
    if not hasattr(request.config, "workerinput"):  # other workers still copy them; tests/conftest.py ends them
        for database in made.values():
            drop(database)


@pytest.fixture(scope="package")
def stages(portal: LiveServer, prepared: dict[str, str], request: pytest.FixtureRequest) -> Stages:
    worker = getattr(request.config, "workerinput", {"testrunuid": f"{os.getpid()}{os.environ.get('PYTEST_DB', '')}"})
    return Stages(worker["testrunuid"], prepared)


def load_demo() -> None:
    from productops.demo.loader import load

    load(now=WEDNESDAY)


@pytest.fixture
def demo(stages: Stages, clock: Clock) -> Iterator[None]:
    """Meridian on Wednesday at ten: half of the areas are in, Payments has half a draft."""
    with stages.playing("demo", load_demo):
        clock.set(WEDNESDAY)
        yield


@pytest.fixture(scope="module")
def onlookers(
    browser: Browser, browser_context_args: dict[str, Any], stages: Stages, clock: Clock
) -> Iterator[Onlookers]:
    """The same for a whole file, which mostly looks."""
    with stages.playing("demo", load_demo):
        clock.set(WEDNESDAY)
        people = Onlookers(browser, browser_context_args)
        yield people
        people.close()


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], base_url: str) -> Iterator[Window]:
    """Opens a browser window of its own, nobody signed in; options as of a playwright context."""
    watches = []

    def open_window(**options: Any) -> Page:
        context = new_context(**options)
        context.set_default_timeout(15_000)
        watches.append(Watch(context, urlsplit(base_url).netloc))
        return context.new_page()

    yield open_window
    assert [line for watch in watches for line in watch.complaints] == []


@pytest.fixture
def come_in(demo: None, window: Window) -> ComeIn:
    """`come_in("maja", "/weekly/")`: a window in which this person of the demo has come in, at that page."""

    def come_in(who: str, path: str = "/", **options: Any) -> Page:
        email = f"{who}@meridian.example"
        page = window(**options)
        if email not in FACES:  # these have no button
            page.context.add_cookies([cookie_of(Person.objects.get(email=email))])
            page.goto(path)
            return page
        page.goto(f"/sign-in/?next={path}")
        page.locator(f'button[value="{email}"]').click()
        page.wait_for_url(f"**{path}")
        return page

    return come_in


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A mail server that the portal's settings point at."""
    office = PostOffice()
    office.controller.start()
    with pytest.MonkeyPatch.context() as change:
        change.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        change.setattr(settings, "EMAIL_PORT", office.port)
        yield office
    office.controller.stop()
