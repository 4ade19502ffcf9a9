"""Rows and passages against the real database: what is found, in which order, for whom, and in another spelling."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Person
from productops.search import engine, passages
from productops.search.engine import Row, push
from productops.search.models import Corpus, Passage, SearchRow, Word
from productops.search.passages import Said, find_passages, places, push_passages
from productops.search.vocabulary import look, other_spellings, recount
from tests.factories import in_role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)


def row(key: str, title: str, **facts: object) -> Row:
    return Row(kind="area", key=key, title=title, url=f"/areas/{key}/", **facts)  # type: ignore[arg-type]


@pytest.fixture
def reader() -> Person:
    return in_role(Role.STAKEHOLDER)


def found(person: Person, text: str, *, exactly: bool = False) -> tuple[list[str], str]:
    rows, other = look(
        Corpus.THINGS, text, lambda asked: [each.key for each in engine.find(person, asked)], exactly=exactly
    )
    return rows, other


def test_the_key_first_then_the_title_then_what_is_said(reader: Person) -> None:
    push([row("pay", "Everything else"), row("payments", "Payments"), row("x", "Ledger", words="payments")], now=NOW)
    assert found(reader, "payments")[0] == ["payments", "x"]
    assert found(reader, "pay")[0] == ["pay", "payments", "x"]
    assert found(reader, "")[0] == []


def test_the_key_is_found_among_very_many(reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "COMPARED", 3)
    monkeypatch.setattr(engine, "BEGINNING", 3)
    push([row(f"thing-{n}", f"Thing {n}") for n in range(20)] + [row("thing", "Last of all")], now=NOW)
    keys = found(reader, "thing")[0]
    assert keys[0] == "thing"
    assert 4 <= len(keys) <= 7


def test_addresses_are_found_by_their_words(reader: Person) -> None:
    push([row("api", "Partner API", words="see api.example.org/payouts")], now=NOW)
    assert found(reader, "payouts")[0] == ["api"]


class TestSpelling:
    @pytest.fixture(autouse=True)
    def things(self) -> None:
        push([row("payments", "Payments"), row("checkout", "Checkout", words="risk"), row("pl", "Płatności")], now=NOW)

    @pytest.mark.parametrize(
        ("typed", "keys", "other"),
        [
            ("paymnets", ["payments"], "payments"),
            ("chekcout rsik", ["checkout"], "checkout risk"),
            ("risk chekcout", ["checkout"], "risk checkout"),
            ("platnsoci", ["pl"], "płatności"),
            ("płatnsci", ["pl"], "płatności"),
            ("paym", ["payments"], ""),  # being typed: left alone
            ("zeppelin", [], ""),
            ("paymnets 2027", [], ""),  # a number is never corrected
            ("payments rsik", [], ""),  # every word is one, together they find nothing
        ],
    )
    def test_of_a_query_that_finds_nothing(self, reader: Person, typed: str, keys: list[str], other: str) -> None:
        assert found(reader, typed) == (keys, other)

    def test_not_when_asked_for_exactly_this(self, reader: Person) -> None:
        assert found(reader, "paymnets", exactly=True) == ([], "")

    def test_nothing_is_asked_for_what_begins_a_word(self, reader: Person) -> None:
        with CaptureQueriesContext(connection) as queries:
            found(reader, "paym")
        assert len(queries) == 1

    def test_a_word_of_others_is_not_given_away(self, reader: Person) -> None:
        push([row("secret", "Zanzibar", readers=(0,))], now=NOW)
        assert list(other_spellings(Corpus.THINGS, "zanzibra")) == ["zanzibar"]
        assert found(reader, "zanzibra") == ([], "")
        push([row("secret", "Zanzibar", readers=(reader.pk,))], now=NOW)
        assert found(reader, "zanzibra") == (["secret"], "zanzibar")

    def test_what_nothing_says_any_more_is_forgotten(self, reader: Person) -> None:
        push([row("more", "More payments")], now=NOW)
        SearchRow.objects.filter(key="checkout").delete()
        assert recount() > 0
        known = dict(Word.objects.filter(corpus=Corpus.THINGS).values_list("word", "rows"))
        assert (known["payments"], "checkout" in known) == (2, False)
        assert recount() == 0

    def test_learning_twice_is_learning_once(self) -> None:
        before = Word.objects.count()
        push([row("payments", "Payments")], now=NOW)
        assert Word.objects.count() == before


class TestPassages:
    WEEK = (
        Said("highlights", "/w/#highlights", "Search launched"),
        Said("payments", "/w/#payments", "Support is not ready\nThe ledger reconciles", title="Payments",
             area="payments", health="at_risk"),
    )  # fmt: skip

    def parts(self, person: Person, text: str) -> list[str]:
        return [f"{each.source} {each.part}" for each in find_passages(person, text)]

    def test_are_found_by_title_and_words_the_newest_first(self, reader: Person) -> None:
        push_passages("2026-W46", self.WEEK, at=NOW - timedelta(days=7))
        push_passages("2026-W47", self.WEEK, at=NOW)
        assert self.parts(reader, "ledg supp") == ["2026-W47 payments", "2026-W46 payments"]
        assert self.parts(reader, "search") == ["2026-W47 highlights", "2026-W46 highlights"]
        assert self.parts(reader, "launched ledger") == []
        assert places(reader, "payments") == (2, "payments")
        assert places(reader, "ledgre") == (2, "ledger")
        assert places(reader, "ledgre", exactly=True) == (0, "ledgre")

    def test_of_a_source_are_replaced_together(self, reader: Person) -> None:
        push_passages("2026-W46", self.WEEK, at=NOW)
        corrected = (Said("highlights", "/w/#highlights", "Search slipped"),)
        for _twice in range(2):
            push_passages("2026-W46", corrected, at=NOW)
        assert self.parts(reader, "ledger") == self.parts(reader, "launched") == []
        assert self.parts(reader, "slipped") == ["2026-W46 highlights"]
        push_passages("2026-W46", (), at=NOW)
        assert not Passage.objects.exists()

    def test_restricted_ones_are_found_by_their_readers(self, reader: Person) -> None:
        other = in_role(Role.STAKEHOLDER)
        push_passages("x", [Said("a", "/x/", "Acquisition talks", readers=(reader.pk,))], at=NOW)
        assert self.parts(reader, "acquisition") == ["x a"]
        assert (self.parts(other, "acquisition"), places(other, "acquisitoin")) == ([], (0, "acquisitoin"))

    def test_of_many_the_newest_and_of_few_all(self, reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        for n in range(4):
            push_passages(f"w{n}", self.WEEK, at=NOW + timedelta(days=n))
        expected = self.parts(reader, "ledger")
        monkeypatch.setattr(passages, "FEW", 2)
        assert self.parts(reader, "ledger") == expected == [f"w{n} payments" for n in (3, 2, 1, 0)]

    def test_words_are_learned_for_full_text_alone(self) -> None:
        push_passages("w", self.WEEK, at=NOW)
        assert list(other_spellings(Corpus.PASSAGES, "recnociles")) == ["reconciles"]
        assert list(other_spellings(Corpus.THINGS, "recnociles")) == []


def test_health_is_set_alone_and_what_has_no_row_is_answered() -> None:
    push([row("pay", "Payments", sentence="It holds"), row("x", "Ledger", health="at_risk")], now=NOW)
    with CaptureQueriesContext(connection) as queries:
        assert engine.set_health({"PAY": "off_track", "nowhere": "at_risk"}, now=NOW) == {"nowhere"}
    assert len(queries) == 1
    assert list(SearchRow.objects.order_by("key").values_list("key", "health", "sentence")) == [
        ("pay", "off_track", "It holds"),
        ("x", "at_risk", ""),
    ]
    assert engine.set_health({}, now=NOW) == set()
