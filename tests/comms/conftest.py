import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from productops.stack.processes import free_port
from tests.comms.post_office import PostOffice
from tests.comms.slack_receiver import SlackReceiver

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that the portal's settings point at."""
    office = PostOffice()
    office.controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    try:
        yield office
    finally:
        office.controller.stop()


@pytest.fixture
def slack(settings: Any) -> Iterator[SlackReceiver]:
    """A server in Slack's place that the portal's environment points at, with a bot and a webhook."""
    receiver = SlackReceiver()
    settings.OUTGOING_ALLOWED = [receiver.place]
    settings.SLACK_BASE_URL = receiver.base_url
    settings.SLACK_BOT_TOKEN = "xoxb-1-test-token"
    settings.SLACK_WEBHOOK_URL = receiver.webhook_url
    try:
        yield receiver
    finally:
        receiver.close()


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a process of the portal in its own environment: `start("manage.py", "deliver", SMTP_URL=...)`."""
    processes = []

    def begin(*command: str, **env: str) -> "subprocess.Popen[bytes]":
        settings = {"TESTING": "1", "DEMO": "0", **env}
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env={**os.environ, **settings})
        processes.append(process)
        return process

    yield begin
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture
def hung_server() -> Iterator[int]:
    """The port of a server that accepts connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener.getsockname()[1]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    """The address of a real broker that nobody else talks to, the other processes of the suite neither.

    Every test that commits may wake a worker, and those calls go to the first database of the broker given to the
    suite. So this is another of its databases, one per process of the suite; without a broker it is one of our own.
    """
    if address := os.environ.get("REDIS_URL"):
        number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        yield urlunsplit(urlsplit(address)._replace(path=f"/{number}"))
        return
    from productops.stack.broker import find_server

    port = free_port()
    command = [str(find_server()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()
