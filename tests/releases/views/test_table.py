"""The table of releases: what it is narrowed to, in which order, what a person reads of each, the file of it."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Area, Function, ProductGroup
from releases.enums import Tier
from releases.models import PolicyVersion, Release
from tests.factories import in_role
from tests.factories.releases import LAUNCH, drafted, planned, policy, staffed_area
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
REGION = {"HX-Request": "true", "HX-Target": "releases-list"}


def keys(browser: Client, query: str = "") -> list[str]:
    html = browser.get(f"/releases/?{query}").text
    return re.findall(r'<th scope="row"><a href="/releases/([A-Z0-9-]+)/"', html)


def told(release: Release, start: date, end: date) -> None:
    Release.objects.filter(pk=release.pk).update(window_from=start, window_to=end)


def test_one_reads_the_window_until_the_date_is_hers(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    planned(payments, now, window_from=date(2027, 1, 11), window_to=date(2027, 1, 20))
    as_reader, as_pm = signed_in(in_role(Role.STAKEHOLDER)), signed_in(payments.pm)  # type: ignore[attr-defined]
    html = as_reader.get("/releases/").text
    assert "mid January 2027" in html
    assert "2027-01-19" not in html
    assert "19 Jan" not in html
    html = as_pm.get("/releases/").text
    assert 'datetime="2027-01-19"' in html
    assert "internal target" in html
    Release.objects.update(stage="in_review")
    Release.objects.update(stage="approved")
    assert 'datetime="2027-01-19"' in as_reader.get("/releases/").text


def test_the_order_tells_no_more_than_the_rows(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    """By launch for who prepares; by window for everybody else, whatever the dates behind it."""
    first = planned(payments, now, launch_on=LAUNCH)
    second = planned(payments, now, launch_on=LAUNCH + timedelta(days=30), name="Second")
    third = planned(payments, now, launch_on=None, name="Third")
    told(first, date(2027, 3, 1), date(2027, 3, 10))
    told(second, date(2027, 2, 1), date(2027, 2, 10))
    as_reader, as_pm = signed_in(in_role(Role.STAKEHOLDER)), signed_in(payments.pm)  # type: ignore[attr-defined]
    for browser in (as_pm, signed_in(in_role(Role.PRODUCT_OPS))):
        assert keys(browser) == [first.key, second.key, third.key]
    assert keys(as_reader) == [second.key, first.key, third.key]
    assert keys(as_reader, "sort=-launch") == [first.key, second.key, third.key]
    assert keys(as_reader, "sort=name") == [first.key, second.key, third.key]
    assert keys(as_reader, "month=2027-02") == [second.key]
    assert keys(as_reader, "month=2027-01") == []
    assert keys(as_pm, "month=2027-01") == []  # a month is the window's, for everybody


def test_it_is_narrowed(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    group = ProductGroup.objects.create(slug="money", name="Money")
    Area.objects.filter(pk=payments.pk).update(group=group)
    ledger = staffed_area(slug="ledger", name="Ledger")
    payouts = planned(payments, now, Tier.HIGH)
    wording = planned(ledger, now, Tier.LOW, name="Wording of refunds")
    gone = planned(ledger, now, Tier.LOW, name="Gone")
    draft = drafted(payments, now, name="Idea")
    Release.objects.filter(pk=gone.pk).update(stage="launched", launched_at=now)
    Release.objects.filter(pk=payouts.pk).update(health="at_risk")
    payouts.functions.set(Function.objects.filter(slug__in=["support", "sales"]))
    newer = PolicyVersion.objects.create(number=2, content=policy().content, made_at=now)
    Release.objects.filter(pk=wording.pk).update(policy=newer)
    ops, pm = signed_in(in_role(Role.PRODUCT_OPS)), signed_in(payments.pm)  # type: ignore[attr-defined]
    for query, found in {
        "": [wording, payouts, draft],
        "q=refund": [wording],
        "q=" + payouts.key.lower(): [payouts],
        "q=100%25": [],
        "area=ledger": [wording],
        "area=ledger&show=all": [gone, wording],
        "group=money": [payouts, draft],
        "tier=3": [payouts],
        "tier=none": [draft],
        "stage=planned&tier=1": [wording],
        "stage=launched": [gone],
        "show=past": [gone],
        "health=worried": [payouts],
        "health=off_track": [],
        "function=sales": [payouts],
        "policy=2": [wording],
        "whose=pm": [],
        "nonsense=1&tier=9": [wording, payouts, draft],
    }.items():
        assert sorted(keys(ops, query)) == sorted(row.key for row in found), query
    assert sorted(keys(pm, "whose=pm")) == sorted([payouts.key, draft.key])
    assert sorted(keys(pm, "whose=mine")) == sorted([payouts.key, draft.key])
    item = wording.items.filter(retired_at=None).first() or payouts.items.first()
    assert item is not None
    reader = in_role(Role.STAKEHOLDER)
    type(item).objects.filter(pk=item.pk).update(person=reader, state="open")
    assert keys(signed_in(reader), "whose=items") == [item.release.key]
    assert draft.key not in keys(signed_in(in_role(Role.STAKEHOLDER)))


def test_what_to_do_first(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    pm, reader = signed_in(payments.pm), signed_in(in_role(Role.STAKEHOLDER))  # type: ignore[attr-defined]
    assert "Plan the first release" not in pm.get("/releases/").text  # no policy yet: that comes first
    policy()
    assert "Plan the first release" in pm.get("/releases/").text
    assert 'href="/releases/new/"' not in reader.get("/releases/").text
    planned(payments, now)
    assert "New release" in pm.get("/releases/").text
    assert "New release" not in reader.get("/releases/").text
    html = reader.get("/releases/?q=zeppelin").text
    assert "No release fits" in html
    assert 'value="zeppelin"' in html


def test_the_region_is_the_page_s(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    row = planned(payments, now)
    browser = signed_in(in_role(Role.STAKEHOLDER))
    part, page = (
        re.sub('value="[A-Za-z0-9]{64}"', "", browser.get("/releases/?tier=2&sort=name", headers=headers).text)
        for headers in (REGION, {})
    )
    assert "<html" not in part
    assert row.key in part
    assert part.strip().startswith('<div class="stack stack--tight" id="releases-list">')
    assert part.strip() in page
    of_area = browser.get("/releases/?area=payments", headers={"HX-Request": "true", "HX-Target": "area-releases"}).text
    assert 'id="area-releases"' in of_area
    assert row.key in of_area
    assert 'hx-get="/releases/?area=payments"' in browser.get("/areas/payments/").text


def test_the_file_holds_the_rows_and_no_formulas(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    planned(payments, now, name="=HYPERLINK(1)", window_from=date(2027, 1, 11), window_to=date(2027, 1, 20))
    planned(payments, now, Tier.HIGH, name="Other")
    reader, pm = signed_in(in_role(Role.STAKEHOLDER)), signed_in(payments.pm)  # type: ignore[attr-defined]
    answer = reader.get("/releases/export/?tier=2")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="releases-2026-11-25.csv"'
    heads, line = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    row = dict(zip(heads, line, strict=True))
    assert (row["Name"], row["Launch"], row["Window from"]) == ("'=HYPERLINK(1)", "", "2027-01-11")
    assert "2027-01-19" not in answer.text
    _heads, line = csv.reader(io.StringIO(pm.get("/releases/export/?tier=2").text))
    assert line[heads.index("Launch")] == "2027-01-19"


def test_many_cost_as_many_statements_as_one(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    """Table, file, board and timeline, for a reader, a PM and Product Ops."""
    row = planned(payments, now, window_from=date(2027, 1, 11), window_to=date(2027, 1, 20))
    ledger = staffed_area(slug="ledger", name="Ledger")
    planned(ledger, now, name="Elsewhere", window_from=LAUNCH, window_to=LAUNCH)
    people = (in_role(Role.STAKEHOLDER), payments.pm, in_role(Role.PRODUCT_OPS))  # type: ignore[attr-defined]
    browsers = [signed_in(each) for each in people]
    pages = ("", "export/", "board/", "timeline/?quarter=2027-Q1")

    def statements() -> list[int]:
        counted = []
        for browser, page in product(browsers, pages):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(f"/releases/{page}").status_code == 200
            counted.append(len(asked))
        return counted

    statements()
    few = statements()
    for number in range(14):
        row.pk, row.key = None, f"MANY-{number}"
        row._state.adding = True
        row.area = payments if number % 2 else ledger
        row.save()
    assert statements() == few


def test_pages_keep_the_filters(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    policy()
    for number in range(27):
        drafted(payments, now, name=f"Idea {number:02}")
    browser = signed_in(payments.pm)  # type: ignore[attr-defined]
    html = browser.get("/releases/?tier=none&sort=name").text
    assert "27 releases" in html
    assert "tier=none&amp;sort=name&amp;page=2" in html
    assert len(keys(browser, "tier=none&sort=name&page=2")) == 2
