"""The commands of run.py."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from . import environment, paths, portal, postgres, services, system
from .processes import Family, alive, foreground, port_is_free
from .supervise import Watched, watch

_STATE = paths.VAR / "services.json"
_WELCOME = """
  The portal runs:  {url}      (ready in {seconds:.0f} s)

  {hint}
  Stop it with Ctrl-C. Data stays for the next start; `python3 run.py reset` forgets it.
  Logs: {logs}
"""
# What pytest answers without running anything, for which two processes would only be slower.
_ALONE = {"-h", "--help", "--version", "--co", "--collect-only", "--fixtures", "--markers"}
_HINT_DEMO = "Sign in with one of the buttons on the first page. Mail goes to a page of the portal, not out."
_HINT_OWN = "Without the demo. Mail is not sent but kept in .var/mail, unless SMTP_URL says where to send it."


def main(arguments: Sequence[str], usage: str) -> int:
    """Runs one command and answers its exit code."""
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("start", [])
    commands = {"start": start, "test": test, "manage": manage, "bench": bench, "reset": reset}
    if name not in commands:
        print(usage.strip())
        return 0 if name in {"help", "-h", "--help"} else 2
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        return commands[name](rest)
    except KeyboardInterrupt:
        return 130


def start(arguments: list[str]) -> int:
    """The portal with everything it needs, until Ctrl-C."""
    if arguments:
        paths.give_up("This takes no arguments; settings are environment variables: PORT=8080 python3 run.py", 2)
    system.ensure(system.pdf())
    environment.ensure()
    begun = time.monotonic()
    with _lock("The portal of this checkout runs already"), _family() as family:
        if not port_is_free(portal.port()):
            paths.give_up(f"Something else listens on port {portal.port()}. Try another: PORT=8080 python3 run.py")
        paths.say("Starting ...")
        found = services.kept(family)
        env = portal.environment(found.env)
        portal.prepare(env)
        _publish(env)
        demo = portal.begin_demo(env) if portal.has_demo(env) else None
        watched = [Watched(name, starter, found.children[name]) for name, starter in found.starters.items()]
        for name, starter in portal.processes(family, env).items():
            if name == "worker" and demo is not None:
                portal.finish_demo(demo)
            watched.append(Watched(name, starter, starter()))
        portal.wait_until_it_answers(env, next(each.child for each in watched if each.name == "web" and each.child))
        hint = _HINT_DEMO if portal.has_demo(env) else _HINT_OWN
        took = time.monotonic() - begun
        paths.say(_WELCOME.format(url=env["PORTAL_URL"], hint=hint, logs=paths.LOGS, seconds=took))
        watch(family, watched)
    return 0


def manage(arguments: list[str]) -> int:
    """A management command with the services that run, or with services started for its duration."""
    environment.ensure()
    paths.make_var()
    with contextlib.ExitStack() as stack:
        guests = stack.enter_context((paths.VAR / "guests.lock").open("w"))
        fcntl.flock(guests, fcntl.LOCK_SH)
        try:
            stack.enter_context(_lock(None))
        except BlockingIOError:
            return _call([paths.PYTHON, paths.ROOT / "manage.py", *arguments], _running_env())
        fcntl.flock(guests, fcntl.LOCK_UN)
        family = stack.enter_context(_family())
        found = services.kept(family)
        env = portal.environment(found.env)
        if found.new_database and arguments[:1] != ["migrate"]:
            portal.migrate(env)
        _publish(env)
        code = _call([paths.PYTHON, paths.ROOT / "manage.py", *arguments], env)
        # Others may have joined meanwhile: the services stay until they are done, and nobody joins any more.
        fcntl.flock(guests, fcntl.LOCK_EX)
        _STATE.unlink(missing_ok=True)
        return code


def test(arguments: list[str]) -> int:
    """The suite on services of its own; arguments go to pytest."""
    system.ensure(system.pdf(), system.browser())
    environment.ensure(environment.TEST)
    if not any(part.startswith(("-n", "--numprocesses")) or ".py" in part or part in _ALONE for part in arguments):
        # More than cores, because many tests wait for processes; a file's tests together, because some share
        # something expensive.
        arguments = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *arguments]
    with _family() as family, services.throw_away(family, forgetful=True, settings={}) as found:
        env = portal.clean({**found.env, "TESTING": "1"})
        return _call([paths.PYTHON, "-m", "pytest", *arguments], env)


def bench(arguments: list[str]) -> int:
    """Measurements on services of their own, which do wait for the disk."""
    environment.ensure(environment.TEST)
    settings = {"shared_buffers": "256MB", "max_wal_size": "2GB"}
    with _family() as family, services.throw_away(family, forgetful=False, settings=settings) as found:
        env = portal.clean({**found.env, "TESTING": "1"})
        return _call([paths.PYTHON, paths.ROOT / "tests" / "bench" / "bench.py", *arguments], env)


def reset(arguments: list[str]) -> int:
    """Removes all data of this checkout, after asking."""
    if not paths.VAR.exists():
        paths.say("There is nothing to forget.")
        return 0
    with _lock("Stop the portal first; it runs"):
        if arguments != ["--yes"]:
            answer = input(f"Remove all data below {paths.VAR}? Type yes: ")
            if answer.strip().lower() not in {"yes", "y"}:
                paths.say("Nothing was removed.")
                return 1
        postgres.wipe(paths.VAR)
        shutil.rmtree(paths.VAR)
    paths.say("All data of this checkout is gone. The next start begins afresh.")
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    """SIGTERM and a closed terminal end the program the way Ctrl-C does."""
    raise KeyboardInterrupt


@contextlib.contextmanager
def _family() -> Iterator[Family]:
    family = Family()
    try:
        yield family
    finally:
        # A second Ctrl-C must not leave half of it running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        family.stop()
        family.close()


def _lock(refusal: str | None) -> IO[str]:
    """The lock of the checkout's services; held until closed. Its content is the number of the process that holds it.

    The guard of a killed predecessor holds it too until everything is ended, so a new start waits for that.
    """
    paths.make_var()
    lock = (paths.VAR / "lock").open("a+")
    deadline = time.monotonic() + 15
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder()
            if not alive(holder) and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            if refusal is None:
                raise
            paths.give_up(f"{refusal} (process {holder}).")
        break
    _STATE.unlink(missing_ok=True)
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _holder() -> int:
    text = (paths.VAR / "lock").read_text()
    return int(text) if text.isdigit() else 0


def _publish(env: Mapping[str, str]) -> None:
    """Leaves a private note of where the services are, for `manage` in another terminal."""
    paths.write_private(_STATE, json.dumps({name: env[name] for name in portal.SETTINGS if name in env}))


def _running_env() -> dict[str, str]:
    """The environment of the services that run; waits for those that are just starting."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            return {**os.environ, **json.loads(_STATE.read_text())}
        time.sleep(0.2)
    paths.give_up(f"The services run but left no note in {_STATE}.")


def _call(command: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Runs a command in the foreground and answers its exit code. Ctrl-C in the terminal reaches it by itself; a
    signal to this program alone does not, so it is told after a moment."""
    process = foreground(command, env=env, cwd=paths.ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2)
                break
            process.send_signal(number)
        process.wait()
        raise
