"""Releases out of the rows of a spreadsheet: what each row makes, or why it makes none. Pure.

    columns = Columns(guess(sheet.headers), order=...)
    for outcome in Planner(columns, sheet.headers, portal).outcomes(sheet.rows):
        outcome.record, outcome.objections     # a release as it will be, or why not, at (row, column)

Nothing is guessed that a reader could take otherwise: a date that may be read two ways is asked about, an area that
nobody knows is refused with the nearest names. Who is PM is the portal's truth; a sheet that says otherwise is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from productops.search.spelling import Known, nearest
from releases.enums import AHEAD, Stage, Tier
from releases.importing import cells
from releases.importing.cells import NotUnderstood, Order, folded
from releases.importing.fields import LABELS, Field
from releases.keys import KEY
from releases.leadtime import FARTHEST

T = TypeVar("T")
NAME, SUMMARY, BUILD = 120, 1000, 80
HIGHEST_NUMBER = 99_999  # of a key that comes in: numbers given later need room above
SUGGESTED_FOR = 200  # different unknown areas that are compared with the known ones
PAST = frozenset({Stage.LAUNCHED, Stage.CLOSED})


WORDS: Mapping[str, str | Promise] = {
    **cells.WORDS,
    "empty": _("This is empty."),
    "ragged": _("This row has more cells than there are headings: a separator inside of a text without quotes?"),
    "key": _("“%(said)s” is no key. Write letters, a hyphen and a number up to 99999: PAY-31."),
    "key_twice": _("%(said)s stands in row %(first)s already."),
    "key_area": _("%(said)s is the address of an area."),
    "exists": _("%(said)s exists already and is left alone."),
    "area": _("There is no area “%(said)s”."),
    "area_near": _("There is no area “%(said)s”. Do you mean %(near)s?"),
    "area_several": _("Several areas are called “%(said)s”. Write the area’s address instead: %(near)s."),
    "area_closed": _("%(said)s is closed."),
    "no_policy": _("There is no release policy yet, so there are no tiers. An admin chooses one."),
    "tier_policy": _("The policy in force has no tier %(said)s."),
    "stage_tier": _("What is in review, launched or closed needs a tier."),
    "stage_approved": _("An approval is decided here, it cannot be brought in. Write in review, or planned."),
    "stage_no_gates": _("Tier %(said)s has no reviews. Write planned, or launched."),
    "launch_when": _("What was launched needs the day of its launch."),
    "launch_later": _("It is said to be launched, and the day is still to come."),
    "launch_far": _("That is more than ten years away. Is the year right?"),
    "window_order": _("The window ends before it begins."),
    "pm": _("The sheet says %(said)s, the portal says %(is)s. The portal stays as it is."),
    "pm_nobody": _("The sheet says %(said)s, the portal knows no PM of this area."),
}
REMARKS = frozenset({"exists", "pm", "pm_nobody"})  # told, and no fault


@dataclass(frozen=True)
class Objection:
    """What is wrong, or to be told, about a cell. Stored as a list, said in the reader's language."""

    row: int
    column: str
    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return str(WORDS[self.code]) % self.values

    @property
    def is_fault(self) -> bool:
        return self.code not in REMARKS

    def stored(self) -> list[Any]:
        return [self.row, self.column, self.code, dict(self.values)]

    @classmethod
    def of(cls, stored: Sequence[Any]) -> "Objection":
        return cls(*stored)


@dataclass(frozen=True)
class Columns:
    """Which column holds which field, and what comes first in dates between slashes where that was asked."""

    places: Mapping[Field, int]
    order: Order | None = None


@dataclass(frozen=True)
class AreaFacts:
    """An area as a sheet can name it. `pm`: who it is in the portal, '' for nobody."""

    pk: int
    slug: str
    name: str
    pm: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Portal:
    """What the portal holds already. `gates`: the tiers of the policy in force and whether they are reviewed."""

    areas: Sequence[AreaFacts]
    keys: frozenset[str]
    gates: Mapping[Tier, bool]
    today: date


@dataclass(frozen=True, kw_only=True)
class Record:
    """A release as it will be. Without a key it gets the next one of its area."""

    row: int
    name: str
    area: AreaFacts
    key: str = ""
    tier: Tier | None = None
    stage: Stage = Stage.PLANNED
    launch_on: date | None = None
    window: tuple[date, date] | None = None
    summary: str = ""
    segments: tuple[str, ...] = ()
    build: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.stage == Stage.PLANNED and self.tier is None


