"""The page for a new release: a tier 1 in one go, everything that is missing at once, live words, who may what."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from comms.models import Notice
from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.models import DateSlip, FreezeWindow, Release
from tests.factories import in_role
from tests.factories.releases import planned, policy, staffed_area
from tests.page_forms import forms_of
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
NEW = "/releases/new/"
NOTHING = {
    "answer-visible": "fix", "answer-reach": "some", "answer-api": "no", "answer-pricing": "no",
    "answer-migration": "no", "answer-privacy": "no", "answer-regulated": "no",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pm(payments: Area) -> Person:
    policy()
    person: Person = payments.pm  # type: ignore[attr-defined]
    return person


def filled(area: Area, do: str = "start", **changes: Any) -> dict[str, Any]:
    """What the browser sends for a small fix in December."""
    said = {
        "do": do, "name": "Receipts name the fee", "area": area.pk, "summary": "The receipt names the **fee**.",
        "suggested": "1", "tier": "1", "launch_on": "2026-12-03", "span": "third",
    }  # fmt: skip
    return said | NOTHING | {name.replace("answer_", "answer-"): value for name, value in changes.items()}


def form_in(html: str) -> dict[str, str]:
    """The values of the page's form, or of what stands in for a part of it."""
    return dict(max(forms_of(html, NEW), key=lambda form: len(form.kinds)).values)


def region(browser: Client, name: str, data: dict[str, Any]) -> str:
    answer = browser.post(NEW, data, headers=HTMX | {"HX-Target": name})
    assert answer.status_code == 200
    assert "<h1>" not in answer.text
    return answer.text


