"""Meetings as people write them: every rule is expanded over two years and compared with a plain description of it."""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from productops.worktime import iso_week, wall_clock
from rituals.clock_words import NotUnderstood, read_time, read_zone
from rituals.frequency_words import read_weekdays
from rituals.recurrence import ReadMeeting, read_meeting

TODAY = dt.date(2026, 11, 20)  # the Friday of week 47
TWO_YEARS = dt.timedelta(days=731)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def read(frequency: str, day: str = "", *, anchor: dt.date | None = None, today: dt.date = TODAY) -> ReadMeeting:
    return read_meeting(day, "9:00", "PT (Pacific Time)", frequency, anchor=anchor, today=today)


def dates_of(meeting: ReadMeeting) -> list[dt.date]:
    """Two years of dates, after checking that the first is DTSTART and that the local time never changes."""
    assert meeting.scheduled, meeting.why_not
    assert meeting.rrule
    assert meeting.starts
    at = meeting.starts
    occurrences = rrulestr(meeting.rrule, dtstart=at).between(at, at + TWO_YEARS, inc=True)
    assert occurrences[0] == at
    assert {occurrence.time() for occurrence in occurrences} == {at.time()}
    return [occurrence.date() for occurrence in occurrences]


def nth(day: dt.date) -> int:
    return (day.day - 1) // 7 + 1


def is_last(day: dt.date) -> bool:
    return (day + dt.timedelta(days=7)).month != day.month


# ------------------------------------------------------------------------------------------------------- frequencies

