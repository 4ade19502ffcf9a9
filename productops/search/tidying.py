"""What search does for itself every few hours: old lookups go, the vocabulary is counted anew."""

from datetime import datetime

from productops.search.actions import forget_old_lookups
from productops.search.vocabulary import recount


def tidy(*, now: datetime) -> dict[str, int]:
    """Done twice, or late, it comes to the same. Answers what was done, as numbers."""
    return {"lookups forgotten": forget_old_lookups(now=now), "words counted": recount()}
