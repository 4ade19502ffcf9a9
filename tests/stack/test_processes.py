"""Nothing a family starts outlives it, children of children included."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from productops.stack.processes import Child, Family, alive, free_port, port_is_free
from productops.stack.supervise import Watched

ROOT = Path(__file__).resolve().parents[2]

_PARENT = """
    import subprocess, sys, time
    from pathlib import Path
    from productops.stack.processes import Family
    stubborn = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]; time.sleep(60)"
    child = (
        "import subprocess, sys, time;"
        "print(subprocess.Popen([sys.executable, '-c', sys.argv[1]]).pid, flush=True);"
        "time.sleep(60)"
    )
    family = Family()
    with open(sys.argv[1], "wb") as output:
        started = family.start("child", [sys.executable, "-c", child, stubborn], env={}, cwd=Path("/"), output=output)
    print(started.popen.pid, flush=True)
    time.sleep(60)
"""


def _lines(path: Path) -> list[int]:
    deadline = time.monotonic() + 10
    while not (path.exists() and path.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [int(line) for line in path.read_text().split()]


def _gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(pid)


def test_a_killed_parent_leaves_neither_child_nor_grandchild(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(_PARENT), str(tmp_path / "grandchild")]
    parent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    (grandchild,) = _lines(tmp_path / "grandchild")
    assert alive(child)
    assert alive(grandchild)
    parent.kill()
    parent.wait()
    assert _gone(child, 5)
    assert _gone(grandchild, 5)


def test_stopping_is_bounded_by_patience(tmp_path: Path) -> None:
    stubborn = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    family = Family()
    with (tmp_path / "output").open("wb") as output:
        command = [sys.executable, "-c", stubborn]
        child = family.start("stubborn", command, env={}, cwd=tmp_path, output=output, patience=0.3)
    _lines(tmp_path / "output")
    begun = time.monotonic()
    family.stop()
    family.close()
    assert time.monotonic() - begun < 3
    assert child.popen.returncode == -signal.SIGKILL
    assert family.children == []


def test_the_pause_grows_while_a_process_keeps_ending_and_shrinks_after_a_good_run() -> None:
    def never() -> Child:
        raise AssertionError

    watched, pauses = Watched("worker", never, None), []
    for lived in (1, 1, 1, 1, 1, 1, 1, 100, 1):
        watched.started = 1000.0
        watched.ended(1000.0 + lived)
        pauses.append(watched.pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 0.5, 1]


def test_free_port_takes_the_preferred_one_only_when_nobody_listens() -> None:
    import socket

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert not port_is_free(taken)
        assert free_port(taken) != taken
    assert free_port(taken) == taken


@pytest.mark.parametrize("pid", [0, -1, 2**22 + 1])
def test_numbers_that_are_no_process(pid: int) -> None:
    assert not alive(pid)
