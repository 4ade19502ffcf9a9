from collections.abc import Iterator
from typing import Any

import pytest

from tests.comms.slack_receiver import SlackReceiver


@pytest.fixture
def slack(settings: Any) -> Iterator[SlackReceiver]:
    """A server in Slack's place that the portal's environment points at, with a bot and a webhook."""
    receiver = SlackReceiver()
    settings.OUTGOING_ALLOWED = [receiver.place]
    settings.SLACK_BASE_URL = receiver.base_url
    settings.SLACK_BOT_TOKEN = "xoxb-1-test-token"
    settings.SLACK_WEBHOOK_URL = receiver.webhook_url
    try:
        yield receiver
    finally:
        receiver.close()
