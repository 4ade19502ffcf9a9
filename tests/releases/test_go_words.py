"""Where the ship decision shows, and in which words: lists, cards, area, timeline, finder."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.search.models import SearchRow
from releases.actions.decisions import meet_condition
from releases.actions.planning import edit
from releases.actions.stages import move
from releases.enums import Outcome
from releases.go_no_go import Promise
from releases.go_words import go_words, go_words_of
from releases.models import Condition, Release
from releases.stages import Move
from tests.factories.decisions import decided, fresh, to_be_decided
from tests.factories.people import in_role
from tests.factories.releases import planned
from tests.releases.conftest import SignedIn


@pytest.mark.parametrize(
    ("stage", "last", "stale", "words"),
    [
        ("in_review", None, False, ""),
        ("approved", ["go", 0], False, "Go"),
        ("approved", ["go", 0], True, "Stale go"),
        ("approved", ["conditional_go", 2], False, "Conditional go, 2 open"),
        ("approved", ["conditional_go", 0], False, "Conditional go"),
        ("in_review", ["no_go", 0], False, "No-go"),
        ("in_review", ["delay", 0], False, "Delayed"),
        ("in_review", ["go", 0], False, ""),  # cancelled and taken up again: decided anew
        ("planned", ["go", 0], True, ""),
        ("launched", ["go", 0], False, ""),
    ],
)
def test_how_it_stands_in_words(stage: str, last: list[object] | None, stale: bool, words: str) -> None:
    assert go_words(stage, last, stale=stale) == words


@pytest.mark.django_db
def test_the_decision_shows_everywhere(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    ops, pm = in_role(Role.PRODUCT_OPS), payments.pm  # type: ignore[attr-defined]
    reader = signed_in(in_role(Role.STAKEHOLDER))
    row = to_be_decided(payments, now, ops, window_from=date(2027, 1, 11), window_to=date(2027, 1, 22))
    addresses = (
        "/releases/", "/releases/board/", "/releases/timeline/?quarter=2027-Q1", f"/releases/?area={payments.slug}",
        f"/find/?q={row.key}",
    )  # fmt: skip

    def shown(words: str) -> list[bool]:
        said = [" ".join(unescape(re.sub(r"<[^>]*>", " ", read(address))).split()) for address in addresses]
        return [words in each for each in said]

    def read(address: str) -> str:
        headers = {"HX-Request": "true", "HX-Target": "area-releases"} if "?area" in address else None
        page: str = reader.get(address, headers=headers).text
        if "timeline" in address:
            page = "".join(re.findall(r'title="[^"]*"|aria-label="[^"]*"|<title>[^<]*|>[^<]*', page))
            page = page.replace('="', ">")
        return page

    assert not any(shown("Conditional go"))
    condition = (Promise("Macros are written", pm.pk, date(2026, 12, 1)),)
    decided(row, now, Outcome.CONDITIONAL_GO, conditions=condition)
    assert all(shown("Conditional go, 1 open")), shown("Conditional go, 1 open")
    meet_condition(condition=Condition.objects.get(), how="Written", by=pm, now=now)
    assert not any(shown("1 open"))
    assert SearchRow.objects.get(key=row.key.lower()).stage == "Approved: Conditional go"
    row = fresh(row, payments)
    edit(release=row, fields={"build_tag": "5"}, by=pm, now=now, seen_version=row.version)
    assert all(shown("Stale go"))
    assert SearchRow.objects.get(key=row.key.lower()).stage == "Approved: Stale go"
    decided(fresh(row, payments), now + timedelta(hours=1), Outcome.NO_GO, rationale="The ledger is not safe")
    assert all(shown("No-go"))
    move(release=fresh(row), move=Move.CANCEL, reason="Never", by=pm, now=now)
    assert SearchRow.objects.get(key=row.key.lower()).stage == "Cancelled"


@pytest.mark.django_db
def test_many_ask_as_much_as_one(payments: Area, now: datetime, signed_in: SignedIn) -> None:
    ops: Person = in_role(Role.PRODUCT_OPS)
    row = to_be_decided(payments, now, ops)
    decided(row, now)
    browser = signed_in(ops)

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get(address)
        return len(seen)

    pages = ("/releases/", "/releases/board/", "/releases/timeline/?quarter=2027-Q1")
    for page in pages:
        browser.get(page)
    one = [statements(page) for page in pages]
    for number in range(6):
        other = planned(payments, now, name=f"Other {number}")
        move(release=other, move=Move.BEGIN_REVIEW, by=payments.pm, now=now)  # type: ignore[attr-defined]
    assert [statements(page) for page in pages] == one
    with CaptureQueriesContext(connection) as seen:
        assert go_words_of(list(Release.objects.all())) == {row.pk: "Go"}
    assert len(seen) == 2  # the releases, and the decisions
    assert go_words_of([]) == {}