@dataclass(frozen=True)
class Outcome:
    """What one row makes: a release, or nothing and why."""

    row: int
    record: Record | None
    objections: tuple[Objection, ...] = ()

    @property
    def faulty(self) -> bool:
        return any(objection.is_fault for objection in self.objections)


def key_of(said: str) -> str:
    """A key as a cell says it; empty for what is none."""
    key = said.upper()
    return key if KEY.fullmatch(key) and int(key.rpartition("-")[2]) <= HIGHEST_NUMBER else ""


def chosen_order(seen: Iterable[Order | None], asked: Order | None) -> Order | None:
    """The order of the dated columns together: what they say, else what was answered; `OPEN`: to be asked."""
    said = {order for order in seen if order}
    if not said:
        return None
    if len(said) == 1 and Order.OPEN not in said:
        return said.pop()
    return asked or Order.OPEN


class Planner:
    """Makes outcomes of rows. Remembers the keys it has met, so one planner goes through one file from the top."""

    def __init__(self, columns: Columns, headers: Sequence[str], portal: Portal) -> None:
        self.columns, self.headers, self.portal = columns, headers, portal
        self.first_rows: dict[str, int] = {}
        self.areas: dict[str, list[AreaFacts]] = {}
        for area in portal.areas:
            for name in dict.fromkeys((folded(area.name), area.slug)):
                self.areas.setdefault(name, []).append(area)
        self.slugs = frozenset(area.slug for area in portal.areas)
        self.unknown: dict[str, tuple[str, str]] = {}

    def pass_over(self, rows: Iterable[Sequence[Any]]) -> None:
        """Rows that were dealt with before: only their keys are remembered."""
        for row in rows:
            _Row(self, row[0], row[1:]).key()

    def outcomes(self, rows: Iterable[Sequence[Any]]) -> Iterator[Outcome]:
        """`rows` as they are stored: the number first, then the cells."""
        for row in rows:
            yield _Row(self, row[0], row[1:]).outcome()

    def near(self, said: str) -> tuple[str, str]:
        """The code of the objection to an area that is not there, and the names it may stand for."""
        if said not in self.unknown:
            found: list[Known] = []
            if len(self.unknown) < SUGGESTED_FOR:
                open_areas = [area for area in self.portal.areas if not area.closed]
                found = nearest(said, [Known(folded(area.name), area.name) for area in open_areas if area.name])
            self.unknown[said] = ("area_near" if found else "area", ", ".join(known.shown for known in found))
        return self.unknown[said]


