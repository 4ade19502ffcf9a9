"""The promise of two minutes: a PM who takes five suggestions, edits two more and submits, by keys alone.

Counted in the page: every key and every click from opening to submitting. Measured by the portal itself: the active
time that Product Ops sees.
"""

import re

from playwright.sync_api import expect

from rituals.models import AreaUpdate, WritingSpell
from tests.journeys.clock import WEEK
from tests.journeys.conftest import ComeIn

EDITOR = f"/weekly/{WEEK}/areas/payments/"
KEYS_AND_CLICKS, ACTIVE_SECONDS = 45, 60
COUNT = """() => {
  sessionStorage.pressed = sessionStorage.pressed ?? 0;
  const count = (event) => { if (!event.repeat) sessionStorage.pressed = Number(sessionStorage.pressed) + 1; };
  addEventListener("keydown", count, true);
  addEventListener("pointerdown", count, true);
}"""


def test_five_accepted_two_edited_and_submitted(come_in: ComeIn) -> None:
    page = come_in("tomek")
    page.add_init_script(f"({COUNT})()")
    page.get_by_role("link", name="Review and submit").click()
    page.wait_for_url(f"**{EDITOR}")
    expect(page.locator(".offer .from")).to_have_text(
        [
            "action item, done by Sam Oduya Mon 23 Nov",
            "said last week, not shipped yet",
            "said last week, not shipped yet",
            "Checkout names you in its update",
            "a risk last week; Paweł Dudek by Fri 27 Nov",
            "from PAY-31, decided Fri 20 Nov",
            "from PAY-32, at risk since Mon 16 Nov",
            "action item; Lena Brandt, overdue since Fri 20 Nov",
            "Reporting names you in its update",
        ]
    )
    for _offer in range(5):  # faster than the server answers
        page.keyboard.press("y")
    page.keyboard.press("e")
    page.keyboard.type(" Two left", delay=20)
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    page.keyboard.type(" By Fri", delay=20)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text(
        re.compile(r"Payments is submitted\. .* That took you \d+ s\."), timeout=15_000
    )
    pressed = int(page.evaluate("sessionStorage.pressed"))
    assert pressed < KEYS_AND_CLICKS, f"{pressed} keys and clicks"

    row = AreaUpdate.objects.get(weekly_update__key=WEEK, area__slug="payments")
    assert row.answers.count() == 7
    texts = list(row.bullets.values_list("text", flat=True))
    assert len(texts) > 7, texts
    assert sum(text.endswith((" Two left", " By Fri")) for text in texts) == 2, texts
    [spell] = WritingSpell.objects.filter(area_update=row)
    assert 0 < spell.seconds < ACTIVE_SECONDS
    print(f"\n{pressed} keys and clicks, {spell.seconds} s of active time")
