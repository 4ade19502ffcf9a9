"""Digests and quiet hours on people's own clocks, also on the nights when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.timing import Clock, after_quiet, is_quiet_at, next_digest
from productops.worktime import wall_clock

WARSAW, NEW_YORK = "Europe/Warsaw", "America/New_York"
EVERY_DAY = range(7)
WEEKDAYS = range(5)
# Both changes of 2026: Warsaw 29 March and 25 October, New York 8 March and 1 November; all Sundays.
YEAR = (datetime(2026, 1, 1), datetime(2026, 12, 31))
moments = st.datetimes(*YEAR, timezones=st.just(UTC))
zones = st.sampled_from([WARSAW, NEW_YORK, "UTC", "Asia/Kolkata", "Australia/Lord_Howe"])
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.sets(st.integers(0, 6), min_size=1)


def at(zone: str, words: str, fold: int = 0) -> datetime:
    """The moment at which a clock in `zone` shows these words."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


class TestDigest:
    @pytest.mark.parametrize(
        ("zone", "now", "digest_at", "working_days", "comes"),
        [
            (WARSAW, "2026-11-25T07:59", time(8), WEEKDAYS, "2026-11-25T08:00"),
            (WARSAW, "2026-11-25T08:00", time(8), WEEKDAYS, "2026-11-26T08:00"),  # that one is on its way
            (WARSAW, "2026-11-27T09:00", time(8), WEEKDAYS, "2026-11-30T08:00"),  # Friday to Monday
            (WARSAW, "2026-11-25T09:00", time(8), [2], "2026-12-02T08:00"),  # works on Wednesdays only
            (WARSAW, "2026-11-25T09:00", time(8), [], "2026-11-26T08:00"),  # chose no day
            # The local hour stays where it is over both changes.
            (WARSAW, "2026-03-27T09:00", time(8), WEEKDAYS, "2026-03-30T08:00"),
            (WARSAW, "2026-10-23T09:00", time(8), WEEKDAYS, "2026-10-26T08:00"),
            (NEW_YORK, "2026-03-06T09:00", time(8), WEEKDAYS, "2026-03-09T08:00"),
            (NEW_YORK, "2026-10-30T09:00", time(8), WEEKDAYS, "2026-11-02T08:00"),
            # A time that spring skips is shown an hour later.
            (WARSAW, "2026-03-28T20:00", time(2, 30), EVERY_DAY, "2026-03-29T03:30"),
            (NEW_YORK, "2026-03-07T20:00", time(2, 30), EVERY_DAY, "2026-03-08T03:30"),
            # Of a time that autumn shows twice the first is meant, and after it the next day's.
            (WARSAW, "2026-10-24T20:00", time(2, 30), EVERY_DAY, "2026-10-25T02:30"),
            (WARSAW, "2026-10-25T02:31", time(2, 30), EVERY_DAY, "2026-10-26T02:30"),
            (NEW_YORK, "2026-11-01T01:31", time(1, 30), EVERY_DAY, "2026-11-02T01:30"),
        ],
    )
    def test_comes_at_her_time_on_her_day(
        self, zone: str, now: str, digest_at: time, working_days: list[int], comes: str
    ) -> None:
        found = next_digest(at(zone, now), zone=zone, digest_at=digest_at, working_days=working_days)
        assert found == at(zone, comes)

    def test_between_the_two_showings_of_one_time_it_has_come(self) -> None:
        second_two = at(WARSAW, "2026-10-25T02:10", fold=1)
        assert next_digest(second_two, zone=WARSAW, digest_at=time(2, 30), working_days=EVERY_DAY) == at(
            WARSAW, "2026-10-26T02:30"
        )

    @pytest.mark.parametrize("zone", [WARSAW, NEW_YORK])
    @pytest.mark.parametrize("digest_at", [time(0), time(1, 30), time(2, 30), time(3), time(8), time(23, 59)])
    def test_a_year_has_one_on_each_working_day(self, zone: str, digest_at: time) -> None:
        """Also on the days of both changes: never two, never none, on a clock that works every day but Saturday."""
        moment, end, dates = at(zone, "2026-01-01T00:00") - timedelta(seconds=1), at(zone, "2027-01-01T00:00"), []
        while (moment := next_digest(moment, zone=zone, digest_at=digest_at, working_days=[0, 1, 2, 3, 4, 6])) < end:
            local = moment.astimezone(ZoneInfo(zone))
            dates.append(local.date())
            assert local.time() == digest_at or local.date().isoformat() in {"2026-03-29", "2026-03-08"}
        assert len(dates) == len(set(dates)) == 365 - 52

    @given(moments, zones, times, days)
    def test_is_the_first_one_after_now(self, now: datetime, zone: str, digest_at: time, working: set[int]) -> None:
        comes = next_digest(now, zone=zone, digest_at=digest_at, working_days=working)
        assert comes > now
        assert comes.astimezone(ZoneInfo(zone)).weekday() in working
        first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (now, comes))
        between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        assert [
            day for day in between if day.weekday() in working and now < wall_clock(day, digest_at, zone) < comes
        ] == []


