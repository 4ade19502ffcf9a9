"""run.py as a newcomer and a murderer use it: a copy of the checkout, started, killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from productops.stack.portal import clean
from productops.stack.processes import foreground, free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Checkout:
    """A copy of the project with a port of its own."""

    path: Path
    port: int
    run: "subprocess.Popen[bytes] | None" = None

    def env(self) -> dict[str, str]:
        return clean({"PORT": str(self.port)})

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.path / "run.py"), *arguments]

    def call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command(*arguments), env=self.env(), cwd=self.path, capture_output=True, text=True, timeout=120
        )

    def shell(self, words: str) -> str:
        done = self.call("manage", "shell", "--verbosity", "0", "-c", words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> "subprocess.Popen[bytes]":
        self.stop()
        with (self.path / "output").open("wb") as output:
            self.run = foreground(self.command(), env=self.env(), cwd=self.path, output=output)
        run = self.run
        eventually(lambda: "The portal runs" in self.output() or run.poll() is not None, 120)
        assert run.poll() is None, self.output()
        return run

    def stop(self) -> None:
        if self.run is not None and self.run.poll() is None:
            self.run.send_signal(signal.SIGTERM)
            self.run.wait(20)

    def output(self) -> str:
        return (self.path / "output").read_text()

    def get(self, address: str) -> int:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            return int(opener.open(f"http://127.0.0.1:{self.port}{address}", timeout=5).status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def processes(self, words: str = "") -> list[int]:
        """What runs out of this copy, by command line or working directory; the test itself does not."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                place = os.readlink(entry / "cwd")
            except OSError:
                continue
            if (str(self.path) in command or place.startswith(str(self.path))) and words in command:
                found.append(int(entry.name))
        return sorted(found)


def eventually(condition: Callable[[], bool], seconds: float) -> None:
    """Waits until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    """Under a path with spaces that is too long for a socket; what is installed and compiled is borrowed.

    Not in pytest's own folder, which is private: PostgreSQL's data would then go elsewhere when this runs as root.
    """
    top = Path(tempfile.mkdtemp(prefix="productops-stack-"))
    top.chmod(0o755)
    path = top / ("a long way down " * 10).strip() / "it's here"
    path.mkdir(parents=True)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, path / name)
            compiled = Path(name).with_name("__pycache__") / f"{Path(name).stem}.{sys.implementation.cache_tag}.pyc"
            if (ROOT / compiled).exists():
                (path / compiled).parent.mkdir(exist_ok=True)
                shutil.copy2(ROOT / compiled, path / compiled)
    (path / ".venv").symlink_to(ROOT / ".venv")
    copy = Checkout(path, free_port())
    try:
        copy.start()
        yield copy
    finally:
        copy.stop()
        copy.call("reset", "--yes")
        shutil.rmtree(top)


def test_it_serves_and_says_where(checkout: Checkout) -> None:
    assert f"http://localhost:{checkout.port}" in checkout.output()
    assert checkout.get("/healthz") == 200
    assert checkout.get("/readyz") == 200


def test_a_second_start_says_that_it_runs_already(checkout: Checkout) -> None:
    second = checkout.call()
    assert (second.returncode, "runs already" in second.stderr) == (1, True)


def test_reset_refuses_while_it_runs(checkout: Checkout) -> None:
    assert checkout.call("reset", "--yes").returncode == 1
    assert checkout.get("/healthz") == 200


def test_manage_joins_what_runs(checkout: Checkout) -> None:
    words = (
        "from django.db import connection as c; u = c.cursor(); u.execute('select current_user'); print(u.fetchone())"
    )
    assert checkout.shell(words) == "('productops_app',)"


def test_the_exit_code_of_a_command_comes_through(checkout: Checkout) -> None:
    assert checkout.call("manage", "no-such-command").returncode == 1


@pytest.mark.parametrize(
    "words", ["celery:app worker", "scheduler:app beat", "granian", "valkey-server", "postgres -D"]
)
def test_what_dies_is_started_again(checkout: Checkout, words: str) -> None:
    (first, *others) = checkout.processes(words)
    os.kill(first, signal.SIGKILL)
    eventually(lambda: bool(fresh := set(checkout.processes(words)) - {first, *others}) and first not in fresh, 15)


def test_kill_leaves_no_orphan_and_data_stays(checkout: Checkout) -> None:
    assert checkout.run is not None
    words = "from productops.people.models import Person as P; print(P.objects.count())"
    people = checkout.shell(words)
    assert int(people) > 0
    before = len(checkout.processes())
    assert before > 8
    checkout.run.kill()
    checkout.run.wait()
    eventually(lambda: not checkout.processes(), 10)
    # Nothing runs, so this starts the database for its duration, on what the killed one left.
    assert checkout.shell(words) == people
    assert not checkout.processes()


def test_it_stops_on_a_signal(checkout: Checkout) -> None:
    run = checkout.start()
    begun = time.monotonic()
    run.send_signal(signal.SIGINT)
    assert run.wait(20) == 130
    assert time.monotonic() - begun < 10
    assert not checkout.processes()
