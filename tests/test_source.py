"""The source itself: nothing that ruff complains about, and types that hold (mypy, strict)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)


def test_ruff_finds_nothing() -> None:
    done = _run("ruff", "check", "--quiet", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_hold() -> None:
    done = _run("mypy", "productops", "comms", "rituals")
    assert done.returncode == 0, done.stdout + done.stderr
