"""Where things lie in a checkout, and how a person is told what went wrong."""

import os
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / ".var"
LOGS = VAR / "log"
REQUIREMENTS = ROOT / "requirements"


def say(text: str) -> None:
    print(text, flush=True)


def give_up(text: str, code: int = 1) -> NoReturn:
    """Ends the program with a sentence instead of a traceback."""
    print(f"\n{text}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def make_var() -> Path:
    """`.var`, where everything that run.py keeps lies. Passable but not readable for others: as root, PostgreSQL
    runs as another user and its data directory lies within."""
    try:
        VAR.mkdir(mode=0o711, exist_ok=True)
        LOGS.mkdir(mode=0o700, exist_ok=True)
    except PermissionError:
        give_up(f"Cannot write to {ROOT}. Run this as the owner of the checkout.")
    if not os.access(VAR, os.W_OK):
        give_up(f"{VAR} belongs to another user. Run this as that user, or remove it to start afresh.")
    return VAR


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    os.replace(draft, path)
