"""The bytes of a message, written by hand: headers, a text and an HTML part, attachments (RFC 5322, 2045-2047, 2231).

Python's own classes parse every header they write, which at a thousand letters is most of the work. What is written
here is little, and tests read it back with them. Pure; whatever could break out of its place is refused.
"""

import base64
import quopri
import re
from collections.abc import Iterable
from email.header import Header
from email.utils import encode_rfc2231

from comms.channels.base import Unsendable

LONGEST_LINE = 990  # RFC 5322 allows 998 octets
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ]+")


def header(name: str, value: str) -> bytes:
    """One header line, or several folded ones. Raises `Unsendable` for a line break or another control character."""
    if not _HEADER_NAME.fullmatch(name) or _CONTROLS.search(value):
        raise Unsendable(f"the header {name[:40]!r} has a line break or a control character")
    if not value.isascii() or len(name) + len(value) > LONGEST_LINE:
        try:
            value = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
        except UnicodeError as problem:
            raise Unsendable(f"the header {name} cannot be written: {problem}") from problem
    return f"{name}: {value}\r\n".encode("ascii")


def mailbox(name: str, address: str) -> str:
    """`Name <address>` for a header; the name quoted or encoded where it must be."""
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    if _CONTROLS.search(name):
        raise Unsendable("the name of the mailbox has a line break or a control character")
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{Header(name, 'utf-8').encode(linesep='')} <{address}>"


def text_part(text: str, subtype: str, *, eight_bit: bool) -> bytes:
    """A body as it is where the line may carry it, else quoted."""
    try:
        content = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    except UnicodeError as problem:
        raise Unsendable(f"the text cannot be written: {problem}") from problem
    if max(map(len, content.split(b"\n"))) > LONGEST_LINE or not (eight_bit or text.isascii()):
        encoding, content = "quoted-printable", quopri.encodestring(content)
    else:
        encoding = "7bit" if text.isascii() else "8bit"
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + content.replace(b"\n", b"\r\n")


def file_part(name: str, content: bytes, content_type: str) -> bytes:
    """An attachment."""
    head = header("Content-Type", content_type) + header("Content-Transfer-Encoding", "base64")
    head += header("Content-Disposition", f"attachment; filename*={encode_rfc2231(name, 'utf-8')}")
    return head + b"\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def multipart(subtype: str, parts: Iterable[bytes], boundary: str) -> bytes:
    """Several parts as one, with its own headers. `boundary` must occur in none of them."""
    opening = f"--{boundary}\r\n".encode("ascii")
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"".join(opening + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode("ascii")
