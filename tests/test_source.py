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
    done = _run("mypy", "productops", "comms", "releases", "rituals")
    assert done.returncode == 0, done.stdout + done.stderr


# Who may say that HTML is safe as it is: what the sanitiser made, served from where it was stored.
UNESCAPED = {
    "comms/feeds.py",
    "productops/editions/naming.py",
    "productops/editions/reading.py",
    "productops/people/views/functions.py",
    "productops/templatetags/portal.py",
    "rituals/mail.py",
}


def test_only_what_the_sanitiser_made_is_served_unescaped() -> None:
    tracked = subprocess.run(["git", "ls-files", "*.py", "*.html"], cwd=ROOT, capture_output=True, text=True)
    names = tracked.stdout.split() or [str(path.relative_to(ROOT)) for path in ROOT.glob("[cprt]*/**/*.[ph][yt]*")]
    ours = [name for name in names if not name.startswith("tests/") and (ROOT / name).exists()]
    assert len(ours) > 200
    callers = {name for name in ours if "stored_html(" in (ROOT / name).read_text()} - {"productops/markdown.py"}
    assert callers == UNESCAPED
    marks = ("mark_safe", "SafeString(", "|safe", "autoescape off")
    unsafe = {name for name in ours if any(mark in (ROOT / name).read_text() for mark in marks)}
    plain_text = {name for name in unsafe if name.endswith(".txt")}
    assert unsafe - plain_text == {"productops/markdown.py"}
