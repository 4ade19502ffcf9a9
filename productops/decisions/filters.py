"""What the list of decisions is narrowed to, as it stands in the address. Pure: the address in, filters out, and back.

List and exports share these words, so that a file holds exactly what was looked at. What the address says and nobody
understands is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from productops.text import clean_line

SHOWN = ("mine", "review", "all")  # beside what is in force
LONGEST = {"q": 120, "area": 80, "owner": 120, "code": 40}


@dataclass(frozen=True)
class Filters:
    """Empty means: not narrowed by it.

    `show`: what is in force; of those mine, or those to be looked at again; or superseded ones too. `since`, `until`:
    decided on these days or between them, '2026-11-25'.
    """

    q: str = ""
    area: str = ""
    owner: str = ""
    code: str = ""
    since: str = ""
    until: str = ""
    show: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether fewer decisions may be shown than the tab has."""
        return self != Filters(show=self.show)

    @property
    def more(self) -> bool:
        """Whether something is chosen that stands behind "More filters"."""
        return bool(self.owner or self.code or self.since or self.until)

    @property
    def period(self) -> tuple[date | None, date | None]:
        return _day(self.since), _day(self.until)

    def but(self, **changes: str) -> "Filters":
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The same filters for an address, always spelled the same way; empty for none."""
        said = [(each.name, getattr(self, each.name)) for each in fields(self)]
        return urlencode([(name, value) for name, value in said if value])


def read(asked: Mapping[str, str]) -> Filters:
    """The filters of an address. Whatever is not known says nothing."""
    found = {}
    for each in fields(Filters):
        value = clean_line(asked.get(each.name, ""))
        if each.name in ("since", "until"):
            value = value if _day(value) else ""
        elif each.name == "show":
            value = value if value in SHOWN else ""
        else:
            value = value[: LONGEST[each.name]]
        found[each.name] = value
    return Filters(**found)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
