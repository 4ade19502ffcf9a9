"""What every channel offers to `deliveries.py`, and the few ways in which sending ends."""

from typing import Any, Protocol

from comms.models import Delivery


class Refused(Exception):
    """The receiver said no. `permanent`: saying it again would not help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Unsure(Exception):
    """The line broke after the message was handed over and before the receiver confirmed it."""


class Unreachable(Exception):
    """The channel itself cannot be used now; says nothing about the message."""


class Unsendable(Exception):
    """The message can never be sent as it is, such as one with a line break in its subject."""


class Session(Protocol):
    """An open channel for one batch. Not shared between threads."""

    def write(self, delivery: Delivery) -> Any | None:
        """The finished message; None when it is not needed any more. Raises `Unsendable`."""

    def send(self, delivery: Delivery, message: Any) -> None:
        """Hand it over. Returns when the receiver confirmed; else `Refused`, `Unsure` or `Unreachable`."""

    def close(self) -> None:
        """Never raises."""
