"""Saved views: filters under a name, each person's own."""

from datetime import datetime

import pytest
from django.test import Client

from productops.people.enums import Role
from productops.people.models import Area
from releases.models import SavedView
from tests.factories import in_role
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


def save(browser: Client, name: str, query: str, page: str = "table", **more: str):  # type: ignore[no-untyped-def]
    return browser.post("/releases/views/", {"name": name, "query": query, "page": page} | more)


def test_saved_opened_replaced_renamed_deleted_and_back(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    made = save(browser, " Mine  in trouble ", "health=worried&whose=mine&page=3&evil=1")
    assert made["Location"] == "/releases/?health=worried&whose=mine"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.person) == ("Mine in trouble", "health=worried&whose=mine", payments.pm)  # type: ignore[attr-defined]
    assert 'aria-current="page">Mine in trouble' in browser.get(made["Location"]).text
    assert 'href="/releases/?health=worried&amp;whose=mine">Mine in trouble' in browser.get("/releases/board/").text
    save(browser, "Mine in trouble", "tier=3")
    assert SavedView.objects.get().query == "tier=3"
    save(browser, "Mine in trouble", "tier=2", page="board")  # another page, another view
    assert SavedView.objects.count() == 2

    name = f"/releases/views/{view.pk}/name/"
    assert browser.post(name, {f"{view.pk}-name": "Tier 3"}).status_code == 302
    assert SavedView.objects.get(pk=view.pk).name == "Tier 3"
    save(browser, "Other", "")
    clash = browser.post(name, {f"{view.pk}-name": "Other"})
    assert (clash.status_code, "Another of your views has this name." in clash.text) == (422, True)

    gone = browser.post(f"/releases/views/{view.pk}/deletion/", follow=True)
    assert "“Tier 3” is deleted." in gone.text
    assert browser.post(f"/releases/views/{view.pk}/deletion/").status_code == 404
    browser.post("/releases/views/return/")
    assert SavedView.objects.get(name="Tier 3").query == "tier=3"
    assert browser.post("/releases/views/return/").status_code == 302  # twice does no harm


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 61}, {"page": "elsewhere"}, {"query": "q=" + "%C4%85" * 115}]
)
def test_what_cannot_be_saved_is_said(
    payments: Area, now: datetime, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    answer = save(browser, **({"name": "Mine", "query": "tier=3"} | wrong))
    assert (answer.status_code, SavedView.objects.count()) == (422, 0)
    assert 'class="errors"' in answer.text


def test_nobody_reaches_another_s(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    save(signed_in(payments.pm), "Secret plans", "tier=3")  # type: ignore[attr-defined]
    pk = SavedView.objects.get().pk
    other = signed_in(in_role(Role.PRODUCT_OPS))
    assert "Secret plans" not in other.get("/releases/").text + other.get("/releases/views/").text
    assert other.post(f"/releases/views/{pk}/name/", {f"{pk}-name": "Mine"}).status_code == 404
    assert other.post(f"/releases/views/{pk}/deletion/").status_code == 404
    assert other.get(f"/releases/views/{pk}/deletion/").status_code == 405
    assert SavedView.objects.get().name == "Secret plans"
