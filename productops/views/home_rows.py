"""The rows of Home: one thing that waits for this person, one thing that changed."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Need:
    """One thing that waits for this person."""

    what: str
    why: str
    url: str
    verb: str
    due: datetime | date | None = None
    main: bool = False

    @property
    def is_day(self) -> bool:
        """Due on a day rather than at a moment."""
        return self.due is not None and not isinstance(self.due, datetime)


@dataclass(frozen=True)
class Change:
    what: str
    tail: str
    why: str
    url: str
    at: datetime
    health: str = ""
