"""What no page may do, whoever looks at it: script errors, breaches of the security policy, requests to elsewhere."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Chromium writes a line for every answer of 400 and above; those that a form or a dead link
# gives on purpose are fine, and so is a line that a journey cuts. What somebody asked for while she goes on typing is
# given up for what she typed last.
ANSWERS = re.compile(r"status of (403|404|409|410|422|429) ")
OFFLINE = re.compile(r"net::ERR_INTERNET_DISCONNECTED|^htmx:(afterRequest|sendError)")
GIVEN_UP = re.compile("^htmx:sendAbort")
TELL_BREACHES = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Watch:
    """Listens to every page of a context. `complaints` is what to look at in the end; it should be empty."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.complaints: list[str] = []
        self._host = host
        context.add_init_script(TELL_BREACHES)
        context.on("page", self._listen)
        context.on("request", self._request)
        context.on("response", self._response)

    def said_at(self, url: str) -> list[str]:
        return [line for line in self.complaints if line.startswith(f"{url}: ")]

    def _listen(self, page: Page) -> None:
        page.on("console", lambda message: self._console(message, page))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage, page: Page) -> None:
        expected = any(known.search(message.text) for known in (ANSWERS, OFFLINE, GIVEN_UP))
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self._host:
            self.complaints.append(f"{request.frame.page.url}: asked {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")
