"""What a list of releases is narrowed to, as it stands in the address. Pure: the address in, filters out, and back.

Table, board, timeline, export and saved views share these words, so that a narrowed list can be sent to somebody,
come back to, and looked at in another form. What the address says and nobody understands is left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from productops.text import clean_line
from releases.enums import Health, Stage, Tier

WORRIED = "worried"  # at risk or off track
NO_TIER = "none"
SHOWN = ("past", "all")  # beside what is ahead
WHOSE = ("mine", "pm", "items")
SORTS = ("launch", "name", "area", "tier", "stage", "health")
LONGEST = {"q": 120, "area": 80, "group": 80, "function": 80}
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Filters:
    """Empty means: not narrowed by it. `show`: what is ahead, the past, or all; a stage says so by itself.

    `whose`: of areas that I plan (`pm`), with an open item of mine (`items`), or either (`mine`). `month`: that the
    window told to stakeholders touches. `policy`: the number of its version.
    """

    q: str = ""
    area: str = ""
    group: str = ""
    tier: str = ""
    stage: str = ""
    health: str = ""
    function: str = ""
    whose: str = ""
    month: str = ""
    policy: str = ""
    show: str = ""
    sort: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether fewer than all releases that are ahead may be shown, or others."""
        return self != Filters(sort=self.sort)

    @property
    def more(self) -> bool:
        """Whether a filter is chosen that stands behind "More filters"."""
        return bool(self.group or self.function or self.month or self.policy or self.tier)

    @property
    def chosen(self) -> "Filters":
        """What is chosen from lists: without the text and the order."""
        return replace(self, q="", sort="")

    @property
    def order(self) -> tuple[str, bool]:
        """What to sort by, and whether backwards. What is past begins with the newest."""
        if not self.sort:
            return "launch", self.show == "past" or self.stage in (Stage.LAUNCHED, Stage.CLOSED, Stage.CANCELLED)
        return self.sort.removeprefix("-"), self.sort.startswith("-")

    @property
    def months(self) -> tuple[date, date] | None:
        """First day of the month, and of the one after it."""
        if not self.month:
            return None
        year, month = (int(part) for part in self.month.split("-"))
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)

    def but(self, **changes: str) -> "Filters":
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The same filters for an address, always spelled the same way; empty for none."""
        said = [(each.name, getattr(self, each.name)) for each in fields(self)]
        return urlencode([(name, value) for name, value in said if value])


def read(asked: Mapping[str, str]) -> Filters:
    """The filters of an address. Whatever is not known says nothing."""
    known = {
        "tier": {*(str(tier.value) for tier in Tier), NO_TIER},
        "stage": set(Stage.values),
        "health": {*Health.values, WORRIED},
        "whose": set(WHOSE),
        "show": set(SHOWN),
        "sort": {*SORTS, *(f"-{name}" for name in SORTS)},
    }
    found = {}
    for each in fields(Filters):
        value = clean_line(asked.get(each.name, ""))
        if each.name in known:
            value = value if value in known[each.name] else ""
        elif each.name == "month":
            value = value if MONTH.fullmatch(value) else ""
        elif each.name == "policy":
            value = str(int(value)) if value.isascii() and value.isdigit() and len(value) < 7 else ""
        else:
            value = value[: LONGEST[each.name]]
        found[each.name] = value
    return Filters(**found)


def read_query(query: str) -> Filters:
    """The filters of the query part of an address, as a saved view keeps it."""
    return read(dict(parse_qsl(query[:2000])))
