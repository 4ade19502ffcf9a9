"""From the questionnaire to the last line of the checklist: five people, each in a window of their own."""

from pathlib import Path

from playwright.sync_api import Page, expect

from releases.models import Release, ReleaseItem, Upload
from tests.journeys.conftest import ComeIn
from tests.journeys.releasing import hand_on, item, settle, start, write_the_way_back

DOCS = "https://docs.meridian.example"


def opened(page: Page, title: str, verb: str) -> None:
    """Open a line and choose what to do with it."""
    line = item(page, title)
    line.get_by_role("link", name=title, exact=True).click()
    line.get_by_role("link", name=verb, exact=True).click()


def states(key: str) -> dict[str, str]:
    return dict(ReleaseItem.objects.filter(release__key=key, retired_at=None).values_list("key", "state"))


def test_tier_2_by_five_people(come_in: ComeIn) -> None:
    tomek = come_in("tomek", "/releases/new/")
    start(tomek, "Payout statements", "2026-12-15", "Tier 2, medium")
    expect(tomek).to_have_url("/releases/PAY-34/")
    settle(tomek, ["Release notes and in-product copy", "Documentation updated"], url=f"{DOCS}/help/statements")

    sam = come_in("sam", "/releases/PAY-34/safety/")
    write_the_way_back(sam)
    expect(item(sam, "Rollback plan with owner and criteria").locator(".tick--done")).to_have_count(1)
    settle(sam, ["Feature complete behind its flag"], url=f"{DOCS}/tests/statements")

    ines = come_in("ines", "/releases/PAY-34/")
    settle(ines, ["QA sign-off on the tagged build"], url=f"{DOCS}/tests/statements-qa")

    lena = come_in("lena", "/releases/PAY-34/")
    lena.get_by_role("link", name="Settle “Support macros and troubleshooting”").click()
    line = item(lena, "Support macros and troubleshooting")
    line.get_by_label("Link").fill(f"{DOCS}/support/statements")
    line.get_by_role("button", name="Mark as done").click()
    expect(line.locator(".tick--done")).to_have_count(1)
    settle(lena, ["Dry run with Support’s night shift"], note="Two calls, nothing was missing.")

    brendan = come_in("brendan", "/releases/PAY-34/")
    settle(brendan, ["Sales knows what to say"], note="On one page; said in Monday’s call.")
    expect(brendan.get_by_role("region", name="Go/no-go")).to_contain_text("11 of 11 settled")

    assert set(states("PAY-34").values()) == {"done"}
    assert Release.objects.get(key="PAY-34").health == "on_track"
    tomek.goto("/releases/PAY-34/")
    tomek.get_by_role("link", name="Begin the review").click()
    tomek.get_by_role("main").get_by_role("button", name="Begin the review").click()
    expect(tomek.locator("#message")).to_contain_text("The review begins.")
    assert Release.objects.get(key="PAY-34").stage == "in_review"


def test_tier_3_by_five_people(come_in: ComeIn, tmp_path: Path) -> None:
    """Many at once, with a file, one waived by its function, one blocked and opened again, some handed on."""
    tomek = come_in("tomek", "/releases/new/")
    others = {"Who gets it first?": "Everybody at once", "Does an API change?": "Something is added"}
    start(tomek, "Payouts to cards", "2027-01-26", "Tier 3, high", **others)
    expect(tomek).to_have_url("/releases/PAY-34/")
    of_sam = [
        "Walkthrough signed by Design and Engineering",
        "Data-contract notes",
        "Nightly metrics job ran, the dashboard shows it",
        "Measures: expected and actual value",
        "Rollback rehearsed end to end",
    ]
    hand_on(tomek, of_sam, "Sam Oduya")
    hand_on(tomek, ["Sales enablement: talk track and objections"], "Lena Brandt")
    settle(tomek, ["Release notes and in-product copy", "Documentation updated"], url=f"{DOCS}/help/cards")

    sam = come_in("sam", "/releases/PAY-34/safety/")
    write_the_way_back(sam)
    own = [
        "Open risks and missing telemetry written down",
        "Tagged build on staging, runbook linked",
        "Integrations checked with sandbox credentials",
        "Feature complete",
    ]
    settle(sam, [*of_sam, *own], url=f"{DOCS}/runbooks/cards", note="As walked through with everybody.")

    ines = come_in("ines", "/releases/PAY-34/")
    tests = ["Test results and performance snapshot", "QA sign-off on the tagged build"]
    settle(ines, tests, url=f"{DOCS}/tests/cards")

    lena = come_in("lena", "/releases/PAY-34/")
    opened(lena, "Training of the receiving functions", "It is blocked")
    training = item(lena, "Training of the receiving functions")
    training.get_by_label("Why").fill("The room is taken until Friday.")
    training.get_by_role("button", name="Say that it is blocked").click()
    expect(training).to_contain_text("blocked: The room is taken until Friday.")
    training.get_by_role("link", name="Training of the receiving functions").click()
    training.get_by_role("button", name="Open again").click()
    expect(training.get_by_role("img", name="Open")).to_be_visible()
    macros = tmp_path / "macros.txt"
    macros.write_text("A payout to a card may take until tomorrow.\n")
    settle(
        lena,
        ["Support macros and troubleshooting", "Training of the receiving functions"],
        note="Twelve macros; everybody was there.",
        file=macros,
    )
    rest = ["Sales enablement: talk track and objections", "Dry run with Support’s night shift"]
    settle(lena, rest, url=f"{DOCS}/sales/cards", note="Two hours, no question left.")

    jo = come_in("jo", "/releases/PAY-34/")
    opened(jo, "Marketing assets", "Waive")
    marketing = item(jo, "Marketing assets")
    marketing.get_by_label("Why").fill("No campaign before summer.")
    marketing.get_by_role("button", name="Waive it").click()
    expect(marketing).to_contain_text("waived: No campaign before summer.")
    expect(jo.get_by_role("region", name="Go/no-go")).to_contain_text("14 of 14 settled")

    found = states("PAY-34")
    assert (len(found), found.pop("marketing"), set(found.values())) == (22, "waived", {"done"})
    assert Upload.objects.filter(name="macros.txt").count() == 1
    tomek.goto("/releases/PAY-34/")
    expect(tomek.get_by_role("link", name="Begin the review")).to_be_visible()
