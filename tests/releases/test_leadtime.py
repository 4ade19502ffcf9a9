"""What a launch date says about the notice it gives; holidays of Poland: 11 November is one."""

from datetime import date

import pytest

from productops.worktime import BusinessCalendar
from releases.leadtime import FreezeWindow, lead_time

POLAND = BusinessCalendar(country="PL")
FREEZE = FreezeWindow("Black week", date(2026, 11, 23), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("launch", "needed", "today", "review_due", "final_due", "left", "short"),
    [
        ("2026-12-01", 10, "2026-11-17", "2026-11-17", "2026-11-27", 10, 0),
        ("2026-12-01", 10, "2026-11-20", "2026-11-17", "2026-11-27", 7, 3),
        ("2026-11-16", 5, "2026-11-06", "2026-11-06", "2026-11-12", 5, 0),  # the 11th does not count
        ("2026-11-16", 5, "2026-11-16", "2026-11-06", "2026-11-12", 0, 5),
        ("2026-11-16", 5, "2026-11-20", "2026-11-06", "2026-11-12", -4, 9),
        ("2029-08-15", 10, "2026-11-20", "2029-08-01", "2029-08-13", 689, 0),  # 1,000 days ahead
        ("2026-12-01", 0, "2026-11-30", "2026-12-01", "2026-11-27", 1, 0),
    ],
)
def test_the_dates_that_follow(
    launch: str, needed: int, today: str, review_due: str, final_due: str, left: int, short: int
) -> None:
    found = lead_time(
        launch_on=date.fromisoformat(launch), needed=needed, final_days=2, today=date.fromisoformat(today),
        calendar=POLAND,
    )  # fmt: skip
    assert (found.review_copy_due.isoformat(), found.final_due.isoformat(), found.left, found.short_by) == (
        review_due, final_due, left, short,
    )  # fmt: skip
    assert found.is_short is bool(short)


def test_a_holiday_and_a_freeze_are_said() -> None:
    found = lead_time(
        launch_on=date(2026, 11, 11), needed=5, final_days=2, today=date(2026, 10, 1), calendar=POLAND, freezes=[FREEZE]
    )
    assert (found.is_business_day, found.next_business_day, found.freeze) == (False, date(2026, 11, 12), None)
    frozen = lead_time(
        launch_on=date(2026, 11, 30), needed=5, final_days=2, today=date(2026, 10, 1), calendar=POLAND, freezes=[FREEZE]
    )
    assert (frozen.is_business_day, frozen.freeze) == (True, FREEZE)
