"""The browser that tests drive: which, how it is started, what it looks at, and what to type where there is none."""

import ctypes.util
import os
import shutil

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponseBase
from pytest_django.live_server_helper import LiveServer

NAME = "chromium-headless-shell"
INSTALL = f"sudo apt-get install -y {NAME} libatomic1"
SWITCHES = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync
""".split()


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
