"""The browser that tests drive: which, how it is started, what it looks at, and what to type where there is none."""

import ctypes.util
import os
import shutil
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponseBase
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

NAME = "chromium-headless-shell"
INSTALL = f"sudo apt-get install -y {NAME} libatomic1"
SWITCHES = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync
""".split()
# The rules of axe whose answer another width or other colours may change.
OF_SIZE_AND_COLOUR = (
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
    "aria-hidden-focus",
)


def path() -> str | None:
    """Where the browser is; None when this machine cannot drive one."""
    return shutil.which(NAME) if ctypes.util.find_library("atomic") else None


def demand() -> None:
    """Skip the test where there is no browser, with the line to type; continuous integration must have one."""
    if path():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"Browser tests must run here. Missing: {NAME} or libatomic1.", pytrace=False)
    pytest.skip(f"No browser. Type: {INSTALL}")


class _Kept(StaticFilesHandler):
    """Styles and scripts that a browser keeps, as it does in production: asked for once, not again with every page."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


def serve() -> LiveServer:
    """The portal with the settings of now, answering on a port of its own until it is stopped."""
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = _Kept
    server.start()
    return server


def accessible(page: Page, *rules: str) -> list[str]:
    """What axe finds, by all its rules or by these."""
    # Style sheets are not loaded once more: no rule in use reads them, and axe asks for each beside the page.
    chosen: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    if rules:
        chosen["runOnly"] = list(rules)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("chosen => axe.run(chosen).then(found => found.violations)", chosen)
    return [f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in found for node in each["nodes"]]
