"""From a letter to the bytes of a message: who, to whom, which, and the way to stop it (RFC 5322, 8058, 3834)."""

from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from comms.channels.base import Unsendable
from comms.channels.email.letter import Letter
from comms.enums import ALWAYS_SENT
from comms.links import unsubscribe_address
from comms.models import Delivery
from productops.people.models import Person

LONGEST_LINE = 990  # RFC 5322 allows 998 octets
AS_IT_IS = {"list-unsubscribe", "message-id"}  # machines read these; Python would make encoded words of a long address


class _Policy(EmailPolicy):
    """Python's for SMTP, but what only machines read stays on one line as it is."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in AS_IT_IS:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep="\r\n")


def message_id(delivery: Delivery) -> str:
    """The same for every copy of this delivery, so that a receiver knows a second one."""
    return f"<{delivery.message_id}@{urlsplit(settings.PORTAL_URL).hostname}>"


def mail_address(email: str) -> str:
    """The address as SMTP wants it: the domain in ASCII. Raises `Unsendable`."""
    local, _, domain = email.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
        address.encode("ascii")
    except UnicodeError:
        raise Unsendable("the mail address has characters that cannot be sent") from None
    if not local or any(ord(letter) <= 32 for letter in address):
        raise Unsendable("the mail address is none")
    return address


def sealed(letter: Letter, delivery: Delivery, *, now: datetime, eight_bit: bool) -> bytes:
    """The message as it goes over the line. Raises `Unsendable` when it cannot be one."""
    try:
        message = _message(letter, delivery, now, eight_bit)
        return message.as_bytes()
    except (ValueError, UnicodeError, HeaderParseError, MessageError) as problem:
        raise Unsendable(f"the message cannot be written: {problem}") from problem


def _message(letter: Letter, delivery: Delivery, now: datetime, eight_bit: bool) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message["From"] = Address(sender_name, addr_spec=mail_address(sender))
    message["To"] = _addressee(delivery.person)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(delivery)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if delivery.notice.kind not in ALWAYS_SENT:
        address = unsubscribe_address(delivery.person_id, delivery.notice.kind, delivery.channel)
        message["List-Unsubscribe"] = f"<{address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text, cte=_encoding(letter.text, eight_bit))
    message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html, eight_bit))
    for attachment in letter.attachments:
        maintype, _, subtype = attachment.type.partition("/")
        message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name)
    return message


def _addressee(person: Person) -> Address:
    return Address(" ".join(person.name.split()), addr_spec=mail_address(person.email))


def _encoding(text: str, eight_bit: bool) -> str:
    """As it is where the line may carry it, else quoted."""
    fits = max(map(len, text.encode().split(b"\n"))) <= LONGEST_LINE
    if fits and text.isascii():
        return "7bit"
    return "8bit" if fits and eight_bit else "quoted-printable"
