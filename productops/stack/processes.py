"""Starting and ending processes so that none is ever left behind.

Three lines of defence. `Family.stop` ends what it started, in reverse order. Where the kernel can (Linux), every
child is told to die with its parent. And a guard, a small forked process in a session of its own, waits for the
parent to be gone, however it went, and then ends whole process groups: that also reaches the children of children.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """A user of this machine to run a child as."""

    uid: int
    gid: int


def _die_with_parent(stop: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`, which runs after the change of user; such a change would undo the request.
    The kernel counts the spawning thread as the parent: children are started from the main thread only."""
    parent = os.getpid()

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(stop))
            if os.getppid() != parent:
                os._exit(1)

    return ask


@dataclass
class Child:
    """A process that was started, and the signal that ends it politely."""

    name: str
    popen: "subprocess.Popen[bytes]"
    stop: signal.Signals
    patience: float

    @property
    def running(self) -> bool:
        return self.popen.poll() is None

    def ask_to_stop(self) -> None:
        if self.running:
            self.popen.send_signal(self.stop)

    def wait_or_kill(self, until: float) -> None:
        try:
            self.popen.wait(max(0.05, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        _signal_group(self.popen.pid, signal.SIGKILL)


@dataclass
class Family:
    """The processes of one run."""

    children: list[Child] = field(default_factory=list)
    _guard: int | None = None
    _guard_pid: int = 0

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        cwd: Path,
        output: IO[bytes] | int,
        account: Account | None = None,
        stop: signal.Signals = signal.SIGTERM,
        on_death: signal.Signals = signal.SIGKILL,
        patience: float = 5.0,
    ) -> Child:
        """Starts a child in a session of its own, so that Ctrl-C in the terminal reaches only this program."""
        if self._guard is None:
            self._guard, self._guard_pid = _start_guard()
        who: dict[str, object] = {}
        if account is not None:
            who = {"user": account.uid, "group": account.gid, "extra_groups": []}
        popen: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent(on_death),
            **who,
        )
        os.write(self._guard, f"+{popen.pid} {int(on_death)}\n".encode())
        child = Child(name, popen, stop, patience)
        self.children.append(child)
        return child

    def forget(self, child: Child) -> None:
        """After its end: the number may be given to a stranger, so the guard must not keep it."""
        child.wait_or_kill(time.monotonic())
        self.children.remove(child)
        if self._guard is not None:
            os.write(self._guard, f"-{child.popen.pid}\n".encode())

    def stop(self, children: Sequence[Child] | None = None) -> None:
        """Ends these children (default: all, last started first), each with its patience, together."""
        leaving = list(reversed(self.children if children is None else children))
        begun = time.monotonic()
        for child in leaving:
            child.ask_to_stop()
        for child in leaving:
            child.wait_or_kill(begun + child.patience)
            self.forget(child)

    def close(self) -> None:
        """Lets the guard go; it finds nothing left to end."""
        if self._guard is not None:
            os.close(self._guard)
            os.waitpid(self._guard_pid, 0)
            self._guard = None


def foreground(
    command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path, output: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    """Starts a process that shares the terminal; it is told to end when this program ends."""
    ask = _die_with_parent(signal.SIGTERM)
    words = [str(part) for part in command]
    return subprocess.Popen(words, env=dict(env), cwd=cwd, stdout=output, stderr=output, preexec_fn=ask)


def _start_guard() -> tuple[int, int]:
    """Forks the guard; answers the pipe it listens to and its number. A line `+pid signal` names a new group and the
    signal that ends it, `-pid` one that ended."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(reading)
        return writing, pid
    status = 0
    try:
        os.close(writing)
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        null = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(null, standard)
        _watch(reading)
    except BaseException:
        status = 1
    os._exit(status)


def _watch(reading: int) -> None:
    groups: dict[int, int] = {}
    with os.fdopen(reading, "r") as lines:
        for line in lines:
            if line.startswith("+"):
                named, its_stop = line[1:].split()
                groups[int(named)] = int(its_stop)
            else:
                groups.pop(int(line[1:]), None)
    for pid, stop in groups.items():
        _signal_group(pid, stop)
    # Servers that were asked politely get a moment to write down what they know.
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in groups:
        _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def alive(pid: int) -> bool:
    """Whether a process runs. One that ended but that nobody asked about, as happens in containers, does not."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


def free_port(preferred: int = 0) -> int:
    """A port of the loopback that nobody listens to; the preferred one when it is free."""
    if preferred and port_is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
