"""The demo's mail server: it takes every message and keeps it in a Maildir, so that nothing leaves this machine.

    python -m productops.mailsink PORT DIRECTORY [SLACK_PORT]

It listens on the loopback only and does not load Django. With a second port it stands in for Slack too
(`slacksink`). Each message is one file below `DIRECTORY/new`, named so that names sort by time of arrival. Two header
lines in front say who it was really from and for (`X-Envelope-From`, `X-Envelope-To`), which the message itself may
not. The oldest are dropped.
"""

import asyncio
import itertools
import os
import sys
import time
from collections import deque
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from productops import slacksink

KEPT = 2000
LARGEST = 20 * 1024 * 1024


class Maildir:
    """The newest messages in a folder."""

    def __init__(self, directory: Path, kept: int = KEPT) -> None:
        self.incoming, self.new = directory / "tmp", directory / "new"
        for folder in (directory, self.incoming, self.new, directory / "cur"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.kept = kept
        self.names = deque(sorted(path.name for path in self.new.iterdir()))
        self.count = itertools.count()

    def add(self, content: bytes) -> Path:
        """Keeps a message; it is there whole or not at all."""
        name = f"{time.time_ns():020d}.{os.getpid()}_{next(self.count)}.portal"
        (self.incoming / name).write_bytes(content)
        (self.incoming / name).rename(self.new / name)
        self.names.append(name)
        while len(self.names) > self.kept:
            (self.new / self.names.popleft()).unlink(missing_ok=True)
        return self.new / name


class Sink:
    """What aiosmtpd calls for each message."""

    def __init__(self, maildir: Maildir) -> None:
        self.maildir = maildir

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        sender, recipients = envelope.mail_from or "", ", ".join(envelope.rcpt_tos)
        header = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {recipients}\r\n"
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self.maildir.add(header.encode("utf-8", "replace") + content)
        return "250 Kept"


async def serve(port: int, directory: Path, slack_port: int = 0) -> None:
    """Takes mail until it is ended."""
    maildir = Maildir(directory)
    sink = Sink(maildir)

    def connection() -> SMTP:
        return SMTP(sink, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost", ident="Mail sink")

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port)
    async with server:
        if slack_port:
            await slacksink.begin(slack_port, maildir.add)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4])))
