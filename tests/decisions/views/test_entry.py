"""One decision: its page, and the forms that add to it. What was typed stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from productops.decisions.actions import correct, supersede
from productops.decisions.models import DecisionEntry, DecisionReview
from productops.people.enums import Role
from productops.people.models import Area, Person
from tests.decisions.conftest import SignedIn
from tests.factories import in_role
from tests.factories.log import DECIDED, OPTIONS, REVIEW, SAID, logged, said

pytestmark = pytest.mark.django_db
TYPED = {
    **vars(SAID), "title": "Typed title", "option_0": "Cards", "pros_0": "Fast", "cons_0": "Fees", "option_1": "Banks",
    "chosen": "0", "review_on": REVIEW.isoformat(), "link_title_0": "PRD", "link_0": "https://example.com/prd",
}  # fmt: skip


def test_a_decision_is_logged_by_the_form(payments: Area, pm: Person, signed_in: SignedIn) -> None:
    browser = signed_in(pm)
    assert "Log a decision" in browser.get("/decisions/new/").text
    answer = browser.post("/decisions/new/", TYPED | {"area": payments.pk})
    assert (answer.status_code, answer["Location"]) == (302, "/decisions/1/")
    entry = DecisionEntry.objects.get()
    assert (entry.owner, entry.area, entry.decided_on, entry.review_on) == (pm, payments, DECIDED, REVIEW)
    assert entry.links == [{"title": "PRD", "url": "https://example.com/prd"}]
    assert list(entry.options.values_list("title", "chosen")) == [("Cards", True), ("Banks", False)]
    html = browser.get("/decisions/1/").text
    for words in ("Typed title", SAID.context, SAID.rationale, "Chosen", "Fees", "PRD", "Payments", "in the log"):
        assert words in html
    assert html.count("signal--good") == 1


@pytest.mark.parametrize(
    ("changes", "said_"),
    [
        ({"title": " "}, "This field is required"),
        ({"rationale": ""}, "This field is required"),
        ({"chosen": ""}, "mark the one that was chosen"),
        ({"option_0": "", "option_1": "", "pros_0": "", "cons_0": "", "chosen": ""}, "mark the one that was chosen"),
        ({"chosen": "2"}, "Name the option."),
        ({"chosen": "77"}, "mark the one that was chosen"),
        ({"review_on": DECIDED.isoformat()}, "Choose a day after the decision."),
        ({"review_on": ""}, "This field is required"),
        ({"link_0": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"link_0": ""}, "Say where this link leads."),
        ({"area": "77777"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    pm: Person, signed_in: SignedIn, changes: dict[str, str], said_: str
) -> None:
    answer = signed_in(pm).post("/decisions/new/", TYPED | changes)
    assert answer.status_code == 422
    assert said_ in answer.text
    kept = [value for name, value in TYPED.items() if name not in changes and name != "chosen"]
    assert [value for value in kept if value not in answer.text] == []
    assert not DecisionEntry.objects.exists()


def test_more_room_for_options_judges_nothing(pm: Person, signed_in: SignedIn) -> None:
    answer = signed_in(pm).post("/decisions/new/", {"option_0": "Cards", "rows": "3", "more": "1", "review_on": "soon"})
    assert (answer.status_code, answer.text.count("Speaks for it"), 'value="Cards"' in answer.text) == (200, 5, True)
    assert ('value="soon"' in answer.text, 'class="error"' in answer.text) == (True, False)
    assert not DecisionEntry.objects.exists()


def test_who_comes_second_keeps_what_she_typed(payments: Area, pm: Person, now: datetime, signed_in: SignedIn) -> None:
    entry = logged(pm, now, area=payments)
    head = in_role(Role.HEAD_OF_PRODUCT)
    browser, address = signed_in(head), "/decisions/1/supersession/"
    form = browser.get(address).text
    assert (SAID.title in form, "Reaches most merchants" in form, "checked" in form) == (True, True, False)
    supersede(entry=entry, said=said(title="First"), options=OPTIONS, owner=pm, decided_on=DECIDED, by=pm, now=now)
    answer = browser.post(address, TYPED)
    assert (answer.status_code, "D-2 First" in answer.text, 'href="/decisions/2/"' in answer.text) == (409, True, True)
    assert "Typed title" in answer.text
    assert browser.get(address).status_code == 409
    assert signed_in(in_role()).get(address).status_code == 403
    again = signed_in(head).post("/decisions/2/supersession/", TYPED)
    assert again["Location"] == "/decisions/3/"
    html = browser.get("/decisions/1/").text
    assert ("does not hold any more" in html, 'href="/decisions/2/"' in html) == (True, True)
    html = browser.get("/decisions/2/").text
    assert ('href="/decisions/1/"' in html, 'href="/decisions/3/"' in html) == (True, True)
    assert "Supersede it" not in html


def test_the_earlier_wording_stays_visible(pm: Person, now: datetime, signed_in: SignedIn) -> None:
    logged(pm, now - timedelta(hours=3))
    browser, address = signed_in(pm), "/decisions/1/wording/"
    words = vars(SAID) | {"title": "Payouts by card first"}
    assert browser.post(address, words)["Location"] == "/decisions/1/"
    html = browser.get("/decisions/1/").text
    assert ("only</del>" in html, "first</ins>" in html, "corrected the wording" in html) == (True, True, True)
    nothing = browser.post(address, words)
    assert (nothing.status_code, "No word is different." in nothing.text) == (422, True)
    assert signed_in(in_role(Role.PRODUCT_OPS)).get(address).status_code == 403


def test_after_a_day_the_wording_stays(pm: Person, now: datetime, signed_in: SignedIn) -> None:
    logged(pm, now - timedelta(hours=24, minutes=1))
    browser, address = signed_in(pm), "/decisions/1/wording/"
    assert browser.get(address).status_code == 409
    answer = browser.post(address, vars(SAID) | {"title": "Kept when refused"})
    assert (answer.status_code, "24 hours" in answer.text, "Kept when refused" in answer.text) == (422, True, True)
    assert "Correct the wording" not in browser.get("/decisions/1/").text


def test_its_owner_keeps_it(pm: Person, now: datetime, signed_in: SignedIn) -> None:
    logged(pm, now, decided_on=DECIDED - timedelta(days=9), review_on=DECIDED)
    browser, address = signed_in(pm), "/decisions/1/review/"
    assert "To be looked at again" in browser.get("/decisions/1/").text
    answer = browser.post(address, {"keep_until": DECIDED.isoformat()})
    assert (answer.status_code, "still ahead" in answer.text) == (422, True)
    assert browser.post(address, {"keep_until": REVIEW.isoformat()})["Location"] == "/decisions/1/"
    html = browser.get("/decisions/1/").text
    assert ("To be looked at again" in html, "keeps it until" in html) == (False, True)
    assert browser.post(address, {"keep_until": ""}).status_code == 302
    assert "keeps it for good" in browser.get("/decisions/1/").text
    assert DecisionReview.objects.count() == 2
    assert signed_in(in_role()).get(address).status_code == 403


def test_nothing_there(pm: Person, signed_in: SignedIn) -> None:
    browser: Client = signed_in(pm)
    addresses: list[Any] = ["", "supersession/", "wording/", "review/"]
    assert {browser.get(f"/decisions/7/{each}").status_code for each in addresses} == {404}


def test_a_long_story_asks_no_more(pm: Person, now: datetime, django_assert_max_num_queries: Any) -> None:
    entry = logged(pm, now)
    for number in range(4):
        entry = correct(entry=entry, said=said(title=f"Wording {number}"), by=pm, now=now)
    browser = Client()
    browser.force_login(pm, backend="productops.people.backends.PersonBackend")
    browser.get("/decisions/1/")
    with django_assert_max_num_queries(14):
        html = browser.get("/decisions/1/").text
    assert html.count("What the next wording made of it") == 4
