"""People who look at page after page, each in a window of her own."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from productops.people.models import Person
from tests.journeys.pages import NOBODY, Looked
from tests.journeys.watching import Watch


def cookie_of(person: Person) -> Any:
    """Of a session of hers."""
    client = Client()
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": settings.PORTAL_URL}


class Onlookers:
    """One window per person, opened when first needed and kept for the whole file."""

    def __init__(self, browser: Browser, options: dict[str, Any]) -> None:
        self._browser, self._options = browser, options
        self._windows: dict[str, tuple[BrowserContext, Page, Watch]] = {}

    def look(self, looked: Looked) -> tuple[Page, Watch]:
        """The page, loaded, and what has been heard of it since."""
        page, watch = self._of(looked.who)
        watch.complaints.clear()
        path = looked.path()
        answer = page.goto(path)
        assert answer is not None
        got, wanted = (urlsplit(page.url).path, answer.status), (urlsplit(path).path, looked.answers)
        assert got == wanted, f"{looked}: {got} instead of {wanted}"
        return page, watch

    def close(self) -> None:
        for context, _page, _watch in self._windows.values():
            context.close()

    def _of(self, who: str) -> tuple[Page, Watch]:
        if who not in self._windows:
            context = self._browser.new_context(**self._options)
            context.set_default_timeout(15_000)
            watch = Watch(context, urlsplit(self._options["base_url"]).netloc)
            if who != NOBODY:
                context.add_cookies([cookie_of(Person.objects.get(email=f"{who}@meridian.example"))])
            self._windows[who] = (context, context.new_page(), watch)
        return self._windows[who][1:]
