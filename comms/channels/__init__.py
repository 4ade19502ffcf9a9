"""The ways out of the portal, one folder each. What every channel with a line to others offers stands in `base.py`.

The inbox is not among the sessions: it lies in the portal itself and is filled by the batch (`inbox/posting.py`).
"""

from collections.abc import Callable

from comms.channels.base import Session
from comms.channels.email.session import MailSession
from comms.channels.slack.setup import is_set_up, reaches_people
from comms.enums import Channel
from comms.models import ChannelSettings


def _slack() -> Session:
    # Loaded when there is something to send: Slack's client takes memory in every process that has it.
    from comms.channels.slack.session import SlackSession

    return SlackSession()


SESSIONS: dict[str, Callable[[], Session]] = {Channel.EMAIL: MailSession, Channel.SLACK: _slack}


def open_channels() -> tuple[Channel, ...]:
    """The channels that what is told now goes out by: mail and the portal always, others when they are set up and
    not switched off. One small query."""
    is_open, _people = _slack_facts()
    return (Channel.EMAIL, *([Channel.SLACK] if is_open else []), Channel.INBOX)


def channels_to_people() -> tuple[Channel, ...]:
    """Those of `open_channels` that find a person; Slack needs a bot for that, a webhook leads to one place only."""
    is_open, people = _slack_facts()
    return (Channel.EMAIL, *([Channel.SLACK] if is_open and people else []), Channel.INBOX)


def _slack_facts() -> tuple[bool, bool]:
    """Whether Slack is set up and not switched off, and whether it reaches people."""
    row = ChannelSettings.objects.filter(channel=Channel.SLACK).values_list("settings", "switched_off_at").first()
    kept, switched_off_at = row or (None, None)
    return is_set_up(kept) and switched_off_at is None, reaches_people(kept)
