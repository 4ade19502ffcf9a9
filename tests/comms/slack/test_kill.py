"""Four workers and a `kill -9` in the middle: everybody gets it, at most one of them twice, and that is recorded."""

import random
from datetime import UTC, datetime

import pytest

from comms.enums import Channel
from comms.models import ChannelAddress, Delivery
from tests.comms.conftest import Start
from tests.comms.made import many_deliveries
from tests.comms.slack_receiver import SlackReceiver
from tests.comms.test_kill import FOUR, kill_one, wait_until_done

pytestmark = pytest.mark.usefixtures("committed")
NUMBER = 150


def test_workers_one_of_them_killed(slack: SlackReceiver, start: Start) -> None:
    now = datetime.now(UTC)
    many_deliveries(NUMBER, now)
    Delivery.objects.update(channel=Channel.SLACK)
    ChannelAddress.objects.bulk_create(
        ChannelAddress(person_id=pk, channel=Channel.SLACK, address=f"U{pk:08}", checked_at=now)
        for pk in Delivery.objects.values_list("person", flat=True)
    )
    env = {
        "OUTGOING_ALLOWED": slack.place,
        "SLACK_BASE_URL": slack.base_url,
        "SLACK_BOT_TOKEN": "xoxb-1-test-token",
    }
    slack.seconds_each = 0.01
    workers = start("-c", FOUR, **env)
    slack.wait_for(60)
    kill_one(workers, random.Random(2026))
    assert len(slack.messages) < NUMBER
    ended = wait_until_done()
    assert len(slack.seen) == NUMBER
    assert len(slack.messages) <= NUMBER + 1
    assert set(ended) <= {"sent", "uncertain"}
    assert ended.get("uncertain", 0) <= 1
