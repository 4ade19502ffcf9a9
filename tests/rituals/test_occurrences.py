"""When a meeting takes place next, on the clock of its own zone, and which days it could mean. Pure."""

from datetime import UTC, date, datetime, time

import pytest

from rituals.occurrences import choices, counted_from, local_time, next_occurrence

LA = "America/Los_Angeles"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rrule", "starts_at", "zone", "now", "expected"),
    [
        # 9:00 in Los Angeles is 17:00 UTC in winter and 16:00 in summer.
        ("FREQ=WEEKLY;BYDAY=TU", at(2026, 11, 17, 17), LA, at(2026, 11, 25, 9), at(2026, 12, 1, 17)),
        ("FREQ=WEEKLY;BYDAY=TU", at(2026, 11, 17, 17), LA, at(2027, 3, 10, 0), at(2027, 3, 16, 16)),
        # It starts this very moment; a minute later it is next week's.
        ("FREQ=WEEKLY;BYDAY=TU", at(2026, 11, 17, 17), LA, at(2026, 11, 24, 17), at(2026, 11, 24, 17)),
        ("FREQ=WEEKLY;BYDAY=TU", at(2026, 11, 17, 17), LA, at(2026, 11, 24, 17, 1), at(2026, 12, 1, 17)),
        # Every two weeks, over the turn of the year with its week 53.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", at(2026, 12, 21, 8), "Europe/Warsaw", at(2026, 12, 22), at(2027, 1, 4, 8)),
        # It has not begun yet.
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=MO", at(2026, 12, 21, 8), "UTC", at(2026, 11, 25), at(2026, 12, 21, 8)),
        ("FREQ=MONTHLY;BYDAY=1WE", at(2026, 11, 4, 18), "UTC", at(2026, 11, 25), at(2026, 12, 2, 18)),
        (
            "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29",
            at(2026, 11, 25, 5, 30), "UTC", at(2026, 11, 26), at(2026, 12, 23, 5, 30),
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=31", at(2026, 10, 31, 8), "UTC", at(2026, 11, 25), at(2026, 12, 31, 8)),
        # A Sunday at 2:30 that spring skips is held at 3:30, once.
        ("FREQ=DAILY", at(2027, 3, 1, 10, 30), LA, at(2027, 3, 14, 9, 0), at(2027, 3, 14, 10, 30)),
        ("FREQ=DAILY", at(2027, 3, 1, 10, 30), LA, at(2027, 3, 14, 10, 31), at(2027, 3, 15, 9, 30)),
    ],
)  # fmt: skip
def test_next(rrule: str, starts_at: datetime, zone: str, now: datetime, expected: datetime) -> None:
    assert next_occurrence(rrule, starts_at, zone, now=now) == expected


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", [date(2026, 12, 1), date(2026, 12, 8)]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", [date(2026, 11, 25), date(2026, 12, 2)]),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
            [date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 7)],
        ),
        # Nobody said which Thursday of the month.
        ("FREQ=MONTHLY;BYDAY=1TH", [date(2026, 11, 26), *(date(2026, 12, day) for day in (3, 10, 17, 24))]),
        # The 15th of every third month.
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", [date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15)]),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU,4TU",
            [date(2026, 12, 8), date(2026, 12, 22), date(2027, 1, 12), date(2027, 1, 26)],
        ),
    ],
)
def test_choices(rrule: str, expected: list[date]) -> None:
    assert choices(rrule, at(2026, 11, 3, 12), "UTC", now=at(2026, 11, 25, 9)) == expected


def test_what_is_over_today_is_no_choice() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"
    assert choices(rule, at(2026, 11, 11, 8), "UTC", now=at(2026, 11, 25, 9)) == [date(2026, 12, 2), date(2026, 12, 9)]


def test_counted_from() -> None:
    assert counted_from("FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH", date(2026, 12, 17)) == "FREQ=MONTHLY;INTERVAL=3;BYDAY=3TH"
    assert counted_from("FREQ=MONTHLY;BYDAY=1TH", date(2026, 12, 31)) == "FREQ=MONTHLY;BYDAY=-1TH"
    for rrule in ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU,4TU"):
        assert counted_from(rrule, date(2026, 12, 15)) == rrule


def test_local_time_follows_the_clock() -> None:
    assert local_time(at(2026, 7, 7, 16), LA) == local_time(at(2026, 12, 8, 17), LA) == time(9, 0)
