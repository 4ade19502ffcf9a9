"""PostgreSQL and broker together, and the environment variables that tell the portal where they are.

Two kinds: the kept ones of a checkout (data in `.var`), and throw-away ones for tests and measurements.
What the caller's environment names (DATABASE_URL, REDIS_URL) is used instead of starting something.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import broker, paths, postgres
from .processes import Family, free_port


@dataclass(frozen=True)
class Services:
    """What runs, and the environment that leads there."""

    env: dict[str, str]
    new_database: bool


def kept(family: Family) -> Services:
    """Starts the services of this checkout, with its data."""
    var = paths.make_var()
    env: dict[str, str] = {}
    new = False
    if "DATABASE_URL" not in os.environ:
        known = sorted(var.glob("postgres-[0-9]*/PG_VERSION"))
        cluster = postgres.prepare(var, permanent=True)
        new = not known
        port = remembered_port(var / "postgres.port")
        postgres.start(family, cluster, port=port, log=log_file("postgres"), settings={})
        env |= _database_urls(cluster, port)
    if "REDIS_URL" not in os.environ:
        env |= _start_broker(family, var / "broker", remembered_port(var / "broker.port"), log_file("broker"))
    return Services(env, new)


@contextmanager
def throw_away(family: Family, *, forgetful: bool, settings: dict[str, str]) -> Iterator[Services]:
    """Services with empty data in a temporary place, gone afterwards. `forgetful`: do not wait for the disk."""
    home = Path(tempfile.mkdtemp(prefix="productops-"))
    home.chmod(0o711)
    try:
        cluster = postgres.prepare(home, permanent=False)
        port = free_port()
        chosen = {**settings, **(postgres.FORGETFUL if forgetful else {})}
        postgres.start(family, cluster, port=port, log=home / "postgres.log", settings=chosen)
        env = _database_urls(cluster, port)
        env |= _start_broker(family, home / "broker", free_port(), home / "broker.log")
        yield Services(env, new_database=True)
    finally:
        family.stop()
        postgres.wipe(home)
        shutil.rmtree(home, ignore_errors=True)


def _database_urls(cluster: postgres.Cluster, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": cluster.url(port, postgres.APPLICATION, cluster.secrets.application),
        "DATABASE_OWNER_URL": cluster.url(port, postgres.OWNER, cluster.secrets.owner),
    }


def _start_broker(family: Family, home: Path, port: int, log: Path) -> dict[str, str]:
    password = secrets.token_urlsafe(24)
    broker.start(family, home=home, port=port, password=password, log=log)
    return {"REDIS_URL": f"redis://:{password}@127.0.0.1:{port}/0"}


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
