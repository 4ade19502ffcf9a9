"""How people without a mouse get about."""

from playwright.sync_api import Locator, Page


def tab_to(page: Page, target: Locator, *, back: bool = False, most: int = 80) -> None:
    """Press Tab until `target` has the focus."""
    for _press in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{most} times Tab and not at {target}")