def test_a_tier_1_is_planned_in_one_go(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    browser = signed_in(pm)
    assert form_in(browser.get(NEW).text)["area"] == str(payments.pk)  # her only one is chosen
    answer = browser.post(NEW, filled(payments))
    made = Release.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert (made.key, made.name, made.tier, made.tier_suggested, made.draft) == (
        "PAYM-1", "Receipts name the fee", 1, 1, False,
    )  # fmt: skip
    assert (made.launch_on, made.first_launch_on) == (date(2026, 12, 3), date(2026, 12, 3))
    assert (made.window_from, made.window_to) == (date(2026, 12, 1), date(2026, 12, 10))
    assert made.answers["visible"] == "fix"
    assert "<strong>fee</strong>" in made.summary_html
    assert not DateSlip.objects.exists()
    assert browser.get(made.get_absolute_url()).status_code == 200


def test_everything_missing_is_said_at_once_and_nothing_is_lost(
    payments: Area, pm: Person, signed_in: SignedIn
) -> None:
    browser = signed_in(pm)
    data = filled(payments, name="", launch_on="", answer_visible="feature", answer_reach="all", answer_api="")
    data |= {"span": "own", "window_from": "2026-12-09", "window_to": "31 December"}
    answer = browser.post(NEW, data)
    assert answer.status_code == 422
    for words in (
        "Give the release a name.", "Answer this: it decides about the tier.", "Say when it launches.",
        "Enter a valid date.", "The answers suggest Tier 3, high. Look at it",
    ):  # fmt: skip
        assert words in answer.text
    assert not Release.objects.exists()
    kept = form_in(answer.text)
    assert (kept["answer-visible"], kept["answer-reach"], kept["tier"]) == ("feature", "all", "3")
    assert (kept["summary"], kept["window_from"]) == ("The receipt names the **fee**.", "2026-12-09")
    again = browser.post(NEW, kept | {"do": "start", "name": "Fees", "answer-api": "no", "launch_on": "2027-01-19",
                                      "span": "month"})  # fmt: skip
    made = Release.objects.get()
    assert (again.status_code, made.tier, made.window_to) == (302, 3, date(2027, 1, 31))
    assert made.items.count() == 21


def test_a_lower_tier_takes_a_reason_where_the_page_asks_it(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    ops, browser = in_role(Role.PRODUCT_OPS), signed_in(pm)
    lower = filled(payments, answer_visible="feature", tier="1", suggested="2")
    assert 'name="reason"' not in browser.get(NEW).text
    assert 'name="reason"' in region(browser, "tier", lower)
    refused = browser.post(NEW, lower)
    assert (refused.status_code, Release.objects.count()) == (422, 0)
    assert "Say in a sentence why a lower tier is right." in refused.text
    browser.post(NEW, lower | {"reason": "Only the internal team sees it."})
    assert Release.objects.get().tier_reason == "Only the internal team sees it."
    assert Notice.objects.get(data__event="tier_lowered").people == [ops.pk]


def test_the_suggestion_is_said_while_answering(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    browser = signed_in(pm)
    first = region(browser, "tier", {"area": payments.pk, "answer-visible": "feature", "name": "x" * 5000})
    assert "So far: Tier 2, medium" in first
    assert "6 questions left" in first
    assert 'name="suggested" value="2"' in first
    followed = region(browser, "tier", filled(payments, answer_migration="yes", tier="1", suggested="1"))
    assert "Data or customers are migrated." in followed
    assert form_in(f"<form>{followed}</form>")["tier"] == "3"
    assert "10 business days before launch; today leaves 6: short notice." in followed  # the date's region comes along
    kept = region(browser, "tier", filled(payments, answer_migration="yes", tier="2", suggested="1"))
    assert form_in(f"<form>{kept}</form>")["tier"] == "2"
    plain = browser.post(NEW, filled(payments, do="look", answer_migration="yes", name="Ledger"))
    assert plain.status_code == 200
    assert "Suggested: Tier 3, high" in plain.text
    assert 'value="Ledger"' in plain.text
    assert 'class="error"' not in plain.text
    assert not Release.objects.exists()


def test_a_date_is_said_while_choosing(payments: Area, pm: Person, now: datetime, signed_in: SignedIn) -> None:
    FreezeWindow.objects.create(name="Christmas", starts_on=date(2026, 12, 21), ends_on=date(2027, 1, 3))
    other = staffed_area(slug="ledger", name="Ledger")
    planned(other, now, launch_on=date(2026, 12, 22), name="Ledger v3")
    pms = signed_in(pm)
    said = region(
        pms, "when", filled(payments, answer_visible="feature", tier="2", suggested="2", launch_on="2026-12-24")
    )
    assert "In the freeze Christmas (Mon 21 Dec to Sun 3 Jan 2027)" in said
    assert "Thu 24 Dec is a public holiday; the next business day is Mon 28 Dec." in said
    assert "late December" in said
    assert "Ledger v3" not in said  # its date is not hers to know
    assert "ten years" in region(pms, "when", filled(payments, launch_on="9999-12-31"))
    assert "has passed" in region(pms, "when", filled(payments, launch_on="2026-11-02"))
    assert "lead-words" in region(pms, "when", filled(payments, launch_on="no day"))
    refused = pms.post(NEW, filled(payments, launch_on="9999-12-31"))
    assert (refused.status_code, Release.objects.count()) == (422, 1)


def test_other_launches_for_the_same_functions_are_named(
    payments: Area, pm: Person, now: datetime, signed_in: SignedIn
) -> None:
    planned(payments, now, launch_on=date(2026, 12, 22), name="Instant payouts")
    said = region(
        signed_in(pm),
        "when",
        filled(payments, answer_visible="feature", tier="2", suggested="2", launch_on="2026-12-21"),
    )
    assert "Same week, also for Sales and Support" in said
    assert "Instant payouts" in said


def test_a_draft_needs_only_a_name(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    browser = signed_in(pm)
    assert browser.post(NEW, {"do": "draft", "area": payments.pk, "name": ""}).status_code == 422
    answer = browser.post(NEW, {"do": "draft", "area": payments.pk, "name": "Split payments", "answer-api": "added"})
    made = Release.objects.get()
    assert (answer.status_code, made.draft, made.tier, made.launch_on, made.answers) == (
        302, True, None, None, {"api": "added"},
    )  # fmt: skip
    backwards = {"span": "own", "window_from": "2026-12-09", "window_to": "2026-12-01"}
    refused = browser.post(NEW, filled(payments, do="draft") | backwards)
    assert "The window ends before it begins." in refused.text


def test_product_ops_drafts_and_the_pm_starts(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    staffed_area(slug="ledger", name="Ledger")
    browser = signed_in(in_role(Role.PRODUCT_OPS))
    page = browser.get(f"{NEW}?area=payments").text
    assert "The area’s PM assigns the tier, sets the date and starts it." in page
    assert (">Start release" in page, 'name="launch_on"' in page, 'name="tier"' in page) == (False, False, False)
    assert form_in(page)["area"] == str(payments.pk)
    assert browser.post(NEW, filled(payments)).status_code == 403
    answer = browser.post(NEW, filled(payments, do="draft"))
    made = Release.objects.get()
    assert (answer.status_code, made.draft, made.launch_on, made.answers["visible"]) == (302, True, None, "fix")
    assert Notice.objects.get(data__event="drafted").people == [pm.pk]
    assert signed_in(pm).post(NEW, filled(payments, do="draft")).status_code == 302
    assert Notice.objects.filter(data__event="drafted").count() == 1  # not of her own


def test_who_plans_for_one_area_does_not_start_for_another(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    ledger = staffed_area(slug="ledger", name="Ledger")
    both = in_role(Role.PRODUCT_OPS)
    payments.roles.filter(kind="pm").update(person=both)
    browser = signed_in(both)
    assert browser.post(NEW, filled(ledger)).status_code == 403
    refused = browser.post(NEW, filled(ledger, do="draft"))
    assert (refused.status_code, "The area’s PM sets the date. Leave it empty." in refused.text) == (422, True)
    assert browser.post(NEW, filled(payments)).status_code == 302
    assert signed_in(pm).get(NEW).status_code == 403
    assert signed_in(ledger.pm).post(NEW, filled(payments)).status_code == 422  # type: ignore[attr-defined]
    assert Release.objects.count() == 1


def test_without_a_policy_there_are_drafts_only(payments: Area, signed_in: SignedIn) -> None:
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    page = browser.get(NEW).text
    assert "There is no release policy yet" in page
    assert ">Start release" not in page
    assert browser.post(NEW, filled(payments)).status_code == 422
    assert browser.post(NEW, filled(payments, do="draft")).status_code == 302
