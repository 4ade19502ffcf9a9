"""Business time: tables for the days that surprise people, properties for all the others."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from productops.worktime import (
    EVERY_WEEKDAY,
    BusinessCalendar,
    Week,
    deadline_of,
    holidays_of,
    iso_week,
    known_zones,
    knows_country,
    reminder_at,
    reminders_at,
    wall_clock,
)

POLAND = BusinessCalendar(country="PL")
AMERICA = BusinessCalendar(country="US")
WARSAW, NEW_YORK = "Europe/Warsaw", "America/New_York"
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
OFFICE = {"working_days": frozenset({MON, TUE, WED, THU, FRI}), "day_starts": dt.time(9), "day_ends": dt.time(17)}


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
zones = st.sampled_from([WARSAW, NEW_YORK, "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"])
clock_times = st.times().map(lambda time: time.replace(microsecond=0))
calendars = st.builds(
    BusinessCalendar,
    country=st.sampled_from(["", "PL", "US", "DE"]),
    working_days=st.frozensets(st.integers(0, 6), min_size=1),
    extra_holidays=st.frozensets(days, max_size=5),
)


# ---------------------------------------------------------------------------------------------------------- holidays


def test_holidays_of_a_year() -> None:
    assert day("2026-11-11") in holidays_of("PL", "", 2026)
    assert day("2026-11-26") in holidays_of("US", "", 2026)  # Thanksgiving
    assert holidays_of("", "", 2026) == frozenset()
    assert day("2026-01-06") in holidays_of("DE", "BY", 2026)
    assert day("2026-01-06") not in holidays_of("DE", "BE", 2026)
    assert {holiday.year for holiday in holidays_of("US", "", 2021)} == {2021}


@pytest.mark.parametrize(("country", "subdivision"), [("XX", ""), ("PL", "ZZ"), ("pl", "")])
def test_a_country_nobody_knows_is_an_error(country: str, subdivision: str) -> None:
    assert not knows_country(country, subdivision)
    with pytest.raises(ValueError, match="no holidays known"):
        holidays_of(country, subdivision, 2026)


def test_known_countries() -> None:
    assert knows_country("PL")
    assert knows_country("DE", "BY")
    assert not knows_country("")


# ----------------------------------------------------------------------------------------------------- business days


@pytest.mark.parametrize(
    ("calendar", "of", "expected"),
    [
        (POLAND, "2026-11-12", True),
        (POLAND, "2026-11-11", False),  # Wednesday, Independence Day
        (POLAND, "2026-11-14", False),  # Saturday
        (POLAND, "2026-06-04", False),  # Corpus Christi, a Thursday
        (AMERICA, "2026-06-04", True),
        (AMERICA, "2026-07-03", False),  # Friday, because the 4th is a Saturday
        (BusinessCalendar(extra_holidays=frozenset({day("2026-11-12")})), "2026-11-12", False),
        (BusinessCalendar(working_days=frozenset({SUN})), "2026-11-15", True),
    ],
)
def test_is_business_day(calendar: BusinessCalendar, of: str, expected: bool) -> None:
    assert calendar.is_business_day(day(of)) is expected


@pytest.mark.parametrize(
    ("start", "n", "before", "after"),
    [
        ("2026-11-16", 3, "2026-11-10", "2026-11-19"),  # Monday; before it the 11th is a holiday
        ("2026-11-14", 0, "2026-11-13", "2026-11-16"),  # Saturday
        ("2026-11-14", 1, "2026-11-13", "2026-11-16"),
        ("2026-11-12", 0, "2026-11-12", "2026-11-12"),
        ("2026-12-28", 1, "2026-12-23", "2026-12-29"),  # Christmas Eve is off in Poland since 2025
    ],
)
def test_business_days_before_and_after(start: str, n: int, before: str, after: str) -> None:
    assert POLAND.business_days_before(day(start), n) == day(before)
    assert POLAND.business_days_after(day(start), n) == day(after)


def test_count_between() -> None:
    assert POLAND.count_between(day("2026-11-09"), day("2026-11-16")) == 4
    assert POLAND.count_between(day("2026-11-16"), day("2026-11-09")) == -4
    assert POLAND.count_between(day("2026-11-09"), day("2026-11-09")) == 0


def test_has_business_day() -> None:
    shutdown = BusinessCalendar(
        country="PL", extra_holidays=frozenset(day("2026-12-28") + dt.timedelta(n) for n in range(5))
    )
    assert not shutdown.has_business_day(day("2026-12-28"))
    assert shutdown.has_business_day(day("2026-12-21"))


@pytest.mark.parametrize("working_days", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_a_calendar_needs_working_days(working_days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="working days"):
        BusinessCalendar(working_days=working_days)


def test_days_are_not_counted_backwards_by_minus() -> None:
    with pytest.raises(ValueError, match="negative"):
        POLAND.business_days_before(day("2026-11-16"), -1)
    with pytest.raises(ValueError, match="negative"):
        POLAND.business_days_after(day("2026-11-16"), -1)


@settings(max_examples=60)
@given(calendar=calendars, start=days, n=st.integers(1, 8))
def test_counting_agrees_with_moving(calendar: BusinessCalendar, start: dt.date, n: int) -> None:
    before, after = calendar.business_days_before(start, n), calendar.business_days_after(start, n)
    assert before < start < after
    assert calendar.is_business_day(before)
    assert calendar.is_business_day(after)
    assert calendar.count_between(before, start) == n
    assert calendar.count_between(start + dt.timedelta(days=1), after) == n - 1
    assert calendar.count_between(start, before) == -n


@settings(max_examples=60)
@given(calendar=calendars, start=days)
def test_nearest_business_day_has_none_between(calendar: BusinessCalendar, start: dt.date) -> None:
    following, preceding = calendar.next_or_same(start), calendar.previous_or_same(start)
    assert preceding <= start <= following
    assert calendar.count_between(start, following) == 0
    assert (preceding == start) is (following == start) is calendar.is_business_day(start)


# ------------------------------------------------------------------------------------------------------------- weeks


@pytest.mark.parametrize(
    ("of", "key"),
    [
        ("2026-11-26", "2026-W48"),
        ("2026-12-31", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2020-12-31", "2020-W53"),
        ("2024-12-30", "2025-W01"),
        ("2022-01-01", "2021-W52"),
    ],
)
def test_iso_week(of: str, key: str) -> None:
    assert iso_week(day(of)).key == str(iso_week(day(of))) == key


def test_week_53_lies_between_its_neighbours() -> None:
    last = Week.parse("2026-W53")
    assert (last.monday, last.sunday) == (day("2026-12-28"), day("2027-01-03"))
    assert last.next() == Week(2027, 1)
    assert last.previous() == Week(2026, 52)
    assert Week(2026, 52) < last < Week(2027, 1)


@pytest.mark.parametrize(
    "key",
    ["", "2026-48", "2026-W5", "2026-W00", "2026-W54", "2025-W53", "2026-W48 ", "2026-w48", "26-W48", "٢٠٢٦-W48"]
    + ["0000-W01", "9999-W52", "1969-W52", "2200-W01", "2026-W48\n", "x" * 10_000],
)
def test_a_week_that_is_not_one(key: str) -> None:
    with pytest.raises(ValueError, match="not a week|Invalid week"):
        Week.parse(key)


@given(of=days)
def test_every_day_is_in_its_week(of: dt.date) -> None:
    week = iso_week(of)
    assert week.monday <= of <= week.sunday
    assert (week.monday.weekday(), week.sunday.weekday()) == (MON, SUN)
    assert Week.parse(week.key) == week
    assert week.next().previous() == week == week.previous().next()
    assert week.previous() < week < week.next()
    assert week.next().monday - week.sunday == dt.timedelta(days=1)


# ------------------------------------------------------------------------------------------------ clocks on the wall


@pytest.mark.parametrize(
    ("on", "time", "zone", "expected"),
    [
        ("2026-11-26", "14:00", WARSAW, "2026-11-26T13:00"),
        ("2026-07-02", "14:00", WARSAW, "2026-07-02T12:00"),
        # 29 March 2026: 02:00 becomes 03:00 in Warsaw.
        ("2026-03-29", "01:59", WARSAW, "2026-03-29T00:59"),
        ("2026-03-29", "02:30", WARSAW, "2026-03-29T01:30"),  # shown as 03:30
        ("2026-03-29", "03:00", WARSAW, "2026-03-29T01:00"),
        # 25 October 2026: 02:00 to 03:00 is shown twice in Warsaw; the first is summer time.
        ("2026-10-25", "02:30", WARSAW, "2026-10-25T00:30"),
        ("2026-10-25", "03:00", WARSAW, "2026-10-25T02:00"),
        # 8 March and 1 November 2026 in New York.
        ("2026-03-08", "02:30", NEW_YORK, "2026-03-08T07:30"),  # shown as 03:30
        ("2026-03-08", "03:00", NEW_YORK, "2026-03-08T07:00"),
        ("2026-11-01", "01:30", NEW_YORK, "2026-11-01T05:30"),
        ("2026-11-01", "02:00", NEW_YORK, "2026-11-01T07:00"),
        # A whole day that was skipped still has a moment.
        ("2011-12-30", "12:00", "Pacific/Apia", "2011-12-30T22:00"),
    ],
)
def test_wall_clock(on: str, time: str, zone: str, expected: str) -> None:
    assert wall_clock(day(on), dt.time.fromisoformat(time), zone) == utc(expected)


def test_the_second_of_two_cannot_be_asked_for() -> None:
    second = dt.time(2, 30, fold=1)
    assert wall_clock(day("2026-10-25"), second, WARSAW) == utc("2026-10-25T00:30")


@given(on=days, time=clock_times, zone=zones)
def test_wall_clock_shows_what_was_asked_or_something_later(on: dt.date, time: dt.time, zone: str) -> None:
    moment = wall_clock(on, time, zone)
    assert moment.tzinfo is dt.UTC
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = dt.datetime.combine(on, time)
    assert dt.timedelta(0) <= shown - asked <= dt.timedelta(hours=24)
    earlier = (moment - dt.timedelta(hours=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert earlier != asked  # of two, the first


def test_known_zones() -> None:
    assert {WARSAW, NEW_YORK, "UTC"} <= known_zones()
    assert not {"localtime", "Factory", "", "Europe"} & known_zones()


# --------------------------------------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize(
    ("calendar", "week", "zone", "expected"),
    [
        (POLAND, "2026-W48", WARSAW, "2026-11-26T13:00"),
        (AMERICA, "2026-W48", NEW_YORK, "2026-11-25T19:00"),  # Thanksgiving: Wednesday
        (POLAND, "2026-W23", WARSAW, "2026-06-03T12:00"),  # Corpus Christi
        (POLAND, "2026-W52", WARSAW, "2026-12-23T13:00"),  # Christmas Eve
        (POLAND, "2026-W53", WARSAW, "2026-12-31T13:00"),
        (POLAND, "2026-W13", WARSAW, "2026-03-26T13:00"),  # the Thursday before, and the one after, the clocks change
        (POLAND, "2026-W14", WARSAW, "2026-04-02T12:00"),
        (AMERICA, "2026-W10", NEW_YORK, "2026-03-05T19:00"),
        (AMERICA, "2026-W11", NEW_YORK, "2026-03-12T18:00"),
        (AMERICA, "2026-W45", NEW_YORK, "2026-11-05T19:00"),
    ],
)
def test_deadline_on_thursday_at_two(calendar: BusinessCalendar, week: str, zone: str, expected: str) -> None:
    deadline = deadline_of(week=Week.parse(week), weekday=THU, time=dt.time(14), zone=zone, calendar=calendar)
    assert deadline == utc(expected)


def test_deadline_never_leaves_its_week() -> None:
    week, at_noon = Week.parse("2026-W48"), {"time": dt.time(12), "zone": "UTC"}
    only_friday = BusinessCalendar(working_days=frozenset({FRI}))
    assert deadline_of(week=week, weekday=THU, calendar=only_friday, **at_noon) == utc("2026-11-27T12:00")
    closed = BusinessCalendar(extra_holidays=frozenset(week.monday + dt.timedelta(n) for n in range(5)))
    assert deadline_of(week=week, weekday=THU, calendar=closed, **at_noon) is None
    assert deadline_of(week=week, weekday=SUN, calendar=POLAND, **at_noon) == utc("2026-11-27T12:00")


@settings(max_examples=60)
@given(calendar=calendars, of=days, zone=zones, time=clock_times, first=st.integers(0, 6), later=st.integers(0, 6))
def test_deadlines_keep_their_order(
    calendar: BusinessCalendar, of: dt.date, zone: str, time: dt.time, first: int, later: int
) -> None:
    """Publishing on a later weekday than submitting never comes first, whatever is off that week."""
    week = iso_week(of)
    first, later = sorted((first, later))
    submit = deadline_of(week=week, weekday=first, time=time, zone=zone, calendar=calendar)
    publish = deadline_of(week=week, weekday=later, time=time, zone=zone, calendar=calendar)
    assert (submit is None) is (publish is None) is (not calendar.has_business_day(week.monday))
    if submit and publish:
        assert submit <= publish
        on = submit.astimezone(ZoneInfo(zone)).date()
        assert zone == "Pacific/Apia" or (week.monday <= on <= week.sunday and calendar.is_business_day(on))


# --------------------------------------------------------------------------------------------------------- reminders


@pytest.mark.parametrize(
    ("deadline", "hours", "zone", "expected"),
    [
        # Thursday 14:00 in Warsaw.
        ("2026-11-26T13:00", 24, WARSAW, "2026-11-25T13:00"),
        ("2026-11-26T13:00", 2, WARSAW, "2026-11-26T11:00"),
        # That is 08:00 in New York: before work, so the evening before; 24 hours before, the one before that.
        ("2026-11-26T13:00", 2, NEW_YORK, "2026-11-25T22:00"),
        ("2026-11-26T13:00", 24, NEW_YORK, "2026-11-24T22:00"),
        # And 22:00 in Tokyo: after work, so the end of that day.
        ("2026-11-26T13:00", 2, "Asia/Tokyo", "2026-11-26T08:00"),
        ("2026-11-26T13:00", 24, "Asia/Tokyo", "2026-11-25T08:00"),
        # Monday 14:00: the day before is a Sunday, so Friday evening.
        ("2026-11-23T13:00", 24, WARSAW, "2026-11-20T16:00"),
        # Monday after the clocks changed in Warsaw: 24 hours before on the wall is 14:00, though Sunday had 23 or 25.
        ("2026-03-30T12:00", 72, WARSAW, "2026-03-27T13:00"),
        ("2026-10-26T13:00", 72, WARSAW, "2026-10-23T12:00"),
        # Warsaw's deadline in the week in which New York has changed its clocks and Warsaw has not: 09:00 there.
        ("2026-03-12T13:00", 0, NEW_YORK, "2026-03-12T13:00"),
        ("2026-03-09T18:00", 72, NEW_YORK, "2026-03-06T19:00"),
        ("2026-11-02T19:00", 72, NEW_YORK, "2026-10-30T18:00"),
    ],
)
def test_reminder_at(deadline: str, hours: int, zone: str, expected: str) -> None:
    assert reminder_at(deadline=utc(deadline), before=dt.timedelta(hours=hours), zone=zone, **OFFICE) == utc(expected)


def test_both_ends_of_the_working_day_are_inside() -> None:
    def on_that_day(hours: int) -> dt.datetime:
        return reminder_at(deadline=utc("2026-11-27T00:00"), before=dt.timedelta(hours=hours), zone="UTC", **OFFICE)

    assert on_that_day(7) == utc("2026-11-26T17:00")
    assert on_that_day(15) == utc("2026-11-26T09:00")
    assert on_that_day(16) == utc("2026-11-25T17:00")
    assert on_that_day(6) == utc("2026-11-26T17:00")


def test_holidays_are_days_off_when_a_calendar_says_so() -> None:
    asked = {"deadline": utc("2026-11-12T13:00"), "before": dt.timedelta(hours=24), "zone": WARSAW, **OFFICE}
    assert reminder_at(**asked) == utc("2026-11-11T13:00")
    assert reminder_at(**asked, calendar=POLAND) == utc("2026-11-10T16:00")


def test_two_reminders_that_land_together_are_one() -> None:
    befores = [dt.timedelta(hours=2), dt.timedelta(hours=24)]
    office = {**OFFICE, "working_days": frozenset({TUE, WED, THU, FRI})}
    monday = utc("2026-11-23T13:00")
    assert reminders_at(deadline=monday, befores=befores, zone=WARSAW, **office) == [utc("2026-11-20T16:00")]
    thursday = utc("2026-11-26T13:00")
    assert reminders_at(deadline=thursday, befores=befores, zone=WARSAW, **office) == [
        utc("2026-11-25T13:00"),
        utc("2026-11-26T11:00"),
    ]


def test_a_reminder_in_the_skipped_hour_does_not_miss_the_deadline() -> None:
    nights = {"working_days": EVERY_WEEKDAY, "day_starts": dt.time(0), "day_ends": dt.time(23, 59)}
    deadline = utc("2026-03-29T01:10")  # 03:10 in Warsaw, ten minutes after the clocks changed
    moment = reminder_at(deadline=deadline, before=dt.timedelta(minutes=30), zone=WARSAW, **nights)
    assert moment == utc("2026-03-29T00:40")


@pytest.mark.parametrize(
    "wrong", [{"working_days": frozenset()}, {"working_days": {9}}, {"day_ends": dt.time(9)}, {"day_ends": dt.time(0)}]
)
def test_hours_nobody_can_keep_are_an_error(wrong: dict) -> None:
    with pytest.raises(ValueError, match="working day"):
        reminder_at(deadline=utc("2026-11-26T13:00"), before=dt.timedelta(0), zone=WARSAW, **{**OFFICE, **wrong})


@given(
    deadline=st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 1, 1)).map(lambda at: at.replace(tzinfo=dt.UTC)),
    before=st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)),
    zone=zones,
    working_days=st.frozensets(st.integers(0, 6), min_size=1),
    calendar=st.none() | calendars,
)
@settings(max_examples=100)
def test_reminders_come_in_working_hours_before_the_deadline(
    deadline: dt.datetime,
    before: dt.timedelta,
    zone: str,
    working_days: frozenset[int],
    calendar: BusinessCalendar | None,
) -> None:
    hours = {"working_days": working_days, "day_starts": dt.time(9), "day_ends": dt.time(17)}
    moment = reminder_at(deadline=deadline, before=before, zone=zone, calendar=calendar, **hours)
    assert moment <= deadline
    shown = moment.astimezone(ZoneInfo(zone))
    if not day("2011-12-28") < shown.date() < day("2012-01-01"):  # Apia skipped the 30th
        assert shown.weekday() in working_days
        assert dt.time(9) <= shown.time() <= dt.time(17)
        assert not (calendar and calendar.is_holiday(shown.date()))
