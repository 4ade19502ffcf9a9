"""The virtual environment in the checkout: made once, brought up to date when the requirements change.

Everything that is installed is named with its hash, the installer too.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import paths, system

_STAMP = paths.VENV / ".productops"
_INSTALLER_ENV = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
# What running takes, and what testing takes in addition. An environment that can do more stays so.
RUN, TEST = "local.txt", "test.txt"


def ensure(wanted: str = RUN) -> None:
    """Returns with `.venv` complete; says what it does only when it takes long."""
    if _has(wanted):
        return
    with (paths.make_var() / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _has(wanted):
            return
        paths.say("Preparing the environment in .venv ...")
        if _stamp().startswith(TEST):
            wanted = TEST
        if not _works(paths.PYTHON):
            _make()
        _install(wanted)
        _STAMP.write_text(_fingerprint(wanted))


def _has(wanted: str) -> bool:
    return paths.PYTHON.exists() and _stamp() in {_fingerprint(wanted), _fingerprint(TEST)}


def _stamp() -> str:
    try:
        return _STAMP.read_text()
    except OSError:
        return ""


def _fingerprint(installed: str) -> str:
    """What the environment depends on. The interpreter belongs to it: a newer one makes a new environment."""
    digest = hashlib.sha256(".".join(map(str, sys.version_info[:2])).encode())
    for name in ("bootstrap.txt", installed):
        digest.update((paths.REQUIREMENTS / name).read_bytes())
    return f"{installed} {digest.hexdigest()}"


def _works(python: Path) -> bool:
    """False when there is none, when its interpreter was removed or is another version, or the checkout moved."""
    words = "import sys, pip; print(sys.prefix, *sys.version_info[:2], sep='\\n')"
    try:
        done = subprocess.run([python, "-c", words], capture_output=True, text=True)
    except OSError:
        return False
    expected = [str(paths.VENV), *map(str, sys.version_info[:2])]
    return done.returncode == 0 and done.stdout.splitlines() == expected


def _make() -> None:
    if paths.VENV.is_symlink():
        paths.VENV.unlink()
    shutil.rmtree(paths.VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(paths.VENV)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0 and system.install_packages([f"python3.{sys.version_info[1]}-venv"], "make environments"):
        shutil.rmtree(paths.VENV, ignore_errors=True)
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        paths.give_up(f"Python could not make an environment:\n{done.stdout}{done.stderr}")


def _install(wanted: str) -> None:
    bootstrap, everything = paths.REQUIREMENTS / "bootstrap.txt", paths.REQUIREMENTS / wanted
    _run("-m", "pip", "install", "-qq", "--require-hashes", "--no-deps", "-r", str(bootstrap))
    _run("-m", "uv", "pip", "sync", "--quiet", "--require-hashes", str(everything))


def _run(*arguments: str) -> None:
    env = {**os.environ, **_INSTALLER_ENV, "VIRTUAL_ENV": str(paths.VENV)}
    done = subprocess.run([paths.PYTHON, *arguments], env=env, cwd=paths.ROOT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        paths.give_up("The packages could not be installed; the reason stands above. Run this again when it is gone.")
