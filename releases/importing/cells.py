"""What people write into the cells of a spreadsheet, as facts of a release: dates, windows, tiers, stages, links. Pure.

Each reader answers None for an empty cell and raises `NotUnderstood` with a code of `WORDS` otherwise. Words are
English and Polish, compared without accents. A day between slashes has no meaning of its own: `order_said` looks at a
whole column, and where that leaves it open somebody is asked.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from productops.text import unaccented
from releases.enums import Stage, Tier

EXCEL_BEGINS = date(1899, 12, 30)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
MOST_LINKS, MOST_SEGMENTS = 10, 20
LINK_TITLE, LINK, SEGMENT = 120, 500, 60

WORDS: Mapping[str, str | Promise] = {
    "date": _("“%(said)s” is no date. Write 2026-12-31 or 31.12.2026."),
    "date_far": _("“%(said)s” is not between the years 2000 and 2100."),
    "date_order": _("“%(said)s” is no date in the order that was chosen for this column."),
    "date_open": _("“%(said)s” can be read in two ways. Say what comes first, day or month."),
    "window": _("“%(said)s” is no window. Write December 2026, early December 2026, Q1 2027 or two dates."),
    "window_year": _("“%(said)s”: say the year."),
    "tier": _("“%(said)s” is no tier. Write 1, 2 or 3."),
    "stage": _("“%(said)s” is no stage. Write planned, in review, launched, closed or cancelled."),
    "link": _("“%(said)s” is no link that begins with http:// or https://."),
    "many": _("More than %(most)s in one cell."),
    "long": _("More than %(most)s characters."),
}


class NotUnderstood(ValueError):
    """A cell that cannot mean what it says: `code` of `WORDS`, and what fills its words in."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Order(StrEnum):
    """What comes first between slashes."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    OPEN = "open"  # both would do, or the column says both


_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ T].*)?$")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[ T].*)?$")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?$")
_WORDY = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([a-z]+)\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?,?\s+(\d{4})$")
_QUARTER = re.compile(
    r"(?:(?:q|kw|kwartal) ?([1-4])|([1-4])\.? ?(?:q|kw|kwartal))[ /-]+(\d{4})|(\d{4})[ /-]+(?:q|kw|kwartal) ?([1-4])"
)
_MONTHS = {
    **dict.fromkeys(("january", "jan", "styczen", "stycznia", "sty"), 1),
    **dict.fromkeys(("february", "feb", "luty", "lutego", "lut"), 2),
    **dict.fromkeys(("march", "mar", "marzec", "marca"), 3),
    **dict.fromkeys(("april", "apr", "kwiecien", "kwietnia", "kwi"), 4),
    **dict.fromkeys(("may", "maj", "maja"), 5),
    **dict.fromkeys(("june", "jun", "czerwiec", "czerwca", "cze"), 6),
    **dict.fromkeys(("july", "jul", "lipiec", "lipca", "lip"), 7),
    **dict.fromkeys(("august", "aug", "sierpien", "sierpnia", "sie"), 8),
    **dict.fromkeys(("september", "sep", "sept", "wrzesien", "wrzesnia", "wrz"), 9),
    **dict.fromkeys(("october", "oct", "pazdziernik", "pazdziernika", "paz"), 10),
    **dict.fromkeys(("november", "nov", "listopad", "listopada", "lis"), 11),
    **dict.fromkeys(("december", "dec", "grudzien", "grudnia", "gru"), 12),
}
_EARLY = frozenset({"early", "beginning of", "poczatek", "na poczatku"})
_MID = frozenset({"mid", "middle of", "polowa", "w polowie"})
_LATE = frozenset({"late", "end of", "koniec", "pod koniec"})
_PARTS = {**dict.fromkeys(_EARLY, (1, 10)), **dict.fromkeys(_MID, (11, 20)), **dict.fromkeys(_LATE, (21, 31))}
_TIERS = {
    **dict.fromkeys(("1", "t1", "tier 1", "low", "small", "minor", "niski", "niska", "maly"), Tier.LOW),
    **dict.fromkeys(("2", "t2", "tier 2", "medium", "moderate", "sredni", "srednia"), Tier.MEDIUM),
    **dict.fromkeys(("3", "t3", "tier 3", "high", "large", "major", "wysoki", "wysoka", "duzy"), Tier.HIGH),
    **dict.fromkeys(("poziom 1",), Tier.LOW),
    **dict.fromkeys(("poziom 2",), Tier.MEDIUM),
    **dict.fromkeys(("poziom 3",), Tier.HIGH),
}
_STAGES = {
    **dict.fromkeys(
        ("planned", "plan", "planning", "upcoming", "backlog", "to do", "in progress", "scheduled",
         "planowane", "planowany", "zaplanowane", "zaplanowany", "w planie", "w toku"), Stage.PLANNED),
    **dict.fromkeys(("in review", "review", "w przegladzie", "przeglad", "w ocenie"), Stage.IN_REVIEW),
    **dict.fromkeys(("approved", "zatwierdzone", "zatwierdzony", "zaakceptowane"), Stage.APPROVED),
    **dict.fromkeys(
        ("launched", "live", "released", "shipped", "done", "wydane", "wydany", "wdrozone", "wdrozony",
         "opublikowane"), Stage.LAUNCHED),
    **dict.fromkeys(("closed", "complete", "completed", "zamkniete", "zamkniety", "zakonczone"), Stage.CLOSED),
    **dict.fromkeys(
        ("cancelled", "canceled", "dropped", "anulowane", "anulowany", "odwolane", "porzucone"), Stage.CANCELLED),
}  # fmt: skip


def folded(text: str) -> str:
    """As words are compared: lower case, no accents, single spaces, no underscores."""
    return " ".join(unaccented(text).replace("_", " ").split())


@dataclass
class OrderSeen:
    """What the dates of one column say about their order."""

    slashed: int = 0
    day_first: int = 0
    month_first: int = 0

    def look(self, cell: str) -> None:
        if cell[:1].isdigit() and len(cell) < 80 and ("/" in cell or "-" in cell):
            for found in (_SLASHED.match(part.strip()) for part in _ends(cell)):
                if found:
                    self.slashed += 1
                    self.day_first += int(found[1]) > 12
                    self.month_first += int(found[2]) > 12

    @property
    def order(self) -> Order | None:
        """None where no date depends on it."""
        if not self.slashed:
            return None
        if bool(self.day_first) == bool(self.month_first):
            return Order.OPEN
        return Order.DAY_FIRST if self.day_first else Order.MONTH_FIRST


def order_said(cells: Iterable[str]) -> Order | None:
    """In which order a column writes its dates; `OPEN` where that has to be asked, None where it does not matter."""
    seen = OrderSeen()
    for cell in cells:
        seen.look(cell)
    return seen.order


def read_day(cell: str, order: Order | None) -> date | None:
    """A day. `order` is for what stands between slashes."""
    if not cell:
        return None
    said = cell[:80]
    if found := _ISO.match(cell):
        return _day(said, int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.match(cell):
        return _day(said, _year(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHED.match(cell):
        first, second = int(found[1]), int(found[2])
        if order not in (Order.DAY_FIRST, Order.MONTH_FIRST):
            raise NotUnderstood("date_open", said=said)
        month, day = (second, first) if order == Order.DAY_FIRST else (first, second)
        return _day(said, _year(found[3]), month, day, "date_order")
    if found := _SERIAL.match(cell):
        return _within(said, EXCEL_BEGINS + timedelta(days=int(found[1])))
    if (found := _WORDY.match(folded(cell))) and found[2] in _MONTHS and (found[1] or found[3]):
        return _day(said, int(found[4]), _MONTHS[found[2]], int(found[1] or found[3]))
    raise NotUnderstood("date", said=said)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(said: str, year: int, month: int, day: int, code: str = "date") -> date:
    try:
        return _within(said, date(year, month, day))
    except (ValueError, OverflowError) as problem:
        raise problem if isinstance(problem, NotUnderstood) else NotUnderstood(code, said=said) from None


def _within(said: str, day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise NotUnderstood("date_far", said=said)
    return day


def read_window(cell: str, order: Order | None) -> tuple[date, date] | None:
    """The days that stakeholders are told: "early December 2026", "Q1 2027", "1.12.2026 – 10.12.2026", one day."""
    if not cell:
        return None
    text = folded(cell)
    if found := _QUARTER.fullmatch(text):
        first = 3 * int(found[1] or found[2] or found[5]) - 2
        return _span(int(found[3] or found[4]), first, 1, first + 2, 31)
    if found := re.fullmatch(r"(?:(.+?)[ -])?([a-z]+)\.?(?: (\d{4}))?", text):
        part = _PARTS.get(found[1]) if found[1] else (1, 31)
        if found[2] in _MONTHS and part:
            if not found[3]:
                raise NotUnderstood("window_year", said=cell[:80])
            return _span(int(found[3]), _MONTHS[found[2]], part[0], _MONTHS[found[2]], part[1])
    try:
        days = [read_day(part, order) for part in _ends(cell)]
    except NotUnderstood as problem:
        raise problem if problem.code != "date" else NotUnderstood("window", said=cell[:80]) from None
    known = [day for day in days if day]
    if not known or known[0] > known[-1]:
        raise NotUnderstood("window", said=cell[:80])
    return known[0], known[-1]


def _ends(cell: str) -> list[str]:
    """The two ends of "from – to", or the one day there is."""
    parts = [part.strip() for part in re.split(r"\s[-–—]\s|\s?[–—]\s?|\s(?:to|do|until)\s", cell.strip())]
    return parts if len(parts) == 2 and all(parts) else [cell.strip()]


def _span(year: int, month: int, day: int, last_month: int, last_day: int) -> tuple[date, date]:
    if not EARLIEST.year <= year <= LATEST.year:
        raise NotUnderstood("date_far", said=str(year))
    return date(year, month, day), date(year, last_month, min(last_day, monthrange(year, last_month)[1]))


def read_tier(cell: str) -> Tier | None:
    if not cell:
        return None
    text = folded(cell).removesuffix(".0")
    found = _TIERS.get(text) or _TIERS.get(text.split(",")[0].split(" - ")[0].strip())
    if found is None:
        raise NotUnderstood("tier", said=cell[:80])
    return found


def read_stage(cell: str) -> Stage | None:
    if not cell:
        return None
    found = _STAGES.get(folded(cell))
    if found is None:
        raise NotUnderstood("stage", said=cell[:80])
    return found


def read_segments(cell: str) -> list[str]:
    """Several in one cell, between commas, semicolons, strokes or lines; each once."""
    found = list(dict.fromkeys(part for each in re.split(r"[;,|\n]", cell) if (part := " ".join(each.split()))))
    if len(found) > MOST_SEGMENTS:
        raise NotUnderstood("many", most=MOST_SEGMENTS)
    if any(len(each) > SEGMENT for each in found):
        raise NotUnderstood("long", most=SEGMENT)
    return found


_is_url = URLValidator(schemes=["http", "https"])
_BETWEEN_LINKS = re.compile(r"[;|](?=\s|https?:|\[|$)")
_LINK = re.compile(r"\[([^\]]*)\]\((\S+)\)|(\S+)")


def read_links(cell: str) -> list[tuple[str, str]]:
    """(title, address) of every link in the cell, written plainly or as [title](address); titled by its host else."""
    found = []
    for match in _LINK.finditer(_BETWEEN_LINKS.sub(" ", cell)):
        title, address = (match[1], match[2]) if match[2] else ("", match[3].strip(",<>"))
        if not address:
            continue
        try:
            if len(address) > LINK:
                raise ValidationError("")
            _is_url(address)
        except (ValidationError, ValueError):
            raise NotUnderstood("link", said=address[:80]) from None
        found.append(((" ".join(title.split()) or urlsplit(address).hostname or address)[:LINK_TITLE], address))
    if len(found) > MOST_LINKS:
        raise NotUnderstood("many", most=MOST_LINKS)
    return list(dict.fromkeys(found))
