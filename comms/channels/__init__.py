"""The ways out of the portal, one folder each. What every channel offers stands in `base.py`."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from comms.channels.base import Session
from comms.channels.email.session import MailSession
from comms.enums import Channel

SESSIONS: dict[str, Callable[[], Session]] = {Channel.EMAIL: MailSession}
if find_spec("comms.channels.inbox"):
    SESSIONS[Channel.INBOX] = import_module("comms.channels.inbox").InboxSession


def open_channels() -> tuple[Channel, ...]:
    """The channels that what is told now goes out by: mail and the portal always, others when they are set up and
    not switched off. One small query."""
    return tuple(Channel(name) for name in SESSIONS)
