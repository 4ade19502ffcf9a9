"""The demo's mail and Slack messages, read back from the folder that its mail server fills (`productops.mailsink`)."""

import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import getaddresses
from functools import lru_cache
from pathlib import Path

SHOWN = (
    "X-Via", "From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Auto-Submitted",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """One message as the list shows it."""

    key: str
    to: str
    name: str
    subject: str
    at: datetime
    via: str  # '' for a mail


class Sink:
    """The kept messages by key. Keys sort by time of arrival."""

    def __init__(self, directory: str) -> None:
        self._box = mailbox.Maildir(directory, factory=None, create=False) if Path(directory, "new").is_dir() else None
        self._directory = directory

    def keys(self, to: str = "") -> list[str]:
        """Newest first: all, or those for names and addresses that contain `to`."""
        keys = sorted(self._box.keys() if self._box is not None else (), reverse=True)
        if not to:
            return keys
        wanted = to.casefold()
        found = ((key, self.kept(key)) for key in keys)
        return [key for key, kept in found if kept and wanted in f"{kept.name} {kept.to}".casefold()]

    def kept(self, key: str) -> Kept | None:
        """What the list shows of one; None when it was dropped meanwhile."""
        return _kept(self._directory, key)

    def message(self, key: str) -> EmailMessage | None:
        """The whole message; None when there is none of that key (any more)."""
        try:
            content = self._box.get_bytes(key) if self._box is not None else None
        except (KeyError, OSError):
            return None
        return message_from_bytes(content, policy=default) if content else None


@lru_cache(maxsize=4000)
def _kept(directory: str, key: str) -> Kept | None:
    """A message never changes, so its head is read once."""
    try:
        with Path(directory, "new", key).open("rb") as file:
            head = BytesHeaderParser(policy=default).parse(file)
    except OSError:
        return None
    (name, address), *_ = getaddresses([str(head["To"] or "")]) or [("", "")]
    at = datetime.fromtimestamp(int(key.partition(".")[0]) / 1e9, UTC)
    to, via = str(head["X-Envelope-To"] or address), str(head["X-Via"] or "")
    return Kept(key, to, name, str(head["Subject"] or ""), at, via)


def text_of(message: EmailMessage, kind: str) -> str:
    """The plain or HTML part, '' when there is none."""
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
