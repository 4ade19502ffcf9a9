"""How dates are said: tables of moments against one `now`, no database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from productops import dates

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 26, 10, 52, tzinfo=WARSAW)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 26), "today"),
        (date(2026, 11, 27), "tomorrow"),
        (date(2026, 11, 25), "yesterday"),
        (date(2026, 11, 30), "Mon 30 Nov"),
        (date(2027, 1, 4), "Mon 4 Jan 2027"),
    ],
)
def test_a_day(day: date, said: str) -> None:
    assert dates.say_day(day, TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 26), ""),
        (date(2026, 11, 27), ""),
        (date(2026, 11, 30), "in 4 days"),
        (date(2026, 11, 24), "2 days ago"),
        (date(2026, 12, 9), "in 13 days"),
        (date(2026, 12, 10), "in 2 weeks"),
        (date(2026, 10, 29), "4 weeks ago"),
        (date(2027, 11, 26), ""),
    ],
)
def test_how_far_a_day_is(day: date, said: str) -> None:
    assert dates.say_distance_in_days(day, TODAY) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 26, 14, 0, tzinfo=WARSAW), "today 14:00, in 3 h"),
        (datetime(2026, 11, 26, 10, 57, tzinfo=WARSAW), "today 10:57, in 5 min"),
        (datetime(2026, 11, 26, 10, 52, tzinfo=WARSAW), "today 10:52, now"),
        (datetime(2026, 11, 26, 9, 12, tzinfo=WARSAW), "today 09:12, 2 h ago"),
        (datetime(2026, 11, 27, 9, 0, tzinfo=WARSAW), "tomorrow 09:00"),
        (datetime(2026, 11, 25, 17, 40, tzinfo=WARSAW), "yesterday 17:40"),
        (datetime(2026, 11, 30, 12, 0, tzinfo=WARSAW), "Mon 30 Nov, in 4 days"),
        (datetime(2025, 10, 22, 11, 52, tzinfo=WARSAW), "Wed 22 Oct 2025"),
    ],
)
def test_a_moment(moment: datetime, said: str) -> None:
    assert dates.say_moment(moment, NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 26, 9, 12, tzinfo=WARSAW), "09:12"),
        (datetime(2026, 11, 25, 17, 40, tzinfo=WARSAW), "Wed"),
        (datetime(2026, 11, 19, 12, 0, tzinfo=WARSAW), "19 Nov"),
        (datetime(2026, 12, 1, 12, 0, tzinfo=WARSAW), "1 Dec"),
        (datetime(2025, 10, 22, 12, 0, tzinfo=WARSAW), "22 Oct 2025"),
    ],
)
def test_a_moment_in_a_narrow_column(moment: datetime, said: str) -> None:
    assert dates.say_short(moment, NOW) == said


def test_in_full_leaves_nothing_open() -> None:
    assert dates.say_in_full(NOW) == "Thursday 26 November 2026, 10:52 (Europe/Warsaw)"


def test_a_clock_change_does_not_move_a_day() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=WARSAW)
    assert dates.say_moment(datetime(2026, 10, 26, 0, 30, tzinfo=WARSAW), before) == "Mon 26 Oct, in 2 days"
