"""Waking a worker after a commit, without ever making a person wait for the broker.

A call to a hung broker costs more than a second however it is bounded, so requests make none: `wake` only nods to a
thread of this process, which makes one bounded call per task for everything committed meanwhile. When that call fails,
or the process dies before it, nothing is lost: the database says what is due and the schedule looks every few seconds.
"""

import logging
import os
import threading
import time

log = logging.getLogger("productops.wake")
GATHER = 0.05  # seconds: what is committed within a blink is one wake-up
PAUSE = 2.0  # seconds after a failed call: the broker is left alone


class Waker:
    """One thread per process, started by the first `wake`."""

    def __init__(self) -> None:
        self._due = threading.Event()
        self._guard = threading.Lock()
        self._tasks: set[str] = set()
        self._thread: threading.Thread | None = None

    def wake(self, task: str) -> None:
        """Returns at once."""
        with self._guard:
            self._tasks.add(task)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="wake", daemon=True)
                self._thread.start()
        self._due.set()

    def _run(self) -> None:
        while True:
            self._due.wait()
            time.sleep(GATHER)
            self._due.clear()
            with self._guard:
                tasks, self._tasks = self._tasks, set()
            if not all([call_worker(task) for task in sorted(tasks)]):
                time.sleep(PAUSE)


def call_worker(task: str) -> bool:
    """One bounded message to the broker: somebody please run `task`. Says whether it was taken."""
    from celery import current_app

    try:
        current_app.send_task(task, retry=False, expires=60)
    except Exception as problem:  # whatever the transport raises: a hint that fails is only slower
        log.warning("The broker did not take a wake-up for %s, the next look will do: %s", task, problem)
        return False
    return True


_waker = Waker()


def _begin_again() -> None:
    """A forked child has no threads, and perhaps a lock that somebody held."""
    global _waker
    _waker = Waker()


os.register_at_fork(after_in_child=_begin_again)


def wake(task: str) -> None:
    """Have a worker run the task of this name soon. For `transaction.on_commit`."""
    _waker.wake(task)
