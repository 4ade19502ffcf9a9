"""Two go/no-gos in a browser: tier 2 without a meeting; tier 3 with one, a delay, a condition and an override.

What comes before (fields, checklist; for tier 3 also bundle, training and half of the answers) is prepared by the
doors. Everybody acts in a session of their own; three people only from their mail, nobody signed in.
"""

import re
from datetime import date
from pathlib import Path

from django.db import transaction
from playwright.sync_api import Page, expect

from comms.models import Notice
from comms.sweeping import sweep
from productops.people.models import Area, Person
from releases.actions.meetings import record_training
from releases.actions.planning import settling_once
from releases.actions.signoffs import answer
from releases.actions.stages import move
from releases.cards import make_due
from releases.enums import Answer, Tier
from releases.models import Release, ShipDecision, SignoffRequest
from releases.stages import Move
from tests.comms.post_office import PostOffice
from tests.factories.decisions import bundled, filled
from tests.factories.releases import all_done, planned
from tests.journeys.clock import WEDNESDAY, Clock
from tests.journeys.conftest import ComeIn, Window
from tests.journeys.letters import letter_to, link_in


def person(name: str) -> Person:
    found: Person = Person.objects.get(email=f"{name}@meridian.example")
    return found


def in_review(name: str, tier: Tier, launch_on: date) -> Release:
    """A release of Payments whose checklist is settled."""
    area = Area.objects.get(slug="payments")
    Notice.objects.filter(fanned_out_at=None).update(fanned_out_at=WEDNESDAY)  # of the demo
    area.pm, area.eng_lead = person("tomek"), person("sam")  # type: ignore[attr-defined]
    with transaction.atomic(), settling_once(now=WEDNESDAY):
        row = planned(area, WEDNESDAY, tier=tier, launch_on=launch_on, name=name)
        row.area = area
        row = filled(row, WEDNESDAY)
        all_done(row, WEDNESDAY)
    row = move(release=row, move=Move.BEGIN_REVIEW, by=person("tomek"), now=WEDNESDAY)
    row.area = area
    return row


def write(page: Page, section: str, text: str) -> None:
    page.get_by_role("link", name=f"Write: {section}").click()
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#message")).to_contain_text(f"Saved: {section}.")


def asked_by_mail(office: PostOffice, who: str, function: str, release: Release) -> str:
    """The signed link of the letter that asks."""
    subject = f"Is {function} ready for {release.key} {release.name}?"
    return link_in(letter_to(office, f"{who}@meridian.example", subject), "/releases/signoffs/")


