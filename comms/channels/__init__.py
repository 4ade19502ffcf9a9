"""The ways out of the portal, one folder each. What every channel offers stands in `base.py`."""

from collections.abc import Callable, Mapping

from comms.channels.base import Session
from comms.channels.email.session import MailSession
from comms.enums import Channel

SESSIONS: Mapping[str, Callable[[], Session]] = {Channel.EMAIL: MailSession}
