"""A real mail server inside the test: it keeps what it accepts, and can be told to misbehave per recipient."""

import asyncio
import time
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from productops.stack.processes import free_port


class PostOffice:
    """What it kept, and how it behaves. `refuse`: recipient ('*' for all) -> answer; `hang`, `drop`, `drop_after_data`:
    recipients; `refuse_sender`: the answer to who sends."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.refuse: dict[str, str] = {}
        self.hang: set[str] = set()
        self.drop: set[str] = set()
        self.drop_after_data: set[str] = set()
        self.refuse_sender = ""
        self.seconds_each = 0.0
        self.connections = 0
        desk = _Desk(self)
        self.controller = Controller(desk, hostname="127.0.0.1", port=free_port(), server_hostname="localhost")

    @property
    def port(self) -> int:
        return int(self.controller.port)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=default) for content in self.contents]  # type: ignore[misc]

    @property
    def seen(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    def wait_for(self, number: int, seconds: float = 30) -> None:
        """As long as some arrive: a slow machine is no fault, one of which nothing comes any more is."""
        arrived, deadline = 0, time.monotonic() + seconds
        while (now := len(self.contents)) < number:
            if now > arrived:
                arrived, deadline = now, time.monotonic() + seconds
            assert time.monotonic() < deadline, f"{now} of {number} mails arrived"
            time.sleep(0.01)


class _Desk:
    """What aiosmtpd calls. It looks at every attribute for each connection, so there are no others here."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.office.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.office.refuse_sender:
            return self.office.refuse_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.office.hang:
            await asyncio.sleep(60)
        if address in self.office.drop:
            server.transport.close()
        if answer := self.office.refuse.get(address) or self.office.refuse.get("*"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.office.contents.append(bytes(envelope.content or b""))
        if set(envelope.rcpt_tos) & self.office.drop_after_data:
            server.transport.close()
        await asyncio.sleep(self.office.seconds_each)
        return "250 Kept"
