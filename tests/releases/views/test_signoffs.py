"""Sign-offs on their pages: who was asked, one function's answer, the clock that stands still."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from releases.actions.planning import edit
from releases.actions.signoffs import ask
from releases.models import Release, Signoff, SignoffPause, SignoffRequest
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import bundled, filled, fresh
from tests.factories.releases import drafted, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def release(payments: Area, ops: Person, now: datetime) -> Release:
    """Its review copy is out, so Support and QA are asked."""
    row = planned(payments, now)
    row.area = payments
    row = filled(row, now)
    bundled(row, now, ops, published=False)
    return fresh(row, payments)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def address(release: Release, name: str = "signoff", function: str = "support") -> str:
    parts = [release.key] if name in ("signoffs", "signoff-requests") else [release.key, function]
    return reverse(f"releases:{name}", args=parts)


def stamp_on(browser: Client, url: str) -> str:
    page = browser.get(url).text
    return page.partition('name="stamp" value="')[2].partition('"')[0]


def test_the_list_names_whom_nobody_asked_and_the_pm_asks(
    release: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    release.functions.add(Function.objects.get(slug="legal"))
    pm, legal = signed_in(release.area.pm), Function.objects.get(slug="legal")  # type: ignore[attr-defined]
    page = pm.get(address(release, "signoffs")).text
    assert "Not asked" in page
    assert f'value="{legal.pk}"' in page
    assert pm.get(address(release, "signoff-requests")).status_code == 405
    assert pm.post(address(release, "signoff-requests"), {}).status_code == 422
    asked = pm.post(address(release, "signoff-requests"), {"function": legal.pk}, follow=True)
    assert "1 function is asked." in asked.text
    again = pm.post(address(release, "signoff-requests"), {"function": legal.pk}, follow=True)
    assert "They were asked already." in again.text
    assert SignoffRequest.objects.get(release=release, function=legal).asks == 1
    reader = signed_in(PersonFactory())
    assert reader.post(address(release, "signoff-requests"), {"function": legal.pk}).status_code == 403
    assert "Ask another function" not in reader.get(address(release, "signoffs")).text


def test_a_function_answers_in_one_press(release: Release, signed_in: SignedIn) -> None:
    support = signed_in(lead("support"))
    page = support.get(address(release)).text
    assert "Is Support ready?" in page
    assert "About support." in page  # the text of the bundle that is signed
    assert "answer due" in page
    given = support.post(
        address(release), {"answer": "ready", "stamp": stamp_on(support, address(release))}, follow=True
    )
    assert "Recorded for Support." in given.text
    again = support.post(address(release), {"answer": "ready", "stamp": stamp_on(support, address(release))})
    assert (again.status_code, Signoff.objects.count()) == (302, 1)
    framed = support.post(address(release), {"answer": "abstain"}, headers={"HX-Request": "true"})
    assert (framed.status_code, framed["HX-Redirect"]) == (204, address(release))
    assert [row.answer for row in Signoff.objects.order_by("id")] == ["ready", "abstain"]


def test_not_ready_says_what_is_missing_and_keeps_what_was_typed(release: Release, signed_in: SignedIn) -> None:
    support = signed_in(lead("support"))
    bare = support.post(address(release), {"answer": "not_ready", "comment": ""})
    assert (bare.status_code, "Say what is missing" in bare.text) == (422, True)
    long = support.post(address(release), {"answer": "", "comment": "The night shift"})
    assert (long.status_code, "Press one of the three answers." in long.text) == (422, True)
    assert ">\nThe night shift</textarea>" in long.text
    assert not Signoff.objects.exists()


def test_who_may_not_answer_reads_why(release: Release, signed_in: SignedIn) -> None:
    reader = signed_in(PersonFactory())
    page = reader.get(address(release)).text
    assert "Each function answers for itself." in page
    assert "About support." not in page  # a draft is read by those who sign or write it
    assert reader.post(address(release), {"answer": "ready"}).status_code == 403
    assert signed_in(lead("sales")).post(address(release), {"answer": "ready"}).status_code == 403


def test_what_changed_since_the_page_is_not_signed(release: Release, signed_in: SignedIn, now: datetime) -> None:
    support = signed_in(lead("support"))
    stamp = stamp_on(support, address(release))
    pm = release.area.pm  # type: ignore[attr-defined]
    edit(release=release, fields={"build_tag": "5.0"}, by=pm, now=now, seen_version=release.version)
    late = support.post(address(release), {"answer": "ready", "stamp": stamp})
    assert (late.status_code, "changed after you opened the page" in late.text) == (409, True)
    assert not Signoff.objects.exists()


def test_nothing_is_there_of_what_one_may_not_see(
    release: Release, payments: Area, signed_in: SignedIn, now: datetime
) -> None:
    reader = signed_in(PersonFactory())
    assert reader.get(address(release, function="legal")).status_code == 404  # nobody asked it
    Release.objects.filter(pk=release.pk).update(confidential_at=now, confidential_reason="A deal")
    for name in ("signoffs", "signoff"):
        assert reader.get(address(release, name)).status_code == 404
    draft = drafted(payments, now, name="Not yet")
    assert reader.get(address(draft, "signoffs")).status_code == 404


def test_the_clock_stands_still(release: Release, signed_in: SignedIn) -> None:
    support, url = signed_in(lead("support")), address(release, "signoff-wait")
    empty = support.post(url, {"waiting_for": " "})
    assert (empty.status_code, '<details class="mt" open>' in empty.text) == (422, True)
    assert signed_in(PersonFactory()).post(url, {"waiting_for": "x"}).status_code == 403
    support = signed_in(lead("support"))
    waits = support.post(url, {"waiting_for": "the price list"}, follow=True)
    assert "It waits for: the price list" in waits.text
    assert "answer due" not in waits.text
    pm = signed_in(release.area.pm)  # type: ignore[attr-defined]
    assert "It has come" in pm.get(address(release)).text
    assert pm.get(address(release, "signoff-wait-removal")).status_code == 405
    on = pm.post(address(release, "signoff-wait-removal"), follow=True)
    assert "The clock runs again." in on.text
    assert pm.post(address(release, "signoff-wait-removal")).status_code == 302  # repeated: harmless
    assert SignoffPause.objects.get().until is not None


def test_the_list_asks_as_much_of_the_database_for_one_as_for_all(
    release: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    reader = signed_in(PersonFactory())
    reader.get(address(release, "signoffs"))
    with CaptureQueriesContext(connection) as few:
        reader.get(address(release, "signoffs"))
    ask(release=release, functions=Function.objects.all(), by=ops, now=now)
    with CaptureQueriesContext(connection) as many:
        reader.get(address(release, "signoffs"))
    assert len(many) == len(few)
