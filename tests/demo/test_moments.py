"""When things happen in the demo, and how its files say days. No database, but for one."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from productops.demo import files, weeks
from productops.demo.moments import Span, opening, within
from productops.demo.play import Crew
from productops.worktime import Week
from tests.factories import OrganisationFactory

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.django_db
def test_a_week_without_a_business_day_is_passed_over(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    OrganisationFactory()
    monkeypatch.setattr(weeks, "times_of", lambda week, organisation: None)
    assert list(weeks.acts_of(files.weeks()[0], Crew({}, {}, {}), now)) == []


@pytest.mark.parametrize(
    ("now", "opened"),
    [("2026-11-23T00:00", "00:00"), ("2026-11-23T09:59", "00:00"), ("2026-11-23T10:00", "08:00")],
)
def test_a_week_is_open_before_anybody_looks(now: str, opened: str) -> None:
    moment = opening(Week(2026, 48), "Europe/Warsaw", datetime.fromisoformat(now).replace(tzinfo=WARSAW))
    assert moment.astimezone(WARSAW).time() == time.fromisoformat(opened)


@pytest.mark.parametrize("hours", [0, 0.01, 7, 30, 100])
@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Asia/Kolkata", "America/New_York"])
def test_a_moment_lies_in_its_span_and_is_always_the_same(hours: float, zone: str) -> None:
    start = datetime(2026, 11, 23, 0, 0, tzinfo=WARSAW)
    span = Span(start, start + timedelta(hours=hours), [date(2026, 11, 23 + n) for n in range(5)])
    found = [within(span, f"key {n}", zone=zone, usual=[date(2026, 11, 26)]) for n in range(20)]
    assert all(span.starts_at <= moment <= span.ends_at for moment in found)
    assert found == [within(span, f"key {n}", zone=zone, usual=[date(2026, 11, 26)]) for n in range(20)]


def test_days_are_said_relative_to_their_week() -> None:
    text = files.with_dates("First on {+3}, or {+11}.", date(2026, 12, 28), "en")
    assert text == "First on Thu 31 Dec, or Fri 8 Jan."
