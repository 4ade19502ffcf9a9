"""When to try again, and when to give up. Pure: facts, `now` and a random number in, a moment out."""

from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
FACTOR = 3
LONGEST = timedelta(hours=12)
ATTEMPTS = 12  # one minute, three, nine ... half a day: together about three days
SPREAD = 0.25  # a wait is up to a quarter shorter or longer, so that what failed together does not return together

OUTAGE_PAUSE = timedelta(minutes=1)
OUTAGE_LONGEST = timedelta(days=4)
UNSET_PAUSE = timedelta(minutes=10)  # until somebody sets the channel up; saving its settings ends the wait at once


def next_attempt(attempts: int, *, now: datetime, chance: float) -> datetime | None:
    """When a message that was refused for now, after so many attempts, is tried again; None: give it up.

    `chance` is between 0 and 1.
    """
    if attempts >= ATTEMPTS:
        return None
    wait = min(FIRST * FACTOR ** max(0, attempts - 1), LONGEST)
    return now + _spread(wait, chance)


def after_outage(
    created_at: datetime, *, now: datetime, chance: float, pause: timedelta = OUTAGE_PAUSE
) -> datetime | None:
    """When to try again after the whole channel could not be used; None after four days of that.

    It is not the message's fault, so this counts no attempt and does not wait longer and longer: everything goes
    out within minutes of the server's return.
    """
    if now - created_at > OUTAGE_LONGEST:
        return None
    return now + _spread(pause, chance)


def _spread(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 - SPREAD + 2 * SPREAD * chance)
