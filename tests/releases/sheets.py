"""Spreadsheets of releases for tests, on any step of their way in."""

from collections.abc import Iterable
from datetime import datetime

from productops.people.models import Person
from productops.spreadsheets import as_csv
from releases.actions.importing import name_columns, stamp_of, start, take_in
from releases.enums import ImportState
from releases.importing.queries import columns_of
from releases.importing.work import work_due
from releases.models import ReleaseImport

HEADINGS = ("Key", "Name", "Area", "Tier", "Launch date", "Status", "PM")
Row = tuple[str, ...]


def rows_of(number: int, *, first: int = 1, tier: str = "1", launch: str = "2027-02-01") -> list[Row]:
    """So many planned releases of Payments, with keys IMP-1, IMP-2, ..."""
    return [
        (f"IMP-{place}", f"Release {place}", "Payments", tier, launch, "planned", "")
        for place in range(first, first + number)
    ]


def sheet(rows: Iterable[Row]) -> bytes:
    return as_csv([HEADINGS, *rows]).encode()


def uploaded(rows: Iterable[Row], by: Person, now: datetime) -> ReleaseImport:
    return take_in(file_name="releases.csv", content=sheet(rows), by=by, now=now)


def checked(rows: Iterable[Row], by: Person, now: datetime) -> ReleaseImport:
    row = uploaded(rows, by, now)
    row = name_columns(imported=row, places=columns_of(row).places, order=None, by=by, now=now)
    if row.state == ImportState.CHECKING:  # a long one
        work_due(clock=lambda: now)
        row.refresh_from_db()
    return row


def started(rows: Iterable[Row], by: Person, now: datetime) -> ReleaseImport:
    row = checked(rows, by, now)
    return start(imported=row, seen=stamp_of(row), leave_out=True, by=by, now=now)
