"""How text is taken apart, and what of it is shown."""

import pytest

from productops.search.excerpts import LETTERS, Piece, excerpt, pieces
from productops.search.words import as_searched, prefix_query, query_terms, words_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Płatności", ["platnosci"]),
        ("pay-31, launch!", ["pay", "31", "launch"]),
        ("payments/payouts api.example.org", ["payments", "payouts", "api", "example", "org"]),
        ("snake_case", ["snake", "case"]),
        ("11.2 %", ["11", "2"]),
        ("' & | ! :* <->", []),
        ("x" * 90, ["x" * 40]),
        ("a b c d e f g h i j", list("abcdefgh")),
    ],
)
def test_a_query_is_taken_apart_as_what_is_stored(text: str, terms: list[str]) -> None:
    assert query_terms(text) == terms
    assert as_searched(text).split()[:8] == [*terms] or len(text) == 90


def test_every_term_begins_a_word() -> None:
    assert prefix_query(["pay", "31"]) == "pay:* & 31:*"


def test_words_are_kept_with_their_accents_and_numbers_are_none() -> None:
    assert words_of("Płatności in Gdańsk, 2026 and PAY31; ein Straßenfest") == {
        "platnosci": "płatności", "gdansk": "gdańsk", "strassenfest": "straßenfest",
    }  # fmt: skip


def said(line: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in line)


BODY = "Support is not ready\nThe payout ledger reconciles\nNothing here\nPayouts: ledger and płatności"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("payout", ["The [payout] ledger reconciles", "[Payouts]: ledger and płatności"]),
        ("ledger payout platn", ["The [payout] [ledger] reconciles", "[Payouts]: [ledger] and [płatności]"]),
        ("support", ["[Support] is not ready"]),
        ("title-only", ["Support is not ready"]),
    ],
)
def test_the_lines_that_say_most(query: str, lines: list[str]) -> None:
    assert [said(line) for line in excerpt(BODY, query_terms(query))] == lines


def test_a_long_line_is_shown_around_what_was_looked_for() -> None:
    line = "word " * 200 + "payout " + "word " * 200
    shown = said(excerpt(line, ["payout"])[0])
    assert "[payout]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= LETTERS + 4


def test_markup_stays_text() -> None:
    assert pieces("<b>payout</b>", ["payout"]) == [Piece("<b>", False), Piece("payout", True), Piece("</b>", False)]


def test_nothing_said_nothing_shown() -> None:
    assert excerpt("", ["payout"]) == []
