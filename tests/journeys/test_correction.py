"""A correction: the PM proposes it, Product Ops publishes it with a mail, a reader sees what changed and gets it."""

from playwright.sync_api import expect

from comms.sweeping import sweep
from productops.editions.models import Edition
from rituals.models import Opened
from tests.comms.post_office import PostOffice
from tests.journeys.clock import LAST_WEEK, Clock
from tests.journeys.conftest import ComeIn
from tests.journeys.letters import bodies, letter_to

UPDATE = f"/weekly/{LAST_WEEK}/"
WRONG, RIGHT = "for fourteen days", "for eleven days"
WHY = "The ledger has reconciled for eleven days; three had been counted twice."
HEADLINE = "Search launched, payouts need a decision, residency slips"


def test_tomek_proposes_maja_publishes_aino_reads(come_in: ComeIn, clock: Clock, post_office: PostOffice) -> None:
    # Tomek finds the mistake where he reads it, at his own area.
    tomek = come_in("tomek", UPDATE)
    [own] = tomek.get_by_role("link", name="Propose a correction").all()
    own.click()
    expect(tomek.get_by_role("heading", level=1)).to_have_text("Correct Payments")
    line = tomek.get_by_role("textbox", name="Wins and shipped, line 1")
    line.fill(line.input_value().replace(WRONG, RIGHT))
    tomek.get_by_label("What changes and why").fill(WHY)
    tomek.get_by_role("button", name="Show what would change").click()
    expect(tomek.locator("#difference del")).to_have_text("deleted: fourteen")
    expect(tomek.locator("#difference ins")).to_have_text("inserted: eleven")
    tomek.get_by_role("button", name="Propose the correction").click()
    expect(tomek.locator("#message")).to_contain_text("Proposed.")
    expect(tomek.get_by_role("main")).to_contain_text("Product Ops has not answered yet.")

    # It is among what needs Maja; she sees the difference, adds a highlight of her own and sends it out.
    maja = come_in("maja")
    maja.get_by_role("listitem").filter(has_text="1 correction of week 47 is proposed").get_by_role("link").click()
    proposal = maja.locator(".proposal")
    expect(proposal).to_contain_text(WHY)
    expect(proposal.locator("ins")).to_have_text("inserted: eleven")
    maja.get_by_text("Correct headline and highlights").click()
    maja.get_by_role("textbox", name="At risk, new line").fill("The ledger’s history is read again")
    maja.get_by_role("button", name="Prepare revision 3…").click()
    expect(maja.get_by_role("heading", level=1)).to_have_text("Publish revision 3 of week 47?")
    expect(maja.get_by_label("What readers are told")).to_have_value(WHY)
    expect(maja.locator("ins")).to_have_text(["inserted: The ledger’s history is read again", "inserted: eleven"])
    maja.get_by_label("Send it to 27 readers").check()
    maja.get_by_role("button", name="Publish revision 3").click()
    expect(maja.locator("#message")).to_contain_text("Revision 3 is published and on its way.")

    # Aino gets it, marked and with the note first, and follows it to what changed.
    sweep(clock=clock)
    mail = letter_to(post_office, "aino@meridian.example", f"Corrected: {HEADLINE}")
    text, html = bodies(mail)
    assert text.index(WHY) < text.index("Typo-tolerant search for everyone")
    assert RIGHT in html
    aino = come_in("aino", UPDATE)
    expect(aino.locator(".corrected")).to_contain_text(WHY)
    expect(aino.get_by_role("main")).to_contain_text(RIGHT)
    aino.get_by_role("link", name="Show what changed").click()
    expect(aino.locator("#difference del")).to_have_text("deleted: fourteen")
    aino.get_by_role("link", name="The one before").click()
    expect(aino.get_by_role("main")).to_contain_text("revision 3 does")
    expect(aino.get_by_role("main")).to_contain_text(WRONG)

    # Tomek is told; the three revisions stay.
    told = letter_to(post_office, "tomek@meridian.example", "Payments: your correction of week 47 is published")
    assert "Maja Okoń" in bodies(told)[0]
    assert list(Edition.objects.filter(key=LAST_WEEK).order_by("revision").values_list("revision", flat=True)) == [
        1,
        2,
        3,
    ]


def test_reading_counts_after_a_while_and_once(come_in: ComeIn) -> None:
    """By the page itself, not by a request for it; without a script by a button."""
    read = Opened.objects.filter(weekly_update__key=LAST_WEEK, person__email="aino@meridian.example")
    read.delete()
    without_script = come_in("aino", UPDATE, java_script_enabled=False)
    expect(without_script.get_by_role("button", name="Mark as read")).to_be_visible()
    assert read.count() == 0
    aino = come_in("aino")
    with aino.expect_response("**/opening/") as counted:
        aino.goto(UPDATE)
    assert counted.value.status == 204
    assert read.count() == 1
    aino.reload()
    expect(aino.locator("#opening")).to_have_count(0)
