"""What may be said of a saved secret: that there is one, and how it ends."""

from dataclasses import dataclass

from comms.channels.slack.setup import setup_of
from comms.models import ChannelSettings
from comms.sealing import ending


@dataclass(frozen=True)
class SecretSaid:
    """`ending` is its last letters, '' when it is too short to show any; `source` says where it comes from."""

    is_set: bool
    ending: str = ""
    from_environment: bool = False
    unreadable: bool = False


def said_of(row: ChannelSettings | None, name: str) -> SecretSaid:
    """Of the secret in force by that name: saved here, else from the environment."""
    saved = name in (row.settings.get("secrets", ()) if row else ())
    setup = setup_of(row)
    if setup.problem:
        return SecretSaid(saved, unreadable=saved)
    secret = setup.secret(name)
    return SecretSaid(bool(secret), ending(secret), from_environment=bool(secret) and not saved)
