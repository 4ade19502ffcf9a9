"""The demo's mail, read back from the folder that its mail server fills (`productops.mailsink`)."""

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from pathlib import Path

SHOWN = ("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted")


@dataclass(frozen=True)
class Kept:
    """One message as the list shows it."""

    key: str
    to: str
    name: str
    subject: str
    at: datetime


class Sink:
    """The kept messages, newest first."""

    def __init__(self, directory: str) -> None:
        self._box = mailbox.Maildir(directory, factory=None, create=False) if Path(directory, "new").is_dir() else None

    def messages(self, to: str = "") -> list[Kept]:
        """All, or those for addresses or names that contain `to`."""
        wanted = to.casefold()
        return [kept for kept in self._all() if wanted in f"{kept.name} {kept.to}".casefold()]

    def message(self, key: str) -> EmailMessage | None:
        """The whole message; None when there is none of that key (any more)."""
        try:
            content = self._box.get_bytes(key) if self._box is not None else None
        except (KeyError, OSError):
            return None
        return message_from_bytes(content, policy=default) if content else None  # type: ignore[return-value,arg-type]

    def _all(self) -> Iterator[Kept]:
        for key in sorted(self._box.keys() if self._box is not None else (), reverse=True):
            try:
                with self._box.get_file(key) as file:  # type: ignore[union-attr]
                    head = b"".join(iter(lambda: file.readline().rstrip(b"\r\n") + b"\n", b"\n"))
            except (KeyError, OSError):
                continue  # dropped meanwhile
            message = message_from_string(head.decode("utf-8", "replace"), policy=default)
            (name, address), *_ = getaddresses([str(message["To"] or "")]) or [("", "")]
            at = datetime.fromtimestamp(int(key.partition(".")[0]) / 1e9, UTC)
            yield Kept(key, str(message["X-Envelope-To"] or address), name, str(message["Subject"] or ""), at)


def text_of(message: EmailMessage, kind: str) -> str:
    """The plain or HTML part, '' when there is none."""
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