# What people write, the meeting's day, the rule, and which days it means in plain words.
WITHOUT_PHASE: list[tuple[str, str, str, Callable[[dt.date], bool]]] = [
    ("weekly", "Monday", "FREQ=WEEKLY;BYDAY=MO", lambda day: day.weekday() == MON),
    ("Weekly", "Tuesdays", "FREQ=WEEKLY;BYDAY=TU", lambda day: day.weekday() == TUE),
    (
        "weekly, you must be signed into a free zoom account to join",
        "Monday",
        "FREQ=WEEKLY;BYDAY=MO",
        lambda day: day.weekday() == MON,
    ),
    ("weekly on Tuesdays", "", "FREQ=WEEKLY;BYDAY=TU", lambda day: day.weekday() == TUE),
    ("every Thursday", "Thursday", "FREQ=WEEKLY;BYDAY=TH", lambda day: day.weekday() == THU),
    ("Tuesdays and Thursdays", "", "FREQ=WEEKLY;BYDAY=TU,TH", lambda day: day.weekday() in {TUE, THU}),
    ("weekly", "Mon, Wed & Fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", lambda day: day.weekday() in {MON, WED, FRI}),
    ("once a week", "Friday to Sunday", "FREQ=WEEKLY;BYDAY=FR,SA,SU", lambda day: day.weekday() in {FRI, SAT, SUN}),
    ("daily", "", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", lambda day: day.weekday() < SAT),
    ("every weekday", "", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", lambda day: day.weekday() < SAT),
    ("each working day", "weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", lambda day: day.weekday() < SAT),
    ("every day", "", "FREQ=DAILY", lambda _day: True),
    (
        "First Wednesday of the month",
        "Wednesday",
        "FREQ=MONTHLY;BYDAY=1WE",
        lambda day: day.weekday() == WED and nth(day) == 1,
    ),
    (
        "first Monday of the month",
        "Monday",
        "FREQ=MONTHLY;BYDAY=1MO",
        lambda day: day.weekday() == MON and nth(day) == 1,
    ),
    ("monthly (third Thursday)", "", "FREQ=MONTHLY;BYDAY=3TH", lambda day: day.weekday() == THU and nth(day) == 3),
    (
        "every 3rd Thursday of the month",
        "",
        "FREQ=MONTHLY;BYDAY=3TH",
        lambda day: day.weekday() == THU and nth(day) == 3,
    ),
    (
        "last Friday of the month",
        "Friday",
        "FREQ=MONTHLY;BYDAY=-1FR",
        lambda day: day.weekday() == FRI and is_last(day),
    ),
    ("fifth Friday of the month", "", "FREQ=MONTHLY;BYDAY=5FR", lambda day: day.weekday() == FRI and nth(day) == 5),
    (
        "2nd and 4th Tuesday",
        "Tuesday",
        "FREQ=MONTHLY;BYDAY=2TU,4TU",
        lambda day: day.weekday() == TUE and nth(day) in {2, 4},
    ),
    (
        "second week of the month",
        "Tuesday",
        "FREQ=MONTHLY;BYDAY=2TU",
        lambda day: day.weekday() == TUE and nth(day) == 2,
    ),
    ("monthly on the 15th", "", "FREQ=MONTHLY;BYMONTHDAY=15", lambda day: day.day == 15),
    ("the 1st and 15th of every month", "", "FREQ=MONTHLY;BYMONTHDAY=1,15", lambda day: day.day in {1, 15}),
    ("31st of the month", "", "FREQ=MONTHLY;BYMONTHDAY=31", lambda day: day.day == 31),
    (
        "monthly - Wednesday, after the fourth Tuesday, every month",
        "Wednesday",
        "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29",
        lambda day: (before := day - dt.timedelta(days=1)).weekday() == TUE and nth(before) == 4,
    ),
    (
        "Tuesday after the second Tuesday",
        "",
        "FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=15,16,17,18,19,20,21",
        lambda day: (before := day - dt.timedelta(days=7)).weekday() == TUE and nth(before) == 2,
    ),
    (
        "Monday following the first Friday of the month",
        "",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=4,5,6,7,8,9,10",
        lambda day: (before := day - dt.timedelta(days=3)).weekday() == FRI and nth(before) == 1,
    ),
]


@pytest.mark.parametrize(("frequency", "day", "rule", "wanted"), WITHOUT_PHASE, ids=[row[0] for row in WITHOUT_PHASE])
def test_frequencies_that_leave_nothing_open(
    frequency: str, day: str, rule: str, wanted: Callable[[dt.date], bool]
) -> None:
    meeting = read(frequency, day)
    assert (meeting.rrule, meeting.anchor_assumed, meeting.why_not) == (rule, False, "")
    monday = iso_week(TODAY).monday
    expected = [day for n in range(TWO_YEARS.days) if wanted(day := monday + dt.timedelta(days=n))]
    assert [day for day in dates_of(meeting) if day < monday + TWO_YEARS] == expected


@pytest.mark.parametrize(
    ("frequency", "day", "interval", "starts"),
    [
        ("biweekly", "Tuesday", 2, "2026-11-24"),
        ("Biweekly", "Tuesday", 2, "2026-11-24"),
        ("bi-weekly", "Tuesday", 2, "2026-11-24"),
        ("biweekly, you must be signed into a free zoom account to join", "Tuesday", 2, "2026-11-24"),
        ("every other week", "Tuesday", 2, "2026-11-24"),
        ("every other Tuesday", "", 2, "2026-11-24"),
        ("Every two weeks on Tuesday", "", 2, "2026-11-24"),
        ("every second week", "Tuesday", 2, "2026-11-24"),
        ("fortnightly", "Tuesday", 2, "2026-11-24"),
        ("Biweekly – Tuesdays", "", 2, "2026-11-24"),
        ("biweekly (even weeks)", "Tuesday", 2, "2026-11-24"),
        ("biweekly (odd weeks)", "Tuesday", 2, "2026-11-17"),
        ("Biweekly, interleaved with the Regular SIG Meeting", "Tuesday", 2, "2026-11-17"),
        ("biweekly - alternating with regular meeting", "Tuesday", 2, "2026-11-17"),
        ("every 3 weeks", "Tuesday", 3, "2026-11-24"),
        ("every four weeks", "Tuesday", 4, "2026-11-24"),
    ],
)
def test_weeks_that_are_assumed(frequency: str, day: str, interval: int, starts: str) -> None:
    meeting = read(frequency, day)
    assert meeting.rrule == f"FREQ=WEEKLY;INTERVAL={interval};BYDAY=TU"
    assert meeting.anchor_assumed
    assert "assumed" in meeting.note
    dates = dates_of(meeting)
    assert dates[0] == dt.date.fromisoformat(starts)
    assert {later - earlier for earlier, later in zip(dates, dates[1:], strict=False)} == {dt.timedelta(weeks=interval)}


@pytest.mark.parametrize(
    ("frequency", "rule", "starts"),
    [
        ("monthly", "FREQ=MONTHLY;BYDAY=1WE", "2026-12-02"),
        ("once a month", "FREQ=MONTHLY;BYDAY=1WE", "2026-12-02"),
        ("every other month", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE", "2027-01-06"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE", "2027-01-06"),
        ("every three months", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE", "2027-01-06"),
    ],
)
def test_months_that_are_assumed(frequency: str, rule: str, starts: str) -> None:
    meeting = read(frequency, "Wednesday")
    assert (meeting.rrule, meeting.anchor_assumed) == (rule, True)
    dates = dates_of(meeting)
    assert dates[0] == dt.date.fromisoformat(starts)
    assert all(day.weekday() == WED and nth(day) == 1 for day in dates)


@pytest.mark.parametrize(
    ("frequency", "day", "anchor", "rule", "second"),
    [
        ("biweekly", "Wednesday", "2026-11-18", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-12-02"),
        ("biweekly, alternating with us", "Wednesday", "2026-11-25", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-12-09"),
        ("monthly", "Wednesday", "2026-11-18", "FREQ=MONTHLY;BYDAY=3WE", "2026-12-16"),
        ("monthly", "Monday", "2026-11-30", "FREQ=MONTHLY;BYDAY=-1MO", "2026-12-28"),
        ("quarterly", "Wednesday", "2026-11-18", "FREQ=MONTHLY;INTERVAL=3;BYDAY=3WE", "2027-02-17"),
        ("weekly", "Wednesday", "2026-11-18", "FREQ=WEEKLY;BYDAY=WE", "2026-11-25"),
        ("first Monday of the month", "", "2027-01-04", "FREQ=MONTHLY;BYDAY=1MO", "2027-02-01"),
    ],
)  # fmt: skip
def test_a_start_settles_what_is_open(frequency: str, day: str, anchor: str, rule: str, second: str) -> None:
    meeting = read(frequency, day, anchor=dt.date.fromisoformat(anchor))
    assert (meeting.rrule, meeting.anchor_assumed) == (rule, False)
    assert "assumed" not in meeting.note
    assert dates_of(meeting)[:2] == [dt.date.fromisoformat(anchor), dt.date.fromisoformat(second)]


def test_a_start_on_another_day_means_the_next_one() -> None:
    meeting = read("biweekly", "Wednesday", anchor=dt.date(2026, 11, 20))
    assert dates_of(meeting)[:2] == [dt.date(2026, 11, 25), dt.date(2026, 12, 9)]
    assert "2026-11-25" in meeting.note
    meeting = read("monthly on the 15th", anchor=dt.date(2026, 11, 16))
    assert dates_of(meeting)[0] == dt.date(2026, 12, 15)


@pytest.mark.parametrize(
    ("frequency", "day", "why"),
    [
        ("", "Monday", "how often"),
        ("ad hoc", "Monday", "“ad hoc” is not understood"),
        ("TBD", "Monday", "not understood"),
        ("bimonthly", "Monday", "not understood"),
        ("yearly", "Monday", "not understood"),
        ("twice a week", "Monday", "not understood"),
        ("every couple of weeks", "Monday", "not understood"),
        ("every 0 weeks", "Monday", "not understood"),
        ("every 0 months", "Monday", "not understood"),
        ("every 5 months", "Monday", "not understood"),
        ("32nd of the month", "", "not understood"),
        ("sixth Friday of the month", "", "not understood"),
        ("second to last Friday", "", "not understood"),
        ("every second Tuesday", "", "two things"),
        ("weekly except in July", "Monday", "more than how often"),
        ("weekly, alternating with the other team", "Monday", "more than how often"),
        ("biweekly, alternating between 9:00 and 17:00", "Monday", "more than how often"),
        ("biweekly, alternating with the monthly review", "Monday", "more than how often"),
        ("weekly or biweekly", "Monday", "more than how often"),
        ("biweekly, first one on 3 December", "Monday", "more than how often"),
        ("first Monday of the quarter", "", "more than how often"),
        ("Monday after the fourth Friday", "", "more than how often"),  # can fall into the next month
        ("biweekly" + " very" * 100, "Monday", "not understood"),
        ("weekly", "", "which weekday"),
        ("monthly", "", "which weekday"),
        ("weekly", "Caturday", "“Caturday” is not a weekday"),
        ("first Monday of the month", "Tuesday", "different weekdays"),
        ("daily", "Tuesday", "different weekdays"),
        ("monthly on the 15th", "Tuesday", "leave one out"),
        ("monthly", "Tuesday and Thursday", "several weekdays"),
    ],
)
def test_what_is_not_understood_is_unscheduled_and_says_why(frequency: str, day: str, why: str) -> None:
    meeting = read(frequency, day)
    assert (meeting.scheduled, meeting.rrule, meeting.starts) == (False, None, None)
    assert why in meeting.why_not
    assert len(meeting.why_not) < 200


def test_every_reason_is_given_at_once() -> None:
    meeting = read_meeting("Monday", "nine", "Middle Earth", "now and then", anchor=None, today=TODAY)
    assert "“nine”" in meeting.why_not
    assert "“Middle Earth”" in meeting.why_not
    assert "“now and then”" in meeting.why_not


def test_what_is_missing_is_said() -> None:
    meeting = read_meeting("", "", "", "", anchor=None, today=TODAY)
    assert meeting.why_not == (
        "It does not say in which time zone. It does not say at what time. It does not say how often it takes place."
    )


def test_notes_say_how_it_was_read() -> None:
    assert read("weekly (link in chat)", "Monday").note == "As written: “weekly (link in chat)”."
    assert read("daily").note == "Daily is read as Monday to Friday."
    assert read("31st of the month").note == "Months without such a day are left out."
    assert read("weekly", "Monday").note == ""


def test_local_time_stays_when_the_clocks_change() -> None:
    meeting = read_meeting("Tuesday", "9:00", "PT", "weekly", anchor=dt.date(2026, 10, 27), today=TODAY)
    hours = {
        day: wall_clock(day, dt.time(9), meeting.zone or "").hour
        for day in dates_of(meeting)
        if day in {dt.date(2026, 10, 27), dt.date(2026, 11, 3), dt.date(2027, 3, 9), dt.date(2027, 3, 16)}
    }
    assert list(hours.values()) == [16, 17, 17, 16]


@given(today=st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31)))
def test_meetings_that_alternate_never_share_a_week(today: dt.date) -> None:
    """Also when imported in the last weeks of a year with 53, where even and odd weeks change places."""
    regular = dates_of(read("biweekly", "Wednesday", today=today))
    other = dates_of(read("Biweekly, interleaved with the Regular SIG Meeting", "Monday", today=today))
    assert not {iso_week(day) for day in regular} & {iso_week(day) for day in other}
    assert iso_week(regular[0]).number % 2 == 0
    assert iso_week(other[0]).number % 2 == 1
    assert min(regular[0], other[0]) >= iso_week(today).monday


@settings(max_examples=50)
@given(
    today=st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31)),
    anchor=st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31)),
    frequency=st.sampled_from(
        ["weekly", "biweekly", "every 3 weeks", "every four weeks", "monthly", "quarterly", "last one of the month"]
        + ["first Monday of the month", "last Friday of the month", "monthly on the 15th", "daily", "every other month"]
    ),
    day=st.sampled_from(["", "Monday", "Friday", "Sunday"]),
)
def test_reading_is_repeatable_and_starts_on_a_date_of_its_own(
    today: dt.date, anchor: dt.date | None, frequency: str, day: str
) -> None:
    meeting = read(frequency, day, anchor=anchor, today=today)
    assert meeting == read(frequency, day, anchor=anchor, today=today)
    assert meeting.scheduled is not bool(meeting.why_not)
    if meeting.scheduled:
        assert dates_of(meeting)[0] >= (anchor or iso_week(today).monday)