def ready_in_two_clicks(window: Window, link: str, who: str) -> None:
    """The link of the letter, then the answer."""
    page = window()
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text(f"You sign as {who}")
    page.get_by_role("button", name="Ready", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recorded")


def launch(page: Page, release: Release) -> None:
    page.goto(release.get_absolute_url())
    page.get_by_role("link", name="Launch", exact=True).click()
    page.get_by_role("button", name="Launch", exact=True).click()
    expect(page.locator("#message")).to_contain_text("It is launched.")


def test_tier_2_without_a_meeting(come_in: ComeIn, window: Window, clock: Clock, post_office: PostOffice) -> None:
    row = in_review("Payout receipts by mail", Tier.MEDIUM, date(2026, 12, 9))

    # The PM writes what the fields do not say; the rest has flowed in.
    tomek = come_in("tomek", f"/releases/{row.key}/")
    tomek.get_by_role("link", name="Open the bundle").first.click()
    tomek.get_by_role("button", name="Begin the bundle").click()
    expect(tomek.locator("#message")).to_contain_text("Begun. What the release says of itself has flowed in.")
    expect(tomek.locator("#monitoring")).to_contain_text("Failed payouts a minute, time to payout.")
    expect(tomek.locator("#rollback")).to_contain_text("Switch the flag off, drain the queue.")
    write(tomek, "How it works", "A receipt comes by mail within a minute of the payout.")
    write(tomek, "FAQ and edge cases", "Can it be switched off? Yes, under “Mails”.")
    write(tomek, "Support macros and troubleshooting", "Macro “I got no receipt”: look into the spam folder first.")
    tomek.get_by_role("link", name="Send the review copy").click()
    tomek.get_by_role("button", name="Send it").click()
    expect(tomek.locator("#message")).to_contain_text("The review copy is out, the sign-offs are open.")

    # QA answers from the mail, Support on the page that Home leads to.
    sweep(clock=clock)
    ready_in_two_clicks(window, asked_by_mail(post_office, "ines", "QA", row), "Ines Prado")
    lena = come_in("lena")
    lena.get_by_role("listitem").filter(has_text=row.key).get_by_role("link", name="Answer").first.click()
    lena.get_by_label("Comment").fill("Macro is in.")
    lena.get_by_role("button", name="Ready", exact=True).click()
    expect(lena.locator("#message")).to_contain_text("Recorded for Support.")

    # Not before the final edition is out.
    tomek.goto(f"/releases/{row.key}/preflight/")
    expect(tomek.locator("#blockers")).to_contain_text("The final bundle is not published.")
    maja = come_in("maja", f"/releases/{row.key}/bundle/")
    maja.get_by_role("link", name="Publish", exact=True).click()
    maja.get_by_role("button", name="Publish it").click()
    expect(maja.locator("#message")).to_contain_text("Published. Whom it concerns is asked to read it.")

    tomek.reload()
    expect(tomek.get_by_role("main")).to_contain_text("Nothing stands in the way.")
    tomek.get_by_role("link", name="Record decision").click()
    tomek.get_by_role("radio", name="Go", exact=True).check()
    tomek.get_by_role("button", name="Record the decision").click()
    expect(tomek.locator("#message")).to_have_text(re.compile(r"Go is recorded as decision D-\d+\."))
    launch(tomek, row)
    row.refresh_from_db()
    assert (row.stage, row.launched_without_approval) == ("launched", False)


def test_tier_3_with_a_delay_and_an_override(
    come_in: ComeIn, window: Window, clock: Clock, post_office: PostOffice, tmp_path: Path
) -> None:
    row = in_review("Payouts in foreign currency", Tier.HIGH, date(2026, 12, 16))
    with transaction.atomic(), settling_once(now=WEDNESDAY):
        bundled(row, WEDNESDAY, person("maja"))
        record_training(release=row, attended=[person("lena")], notes="", by=person("maja"), now=WEDNESDAY)
        for function, who in {"engineering": "sam", "qa": "ines", "marketing": "jo"}.items():
            asked = SignoffRequest.objects.select_related("release").get(release=row, function__slug=function)
            answer(request=asked, answer=Answer.READY, comment="", by=person(who), now=WEDNESDAY)
    sweep(clock=clock)
    ready_in_two_clicks(window, asked_by_mail(post_office, "jonas", "Reliability", row), "Jonas Weber")
    ready_in_two_clicks(window, asked_by_mail(post_office, "brendan", "Sales", row), "Brendan Walsh")

    # Support is not ready and says so in the meeting, too.
    lena = come_in("lena", f"/releases/{row.key}/")
    lena.get_by_role("main").get_by_role("link", name="Answer", exact=True).first.click()
    lena.get_by_label("Comment").fill("The night shift has not seen it.")
    lena.get_by_role("button", name="Not ready").click()
    expect(lena.locator("#message")).to_contain_text("Recorded for Support.")
    maja = come_in("maja", f"/releases/{row.key}/meeting/")
    for name in ("Lena Brandt", "Sam Oduya"):
        maja.get_by_role("checkbox", name=name).check()
    maja.get_by_label("Notes").fill("Support wants a dry run with the night shift.")
    maja.get_by_role("button", name="Record the meeting").click()
    expect(maja.locator("#message")).to_contain_text("The meeting is recorded.")

    # The first round: a delay, whose reason stays with the moved date.
    tomek = come_in("tomek", f"/releases/{row.key}/preflight/")
    expect(tomek.get_by_role("main")).to_contain_text("One thing stands in the way.")
    expect(tomek.locator("#blockers")).to_contain_text("Support is not ready: The night shift has not seen it.")
    tomek.get_by_role("link", name="Record decision").click()
    tomek.get_by_role("radio", name="Delay").check()
    tomek.get_by_role("textbox", name="Why").fill("The night shift needs a dry run first.")
    tomek.get_by_label("New launch date, for a delay").fill("2027-01-12")
    tomek.get_by_role("button", name="Record the decision").click()
    expect(tomek.locator("#message")).to_contain_text("Delay is recorded as decision D-")

    # The second: the Head of Product is asked to take Support's answer on, and one thing stays to be done.
    tomek.goto(f"/releases/{row.key}/preflight/")
    tomek.get_by_role("button", name="Ask for an override").click()
    expect(tomek.locator("#message")).to_contain_text("Asked.")
    ewa = come_in("ewa")
    asked_of_her = f"You are asked about what stands in the way of {row.key}"
    ewa.get_by_role("listitem").filter(has_text=asked_of_her).get_by_role("link", name="Look at it").click()
    ewa.locator("#blockers").get_by_role("link", name="Override").click()
    ewa.get_by_label("Why it may go out nevertheless").fill("Lena’s deputy sits with the night shift for a week.")
    ewa.get_by_role("button", name="Take it on").click()
    expect(ewa.locator("#overrides")).to_contain_text("Lena’s deputy sits with the night shift for a week.")

    tomek.goto(f"/releases/{row.key}/decision/")
    tomek.get_by_role("radio", name="Conditional go").check()
    promised = tomek.get_by_role("group", name="Something else").first
    promised.get_by_label("What must be done").fill("A dry run with the night shift")
    promised.get_by_label("Who does it").fill("Lena Brandt (lena@meridian.example)")
    promised.get_by_label("By", exact=True).fill("2027-01-08")
    tomek.get_by_role("button", name="Record the decision").click()
    expect(tomek.locator("#message")).to_contain_text("Conditional go is recorded as decision D-")
    tomek.goto(row.get_absolute_url())
    expect(tomek.get_by_role("link", name="Launch", exact=True)).to_have_count(0)

    lena.goto(f"/releases/{row.key}/preflight/")
    lena.get_by_role("link", name="It is met").click()
    lena.get_by_label("How it was met").fill("Two hours, nine calls, with Paweł.")
    lena.get_by_role("button", name="It is met").click()
    expect(lena.locator("#conditions")).to_contain_text("Two hours, nine calls, with Paweł.")
    launch(tomek, row)

    # The card holds, and says which round replaced the first.
    make_due()
    rounds = [decision.round.number for decision in ShipDecision.objects.filter(release=row).select_related("round")]
    for number, verdict in zip(rounds, ("Genuine, but no longer current.", "Genuine and current."), strict=True):
        tomek.goto(f"/releases/{row.key}/decisions/{number}/")
        with tomek.expect_download() as waiting:
            tomek.get_by_role("link", name="Card as a PDF").click()
        card = tmp_path / "card.pdf"
        waiting.value.save_as(card)
        maja.goto("/releases/verify/")
        maja.get_by_label("File").or_(maja.locator('input[type="file"]')).first.set_input_files(card)
        maja.get_by_role("button", name="Verify").click()
        expect(maja.get_by_role("status").filter(has_text="Genuine")).to_contain_text(verdict)