class TestQuietHours:
    @pytest.mark.parametrize(
        ("zone", "now", "quiet", "until"),
        [
            (WARSAW, "2026-11-25T21:59", (time(22), time(7)), None),
            (WARSAW, "2026-11-25T22:00", (time(22), time(7)), "2026-11-26T07:00"),
            (WARSAW, "2026-11-26T06:59", (time(22), time(7)), "2026-11-26T07:00"),
            (WARSAW, "2026-11-26T07:00", (time(22), time(7)), None),
            (WARSAW, "2026-11-25T12:30", (time(12), time(13)), "2026-11-25T13:00"),  # a quiet noon
            (WARSAW, "2026-11-25T00:30", (time(22), time(0)), None),
            (WARSAW, "2026-11-25T23:30", (time(22), time(0)), "2026-11-26T00:00"),
            # Over both changes they end when her clock says so, an hour shorter or longer.
            (WARSAW, "2026-03-28T23:00", (time(22), time(7)), "2026-03-29T07:00"),
            (WARSAW, "2026-10-24T23:00", (time(22), time(7)), "2026-10-25T07:00"),
            (NEW_YORK, "2026-03-07T23:00", (time(22), time(7)), "2026-03-08T07:00"),
            (NEW_YORK, "2026-10-31T23:00", (time(22), time(7)), "2026-11-01T07:00"),
            # An end that spring skips comes an hour later.
            (WARSAW, "2026-03-28T23:00", (time(22), time(2, 30)), "2026-03-29T03:30"),
            (NEW_YORK, "2026-03-08T01:59", (time(22), time(2, 30)), "2026-03-08T03:30"),
            # An end that autumn shows twice is the first.
            (WARSAW, "2026-10-25T02:10", (time(22), time(2, 30)), "2026-10-25T02:30"),
            (NEW_YORK, "2026-11-01T01:10", (time(22), time(1, 30)), "2026-11-01T01:30"),
        ],
    )
    def test_hold_until_they_end(self, zone: str, now: str, quiet: tuple[time, time], until: str | None) -> None:
        moment = at(zone, now)
        expected = at(zone, until) if until else moment
        assert after_quiet(moment, zone=zone, quiet_from=quiet[0], quiet_until=quiet[1]) == expected

    def test_end_once_where_the_hour_comes_twice(self) -> None:
        """Over at the first 02:30; the clock that shows 02:10 again does not begin them anew."""
        second = at(WARSAW, "2026-10-25T02:10", fold=1)
        assert after_quiet(second, zone=WARSAW, quiet_from=time(22), quiet_until=time(2, 30)) == second

    @given(moments, zones, times, times)
    def test_what_is_let_through_is_not_quiet(self, now: datetime, zone: str, begins: time, ends: time) -> None:
        if begins == ends:
            return
        let_through = after_quiet(now, zone=zone, quiet_from=begins, quiet_until=ends)
        assert let_through >= now
        assert let_through - now < timedelta(hours=25, minutes=1)
        assert after_quiet(let_through, zone=zone, quiet_from=begins, quiet_until=ends) == let_through

    @given(times, times, times)
    def test_on_an_ordinary_day_the_clock_alone_says_so(self, shown: time, begins: time, ends: time) -> None:
        if begins == ends:
            return
        now = datetime.combine(datetime(2026, 6, 10), shown, tzinfo=UTC)
        held = after_quiet(now, zone="UTC", quiet_from=begins, quiet_until=ends) != now
        assert held == is_quiet_at(shown, quiet_from=begins, quiet_until=ends)


def test_a_clock_without_quiet_hours_holds_nothing() -> None:
    now = at(WARSAW, "2026-11-25T03:00")
    assert Clock(WARSAW).after_quiet(now) == now
    assert Clock(WARSAW, quiet_from=time(22), quiet_until=time(7)).after_quiet(now) == at(WARSAW, "2026-11-25T07:00")
    assert Clock(WARSAW).next_digest(now) == at(WARSAW, "2026-11-25T08:00")
