"""Product Ops' Thursday: the desk, the front, a note, published; and what comes to a reader by mail."""

from playwright.sync_api import Page, expect

from comms.sweeping import sweep
from tests.comms.post_office import PostOffice
from tests.journeys.clock import AT_THE_DEADLINE, WEEK, Clock
from tests.journeys.conftest import ComeIn, Window
from tests.journeys.letters import bodies, letter_to

HEADLINE = "Search holds, payouts wait for the night shift"


def follow(page: Page, *areas: str) -> None:
    page.goto("/comms/subscriptions/")
    page.get_by_label("The areas ticked below").check()
    for box in page.get_by_role("group", name="Areas").get_by_role("checkbox").all():
        box.uncheck()
    for area in areas:
        page.get_by_role("checkbox", name=area, exact=True).check()
    page.get_by_role("button", name="Save what I follow").click()
    expect(page.locator("#message")).to_contain_text("Saved. The next weekly update comes to you as you chose.")


def test_maja_publishes_and_aino_gets_what_she_follows(
    come_in: ComeIn, window: Window, clock: Clock, post_office: PostOffice
) -> None:
    aino = come_in("aino")
    follow(aino, "Checkout", "Platform")

    clock.set(AT_THE_DEADLINE)
    page = come_in("maja")
    page.get_by_role("link", name="Open the desk").click()
    page.get_by_role("button", name="Aggregate now").click()
    expect(page.locator("#message")).to_contain_text("Aggregated.")

    # The front: a headline, a highlight said better, a line of her own.
    page.get_by_label("Headline").fill(HEADLINE)
    first = page.get_by_role("textbox", name="Shipped, line 1")
    first.fill("“Cannot find it” tickets fell from 31 to 19 a week")
    page.get_by_role("textbox", name="At risk, new line").fill("Four areas are not in yet")
    page.get_by_role("button", name="Save the front").click()
    expect(page.locator("#message")).to_contain_text("The front is saved.")
    expect(first).to_have_value("“Cannot find it” tickets fell from 31 to 19 a week")

    # A note on an area, marked as hers.
    platform = page.locator("section#platform")
    platform.get_by_text("Add an editor’s note").click()
    platform.get_by_label("Editor’s note").fill("Legal answered on Wednesday: the window holds.")
    platform.get_by_role("button", name="Save note").click()
    expect(page.locator("#message")).to_contain_text("The note is saved, marked as yours.")

    # She sees again what she edited after another aggregation.
    page.get_by_role("button", name="Aggregate again").click()
    expect(first).to_have_value("“Cannot find it” tickets fell from 31 to 19 a week")

    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish week 48?")
    for sentence in (
        f"“{HEADLINE}”",
        "It goes to 27 readers.",
        "4 areas have not submitted",
        "cannot be undone",
    ):
        expect(page.get_by_role("main")).to_contain_text(sentence)
    page.get_by_role("button", name="Publish the update").click()
    expect(page.locator("#message")).to_contain_text("Published. It is on its way to its readers.")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.get_by_role("main")).to_contain_text("Legal answered on Wednesday: the window holds.")

    # A real mail, to a real server: her two areas and no other.
    sweep(clock=clock)
    mail = letter_to(post_office, "aino@meridian.example", HEADLINE)
    text, html = bodies(mail)
    for body in (text, html):
        assert "Legal answered on Wednesday" in body
        assert "Checkout" in body
        assert "Onboarding completion" not in body
    link = f"/weekly/{WEEK}/"
    assert link in text
    assert link in html

    # What a mail program does when she presses its button; then the same link, opened by her.
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>")
    reader = window()
    answer = reader.request.post(address, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("You no longer get this mail")
    aino.goto("/comms/preferences/")
    by_mail = aino.get_by_role("combobox", name="The weekly update is published, E-mail")
    expect(by_mail.locator("option:checked")).to_have_text("Not at all")
    reader.get_by_role("button", name="Send it to me again").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("You get this mail again")
    aino.reload()
    expect(by_mail.locator("option:checked")).to_have_text("At once")


def test_what_came_in_since_maja_looked_is_not_published_unseen(come_in: ComeIn) -> None:
    """Tomek submits while the question is on Maja's screen."""
    maja = come_in("maja", f"/weekly/{WEEK}/desk/")
    maja.get_by_role("button", name="Aggregate now").click()
    maja.get_by_label("Headline").fill(HEADLINE)
    maja.get_by_role("button", name="Save the front").click()
    maja.get_by_role("button", name="Publish…").click()

    tomek = come_in("tomek", f"/weekly/{WEEK}/areas/payments/")
    tomek.get_by_role("button", name="Submit update").click()
    expect(tomek.locator("#message")).to_contain_text("Payments is submitted.")

    maja.get_by_role("button", name="Publish the update").click()
    expect(maja.get_by_role("alert")).to_be_visible()
    expect(maja.get_by_role("main")).to_contain_text("5 of 8 submitted")
    expect(maja.get_by_label("Headline")).to_have_value(HEADLINE)
    maja.get_by_role("button", name="Publish…").click()
    maja.get_by_role("button", name="Publish the update").click()
    expect(maja.get_by_role("heading", level=1)).to_have_text(HEADLINE)
