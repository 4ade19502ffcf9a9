"""What pip cannot bring: libraries of the operating system. Installed where that is possible, else asked for."""

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import paths


@dataclass(frozen=True)
class Need:
    """Something from the system: its Debian packages, what it is for, and whether it is there."""

    packages: tuple[str, ...]
    purpose: str
    present: bool


def pdf() -> Need:
    pango = all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".fonts"), "/Library/Fonts")
    font = any(next(Path(folder).rglob("*.[to]t[fc]"), None) for folder in folders)
    return Need(("libpango-1.0-0", "libpangoft2-1.0-0", "fonts-dejavu-core"), "write PDFs", pango and font)


def browser() -> Need:
    atomic = ctypes.util.find_library("atomic") is not None
    present = atomic and shutil.which("chromium-headless-shell") is not None
    return Need(("chromium-headless-shell", "libatomic1"), "run the browser tests", present)


def ensure(*needs: Need) -> None:
    """Installs what is missing. Where that is not possible it goes on without, but not under continuous integration,
    where a part of the suite that is silently left out would look like success."""
    for need in needs:
        if need.present or install_packages(need.packages, need.purpose):
            continue
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            paths.give_up(f"Missing on this machine: {' '.join(need.packages)} (to {need.purpose}).")


def install_packages(packages: Sequence[str], purpose: str) -> bool:
    """Installs Debian packages when this is root on a machine with apt; otherwise prints the line to type."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        manager = "sudo apt-get install -y" if apt or not shutil.which("brew") else "brew install"
        names = " ".join(packages) if "apt" in manager else "pango"
        paths.say(f"To {purpose}, type this once:  {manager} {names}")
        return False
    paths.say(f"Installing {' '.join(packages)} to {purpose} ...")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run([apt, *arguments], env=env, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        paths.say(f"That did not work. To {purpose}, type this once:  apt-get install -y {' '.join(packages)}")
    return done.returncode == 0
