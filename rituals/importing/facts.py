"""What is stored, and what is to be written, as plain facts. Areas are named by slug, people by address."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from productops.people.enums import AreaRoleKind
from rituals.file_fields import Problem


class Wrote(StrEnum):
    """Who wrote something last."""

    NOBODY = "nobody"
    FILE = "file"
    PEOPLE = "people"


@dataclass(frozen=True)
class Settings:
    """Whose portal this is."""

    name: str
    timezone: str
    country: str


@dataclass(frozen=True)
class AreaFacts:
    """What an area is."""

    name: str
    summary: str
    group: str
    chat: str
    components: tuple[str, ...]


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting as it is stored; see `rituals.models.Meeting`."""

    name: str
    rrule: str
    starts_at: dt.datetime | None
    timezone: str
    minutes: int
    minutes_assumed: bool
    week_to_confirm: bool
    as_written: str
    why_not: str


@dataclass(frozen=True)
class StoredPerson:
    email: str
    name: str
    function: str
    roles: frozenset[str]
    active: bool


@dataclass(frozen=True)
class StoredArea:
    facts: AreaFacts
    wrote: Wrote
    closed: bool


@dataclass(frozen=True)
class StoredRole:
    """A role in force, or to come."""

    pk: int
    email: str
    name: str
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(frozen=True)
class StoredMeeting:
    pk: int
    facts: MeetingFacts


Post = tuple[str, AreaRoleKind]
"""What somebody is where: an area's slug and the kind of role. A contact is always that of Support."""


@dataclass(frozen=True)
class Stored:
    """What the portal holds of what a file names."""

    settings: Settings | None = None
    functions: dict[str, str] = field(default_factory=dict)
    """Name and slug of each function, case-folded -> its name."""
    groups: dict[str, str] = field(default_factory=dict)
    """Case-folded name of each product group -> its name."""
    people: dict[str, StoredPerson] = field(default_factory=dict)
    areas: dict[str, StoredArea] = field(default_factory=dict)
    roles: dict[Post, tuple[StoredRole, ...]] = field(default_factory=dict)
    roles_wrote: dict[Post, Wrote] = field(default_factory=dict)
    meetings: dict[str, tuple[StoredMeeting, ...]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    """Slugs of the file under which the finder knows something that is not an area."""


@dataclass(frozen=True)
class NewPerson:
    email: str
    name: str
    function: str
    timezone: str
    language: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class AreaWrite:
    slug: str
    facts: AreaFacts
    new: bool


@dataclass(frozen=True)
class RoleWrite:
    """Somebody gets a role from today; `instead_of` are the rows that end, or never began, for it."""

    slug: str
    kind: AreaRoleKind
    email: str
    ends_on: dt.date | None = None
    instead_of: tuple[StoredRole, ...] = ()


@dataclass(frozen=True)
class MeetingWrite:
    slug: str
    facts: MeetingFacts
    pk: int | None
    """Of the meeting to change; None for a new one."""


@dataclass
class Tally:
    """How many of something the file names, and what becomes of them."""

    read: int = 0
    created: int = 0
    changed: int = 0

    @property
    def unchanged(self) -> int:
        return self.read - self.created - self.changed


@dataclass(frozen=True)
class Writes:
    """All that is to be written."""

    settings: Settings | None = None
    functions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    people: tuple[NewPerson, ...] = ()
    areas: tuple[AreaWrite, ...] = ()
    roles: tuple[RoleWrite, ...] = ()
    meetings: tuple[MeetingWrite, ...] = ()

    def __bool__(self) -> bool:
        return any((self.settings, self.functions, self.groups, self.people, self.areas, self.roles, self.meetings))


@dataclass(frozen=True)
class Plan:
    """What an import would do, and what people should know of it."""

    writes: Writes
    problems: tuple[Problem, ...]
    areas: Tally
    people: Tally
    meetings: Tally
    outcome: tuple[tuple[str, MeetingFacts], ...]
    """Every meeting of the file as it will be: the area's name, and the meeting."""

    @property
    def fatal(self) -> bool:
        return any(problem.fatal for problem in self.problems)
