"""What the pages of an import show: columns with samples, the first records, objections, the reader's remarks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.text import shortened
from releases.enums import Stage, Tier
from releases.importing import queries as import_queries
from releases.importing.forms import MappingForm
from releases.importing.plan import Columns, Objection, Outcome, Planner
from releases.importing.spreadsheets import letter_of
from releases.models import ReleaseImport
from releases.windows import window_words

SAMPLES, SAMPLE = 3, 60
A_PAGE = 50
SEPARATORS = {",": ",", ";": ";", "\t": "Tab"}


@dataclass(frozen=True)
class Column:
    header: str
    letter: str
    samples: tuple[str, ...]
    field: BoundField


def sample_columns(row: ReleaseImport, form: MappingForm) -> list[Column]:
    """Every column with its first values that are not empty."""
    rows: list[list[Any]] = row.mapping["samples"]
    columns = []
    for place, header in enumerate(row.mapping["headers"]):
        values = dict.fromkeys(each[place + 1] for each in rows if len(each) > place + 1 and each[place + 1])
        samples = tuple(shortened(value, SAMPLE) for value in list(values)[:SAMPLES])
        columns.append(Column(header, letter_of(place), samples, form[f"column-{place}"]))
    return columns


def preview_rows(row: ReleaseImport, columns: Columns, *, now: datetime) -> list[dict[str, Any]]:
    """The first rows as they will be."""
    portal = import_queries.portal_facts(now=now)
    planner = Planner(columns, row.mapping["headers"], portal)
    return [_shown(outcome, portal.today) for outcome in planner.outcomes(row.mapping.get("samples", []))]


def _shown(outcome: Outcome, today: date) -> dict[str, Any]:
    record = outcome.record
    window = record.window if record else None
    return {
        "row": outcome.row,
        "record": record,
        "tier": Tier(record.tier).label if record and record.tier else "",
        "stage": Stage(record.stage).label if record else "",
        "window": window_words(*window, today) if window else "",
        "faults": [each for each in outcome.objections if each.is_fault],
        "told": [each for each in outcome.objections if not each.is_fault],
    }


class _Stored(Sequence[Objection]):
    """The stored objections as a sequence of which only a page is read."""

    def __init__(self, pk: int) -> None:
        self.pk = pk

    @cached_property
    def _number(self) -> int:
        return import_queries.number_of_objections(self.pk)

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, place: Any) -> Any:
        return import_queries.objections_of(self.pk, place.start or 0, place.stop)

    def __iter__(self) -> Iterator[Objection]:
        return iter(self[0 : len(self)])


def objection_rows(row: ReleaseImport, number: int) -> dict[str, Page[Objection]]:
    """A page of what is wrong or to be told, in the order of the sheet."""
    return {"page_obj": Paginator(_Stored(row.pk), A_PAGE).get_page(number)}


def remarks_in_words(row: ReleaseImport) -> list[str]:
    """What the reader guessed or changed, in sentences."""
    said: dict[str, Any] = row.mapping.get("remarks", {})
    words = []
    if said.get("guessed"):
        page = _("Central European") if said["encoding"] == "cp1250" else _("Western European")
        words.append(
            _("The file does not say how its letters are stored; they were read as %(page)s. Look at accented letters.")
            % {"page": f"{page} (Windows, {said['encoding']})"}
        )
    if said.get("unnamed"):
        words.append(_("Columns without a heading are called by their letter: %(names)s.")
                     % {"names": ", ".join(said["unnamed"])})  # fmt: skip
    if said.get("renamed"):
        words.append(_("Headings that stand twice got a number: %(names)s.") % {"names": ", ".join(said["renamed"])})
    if said.get("removed"):
        count = said["removed"]
        sentence = ngettext("%(count)s character that no text has was removed.",
                            "%(count)s characters that no text has were removed.", count)  # fmt: skip
        words.append(sentence % {"count": count})
    if said.get("formula_count"):
        count = said["formula_count"]
        sentence = ngettext(
            "%(count)s cell began like a formula and is text now, without its first sign: %(places)s.",
            "%(count)s cells began like a formula and are text now, without their first sign: %(places)s.",
            count,
        )
        places = ", ".join(f"{letter_of(column)}{number}" for number, column in said["formulas"][:20])
        words.append(sentence % {"count": count, "places": places + ("…" if count > 20 else "")})
    return words
