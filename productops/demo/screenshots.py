"""Pictures of the demo for the README: `SHOTS` says which, `take` goes through a running portal and takes them.

For developers: playwright, and the browser it drives, come with the test tools and not with the portal. Addresses may
name `{current}`, the week being written, and `{published}`, the newest one out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.urls import reverse
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = Path("/usr/bin/chromium-headless-shell")
SWITCHES = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync
""".split()
LARGEST = 150 * 1024  # bytes of one picture
DESKTOP, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, who looks (one of the sign-in page's buttons), at which page, on what."""

    name: str
    who: str
    route: str
    args: tuple[str, ...] = ()
    size: tuple[int, int] = DESKTOP
    dark: bool = False

    def path(self, weeks: Mapping[str, str]) -> str:
        return reverse(self.route, args=[part.format(**weeks) for part in self.args])


SHOTS = (
    Shot("home", "tomek@meridian.example", "home"),
    Shot("editor", "tomek@meridian.example", "weekly:editor", ("{current}", "payments")),
    Shot("desk", "maja@meridian.example", "weekly:desk", ("{current}",)),
    Shot("update", "aino@meridian.example", "weekly:update", ("{published}",)),
    Shot("raci", "ravi@meridian.example", "people:raci"),
    Shot("update-phone", "aino@meridian.example", "weekly:update", ("{published}",), PHONE),
    Shot("update-dark", "aino@meridian.example", "weekly:update", ("{published}",), dark=True),
)


class Failed(Exception):
    """A page did not answer as it should; the message names it."""


def take(base: str, folder: Path, shots: Sequence[Shot], weeks: Mapping[str, str]) -> Iterator[tuple[Shot, Path]]:
    """Write a PNG per shot into `folder`, each after it is written. `base` is the address of a running demo portal.

    Reads no database. Raises `Failed`.
    """
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = str(BROWSER) if BROWSER.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        try:
            for shot in shots:
                target = folder / f"{shot.name}.png"
                target.write_bytes(smaller(_picture(browser, base, shot, shot.path(weeks))))
                yield shot, target
        finally:
            browser.close()


def smaller(png: bytes, *, largest: int = LARGEST) -> bytes:
    """The same picture in at most `largest` bytes: all its colours if they fit, else a palette, at worst a small one.

    The palette keeps rare colours, because a signal of health is a few pixels.
    """
    picture = Image.open(BytesIO(png)).convert("RGB")
    found = _written(picture)
    for colours in (256, 128, 64):
        if len(found) <= largest:
            break
        found = _written(picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE))
    return found


def _written(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _picture(browser: "Browser", base: str, shot: Shot, path: str) -> bytes:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shot.size == PHONE else 1,
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    try:
        page = context.new_page()
        _come_in(page, base, shot.who, path)
        page.wait_for_load_state("networkidle")
        picture: bytes = page.screenshot(animations="disabled", caret="hide")
        return picture
    finally:
        context.close()


def _come_in(page: "Page", base: str, who: str, path: str) -> None:
    """By the button, and straight to the page: nothing is looked at on the way."""
    page.goto(f"{urljoin(base, reverse('people:sign-in'))}?next={path}")
    button = page.locator(f'button[name="person"][value="{who}"]')
    if button.count() == 0:
        raise Failed(f"{base} offers no button for {who}: is it the demo?")
    with page.expect_navigation(url=lambda address: urlsplit(address).path == path) as arrival:
        button.click()
    if not arrival.value.ok:
        raise Failed(f"{path} answers {arrival.value.status} to {who}.")
