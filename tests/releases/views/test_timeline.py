"""The page of a quarter: bars for who may know the date, bands for everybody else, the same as a list."""

from datetime import date, datetime

import pytest

from productops.people.enums import Role
from productops.people.models import Area, Function
from releases.enums import Stage, Tier
from releases.models import Dependency, FreezeWindow, Release
from tests.factories import in_role
from tests.factories.releases import LAUNCH, drafted, planned, staffed_area
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_a_quarter_as_one_may_know_it(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    ledger = staffed_area(slug="ledger", name="Ledger")
    window = {"window_from": date(2027, 1, 11), "window_to": date(2027, 1, 20)}
    payouts, books = planned(payments, now, **window), planned(ledger, now, name="Ledger v3", **window)
    late = planned(ledger, now, name="Told for spring", window_from=date(2027, 4, 1), window_to=date(2027, 4, 30))
    drafted(payments, now, name="Secret idea", launch_on=LAUNCH)
    Dependency.objects.create(release=payouts, on_release=books, added_at=now, added_by=payments.pm)  # type: ignore[attr-defined]
    FreezeWindow.objects.create(name="Inventory", starts_on="2027-01-25", ends_on="2027-01-29")
    support = Function.objects.get(slug="support")
    for row in (payouts, books):
        row.functions.add(support)

    reader = signed_in(in_role(Role.STAKEHOLDER))
    html = reader.get("/releases/timeline/?quarter=2027-Q1").text
    assert "January to March 2027" in html
    assert html.count(" bar--window") == 2
    assert "On track, window: mid January 2027" in html
    for secret in ("19 Jan", "2027-01-19", "Told for spring", "Secret idea", "Week of"):
        assert secret not in html, secret
    assert "Instant payouts waits for Ledger v3" in html
    assert "Freeze: Inventory" in html
    assert "Holiday: Wed 6 Jan" in html
    assert 'href="/releases/timeline/?quarter=2026-Q4"' in html
    assert 'href="/releases/timeline/?quarter=2027-Q2"' in html

    ops = signed_in(in_role(Role.PRODUCT_OPS))
    html = ops.get("/releases/timeline/?quarter=2027-Q1").text
    assert "On track, launch Tue 19 Jan 2027, internal target" in html
    assert "Told for spring" in html
    assert " bar--window" not in html
    assert "Week of Mon 18 Jan 2027: 3 launches. More than one reaches: Support 2" in html
    narrowed = ops.get("/releases/timeline/?quarter=2027-Q1&area=ledger").text
    assert f"/releases/{payouts.key}/" not in narrowed
    assert "quarter=2026-Q4&amp;area=ledger" in narrowed
    # This quarter by itself; a quarter that nobody has heard of is this one.
    assert ops.get("/releases/timeline/").text.count("October to December 2026") == ops.get(
        "/releases/timeline/?quarter=never"
    ).text.count("October to December 2026")
    assert late.key in html


def test_what_is_launched_ends_where_it_was_launched(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    row = planned(payments, now, Tier.LOW)
    Release.objects.filter(pk=row.pk).update(stage=Stage.LAUNCHED, launched_at=now)
    html = signed_in(in_role(Role.STAKEHOLDER)).get("/releases/timeline/").text
    assert "launched Wed 25 Nov" in html
    assert "bar--done" in html
    assert "style=" not in html
