"""The list with its filters, exactly that list as a file, hostile words in all of it, and 10,000 entries."""

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.decisions.actions import Option, supersede
from productops.decisions.models import DecisionEntry
from productops.people.models import Area, Person
from tests.decisions.conftest import SignedIn
from tests.factories import in_role
from tests.factories.log import DECIDED, REVIEW, SAID, logged
from tests.factories.releases import staffed_area

pytestmark = pytest.mark.django_db


def numbers(browser: Client, query: str = "") -> list[int]:
    return [
        int(found)
        for found in re.findall(
            r'<th scope="row"><a href="/decisions/(\d+)/"', browser.get(f"/decisions/?{query}").text
        )
    ]


def in_sheet(browser: Client, query: str = "") -> list[dict[str, str]]:
    answer = browser.get(f"/decisions/sheet/?{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def entries(payments: Area, pm: Person, now: datetime) -> Area:
    """1 of Payments, 2 of Ledger superseded by 4, 3 of the whole organisation and to be looked at again."""
    ledger = staffed_area(slug="ledger", name="Ledger")
    other: Person = ledger.pm  # type: ignore[attr-defined]
    Person.objects.filter(pk=other.pk).update(name="Łucja Wójcik")
    logged(pm, now, area=payments, action_code="release.go", context="Wypłaty są wolne", decided_on=date(2026, 10, 1))
    second = logged(other, now, area=ledger, title="Ledger in one place", decided_on=date(2026, 10, 15))
    logged(pm, now, title="Quiet December", decided_on=date(2026, 11, 1), review_on=DECIDED)
    supersede(
        entry=second, said=SAID, options=[Option("Zeppelin", cons="Too big", chosen=True)], owner=other, area=ledger,
        decided_on=DECIDED, review_on=REVIEW, by=other, now=now,
    )  # fmt: skip
    return ledger


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [4, 3, 1]),
        ("show=all", [4, 3, 2, 1]),
        ("show=mine", [3, 1]),
        ("show=review", [3]),
        ("q=wyplaty", [1]),
        ("q=WYPŁ+wol", [1]),
        ("q=D-3", [3]),
        ("q=zepp", [4]),
        ("q=nothing+says+this", []),
        ("q=%26+%7C+!", []),
        ("area=ledger", [4]),
        ("area=ledger&show=all", [4, 2]),
        ("owner=lucja", [4]),
        ("owner=nobody", []),
        ("code=release.go", [1]),
        ("since=2026-10-15&until=2026-11-01&show=all", [3, 2]),
        ("show=nonsense&since=tomorrow", [4, 3, 1]),
    ],
)
def test_the_address_narrows_list_and_files_alike(
    entries: Area, pm: Person, signed_in: SignedIn, query: str, expected: list[int]
) -> None:
    browser = signed_in(pm)
    assert numbers(browser, query) == expected
    assert [row["Number"] for row in in_sheet(browser, query)] == [f"D-{number}" for number in expected]
    markdown = browser.get(f"/decisions/markdown/?{query}").text
    assert [int(found) for found in re.findall(r"^## \[D-(\d+)\]", markdown, re.M)] == expected


def test_a_row_says_what_holds(entries: Area, pm: Person, signed_in: SignedIn) -> None:
    browser = signed_in(pm)
    html = browser.get("/decisions/?show=all").text
    assert ("4 decisions" in html, html.count(">Superseded<"), "see</a>" in html) == (True, 1, False)
    assert 'href="/decisions/4/">see D-4</a>' in html
    region = browser.get("/decisions/", headers={"HX-Request": "true", "HX-Target": "decisions-list"}).text
    assert ("<html" in region, 'id="decisions-list"' in region) == (False, True)
    row = in_sheet(browser, "show=all")[2]
    assert (row["Superseded by"], row["Look at it again on"]) == ("D-4", "")
    row = in_sheet(browser)[0]
    assert (row["Supersedes"], row["Owner"], row["Chosen"]) == ("D-2", "Łucja Wójcik", "Zeppelin")
    assert row["Link"].endswith("/decisions/4/")


def test_only_looking(entries: Area, pm: Person, signed_in: SignedIn) -> None:
    browser = signed_in(pm)
    for address in ("/decisions/", "/decisions/sheet/", "/decisions/markdown/", "/decisions/1/"):
        assert browser.post(address).status_code == 405


HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>{{ 7*7 }}'


def test_hostile_words_stay_words(payments: Area, pm: Person, now: datetime, signed_in: SignedIn) -> None:
    forged = f"{HOSTILE}\n\n## [D-99](http://x) Forged\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1))"
    words = {"context": forged, "decision": forged, "rationale": forged, "title": HOSTILE}
    option = Option(f"@{HOSTILE}", f"+{HOSTILE} | x", f"-{HOSTILE}\n| y |", True)
    links = [{"title": f"[{HOSTILE}](x)", "url": "https://example.com/>)x"}]
    logged(pm, now, **words, options=[option], links=links, subject_title=HOSTILE)
    browser = signed_in(pm)
    for address in ("/decisions/", "/decisions/1/", "/decisions/1/wording/", "/decisions/1/supersession/"):
        html = browser.get(address).text
        assert ("<script>alert" in html, "<img" in html, "javascript:" in html.replace("[a](javascript:", "")) == (
            False, False, False,
        )  # fmt: skip
        assert "{{ 7*7 }}" in html
    for cells in in_sheet(browser):
        assert [cell for cell in cells.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    markdown = browser.get("/decisions/markdown/").text
    assert re.findall(r"^#+ .*$", markdown, re.M)[1].startswith("## [D-1]")
    assert "Forged" not in "".join(re.findall(r"^#.*$", markdown, re.M))
    assert "<script>" not in "".join(line for line in markdown.splitlines() if not line.startswith(">"))


def queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


ADDRESSES = (
    "/decisions/", "/decisions/?show=all", "/decisions/?show=review", "/decisions/?q=card", "/decisions/sheet/?q=D-3",
    "/decisions/markdown/?q=D-3", "/decisions/1/", "/",
)  # fmt: skip


def test_as_many_queries_for_ten_thousand(payments: Area, pm: Person, now: datetime, signed_in: SignedIn) -> None:
    for _ in range(3):
        logged(pm, now, area=payments, decided_on=DECIDED - timedelta(days=9), review_on=DECIDED)
    browser = signed_in(in_role())
    few = [queries(browser, address) for address in ADDRESSES]
    DecisionEntry.objects.bulk_create(
        DecisionEntry(
            number=number, title=f"Decision {number}", context="c", decision="d", rationale="r", owner=pm,
            area=payments, decided_on=DECIDED - timedelta(days=number % 900), made_at=now, made_by=pm,
            review_on=DECIDED + timedelta(days=number % 90 + 1) if number % 2 else None, subject=f"release:X-{number}",
        )
        for number in range(4, 10_001)
    )  # fmt: skip
    assert [queries(browser, address) for address in ADDRESSES] == few
    assert "More than 1000 decisions" in browser.get("/decisions/").text
    assert len(numbers(browser, "page=200")) == 25
