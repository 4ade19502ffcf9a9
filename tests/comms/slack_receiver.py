"""A real HTTP server in Slack's place: it keeps what it accepts, answers as Slack does, and misbehaves when scripted.

The answers' shapes are those of Slack's documentation: the Web API says `{"ok": …}` with 200, a webhook says `ok`.
"""

import json
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["_Handler"], None]


class SlackReceiver:
    """`script`: what happens to the next calls, per method ('chat.postMessage', 'users.lookupByEmail', 'webhook')."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.tokens: list[str] = []
        self.members: dict[str, dict[str, Any]] = {}
        self.script: dict[str, deque[Answer]] = {}
        self.kept: list[tuple[str, dict[str, Any]]] = []
        self.seconds_each = 0.0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = True
        self.server.receiver = self  # type: ignore[attr-defined]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        return f"http://{self.place}/api/"

    @property
    def webhook_url(self) -> str:
        return f"http://{self.place}/services/T0/B0/secretsecret"

    def member(self, email: str, **facts: Any) -> str:
        """Somebody is in Slack."""
        found = {"id": f"U{len(self.members):08}", "deleted": False, "is_bot": False, **facts}
        self.members[email] = found
        return str(found["id"])

    def next(self, method: str, *answers: Answer) -> None:
        self.script.setdefault(method, deque()).extend(answers)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was taken, however it was answered."""
        return [body for _method, body in self.kept]

    @property
    def seen(self) -> Counter[str]:
        """How often each delivery arrived through the bot."""
        return Counter(body["metadata"]["event_payload"]["id"] for body in self.messages)

    def wait_for(self, number: int, seconds: float = 30) -> None:
        """As long as some arrive."""
        arrived, deadline = 0, time.monotonic() + seconds
        while (now := len(self.kept)) < number:
            if now > arrived:
                arrived, deadline = now, time.monotonic() + seconds
            assert time.monotonic() < deadline, f"{now} of {number} messages arrived"
            time.sleep(0.01)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def receiver(self) -> SlackReceiver:
        return self.server.receiver  # type: ignore[attr-defined,no-any-return]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        method = self.path.removeprefix("/api/") if self.path.startswith("/api/") else "webhook"
        facts = _read(body, self.headers.get("Content-Type", ""))
        self.receiver.calls.append((method, facts))
        self.receiver.tokens.append(self.headers.get("Authorization", ""))
        self.method, self.facts = method, facts
        scripted = self.receiver.script.get(method)
        if scripted:
            scripted.popleft()(self)
        else:
            as_usual(self)

    def keep(self) -> None:
        self.receiver.kept.append((self.method, self.facts))
        time.sleep(self.receiver.seconds_each)

    def say(self, status: int, body: str, kind: str = "application/json; charset=utf-8", **headers: str) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def _read(body: bytes, kind: str) -> dict[str, Any]:
    if "json" in kind:
        return dict(json.loads(body))
    from urllib.parse import parse_qsl

    return dict(parse_qsl(body.decode()))


def as_usual(line: _Handler) -> None:
    """What Slack says when all is well."""
    if line.method == "webhook":
        line.keep()
        line.say(200, "ok", "text/html")
    elif line.method == "chat.postMessage":
        line.keep()
        line.say(200, json.dumps({"ok": True, "channel": line.facts["channel"], "ts": "1700000000.000100"}))
    elif member := line.receiver.members.get(line.facts.get("email", "")):
        line.say(200, json.dumps({"ok": True, "user": member}))
    else:
        error(code="users_not_found")(line)


def error(code: str = "", status: int = 200, kept: bool = False, **headers: str) -> Answer:
    """Slack's way to say no: JSON for a method, a word for a webhook."""

    def answer(line: _Handler) -> None:
        if kept:
            line.keep()
        if line.method == "webhook":
            line.say(status, code, "text/plain", **headers)
        else:
            line.say(status, json.dumps({"ok": False, "error": code}), **headers)

    return answer


def busy(seconds: int) -> Answer:
    return error("ratelimited", 429, Retry_After=str(seconds))


def html(line: _Handler) -> None:
    line.say(200, "<!doctype html><title>Sign in to the network</title>", "text/html")


def moved_to(url: str) -> Answer:
    return lambda line: line.say(307, "", "text/plain", Location=url)


def hang(line: _Handler) -> None:
    """Takes the message and never answers."""
    line.keep()
    time.sleep(30)


def half(line: _Handler) -> None:
    """Takes the message and breaks off in the middle of the answer."""
    line.keep()
    line.send_response(200)
    line.send_header("Content-Length", "500")
    line.end_headers()
    line.wfile.write(b'{"ok":')
    line.wfile.flush()
    line.connection.shutdown(socket.SHUT_RDWR)
