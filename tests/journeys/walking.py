"""How people without a mouse get about."""

from playwright.sync_api import Locator, Page


def walk(page: Page, key: str, target: Locator, *, most: int = 60) -> None:
    """Press `key` until `target` has the focus."""
    for _press in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{most} times {key} and not at {target}")
