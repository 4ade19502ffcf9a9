"""Rows of a sheet, and the releases they make: the rules as tables."""

from datetime import date
from typing import Any

import pytest

from releases.enums import Stage, Tier
from releases.importing.cells import Order
from releases.importing.fields import Field, guess
from releases.importing.plan import WORDS, AreaFacts, Columns, Objection, Outcome, Planner, Portal, chosen_order

TODAY = date(2026, 11, 25)
PAYMENTS = AreaFacts(1, "payments", "Płatności", "Tomek Wrona")
PORTAL = Portal(
    areas=(
        PAYMENTS,
        AreaFacts(2, "search", "Search"),
        AreaFacts(3, "old", "Old", closed=True),
        AreaFacts(4, "twin-1", "Twin"),
        AreaFacts(5, "twin-2", "Twin"),
    ),
    keys=frozenset({"PAY-1"}),
    gates={Tier.LOW: False, Tier.MEDIUM: True, Tier.HIGH: True},
    today=TODAY,
)
FIELDS = tuple(Field)


def made(*rows: dict[str, str], portal: Portal = PORTAL, order: Order | None = None) -> list[Outcome]:
    """Outcomes of rows given by field; name and area are there unless they say otherwise."""
    columns = Columns({field: place for place, field in enumerate(FIELDS)}, order)
    cells: list[list[Any]] = []
    for number, row in enumerate(rows, start=2):
        said = {"name": "Instant payouts", "area": "Search"} | row
        cells.append([number, *(said.get(str(field), "") for field in FIELDS)])
    return list(Planner(columns, [str(field) for field in FIELDS], portal).outcomes(cells))


def codes(outcome: Outcome) -> list[str]:
    return [objection.code for objection in outcome.objections]


def test_a_whole_row() -> None:
    [outcome] = made(
        {
            "key": "imp-7", "name": " Instant\npayouts ", "area": "PLATNOSCI", "tier": "2", "launch": "3/4/2027",
            "window": "early April 2027", "stage": "planned", "summary": "Same day.", "segments": "SMB", "build": "2.1",
            "pm": "tomek wrona", "links": "https://docs.example.com/a", "notes": "Was promised.",
        },
        order=Order.DAY_FIRST,
    )  # fmt: skip
    record = outcome.record
    assert record is not None
    assert outcome.objections == ()
    assert (record.key, record.name, record.area, record.tier) == ("IMP-7", "Instant payouts", PAYMENTS, Tier.MEDIUM)
    assert (record.launch_on, record.window) == (date(2027, 4, 3), (date(2027, 4, 1), date(2027, 4, 10)))
    assert (record.summary, record.segments, record.build) == ("Same day.\n\nWas promised.", ("SMB",), "2.1")
    assert not record.is_draft
    [bare] = made({})
    assert bare.record is not None
    assert (bare.record.is_draft, bare.record.stage) == (True, Stage.PLANNED)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"name": ""}, ["empty"]),
        ({"area": ""}, ["empty"]),
        ({"name": "x" * 121}, ["long"]),
        ({"summary": "x" * 1001}, ["long"]),
        ({"summary": "x" * 990, "notes": "y" * 20}, ["long"]),
        ({"area": "Serach"}, ["area_near"]),
        ({"area": "zzz"}, ["area"]),
        ({"area": "old"}, ["area_closed"]),
        ({"area": "twin"}, ["area_several"]),
        ({"area": "twin-2"}, []),
        ({"key": "pay 7"}, ["key"]),
        ({"key": "PAY-100000"}, ["key"]),
        ({"key": "pay-1"}, ["exists"]),
        ({"key": "twin-1"}, ["key_area"]),
        ({"tier": "4"}, ["tier"]),
        ({"tier": "2", "stage": "in review"}, []),
        ({"tier": "1", "stage": "in review"}, ["stage_no_gates"]),
        ({"stage": "in review"}, ["stage_tier"]),
        ({"tier": "2", "stage": "approved"}, ["stage_approved"]),
        ({"tier": "2", "stage": "live", "launch": "1.5.2025"}, []),
        ({"tier": "2", "stage": "live"}, ["launch_when"]),
        ({"tier": "2", "stage": "closed", "launch": "26.11.2026"}, ["launch_later"]),
        ({"stage": "closed", "launch": "1.5.2025"}, ["stage_tier"]),
        ({"stage": "cancelled"}, []),
        ({"tier": "2", "launch": "1.1.2040"}, ["launch_far"]),
        ({"launch": "3/4/2027"}, ["date_open"]),
        ({"window": "1.12.2026", "window_to": "1.11.2026"}, ["window_order"]),
        ({"window_to": "December 2026"}, []),
        ({"links": "javascript:alert(1)"}, ["link"]),
        ({"pm": "Anna", "area": "payments"}, ["pm"]),
        ({"pm": "Anna"}, ["pm_nobody"]),
    ],
)
def test_objections(row: dict[str, str], found: list[str]) -> None:
    [outcome] = made(row)
    assert codes(outcome) == found
    assert (outcome.record is None) == (bool(found) and found[0] not in ("pm", "pm_nobody"))
    for objection in outcome.objections:
        assert "%(" not in objection.words
        assert Objection.of(objection.stored()) == objection


