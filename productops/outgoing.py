"""The one way out over HTTP and HTTPS, for everything that calls somebody else's server.

    answer = call("POST", "https://hooks.example/…", body=b"…", headers={"Content-Type": "application/json"})

* It resolves a name once, checks every address it gets (`public_addresses`), and connects to a checked address:
  a name that resolves to something else a moment later leads nowhere else.
* TLS is verified against the name, also where whoever runs the portal allowed an address by hand.
* It follows no redirect: an answer of 3xx is an answer.
* Everything together, from looking up the name to the last byte, ends in time; the answer's size is bounded.

How it failed decides what a caller does next: `NotAllowed` and `NotConnected` say that nothing left the portal,
`NoAnswer` that nobody knows. No message of these names more than the host, so that no secret of an address is told.
"""

import io
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from productops.public_addresses import Allowed, allowed, is_public, plain_host

SECONDS = 10.0  # for everything; less than a delivery's lease leaves when it is renewed
LARGEST = 1_000_000
_TRIED = 3  # addresses of one name
_NEVER = frozenset(' "<>\\^`{|}')  # never in an address, whatever some programs make of them
_NO_ADDRESS = "This is not a web address."


class OutgoingError(Exception):
    """Calling somebody else's server failed. The text is for people and holds no secret."""


class NotAllowed(OutgoingError):
    """The address is none that the portal may call. Nothing was sent, and nothing would be later."""


class NotConnected(OutgoingError):
    """No connection, so nothing was sent."""


class NoAnswer(OutgoingError):
    """It was sent, wholly or in part, and no whole answer came back: nobody knows what the other side did."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    largest: int = LARGEST,
) -> Answer:
    """One request, one answer, within `seconds`. Raises `NotAllowed`, `NotConnected` or `NoAnswer`."""
    end = time.monotonic() + seconds
    target = _Target.of(url)
    line = _connect(target, end)
    connection = HTTPConnection(target.host, target.port)
    connection.sock = _Line(line, end)  # the part of a socket that is used
    try:
        ours = {"Host": target.named, "Connection": "close"}
        connection.request(method, target.path, body=body or None, headers={**(headers or {}), **ours})
        answer: HTTPResponse = connection.getresponse()
        content = answer.read(largest + 1)
        if len(content) > largest:
            raise NoAnswer(f"{target.host} answered with more than {largest:,} bytes.")
        if answer.length:
            raise NoAnswer(f"{target.host} broke off in the middle of its answer.")
        kept = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, kept, content)
    except TimeoutError:
        raise NoAnswer(f"{target.host} did not answer within {seconds:g} seconds.") from None
    except (OSError, HTTPException, ValueError) as problem:
        raise NoAnswer(f"{target.host} did not answer as a web server does ({type(problem).__name__}).") from None
    finally:
        connection.close()
        line.close()


def may_call(url: str, *, secretly: bool = False) -> bool:
    """Whether this address could be called, as far as its spelling tells. For forms: it resolves nothing.

    `secretly`: it carries a secret, so it must be https:// unless whoever runs the portal allowed it by hand.
    """
    try:
        target = _Target.of(url)
    except NotAllowed:
        return False
    exceptions = _allowed()
    if (target.host, target.port) in exceptions.places:
        return True
    try:
        address = ip_address(target.host)
    except ValueError:
        return target.secure or not secretly
    return exceptions.covers(target.host, target.port, address) or (
        is_public(address) and (target.secure or not secretly)
    )


@dataclass(frozen=True)
class _Target:
    """Where an address leads: read once, so that nobody reads it differently later."""

    secure: bool
    host: str
    port: int
    named: str  # as the Host header says it
    path: str

    @classmethod
    def of(cls, url: str) -> "_Target":
        """Raises `NotAllowed`."""
        try:
            parts = urlsplit(url)
            host, port = plain_host(parts.hostname or ""), parts.port
        except ValueError:
            raise NotAllowed(_NO_ADDRESS) from None
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        if not path.isascii() or not url.isprintable() or any(letter in _NEVER for letter in url) or port == 0:
            raise NotAllowed(_NO_ADDRESS)
        if parts.scheme not in {"http", "https"}:
            raise NotAllowed("Only http:// and https:// addresses can be called.")
        if "@" in parts.netloc:
            raise NotAllowed("An address with a user name or a password in it is not called.")
        secure = parts.scheme == "https"
        usual = 443 if secure else 80
        named = f"[{host}]" if ":" in host else host
        return cls(secure, host, port or usual, named if port in {None, usual} else f"{named}:{port}", path)


@cache
def _allowed_of(entries: tuple[str, ...]) -> Allowed:
    return allowed(entries)


def _allowed() -> Allowed:
    return _allowed_of(tuple(settings.OUTGOING_ALLOWED))


def _not_public(target: _Target) -> NotAllowed:
    return NotAllowed(f"{target.host} is not a public address, and OUTGOING_ALLOWED does not name it.")


def _connect(target: _Target, end: float) -> socket.socket:
    """A line to a checked address, TLS verified. Raises `NotAllowed` or `NotConnected`."""
    exceptions = _allowed()
    found = _resolve(target, end)
    for _family, address in found:
        if not (is_public(ip_address(address)) or exceptions.covers(target.host, target.port, ip_address(address))):
            raise _not_public(target)
    problem: OSError = TimeoutError()
    for number, (family, address) in enumerate(found[:_TRIED], 1):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(_left(end) / (1 if number == min(len(found), _TRIED) else 2))
            line.connect((address, target.port))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.settimeout(_left(end))
            return _tls().wrap_socket(line, server_hostname=target.host) if target.secure else line
        except ssl.SSLCertVerificationError as failed:
            line.close()
            raise NotConnected(f"The certificate of {target.host} is not valid: {failed.verify_message}.") from None
        except OSError as failed:
            line.close()
            problem = failed
    if isinstance(problem, TimeoutError):
        raise NotConnected(f"{target.host} did not take the connection in time.")
    raise NotConnected(f"{target.host} takes no connection ({problem.strerror or type(problem).__name__}).")


def _resolve(target: _Target, end: float) -> list[tuple[int, str]]:
    """Every address of the name. In a thread, because a resolver cannot be told to hurry."""
    answer: list[tuple[int, str]] = []
    failed: list[Exception] = []

    def look() -> None:
        try:
            for family, _type, _proto, _name, where in socket.getaddrinfo(
                target.host, target.port, type=socket.SOCK_STREAM
            ):
                if (family, str(where[0])) not in answer and family in {socket.AF_INET, socket.AF_INET6}:
                    answer.append((family, str(where[0])))
        except (OSError, UnicodeError) as problem:
            failed.append(problem)

    looking = threading.Thread(target=look, name="resolve", daemon=True)
    looking.start()
    looking.join(max(0.0, end - time.monotonic()))
    if looking.is_alive():
        raise NotConnected(f"Nobody said in time where {target.host} is.")
    if failed or not answer:
        raise NotConnected(f"There is no {target.host}.")
    return answer


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Line:
    """The part of a socket that `http.client` uses. All waits end at the same moment: who sends a byte now and then
    gains nothing."""

    def __init__(self, line: socket.socket, end: float) -> None:
        self._line, self._end = line, end

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(_left(self._end))
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._line, self._end))

    def close(self) -> None:
        """`call` closes the socket itself, after the answer was read."""


class _Reading(io.RawIOBase):
    def __init__(self, line: socket.socket, end: float) -> None:
        self._line, self._end = line, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left(self._end))
        return self._line.recv_into(buffer)