@settings(max_examples=60)
@given(text=st.text(max_size=400) | st.from_regex(r"(every|#|\d|MO|monday|second|month|week|of|the|,|-| ){1,30}"))
def test_any_text_is_read_or_refused(text: str) -> None:
    for meeting in (
        read(text, "Monday"),
        read("weekly", text),
        read_meeting("Monday", text, text, text, anchor=None, today=TODAY),
    ):
        assert meeting.scheduled is not bool(meeting.why_not)
        assert meeting.scheduled is bool(meeting.rrule and meeting.starts and meeting.zone)


# ------------------------------------------------------------------------------------------------- days, times, zones


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Tuesday", ("TU",)),
        ("tues.", ("TU",)),
        ("Wednesdays", ("WE",)),
        ("Thursday / Monday", ("MO", "TH")),
        ("Sat to Mon", ("MO", "SA", "SU")),
        ("every weekday", ("MO", "TU", "WE", "TH", "FR")),
        ("", ()),
    ],
)
def test_read_weekdays(written: str, days: tuple[str, ...]) -> None:
    assert read_weekdays(written) == days


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("9:00", "09:00"),
        ("09:00", "09:00"),
        ("05:30", "05:30"),
        ("17:30:00", "17:30"),
        ("9:00 AM", "09:00"),
        ("9:00\u202fAM", "09:00"),
        ("9 a.m.", "09:00"),
        ("5:30pm", "17:30"),
        ("12:00 AM", "00:00"),
        ("12 PM", "12:00"),
        ("noon", "12:00"),
        ("17.30", "17:30"),
        ("17h30", "17:30"),
        ("13:00 PM", "13:00"),
    ],
)
def test_read_time(written: str, time: str) -> None:
    assert read_time(written) == dt.time.fromisoformat(time)