def test_near_misses_are_suggested() -> None:
    [outcome] = made({"area": "Serach"})
    assert outcome.objections[0].words == "There is no area “Serach”. Do you mean Search?"


def test_a_key_comes_in_once() -> None:
    first, again, other = made({"key": "NEW-1"}, {"key": "new-1"}, {"key": "NEW-2"})
    assert [codes(outcome) for outcome in (first, again, other)] == [[], ["key_twice"], []]
    assert again.objections[0].values == {"said": "NEW-1", "first": 2}


def test_what_the_policy_does_not_have() -> None:
    none = Portal(PORTAL.areas, frozenset(), {}, TODAY)
    small = Portal(PORTAL.areas, frozenset(), {Tier.LOW: False}, TODAY)
    assert codes(made({"tier": "1"}, portal=none)[0]) == ["no_policy"]
    assert codes(made({"tier": "3"}, portal=small)[0]) == ["tier_policy"]
    assert codes(made({"tier": "3", "stage": "live", "launch": "2025-01-01"}, portal=small)[0]) == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    [outcome] = made({"name": "", "area": "zzz", "tier": "x", "stage": "y", "launch": "z", "window": "w"})
    assert sorted(codes(outcome)) == ["area", "date", "empty", "stage", "tier", "window"]


def test_a_row_with_too_many_cells_is_not_read() -> None:
    columns = Columns({Field.NAME: 0, Field.AREA: 1})
    [outcome] = Planner(columns, ["Name", "Area"], PORTAL).outcomes([[2, "a", "b", "c"]])
    assert codes(outcome) == ["ragged"]


def test_columns_are_guessed_in_both_languages_and_notes_never() -> None:
    english = guess(["ID", "Release name", "Team", "Tier", "Launch Date", "Status", "Notes"])
    assert english == {
        Field.KEY: 0, Field.NAME: 1, Field.AREA: 2, Field.TIER: 3, Field.LAUNCH: 4, Field.STAGE: 5,
    }  # fmt: skip
    polish = guess(["Nazwa", "Obszar", "Poziom", "Data wdrożenia", "Etap", "Właściciel"])
    assert polish == {
        Field.NAME: 0, Field.AREA: 1, Field.TIER: 2, Field.LAUNCH: 3, Field.STAGE: 4, Field.PM: 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "asked", "order"),
    [
        ([None, None], Order.DAY_FIRST, None),
        ([Order.DAY_FIRST, None], Order.MONTH_FIRST, Order.DAY_FIRST),
        ([Order.OPEN], None, Order.OPEN),
        ([Order.OPEN], Order.MONTH_FIRST, Order.MONTH_FIRST),
        ([Order.DAY_FIRST, Order.MONTH_FIRST], None, Order.OPEN),
    ],
)
def test_the_order_is_asked_only_where_it_is_open(
    seen: list[Order | None], asked: Order | None, order: Order | None
) -> None:
    assert chosen_order(seen, asked) == order


def test_every_code_has_words() -> None:
    assert all(str(words) for words in WORDS.values())
