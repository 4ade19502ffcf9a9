"""From a letter to the bytes of a message: who, to whom, which, and the way to stop it (RFC 5322, 8058, 3834)."""

import secrets
from datetime import datetime
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from comms.channels.base import Unsendable
from comms.channels.email import mime
from comms.enums import STOPPABLE
from comms.letter import Letter
from comms.links import unsubscribe_address
from comms.models import Delivery


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
    person = delivery.person
    assert person is not None
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "From": mime.mailbox(sender_name, mail_address(sender)),
        "To": mime.mailbox(" ".join(person.name.split()), mail_address(person.email)),
        "Subject": letter.subject,
        "Date": format_datetime(now),
        "Message-ID": message_id(delivery),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
    }
    if delivery.notice.kind in STOPPABLE:
        address = unsubscribe_address(person.pk, delivery.notice.kind, delivery.channel)
        headers |= {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    headers |= letter.headers
    return b"".join(mime.header(name, value) for name, value in headers.items()) + _body(letter, eight_bit)


def _body(letter: Letter, eight_bit: bool) -> bytes:
    mark = f"=_{secrets.token_hex(12)}"  # not to be guessed, so that no text can contain it
    texts = [
        mime.text_part(letter.text, "plain", eight_bit=eight_bit),
        mime.text_part(letter.html, "html", eight_bit=eight_bit),
    ]
    body = mime.multipart("alternative", texts, f"{mark}a")
    if not letter.attachments:
        return body
    files = [mime.file_part(each.name, each.content, each.type) for each in letter.attachments]
    return mime.multipart("mixed", [body, *files], f"{mark}m")
