"""Waking a worker after a commit, without ever making a person wait for the broker.

A call to a hung broker costs more than a second however it is bounded, so requests make none: `wake` only nods to a
thread of this process, which makes one bounded call for everything committed meanwhile. When that call fails, or
the process dies before it, nothing is lost: the database says what is due and the sweep looks every few seconds.
"""

import logging
import os
import threading
import time

log = logging.getLogger("comms.wake")
GATHER = 0.05  # seconds: what is committed within a blink is one wake-up
PAUSE = 2.0  # seconds after a failed call: the broker is left alone


class Waker:
    """One thread per process, started by the first `wake`."""

    def __init__(self) -> None:
        self._due = threading.Event()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Returns at once."""
        self._due.set()
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="wake", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._due.wait()
            time.sleep(GATHER)
            self._due.clear()
            if not call_worker():
                time.sleep(PAUSE)


def call_worker() -> bool:
    """One bounded message to the broker: somebody please sweep. Says whether it was taken."""
    from comms.tasks import sweep

    try:
        sweep.apply_async(retry=False, expires=60)
    except Exception as problem:  # whatever the transport raises: a hint that fails is only slower
        log.warning("The broker did not take a wake-up, the next sweep will do: %s", problem)
        return False
    return True


_waker = Waker()


def _begin_again() -> None:
    """A forked child has no threads, and perhaps a lock that somebody held."""
    global _waker
    _waker = Waker()


os.register_at_fork(after_in_child=_begin_again)


def wake() -> None:
    """Have a worker look soon for what is due. For `transaction.on_commit`."""
    _waker.wake()
