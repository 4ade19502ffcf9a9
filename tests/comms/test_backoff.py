from datetime import UTC, datetime, timedelta

import pytest

from comms.backoff import ATTEMPTS, after_outage, next_attempt

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 3), (3, 9), (4, 27), (5, 81), (6, 243), (7, 720), (11, 720)]
)
def test_waits_grow_to_half_a_day(attempts: int, minutes: int) -> None:
    assert next_attempt(attempts, now=NOW, chance=0.5) == NOW + timedelta(minutes=minutes)


def test_waits_are_spread_by_a_quarter_either_way() -> None:
    assert next_attempt(1, now=NOW, chance=0) == NOW + timedelta(seconds=45)
    assert next_attempt(1, now=NOW, chance=1) == NOW + timedelta(seconds=75)


def test_gives_up_after_the_last_attempt_some_days_later() -> None:
    assert next_attempt(ATTEMPTS, now=NOW, chance=0.5) is None
    total = timedelta()
    for attempts in range(1, ATTEMPTS):
        moment = next_attempt(attempts, now=NOW, chance=0.5)
        assert moment
        total += moment - NOW
    assert timedelta(days=2) < total < timedelta(days=4)


def test_an_outage_is_waited_out_in_short_steps_for_four_days() -> None:
    assert after_outage(NOW - timedelta(days=3), now=NOW, chance=0.5) == NOW + timedelta(minutes=1)
    assert after_outage(NOW - timedelta(days=4, seconds=1), now=NOW, chance=0.5) is None
