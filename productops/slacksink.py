"""The demo's Slack: it takes messages as Slack would and keeps them beside the mails, so that nothing leaves this
machine.

Runs in the process of the mail sink and does not load Django. Everybody with a mail address is in this Slack; the
member's id spells the address, so that nothing has to be remembered.
"""

import asyncio
import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import parse_qsl

LARGEST = 1_000_000
SECONDS = 5
_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")
Keep = Callable[[bytes], object]


async def begin(port: int, keep: Keep) -> asyncio.Server:
    """Listens on the loopback until closed; `keep` gets each message as a mail."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                path, kind, body = await _request(reader)
                said, content_type = answer(path, _facts(kind, body), keep)
                content = said.encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n"
                writer.write(f"{head}Connection: close\r\n\r\n".encode() + content)
                await writer.drain()
        except (OSError, ValueError, TimeoutError, EOFError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    return await asyncio.start_server(connected, "127.0.0.1", port)


def answer(path: str, facts: dict[str, Any], keep: Keep) -> tuple[str, str]:
    """What Slack says to a call of a method or a webhook, and in which form."""
    if not path.startswith("/api/"):
        keep(as_mail("#webhook", facts))
        return "ok", "text/plain"
    match path.removeprefix("/api/"):
        case "users.lookupByEmail":
            said: dict[str, Any] = {"ok": True, "user": {"id": _member(str(facts.get("email", ""))), "deleted": False}}
        case "chat.postMessage":
            channel = str(facts.get("channel", ""))
            keep(as_mail(_address(channel), facts))
            said = {"ok": True, "channel": channel, "ts": "1.0"}
        case _:
            said = {"ok": False, "error": "unknown_method"}
    return json.dumps(said), "application/json"


def as_mail(to: str, facts: dict[str, Any]) -> bytes:
    """A message as the sink keeps it: its first line as the subject, its blocks as the text."""
    lines = [_plain(text) for block in facts.get("blocks") or () for text in _texts(block)]
    text = "\n\n".join(lines) or _plain(str(facts.get("text", "")))
    mail = EmailMessage(policy=SMTP)
    mail["X-Via"] = "Slack"
    mail["X-Envelope-To"] = mail["To"] = to
    mail["Subject"] = " ".join(_plain(str(facts.get("text", ""))).split("\n", 1)[0].split())[:200] or "Slack"
    mail.set_content(text.replace("*", ""))
    return mail.as_bytes()


def _texts(block: Any) -> list[str]:
    found = block.get("elements") or [block.get("text")] if isinstance(block, dict) else []
    return [str(each.get("text", "")) for each in found if isinstance(each, dict)]


def _plain(text: str) -> str:
    """Slack's own marks as people would write them."""
    read = _LINK.sub(r"\2: \1", text)
    return read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _member(email: str) -> str:
    return f"U{email.encode().hex().upper()}"


def _address(channel: str) -> str:
    """The mail address that a member's id spells; any other channel as it is."""
    try:
        return bytes.fromhex(channel.removeprefix("U")).decode() if channel.startswith("U") else channel
    except ValueError:
        return channel


async def _request(reader: asyncio.StreamReader) -> tuple[str, str, bytes]:
    """Path, content type and body. Raises ValueError for what is no request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    _method, path, _version = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= LARGEST:
        raise ValueError("too much")
    return path.partition("?")[0], headers.get("content-type", ""), await reader.readexactly(length)


def _facts(kind: str, body: bytes) -> dict[str, Any]:
    if body and "json" in kind:
        found = json.loads(body)
        return found if isinstance(found, dict) else {}
    return dict(parse_qsl(body.decode()))
