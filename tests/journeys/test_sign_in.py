"""At the door: a wrong password, too many of them, a link instead; and a session that ended while writing."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from comms.sweeping import sweep
from productops.people.models import Person
from tests.comms.post_office import PostOffice
from tests.journeys.clock import WEDNESDAY, WEEK, Clock
from tests.journeys.conftest import ComeIn, Window
from tests.journeys.letters import letter_to, link_in

PASSWORD = "a heron on the pier"


def test_wrong_five_times_then_a_link(demo: None, window: Window, clock: Clock, post_office: PostOffice) -> None:
    clock.set(datetime.now(UTC))  # what counts the tries has the machine's clock
    lena = Person.objects.get(email="lena@meridian.example")
    lena.set_password(PASSWORD)
    lena.save()
    page = window()
    page.goto(f"/weekly/{WEEK}/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next="))
    for left in ("Four tries", "Three tries", "Two tries", "One try"):
        page.get_by_label("E-mail").fill("lena@meridian.example")
        page.get_by_label("Password").fill("not that")
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#id_password_error")).to_contain_text(f"E-mail and password do not match. {left} left")
        expect(page.get_by_label("E-mail")).to_have_value("lena@meridian.example")
    page.get_by_label("Password").fill("not that")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("main")).to_contain_text("15 minutes")

    # The right one does not help now; a link by mail does.
    page.goto("/sign-in/")
    page.get_by_role("link", name="Send me a link instead").click()
    page.get_by_label("E-mail").fill("lena@meridian.example")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("main")).to_contain_text("lena@meridian.example")
    sweep(clock=clock)
    link = link_in(
        letter_to(post_office, "lena@meridian.example", "Your link to sign in to Meridian"), "/sign-in/link/"
    )
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#message")).to_contain_text("You are in, Lena Brandt.")
    other = window()
    other.goto(link)  # it works once
    expect(other.get_by_role("heading", level=1)).to_have_text("This link does not work any more")


def test_a_session_that_ends_while_writing_leads_to_the_door_and_back(come_in: ComeIn, clock: Clock) -> None:
    page = come_in("tomek", f"/weekly/{WEEK}/areas/payments/")
    clock.set(WEDNESDAY + timedelta(days=5))
    page.get_by_label("because").fill("typed after the session had ended")
    expect(page).to_have_url(re.compile(rf"/sign-in/\?next=/weekly/{WEEK}/areas/payments/"))
    page.locator('button[value="tomek@meridian.example"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments")


def test_nobody_is_sent_elsewhere_after_signing_in(demo: None, window: Window) -> None:
    page = window()
    page.goto("/sign-in/?next=https://elsewhere.example/")
    page.locator('button[value="aino@meridian.example"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("things need you"))