@pytest.mark.parametrize(
    "written",
    # 540 and 630 are what 9:00 and 10:30 become where YAML 1.1 counts in sixties.
    ["9", "540", "630", "1050", "0900", "24:00", "9:60", "25:00", "13:00 AM", "HH:MM", "9:00 UTC"]
    + ["9:00-10:00", "9:0"],
)
def test_times_nobody_can_be_sure_of(written: str) -> None:
    with pytest.raises(NotUnderstood, match="write it as 9:00"):
        read_time(written)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("PT (Pacific Time)", "America/Los_Angeles"),
        ("PST", "America/Los_Angeles"),
        ("US/Pacific", "America/Los_Angeles"),
        ("San Francisco (PT)", "America/Los_Angeles"),
        ("PT (see the calendar)", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("UTC+0", "UTC"),
        ("Poland", "Europe/Warsaw"),
        ("Poland (CET)", "Europe/Warsaw"),
        ("Warsaw", "Europe/Warsaw"),
        ("europe/warsaw", "Europe/Warsaw"),
        ("Europe/Warsaw (UTC+1)", "Europe/Warsaw"),
        ("ET", "America/New_York"),
        ("EST", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("New York time", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("CET", "Europe/Brussels"),
        ("Central European Summer Time", "Europe/Brussels"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Tokyo", "Asia/Tokyo"),
        ("UTC+2", "Etc/GMT-2"),
        ("GMT -5:00", "Etc/GMT+5"),
    ],
)
def test_read_zone(written: str, zone: str) -> None:
    assert read_zone(written) == zone


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "in which time zone"),
        ("Middle Earth", "not understood"),
        ("localtime", "not understood"),
        ("../../etc/passwd", "not understood"),
        ("Europe", "not understood"),
        ("UTC+5:30", "not understood"),
        ("UTC+99", "not understood"),
        ("ET/PT", "not understood"),
        ("PT (Portugal)", "not understood"),
        ("x" * 10_000, "not understood"),
        ("IST", "India"),
        ("CST", "China"),
    ],
)
def test_zones_nobody_can_be_sure_of(written: str, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why) as refused:
        read_zone(written)
    assert len(str(refused.value)) < 200


def test_every_zone_that_words_stand_for_exists() -> None:
    from rituals import clock_words

    for words, zone in clock_words._BY_WORD.items():
        assert re.fullmatch(r"[a-z0-9/_ ]+", words)
        assert ZoneInfo(read_zone(words)).key == zone
