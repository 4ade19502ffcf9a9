"""Releases drawn in time: a quarter, a row per area, a bar per release. Pure: facts in, places on the paper out.

Every number is a whole unit of the drawing, so that no language writes it with a comma. A bar tells only what its
facts say: for who is told the window, the window is the bar.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from productops.text import shortened

WIDTH, LEFT, HEAD, FOOT = 1120, 148, 30, 30
LANE, BAR, PAD = 28, 22, 6
LETTER, GAP, MARK = 7, 8, 6  # a letter of a label, the air around it, half a launch mark
LANES, SHORTEST, NAME = 4, 6, 19
SHAPES = {"warn": "◆ ", "bad": "■ "}
KEY = re.compile(r"(20[0-9]{2})-Q([1-4])")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a calendar year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, key: str) -> "Quarter | None":
        found = KEY.fullmatch(key)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def key(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - ONE_DAY

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def months(self) -> tuple[date, date, date]:
        first = 3 * self.number - 2
        return date(self.year, first, 1), date(self.year, first + 1, 1), date(self.year, first + 2, 1)

    @property
    def mondays(self) -> list[date]:
        """Of the weeks that begin in it, and of the one that it begins in."""
        monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        count = ((self.ends_on - monday).days) // 7 + 1
        return [monday + timedelta(weeks=week) for week in range(count)]

    def touches(self, begins: date, ends: date) -> bool:
        return begins <= self.ends_on and ends >= self.starts_on


@dataclass(frozen=True)
class Item:
    """A release as one person may know it: `begins` to `ends` is the window where she knows no `launch`.

    `said`: all of it in words.
    """

    pk: int
    area: int
    name: str
    url: str
    said: str
    tone: str
    begins: date
    ends: date
    launch: date | None = None

    @property
    def label(self) -> str:
        """The name, after the shape of its health: never colour alone."""
        return SHAPES.get(self.tone, "") + self.name


@dataclass(frozen=True)
class Place:
    """A row's area, as the page names it."""

    pk: int
    name: str
    url: str


@dataclass(frozen=True)
class Bar:
    """Where an item is drawn. `mark`: the middle of its launch mark; `inside`: its label stands in it."""

    item: Item
    x: int
    y: int
    width: int
    label: str
    label_x: int
    inside: bool
    mark: int | None

    @property
    def shape(self) -> str:
        """What the label begins with when its health is no good."""
        return SHAPES.get(self.item.tone, "")

    @property
    def words(self) -> str:
        return self.label.removeprefix(self.shape)

    @property
    def middle(self) -> int:
        return self.y + BAR // 2

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def text_y(self) -> int:
        return self.middle + 4

    @property
    def diamond(self) -> str:
        """The points of the launch mark."""
        if self.mark is None:
            return ""
        x, y = self.mark, self.middle
        return f"{x},{y - MARK} {x + MARK},{y} {x},{y + MARK} {x - MARK},{y}"


@dataclass
class AreaRow:
    """An area and its bars; `more` of them had no room."""

    place: Place
    label: str
    y: int
    height: int = 0
    bars: list[Bar] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Line:
    """From what a release waits for to the release. `late`: that comes later than it is needed."""

    path: str
    said: str
    late: bool


@dataclass(frozen=True)
class Strip:
    """Some days: a month, a week, a freeze window, a holiday."""

    x: int
    width: int
    said: str
    mark: str = ""

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass
class Drawing:
    """All of the paper, in units of its own."""

    height: int
    rows: list[AreaRow]
    lines: list[Line]
    months: list[Strip]
    today: int | None
    width: int = WIDTH
    left: int = LEFT
    head: int = HEAD

    @property
    def foot(self) -> int:
        return self.height - FOOT


@dataclass(frozen=True)
class Scale:
    """Days onto the paper."""

    quarter: Quarter

    def x(self, day: date) -> int:
        """Where a day begins; what lies outside of the quarter stands at its edge."""
        days = (self.quarter.ends_on - self.quarter.starts_on).days + 1
        since = min(max((day - self.quarter.starts_on).days, 0), days)
        return LEFT + (WIDTH - LEFT) * since // days

    def middle(self, day: date) -> int:
        return (self.x(day) + self.x(day + ONE_DAY)) // 2

    def strip(self, first: date, last: date, said: str, mark: str = "") -> Strip:
        return Strip(self.x(first), self.x(last + ONE_DAY) - self.x(first), said, mark)