class _Row:
    """One row on its way to a record; collects every objection instead of stopping at the first."""

    def __init__(self, planner: Planner, number: int, values: Sequence[str]) -> None:
        self.planner, self.number, self.values = planner, number, values
        self.objections: list[Objection] = []

    def outcome(self) -> Outcome:
        if len(self.values) > len(self.planner.headers):
            self.object(None, "ragged")
            return Outcome(self.number, None, tuple(self.objections))
        key = self.key()
        if key in self.planner.portal.keys:
            self.object(Field.KEY, "exists", said=key)
            return Outcome(self.number, None, tuple(self.objections))
        record = self.record(key)
        faulty = any(objection.is_fault for objection in self.objections)
        return Outcome(self.number, None if faulty else record, tuple(self.objections))

    def record(self, key: str) -> Record | None:
        order = self.planner.columns.order
        name = " ".join(self.text(Field.NAME, NAME).split())
        area = self.area()
        tier, stage = self.read(Field.TIER, cells.read_tier), self.read(Field.STAGE, cells.read_stage)
        launch_on = self.read(Field.LAUNCH, partial(cells.read_day, order=order))
        window = self.window(order)
        summary, notes = self.text(Field.SUMMARY, SUMMARY), self.cell(Field.NOTES)
        if notes and len(summary) + len(notes) + 2 > SUMMARY:
            self.object(Field.NOTES, "long", most=SUMMARY)
        build = " ".join(self.text(Field.BUILD, BUILD).split())
        segments, links = self.read(Field.SEGMENTS, cells.read_segments), self.read(Field.LINKS, cells.read_links)
        stage = stage or Stage.PLANNED
        if not name:
            self.object(Field.NAME, "empty")
        self.compare_pm(area)
        self.policy_allows(tier, stage, launch_on)
        if area is None:
            return None
        return Record(
            row=self.number, key=key, name=name, area=area, tier=tier, stage=stage, launch_on=launch_on, window=window,
            summary="\n\n".join(part for part in (summary, notes) if part), segments=tuple(segments or ()), build=build,
            links=tuple(links or ()),
        )  # fmt: skip

    def object(self, column: Field | None, code: str, **values: str | int) -> None:
        place = self.planner.columns.places.get(column) if column else None
        name = self.planner.headers[place] if place is not None else (str(LABELS[column]) if column else "")
        self.objections.append(Objection(self.number, name, code, values))

    def cell(self, column: Field) -> str:
        place = self.planner.columns.places.get(column)
        return self.values[place] if place is not None and place < len(self.values) else ""

    def text(self, column: Field, most: int) -> str:
        text = self.cell(column)
        if len(text) > most:
            self.object(column, "long", most=most)
        return text

    def read(self, column: Field, reader: Any) -> Any:
        try:
            return reader(self.cell(column))
        except NotUnderstood as problem:
            self.object(column, problem.code, **problem.values)
            return None

    def key(self) -> str:
        said = self.cell(Field.KEY)
        key = key_of(said)
        if not said:
            return ""
        if not key:
            self.object(Field.KEY, "key", said=said[:40])
            return ""
        if key.lower() in self.planner.slugs:
            self.object(Field.KEY, "key_area", said=key)
        first = self.planner.first_rows.setdefault(key, self.number)
        if first != self.number:
            self.object(Field.KEY, "key_twice", said=key, first=first)
        return key

    def area(self) -> AreaFacts | None:
        said = folded(self.cell(Field.AREA))
        if not said:
            self.object(Field.AREA, "empty")
            return None
        found = self.planner.areas.get(said, [])
        shown = self.cell(Field.AREA)[:80]
        still = [area for area in found if not area.closed]
        if len(still) == 1:
            return still[0]
        if still:
            self.object(Field.AREA, "area_several", said=shown, near=", ".join(area.slug for area in still))
        elif found:
            self.object(Field.AREA, "area_closed", said=found[0].name)
        else:
            code, near = self.planner.near(said)
            self.object(Field.AREA, code, said=shown, near=near)
        return None

    def window(self, order: Order | None) -> tuple[date, date] | None:
        window = self.read(Field.WINDOW, partial(cells.read_window, order=order))
        last = self.read(Field.WINDOW_TO, partial(cells.read_window, order=order))
        if window and last:
            window = (window[0], last[1])
        window = window or last
        if window and window[0] > window[1]:
            self.object(Field.WINDOW_TO, "window_order")
            return None
        return window  # type: ignore[no-any-return]

    def compare_pm(self, area: AreaFacts | None) -> None:
        said = " ".join(self.cell(Field.PM).split())[:80]
        if said and area and folded(said) != folded(area.pm):
            if area.pm:
                self.object(Field.PM, "pm", said=said, **{"is": area.pm})
            else:
                self.object(Field.PM, "pm_nobody", said=said)

    def policy_allows(self, tier: Tier | None, stage: Stage, launch_on: date | None) -> None:
        """What is ahead follows the policy in force; what is past is a fact, with its day."""
        gates = self.planner.portal.gates
        if stage == Stage.APPROVED:
            self.object(Field.STAGE, "stage_approved")
        elif tier is None and stage not in (Stage.PLANNED, Stage.CANCELLED):
            self.object(Field.TIER, "stage_tier")
        elif tier is not None and stage in AHEAD and not gates:
            self.object(Field.TIER, "no_policy")
        elif tier is not None and stage in AHEAD and tier not in gates:
            self.object(Field.TIER, "tier_policy", said=int(tier))
        elif stage == Stage.IN_REVIEW and tier is not None and not gates[tier]:
            self.object(Field.STAGE, "stage_no_gates", said=int(tier))
        if stage in PAST and not self.cell(Field.LAUNCH):
            self.object(Field.LAUNCH, "launch_when")
        elif stage in PAST and launch_on and launch_on > self.planner.portal.today:
            self.object(Field.LAUNCH, "launch_later")
        elif stage in AHEAD and launch_on and abs(launch_on - self.planner.portal.today) > FARTHEST:
            self.object(Field.LAUNCH, "launch_far")
