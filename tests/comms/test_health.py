"""How a way out does: what is written of it, and which one word it comes to."""

from datetime import UTC, datetime, timedelta

import pytest

from comms import health
from comms.health import Condition, Facts, condition
from comms.models import ChannelHealth, ChannelSettings

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SOON, BEFORE = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(False), Condition.UNSET),
        (Facts(True), Condition.UNUSED),
        (Facts(True, last_ok_at=BEFORE), Condition.WORKING),
        (Facts(True, last_ok_at=BEFORE, failing_since=BEFORE), Condition.FAILING),
        (Facts(True, last_ok_at=BEFORE, paused_until=SOON), Condition.PAUSED),
        (Facts(True, last_ok_at=BEFORE, paused_until=BEFORE), Condition.WORKING),
        (Facts(True, failing_since=BEFORE, paused_until=SOON), Condition.FAILING),
        (Facts(True, switched_off_at=BEFORE, failing_since=BEFORE), Condition.OFF),
        (Facts(False, switched_off_at=BEFORE), Condition.UNSET),
    ],
)
def test_one_word_for_how_it_does(facts: Facts, expected: Condition) -> None:
    assert condition(facts, NOW) == expected


@pytest.mark.django_db
def test_a_story_from_trouble_to_health() -> None:
    health.note_error("atom", "x" * 600, NOW)
    health.note_error("atom", "again", SOON)
    row = ChannelHealth.objects.get()
    assert (row.last_error, row.last_error_at, row.failing_since, row.last_ok_at) == ("again", SOON, NOW, None)
    health.note_ok("atom", SOON)
    row.refresh_from_db()
    assert (row.last_ok_at, row.failing_since, row.last_error) == (SOON, None, "again")
    health.note_error("atom", "wait", SOON, failing=False, until=SOON + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.failing_since, row.paused_until) == (None, SOON + timedelta(hours=1))


@pytest.mark.django_db
def test_what_rests() -> None:
    health.note_error("slack", "wait", NOW, failing=False, until=SOON)
    ChannelSettings.objects.create(channel="email", changed_at=NOW, switched_off_at=NOW)
    assert health.at_rest(["email", "slack", "inbox"], NOW) == {"email", "slack"}
    assert health.at_rest(["slack"], SOON) == set()
    health.begin_again("slack")
    assert health.at_rest(["slack"], NOW) == set()
