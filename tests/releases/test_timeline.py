"""A quarter on paper: where bars stand, which lane, what is cut, what waits for what. Pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.timeline import HEAD, LANE, LANES, LEFT, PAD, WIDTH, Item, Place, Quarter, draw, shades, weeks

Q4 = Quarter(2026, 4)
MONTHS = {month: month.strftime("%B") for month in Q4.months}
PAYMENTS, SEARCH = Place(1, "Payments", "/areas/payments/"), Place(2, "Search", "/areas/search/")


def item(pk: int, begins: str, ends: str, area: int = 1, launch: bool = True, name: str = "Ab") -> Item:
    first, last = date.fromisoformat(begins), date.fromisoformat(ends)
    return Item(pk, area, name, f"/r/{pk}/", name, "on", first, last, last if launch else None)


def drawn(*items: Item, waits: tuple[tuple[int, int, str], ...] = (), today: str = "2026-11-26"):  # type: ignore[no-untyped-def]
    return draw(Q4, (PAYMENTS, SEARCH), items, waits=waits, months=MONTHS, today=date.fromisoformat(today))


@pytest.mark.parametrize(
    ("key", "quarter"),
    [("2026-Q4", Q4), ("2026-Q5", None), ("1999-Q1", None), ("Q4", None), ("2026-Q4x", None), ("", None)],
)
def test_a_quarter_is_read(key: str, quarter: Quarter | None) -> None:
    assert Quarter.read(key) == quarter


def test_quarters_follow_each_other() -> None:
    assert (Q4.starts_on, Q4.ends_on, Q4.key) == (date(2026, 10, 1), date(2026, 12, 31), "2026-Q4")
    assert (Q4.next, Q4.previous, Quarter(2026, 1).previous) == (Quarter(2027, 1), Quarter(2026, 3), Quarter(2025, 4))
    assert [Quarter.of(date(2026, month, 28)).number for month in (1, 3, 4, 9, 12)] == [1, 1, 2, 3, 4]
    assert (Q4.mondays[0], Q4.mondays[-1], len(Q4.mondays)) == (date(2026, 9, 28), date(2026, 12, 28), 14)


def test_a_bar_runs_to_the_middle_of_its_launch_day_and_a_window_to_its_end() -> None:
    [bar] = drawn(item(1, "2026-10-01", "2026-10-31")).rows[0].bars
    assert (bar.x, bar.mark, bar.end) == (LEFT, bar.end, bar.end)
    assert LEFT < bar.end < LEFT + (WIDTH - LEFT) * 31 // 92
    [band] = drawn(item(1, "2026-12-01", "2027-01-20", launch=False)).rows[0].bars
    assert (band.mark, band.diamond, band.end) == (None, "", WIDTH)


def test_a_launch_after_the_quarter_has_no_mark_in_it() -> None:
    [bar] = drawn(item(1, "2026-12-20", "2027-01-08")).rows[0].bars
    assert (bar.mark, bar.end) == (None, WIDTH)
    assert drawn(item(1, "2027-01-01", "2027-01-08")).rows[0].bars == []


def test_bars_that_meet_stand_below_each_other_and_too_many_are_counted() -> None:
    apart = drawn(item(1, "2026-10-01", "2026-10-20"), item(2, "2026-11-01", "2026-11-20")).rows[0]
    assert [bar.y for bar in apart.bars] == [HEAD + PAD, HEAD + PAD]
    meeting = drawn(*(item(pk, "2026-10-01", "2026-10-20") for pk in range(LANES + 3))).rows[0]
    assert [bar.y - meeting.y for bar in meeting.bars] == [PAD + lane * LANE for lane in range(LANES)]
    assert meeting.more == 3
    row_below = drawn(item(1, "2026-10-01", "2026-10-20", area=2)).rows[1]
    assert [bar.y for bar in row_below.bars] == [row_below.y + PAD]


def test_lines_lead_to_what_waits_where_both_are_drawn() -> None:
    ledger, payouts = item(1, "2026-10-01", "2026-10-20"), item(2, "2026-11-01", "2026-11-20", area=2)
    [line] = drawn(ledger, payouts, waits=((2, 1, "waits"), (2, 99, "elsewhere"))).lines
    assert (line.said, line.late) == ("waits", False)
    [line] = drawn(ledger, payouts, waits=((1, 2, "waits for what comes later"),)).lines
    assert line.late


def test_today_is_in_its_quarter_alone() -> None:
    assert drawn(today="2026-10-01").today is not None
    assert drawn(today="2027-01-01").today is None


def test_weeks_and_closed_days() -> None:
    [week] = weeks(Q4, {date(2026, 11, 30): ("2!", "two"), date(2027, 5, 3): ("1", "elsewhere")})
    assert (week.mark, week.said, week.width > 0) == ("2!", "two", True)
    [shade] = shades(Q4, [(date(2026, 12, 24), date(2027, 1, 3), "Freeze"), (date(2027, 2, 1), date(2027, 2, 1), "no")])
    assert (shade.said, shade.x + shade.width) == ("Freeze", WIDTH)


days = st.dates(date(2026, 8, 1), date(2027, 3, 1))


@given(st.lists(st.tuples(days, days, st.booleans(), st.text("mi ", min_size=1, max_size=60)), max_size=12))
def test_everything_stays_on_the_paper(facts: list[tuple[date, date, bool, str]]) -> None:
    items = [
        Item(pk, 1 + pk % 2, name, "/", name, "on", min(a, b), max(a, b), max(a, b) if dated else None)
        for pk, (a, b, dated, name) in enumerate(facts)
    ]
    drawing = drawn(*items)
    shown = sum(len(row.bars) + row.more for row in drawing.rows)
    assert shown == sum(Q4.touches(each.begins, each.ends) for each in items)
    for row in drawing.rows:
        for bar in row.bars:
            assert LEFT <= bar.x < bar.end <= WIDTH + 6
            assert row.y <= bar.y <= row.y + row.height
            assert LEFT <= bar.label_x <= WIDTH
    assert drawing.foot == drawing.rows[-1].y + drawing.rows[-1].height
