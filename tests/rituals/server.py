"""A web process of its own, somebody signed in to it over real HTTP, and a database line that can be cut."""

import http.client
import os
import re
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.test import Client

from productops.people.models import Person
from productops.stack.processes import free_port

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """One granian worker as in production, with a pool of connections, on the test's database."""

    def __init__(self, **env: str) -> None:
        self.port = free_port()
        command = f"granian --interface wsgi --host 127.0.0.1 --port {self.port} --workers 1 --blocking-threads 4"
        chosen = {"TESTING": "1", "DEMO": "0", "DJANGO_SETTINGS_MODULE": "tests.rituals.served", "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command.split(), "--log-level", "error", "productops.wsgi:application"],
            cwd=ROOT,
            env={**os.environ, **chosen, **env},
        )

    def wait(self) -> "Server":
        deadline = time.monotonic() + 30
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                    line.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                    if b"200" in line.recv(64):
                        return self
            except OSError:
                pass
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float


@dataclass
class Visitor:
    """Somebody signed in, with a browser that has no script; without a person, somebody who is not."""

    server: Server
    person: Person | None
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.person is None:
            return
        client = Client()
        client.force_login(self.person)
        name = settings.SESSION_COOKIE_NAME
        self.cookies[name] = client.cookies[name].value

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(data))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        headers = {
            "Host": f"localhost:{self.server.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        try:
            line.request(method, path, body or None, headers)
            response = line.getresponse()
            text = response.read().decode()
        finally:
            line.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and (found := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[found[1]] = found[2]
        return Answer(response.status, dict(response.getheaders()), text, time.monotonic() - begun)


class DatabaseLine:
    """Stands between a server and the database: passes everything on, until it is cut."""

    def __init__(self) -> None:
        parts = urlsplit(settings.DATABASE_URL)
        self.to = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self.port = free_port()
        host = f"{parts.username}:{parts.password}@127.0.0.1:{self.port}"
        self.url = urlunsplit(parts._replace(netloc=host))
        self.lines: list[socket.socket] = []
        self.mend()

    def mend(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """As when the database is stopped: connections end, new ones are refused."""
        with suppress(OSError):  # cut already
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for line in self.lines:
            line.close()
        self.lines.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
                far = socket.create_connection(self.to)
            except OSError:
                return
            self.lines += [near, far]
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    @staticmethod
    def _carry(near: socket.socket, far: socket.socket) -> None:
        try:
            while True:
                for line in select.select([near, far], [], [])[0]:
                    if not (data := line.recv(65_536)):
                        return
                    (far if line is near else near).sendall(data)
        except (OSError, ValueError):
            pass  # cut
        finally:
            near.close()
            far.close()
