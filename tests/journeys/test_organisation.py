"""A real organisation from its file: the first admin comes in, invites a PM, and the first update is published."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from comms.sweeping import sweep
from tests.comms.post_office import PostOffice
from tests.journeys.clock import WEDNESDAY, Clock
from tests.journeys.conftest import Window
from tests.journeys.letters import letters_to, link_in
from tests.journeys.stages import Stages

FILE = Path(__file__).parents[1] / "data" / "organisation-sample.yaml"
PASSWORD = "a heron on the pier"
PM = "api-machinery-pm@example.org"


def said_by(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def empty(stages: Stages, clock: Clock) -> Iterator[None]:
    """A portal in which nobody is."""
    with stages.playing("empty", lambda: None):
        clock.set(WEDNESDAY)
        yield


def test_the_first_update_of_a_real_organisation(
    empty: None, window: Window, clock: Clock, post_office: PostOffice
) -> None:
    said = said_by("import_organisation", str(FILE))
    for facts in ("Areas: 12 read, 12 created", "Meetings: 33 read, 33 created", "Week 2026-W48 is open"):
        assert facts in said
    assert "nothing was written" in said_by("import_organisation", str(FILE))

    # Somebody has to be the first; the one who runs the server says who.
    link = re.search(r"https?://\S+", said_by("first_admin", "sam@example.org", "Sam Oduya"))
    assert link
    sam = window()
    sam.goto(link[0])
    sam.get_by_label("Password").fill(PASSWORD)
    sam.get_by_role("button", name="Come in").click()
    expect(sam.locator("#message")).to_contain_text("Welcome, Sam Oduya.")

    # A small organisation: the admin is Product Ops, too. And the PM is invited.
    sam.get_by_role("link", name="People").click()
    sam.get_by_role("main").get_by_role("link", name="Sam Oduya").click()
    sam.get_by_role("link", name="Change roles").click()
    sam.get_by_role("checkbox", name="Product Ops", exact=True).check()
    sam.get_by_role("button", name="Save").click()
    sam.get_by_role("link", name="Areas", exact=True).first.click()
    sam.get_by_role("link", name="API Machinery").first.click()
    sam.get_by_role("complementary").get_by_role("link").first.click()
    sam.get_by_role("button", name="Send").click()
    expect(sam.locator("#message")).to_contain_text("The invitation is on its way")

    sweep(clock=clock)
    [mail] = letters_to(post_office, PM)
    pm = window()
    pm.goto(link_in(mail, "/invitation/"))
    pm.get_by_label("Password").fill(PASSWORD)
    pm.get_by_role("button", name="Come in").click()
    expect(pm.get_by_role("heading", level=1)).to_have_text("One thing needs you")
    pm.get_by_role("link", name="Review and submit").click()
    pm.get_by_label("On track").check()
    pm.get_by_role("textbox", name="Wins and shipped, line 1").fill("Declarative validation is on by default")
    pm.get_by_role("button", name="Submit update").click()
    expect(pm.locator("#message")).to_contain_text("API Machinery is submitted.")

    sam.goto("/")
    sam.get_by_role("link", name="Open the desk").click()
    sam.get_by_role("button", name="Aggregate now").click()
    sam.get_by_label("Headline").fill("Our first update")
    sam.get_by_role("button", name="Save the front").click()
    sam.get_by_role("button", name="Publish…").click()
    expect(sam.get_by_role("main")).to_contain_text("11 areas have not submitted")
    sam.get_by_role("button", name="Publish the update").click()
    expect(sam.get_by_role("heading", level=1)).to_have_text("Our first update")

    pm.goto("/")
    pm.get_by_role("main").get_by_role("link", name="Our first update").first.click()
    expect(pm.locator("section").filter(has_text="API Machinery").first).to_contain_text("Declarative validation")
