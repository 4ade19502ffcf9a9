"""Dates, windows, tiers, stages and links as people write them."""

from datetime import date

import pytest

from releases.enums import Stage, Tier
from releases.importing.cells import (
    NotUnderstood,
    Order,
    order_said,
    read_day,
    read_links,
    read_segments,
    read_stage,
    read_tier,
    read_window,
)

D, M = Order.DAY_FIRST, Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-12-01", None, date(2026, 12, 1)),
        ("2026-12-01 00:00:00", None, date(2026, 12, 1)),
        ("2026/12/1", None, date(2026, 12, 1)),
        ("1.12.2026", None, date(2026, 12, 1)),
        ("01. 12. 26", None, date(2026, 12, 1)),
        ("3/4/2026", D, date(2026, 4, 3)),
        ("3/4/2026", M, date(2026, 3, 4)),
        ("31-12-26", D, date(2026, 12, 31)),
        ("46000", None, date(2025, 12, 9)),
        ("46000.5", None, date(2025, 12, 9)),
        ("1 Dec 2026", None, date(2026, 12, 1)),
        ("December 1st, 2026", None, date(2026, 12, 1)),
        ("1 grudnia 2026", None, date(2026, 12, 1)),
        ("3 października 2026", None, date(2026, 10, 3)),
        ("", None, None),
    ],
)
def test_days(cell: str, order: Order | None, day: date | None) -> None:
    assert read_day(cell, order) == day


@pytest.mark.parametrize(
    ("cell", "order", "code"),
    [
        ("soon", None, "date"),
        ("2026-02-30", None, "date"),
        ("31.6.2026", None, "date"),
        ("13/13/2026", D, "date_order"),
        ("12/31/2026", D, "date_order"),
        ("3/4/2026", None, "date_open"),
        ("3/4/2026", Order.OPEN, "date_open"),
        ("1.1.1999", None, "date_far"),
        ("99999", None, "date_far"),
        ("9999-12-31", None, "date_far"),
        ("December 2026", None, "date"),
        ("1" * 5000, None, "date"),
        ("\u0661\u0662", None, "date"),
    ],
)
def test_no_days(cell: str, order: Order | None, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_day(cell, order)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["3/4/2026", "5/6/2026"], Order.OPEN),
        (["3/4/2026", "13/6/2026"], D),
        (["3/4/2026", "6/13/2026"], M),
        (["13/4/2026", "6/13/2026"], Order.OPEN),
        (["2026-03-04", "5.6.2026", "46000", "soon"], None),
        (["3/4/2026 – 20/4/2026"], D),
        ([], None),
    ],
)
def test_a_column_says_its_order_or_somebody_is_asked(column: list[str], order: Order | None) -> None:
    assert order_said(column) == order


@pytest.mark.parametrize(
    ("cell", "window"),
    [
        ("December 2026", (date(2026, 12, 1), date(2026, 12, 31))),
        ("early December 2026", (date(2026, 12, 1), date(2026, 12, 10))),
        ("mid-Feb 2027", (date(2027, 2, 11), date(2027, 2, 20))),
        ("late February 2027", (date(2027, 2, 21), date(2027, 2, 28))),
        ("początek grudnia 2026", (date(2026, 12, 1), date(2026, 12, 10))),
        ("Q1 2027", (date(2027, 1, 1), date(2027, 3, 31))),
        ("2027 Q4", (date(2027, 10, 1), date(2027, 12, 31))),
        ("2 kwartał 2027", (date(2027, 4, 1), date(2027, 6, 30))),
        ("2026-12-01 – 2026-12-10", (date(2026, 12, 1), date(2026, 12, 10))),
        ("1.12.2026 do 10.12.2026", (date(2026, 12, 1), date(2026, 12, 10))),
        ("1.12.2026", (date(2026, 12, 1), date(2026, 12, 1))),
        ("", None),
    ],
)
def test_windows(cell: str, window: tuple[date, date] | None) -> None:
    assert read_window(cell, None) == window


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("December", "window_year"),
        ("soon", "window"),
        ("10.12.2026 – 1.12.2026", "window"),
        ("Q5 2027", "window"),
        ("December 3000", "date_far"),
        ("Q1 9999", "date_far"),
    ],
)
def test_no_windows(cell: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_window(cell, None)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "tier"),
    [("1", Tier.LOW), ("2.0", Tier.MEDIUM), ("Tier 3", Tier.HIGH), ("Średni", Tier.MEDIUM), ("Tier 1, low", Tier.LOW)],
)
def test_tiers(cell: str, tier: Tier) -> None:
    assert read_tier(cell) == tier


@pytest.mark.parametrize(
    ("cell", "stage"),
    [
        ("In review", Stage.IN_REVIEW),
        ("in_review", Stage.IN_REVIEW),
        ("LIVE", Stage.LAUNCHED),
        ("Wdrożone", Stage.LAUNCHED),
        ("zamknięte", Stage.CLOSED),
        ("Canceled", Stage.CANCELLED),
        ("planowane", Stage.PLANNED),
    ],
)
def test_stages(cell: str, stage: Stage) -> None:
    assert read_stage(cell) == stage


def test_several_in_one_cell() -> None:
    assert read_segments("SMB; Enterprise,  SMB\nBig  banks") == ["SMB", "Enterprise", "Big banks"]
    assert read_links("https://docs.example.com/a, [PRD](https://x.example.com/p;q);http://y.example.com") == [
        ("docs.example.com", "https://docs.example.com/a"),
        ("PRD", "https://x.example.com/p;q"),
        ("y.example.com", "http://y.example.com"),
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//x.example.com", "www.example.com", "ftp://x.example.com"])
def test_other_links_are_refused(link: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_links(link)
    assert refused.value.code == "link"
