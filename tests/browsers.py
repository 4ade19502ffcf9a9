"""The browser that tests drive: which, how it is started, and what to type where there is none."""

import ctypes.util
import os
import shutil

import pytest

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
