"""What every channel offers to `deliveries.py`, and the few ways in which sending ends."""

from typing import Any, Protocol

from comms.enums import Reason
from comms.models import Delivery


class Refused(Exception):
    """The receiver said no. `permanent`: saying it again would not help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Strange(Refused):
    """What answered does not talk as this channel's receiver does, so it is the channel that is ill."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, permanent=False)


class Unsure(Exception):
    """The line broke after the message was handed over and before the receiver confirmed it."""


class Unreachable(Exception):
    """The channel itself cannot be used now; says nothing about the message."""


class AskedToWait(Unreachable):
    """The receiver wants nothing at all for so many seconds."""

    def __init__(self, reason: str, *, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotSetUp(Exception):
    """What this message goes by is not set up, or no longer lets the portal in. Not the message's fault: it waits
    until somebody sees to it; messages that go another way go on."""


class NoWay(Exception):
    """The channel has no way to this reader, and trying again would find none."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Unsendable(Exception):
    """The message can never be sent as it is, such as one with a line break in its subject."""


class Session(Protocol):
    """An open channel for one batch. Not shared between threads."""

    def write(self, delivery: Delivery) -> Any | None:
        """The finished message; None when it is not needed any more.

        Raises `Unsendable`, `NoWay`, `NotSetUp` or `Unreachable`; nothing was sent then.
        """

    def send(self, delivery: Delivery, message: Any) -> None:
        """Hand it over. Returns when the receiver confirmed; else `Refused`, `Unsure`, `NotSetUp`, `Unreachable`."""

    def close(self) -> None:
        """Never raises."""
