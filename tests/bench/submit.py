"""How long a scripted PM is at it: opens her page, accepts five suggestions, edits two more, submits. By keys alone.

A browser presses them at a person's pace; the portal measures the active time itself, as Product Ops sees it.
"""

from collections.abc import Callable
from datetime import timedelta
from statistics import median

from django.utils import timezone

from productops.people.models import Area, Person
from productops.worktime import Week
from rituals.actions.weeks import open_week
from rituals.active_time import median_of
from rituals.models import WeeklyUpdate
from tests.factories import OrganisationFactory, area_with_pm
from tests.factories.weekly import submitted

PACE = 250  # ms between two keys
PMS = 3
SAID = {
    "next": [
        "Refund receipts in Polish and Czech",
        "Chargeback evidence upload",
        "Tablet layout of the order page",
        "Signed webhooks instead of polling",
        "Draft of net terms before five merchants",
    ],
    "risks": ["The contract with the second bank is not signed", "Support has never seen an instant payout fail"],
}
COUNT = """
sessionStorage.pressed ??= 0;
for (const sign of ["keydown", "pointerdown"])
  addEventListener(sign, (event) => event.repeat || sessionStorage.pressed++, true);
"""


def weeks() -> tuple[WeeklyUpdate, list[Area]]:
    """This week, open; the one before said seven things that are still to be answered."""
    OrganisationFactory()
    now = timezone.now()
    areas = [area_with_pm(name=f"Area {n}") for n in range(PMS)]
    this = open_week(now=now)
    assert this is not None
    before = Week(this.year, this.week).previous()
    last = open_week(now=now - timedelta(days=7), week=before)
    assert last is not None
    for area in areas:
        submitted(last, area, SAID)
    return this, areas


def measure(port: int, browser: object, cookie_of: Callable[[Person], str]) -> tuple[int, int]:
    """(median active seconds, median of keys and clicks)."""
    this, areas = weeks()
    counted = []
    for area in areas:
        name, value = cookie_of(area.pm).split("=")  # type: ignore[attr-defined]
        context = browser.new_context(viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]
        context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{port}"}])
        context.add_init_script(COUNT)
        page = context.new_page()
        page.goto(f"http://localhost:{port}/weekly/{this.key}/areas/{area.slug}/")
        for _offer in range(5):
            page.keyboard.press("y")
            page.wait_for_timeout(PACE)
        for typed in (" By Friday", " Legal?"):
            page.keyboard.press("e")
            page.wait_for_timeout(PACE)
            page.keyboard.type(typed, delay=PACE)
            page.keyboard.press("Enter")
            page.wait_for_timeout(PACE)
        page.keyboard.press(" ")  # Enter led to how it is going: on track
        page.wait_for_timeout(PACE)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"http://localhost:{port}/weekly/")
        counted.append(int(page.evaluate("sessionStorage.pressed")))
        context.close()
    seconds = median_of(this)
    assert seconds is not None
    return seconds, round(median(counted))
