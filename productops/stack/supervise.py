"""Keeping processes running: one that ended is started again, after a pause that grows while it keeps ending."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from . import paths
from .processes import Child, Family
from .services import Starter

_SHORTEST_PAUSE, _LONGEST_PAUSE, _HEALTHY_AFTER = 0.5, 30.0, 30.0


@dataclass
class Watched:
    """A process that must run, and what is known about its latest attempts."""

    name: str
    starter: Starter
    child: Child | None
    started: float = 0.0
    pause: float = _SHORTEST_PAUSE
    due: float = 0.0

    def ended(self, now: float) -> str:
        """Notes an end, plans the next start, and answers what to tell the person who watches."""
        lived = now - self.started
        self.pause = _SHORTEST_PAUSE if lived > _HEALTHY_AFTER else min(self.pause * 2, _LONGEST_PAUSE)
        self.due = now + self.pause
        return f"{self.name} stopped; starting it again in {self.pause:.0f} s. Its log: {paths.LOGS}"


def watch(family: Family, processes: Sequence[Watched]) -> None:
    """Never returns; ends with the exception that a signal raises."""
    for process in processes:
        process.started = time.monotonic()
    while True:
        for process in processes:
            _look_after(family, process, time.monotonic())
        time.sleep(0.3)


def _look_after(family: Family, process: Watched, now: float) -> None:
    if process.child is not None and not process.child.running:
        family.forget(process.child)
        process.child = None
        _note(process.ended(now))
    if process.child is None and now >= process.due:
        process.started = now
        try:
            process.child = process.starter()
        except SystemExit:
            # A service that could not be started again says so itself and is tried again later.
            _note(process.ended(time.monotonic()))


def _note(text: str) -> None:
    paths.say(f"{time.strftime('%H:%M:%S')} {text}")
