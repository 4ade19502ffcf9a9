"""Waking a worker for what is to be delivered. How, and why nobody waits for it: `productops.wake`."""

from productops import wake as waking

SWEEP = "comms.sweep"


def wake() -> None:
    """Have a worker look soon for what is due. For `transaction.on_commit`."""
    waking.wake(SWEEP)


def call_worker() -> bool:
    """Ask the broker for another worker at once. Says whether it took the message."""
    return waking.call_worker(SWEEP)
