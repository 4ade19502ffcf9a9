"""PostgreSQL and broker together, and the environment variables that tell the portal where they are.

Two kinds: the kept ones of a checkout (data in `.var`), and throw-away ones for tests and measurements.
What the caller's environment names (DATABASE_URL, REDIS_URL) is used instead of starting something.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import broker, paths, postgres
from .processes import Child, Family, free_port

Starter = Callable[[], Child]


@dataclass
class Services:
    """What runs: the environment that leads there, and how each is started again should it die."""

    env: dict[str, str] = field(default_factory=dict)
    starters: dict[str, Starter] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    new_database: bool = False

    def add(self, name: str, starter: Starter) -> None:
        self.starters[name] = starter
        self.children[name] = starter()


def kept(family: Family) -> Services:
    """Starts the services of this checkout, with its data."""
    var = paths.make_var()
    services = Services()
    if "DATABASE_URL" not in os.environ:
        cluster, services.new_database = postgres.prepare(var, permanent=True)
        _add_postgres(services, family, cluster, remembered_port(var / "postgres.port"), log_file("postgres"), {})
    if "REDIS_URL" not in os.environ:
        _add_broker(services, family, var / "broker", remembered_port(var / "broker.port"), log_file("broker"))
    return services


@contextmanager
def throw_away(family: Family, *, forgetful: bool, settings: dict[str, str]) -> Iterator[Services]:
    """Services with empty data in a temporary place, gone afterwards. `forgetful`: do not wait for the disk."""
    home = Path(tempfile.mkdtemp(prefix="productops-"))
    home.chmod(0o711)
    services = Services(new_database=True)
    chosen = {**settings, **(postgres.FORGETFUL if forgetful else {})}
    try:
        cluster, _ = postgres.prepare(home, permanent=False)
        _add_postgres(services, family, cluster, free_port(), home / "postgres.log", chosen)
        _add_broker(services, family, home / "broker", free_port(), home / "broker.log")
        yield services
    finally:
        family.stop()
        postgres.wipe(home)
        shutil.rmtree(home, ignore_errors=True)


def _add_postgres(
    services: Services, family: Family, cluster: postgres.Cluster, port: int, log: Path, settings: dict[str, str]
) -> None:
    services.add("postgres", lambda: postgres.start(family, cluster, port=port, log=log, settings=settings))
    services.env["DATABASE_URL"] = cluster.url(port, postgres.APPLICATION, cluster.secrets.application)
    services.env["DATABASE_OWNER_URL"] = cluster.url(port, postgres.OWNER, cluster.secrets.owner)


def _add_broker(services: Services, family: Family, home: Path, port: int, log: Path) -> None:
    password = secrets.token_urlsafe(24)
    services.add("broker", lambda: broker.start(family, home=home, port=port, password=password, log=log))
    services.env["REDIS_URL"] = f"redis://:{password}@127.0.0.1:{port}/0"


def remembered_port(note: Path) -> int:
    """The same port as last time when it is free, so that a tool pointed at it keeps working."""
    try:
        last = int(note.read_text())
    except (OSError, ValueError):
        last = 0
    port = free_port(last)
    note.write_text(str(port))
    return port


def log_file(name: str) -> Path:
    """The log of a process; a long one from earlier is put aside first."""
    log = paths.LOGS / f"{name}.log"
    if log.exists() and log.stat().st_size > 4_000_000:
        log.replace(log.with_suffix(".old.log"))
    return log