def draw(
    quarter: Quarter,
    places: Sequence[Place],
    items: Iterable[Item],
    *,
    waits: Iterable[tuple[int, int, str]] = (),
    months: Mapping[date, str],
    today: date,
) -> Drawing:
    """The quarter. `waits`: (release, what it waits for, in words), drawn where both are on the paper.

    `months`: the names of the three months.
    """
    scale = Scale(quarter)
    by_area: dict[int, list[Item]] = {place.pk: [] for place in places}
    for item in items:
        if item.area in by_area and quarter.touches(item.begins, item.ends):
            by_area[item.area].append(item)
    y, rows = HEAD, []
    for place in places:
        row = _row(scale, place, by_area[place.pk], y)
        rows.append(row)
        y += row.height
    bars = {bar.item.pk: bar for row in rows for bar in row.bars}
    lines = [_line(bars[on], bars[release], said) for release, on, said in waits if release in bars and on in bars]
    ends = [*quarter.months[1:], quarter.next.starts_on]
    strips = [
        scale.strip(first, after - ONE_DAY, months[first]) for first, after in zip(quarter.months, ends, strict=True)
    ]
    inside = quarter.starts_on <= today <= quarter.ends_on
    return Drawing(y + FOOT, rows, lines, strips, scale.middle(today) if inside else None)


def _row(scale: Scale, place: Place, items: list[Item], y: int) -> AreaRow:
    row = AreaRow(place, shortened(place.name, NAME), y)
    free: list[int] = []  # per lane, from where on nothing stands
    for item in sorted(items, key=lambda each: (each.begins, each.ends, each.pk)):
        x, end = scale.x(item.begins), scale.x(item.ends + ONE_DAY)
        mark = None
        if item.launch and scale.quarter.starts_on <= item.launch <= scale.quarter.ends_on:
            mark = end = scale.middle(item.launch)
        width = max(end - x, SHORTEST)
        label, label_x, inside = _label(item.label, x, width, mark is not None)
        begins = min(x, label_x) - GAP
        until = max(x + width, label_x + len(label) * LETTER) + GAP
        lane = next((lane for lane, taken in enumerate(free) if taken <= begins), len(free))
        if lane == LANES:
            row.more += 1
            continue
        free[lane : lane + 1] = [until]
        row.bars.append(Bar(item, x, y + PAD + lane * LANE, width, label, label_x, inside, mark))
    lanes = max(1, len(free)) + (1 if row.more else 0)
    row.height = 2 * PAD + lanes * LANE - (LANE - BAR)
    return row


def _label(name: str, x: int, width: int, marked: bool) -> tuple[str, int, bool]:
    """Inside of the bar where it fits, else after it, else before it, else cut to what there is room for."""
    room = width - 2 * GAP - (MARK if marked else 0)
    long = len(name) * LETTER
    if long <= room:
        return name, x + GAP, True
    after = x + width + (MARK if marked else 0) + GAP
    if after + long <= WIDTH:
        return name, after, False
    if x - GAP - long >= LEFT:
        return name, x - GAP // 2 - long, False
    space = WIDTH - after
    if space > room:
        return shortened(name, max(space // LETTER, 1)), after, False
    return shortened(name, max(room // LETTER, 1)), x + GAP, True


def _line(on: Bar, bar: Bar, said: str) -> Line:
    """Out of the end of what is waited for, down or up, into the beginning of what waits."""
    late = on.item.ends > bar.item.ends
    turn = on.end + MARK + 3
    if bar.x > turn:
        path = f"M{on.end} {on.middle}H{turn}V{bar.middle}H{bar.x}"
    else:
        between = max(on.middle, bar.middle) - LANE // 2
        path = f"M{on.end} {on.middle}H{turn}V{between}H{bar.x - GAP}V{bar.middle}H{bar.x}"
    return Line(f"{path}m-4 -3l4 3l-4 3", said, late)


def weeks(quarter: Quarter, said: Mapping[date, tuple[str, str]]) -> Iterator[Strip]:
    """The footer: of each week with a launch how many (or the mark of a collision) and the words."""
    scale = Scale(quarter)
    for monday in quarter.mondays:
        if monday in said:
            number, words = said[monday]
            yield scale.strip(monday, monday + timedelta(days=6), words, number)


def shades(quarter: Quarter, days: Iterable[tuple[date, date, str]]) -> list[Strip]:
    """Freeze windows and holidays that touch the quarter, with their names."""
    scale = Scale(quarter)
    return [scale.strip(first, last, said) for first, last, said in days if quarter.touches(first, last)]
