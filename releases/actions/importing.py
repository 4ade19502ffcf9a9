"""The doors of an import: a sheet taken in, its columns named, begun, undone. The work is done by `import_work`."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops import wake
from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.text import clean_line
from releases.enums import ImportState
from releases.importing import queries as import_queries
from releases.importing import work as import_work
from releases.importing.cells import Order, order_said
from releases.importing.fields import LABELS, NEEDED, Field
from releases.importing.spreadsheets import Sheet, Unreadable, read_sheet
from releases.models import ReleaseImport

TASK = "releases.imports"
SHOWN = 20  # rows kept beside the heavy ones, for pages
SHOWN_CELL = 1_201  # characters of them: one more than the longest field takes
AT_ONCE = 1_000  # rows that are checked while somebody waits


@transaction.atomic
def take_in(*, file_name: str, content: bytes, by: Person, now: datetime) -> ReleaseImport:
    """Keep the rows of an uploaded file, with a first suggestion of which column is what.

    By who may bring in releases. Raises `Invalid` at "file" for what is no readable sheet. Records
    `release_import.uploaded`. Nothing comes of it before somebody starts it.
    """
    require(by, Permission.IMPORT_RELEASES, on=now)
    try:
        sheet = read_sheet(content)
    except Unreadable as problem:
        raise Invalid({"file": str(problem)}) from problem
    places = import_queries.suggested_columns(sheet.headers)
    row = ReleaseImport.objects.create(
        file_name=clean_line(file_name)[:200] or "releases.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        content=sheet.rows,
        mapping=_small_facts(sheet) | {"columns": {str(each): place for each, place in places.items()}},
        rows=len(sheet.rows),
        uploaded_at=now,
        uploaded_by=by,
    )
    record("release_import.uploaded", by=by, obj=row, now=now, rows=row.rows)
    return row


def _small_facts(sheet: Sheet) -> dict[str, object]:
    columns = zip(*(row[1 : len(sheet.headers) + 1] for row in sheet.rows), strict=True)
    orders = {str(place): str(order) for place, cells in enumerate(columns) if (order := order_said(cells))}
    samples = [[row[0], *(cell[:SHOWN_CELL] for cell in row[1:])] for row in sheet.rows[:SHOWN]]
    return {"headers": list(sheet.headers), "samples": samples, "orders": orders, "remarks": vars(sheet.remarks)}


def _locked(row: ReleaseImport, by: Person, now: datetime) -> ReleaseImport:
    require(by, Permission.IMPORT_RELEASES, on=now)
    return import_queries.without_rows().select_for_update(of=("self",)).get(pk=row.pk)


@transaction.atomic
def name_columns(
    *, imported: ReleaseImport, places: Mapping[Field, int], order: Order | None, by: Person, now: datetime
) -> ReleaseImport:
    """Say which column holds what; then every row is checked, a short file at once, a long one by a worker.

    Raises `Invalid` without a column for the name or the area, and without an order of day and month where dates can
    be read both ways; `Stale` once it was started. Records `release_import.mapped`.
    """
    row = _locked(imported, by, now)
    if row.state not in (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED):
        raise Stale(_("This import was started already; its columns stay as they are."), reload=row.get_absolute_url())
    missing = [str(LABELS[each]) for each in NEEDED if each not in places]
    if missing:
        words = _("Say which column holds this: %(fields)s.")
        raise Invalid({"": words % {"fields": ", ".join(missing)}})
    if import_queries.order_for(row, places, order) == Order.OPEN:
        raise Invalid({"order": _("These dates can be read in two ways. Say what comes first.")})
    row.mapping |= {
        "columns": {str(each): place for each, place in places.items()},
        "order": str(order or ""),
        "counts": {},
        "asked_at": now.isoformat(),
        "tries": 0,
    }
    row.state, row.claimed_until, row.done = ImportState.CHECKING, None, 0
    row.save(update_fields=["mapping", "state", "claimed_until", "done"])
    record("release_import.mapped", by=by, obj=row, now=now)
    if row.rows <= AT_ONCE:
        import_work.check(row, now=now)
    else:
        transaction.on_commit(lambda: wake.wake(TASK), robust=True)
    return row


def stamp_of(row: ReleaseImport) -> str:
    """What the preview showed, in short: a start is for what somebody has seen."""
    seen = {name: row.mapping.get(name) for name in ("columns", "order", "counts")}
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def start(*, imported: ReleaseImport, seen: str, leave_out: bool, by: Person, now: datetime) -> ReleaseImport:
    """Begin to bring the releases in, as the preview `seen` showed them; a worker does it.

    `leave_out`: rows with errors are left out; otherwise one such row keeps all of them out (`Invalid`). Two who start
    at once start it once; the other gets `Stale`. Records `release_import.started`.
    """
    row = _locked(imported, by, now)
    if row.state != ImportState.CHECKED:
        raise Stale(
            _("This import was started already, or its columns are being changed."), reload=row.get_absolute_url()
        )
    if seen != stamp_of(row):
        raise Stale(_("Somebody changed the columns after you opened the page. Look at it again."),
                    reload=row.get_absolute_url())  # fmt: skip
    if not row.count["new"]:
        raise Invalid({"": _("No row makes a new release.")})
    if row.count["faulty"] and not leave_out:
        words = ngettext(
            "%(count)s row has an error. Leave it out, or correct the file and upload it again.",
            "%(count)s rows have errors. Leave them out, or correct the file and upload it again.",
            row.count["faulty"],
        )
        raise Invalid({"leave_out": words % {"count": row.count["faulty"]}})
    row.mapping |= {"started_by": by.pk, "asked_at": now.isoformat(), "tries": 0, "counts": import_work.NOTHING}
    row.state, row.done, row.claimed_until = ImportState.STARTED, 0, None
    row.errors = []
    row.save(update_fields=["mapping", "state", "done", "claimed_until", "errors"])
    record("release_import.started", by=by, obj=row, now=now, rows=row.rows)
    transaction.on_commit(lambda: wake.wake(TASK), robust=True)
    return row


@transaction.atomic
def undo(*, imported: ReleaseImport, by: Person, now: datetime) -> ReleaseImport:
    """Take back what this import made; what somebody changed since stays and is listed. A worker does it.

    Harmless when it is undone already. Raises `Stale` before it is finished. Records `release_import.undo_asked`.
    """
    row = _locked(imported, by, now)
    if row.state in (ImportState.UNDOING, ImportState.UNDONE):
        return row
    if row.state != ImportState.FINISHED:
        raise Stale(_("It is not brought in yet."), reload=row.get_absolute_url())
    row.mapping |= {
        "asked_at": now.isoformat(),
        "tries": 0,
        "cursor": 0,
        "counts": row.count | {"removed": 0, "kept": 0},
    }
    row.state, row.done, row.claimed_until, row.undone_at, row.undone_by = ImportState.UNDOING, 0, None, now, by
    row.save(update_fields=["mapping", "state", "done", "claimed_until", "undone_at", "undone_by"])
    record("release_import.undo_asked", by=by, obj=row, now=now)
    transaction.on_commit(lambda: wake.wake(TASK), robust=True)
    return row


@transaction.atomic
def go_on(*, imported: ReleaseImport, by: Person, now: datetime) -> ReleaseImport:
    """Take up again an import that a fault stopped. Harmless for any other. Records `release_import.resumed`."""
    row = _locked(imported, by, now)
    if row.state != ImportState.FAILED:
        return row
    row.state = ImportState(row.mapping.pop("stopped_in"))
    row.mapping |= {"tries": 0, "asked_at": now.isoformat()}
    row.claimed_until = None
    row.save(update_fields=["mapping", "state", "claimed_until"])
    record("release_import.resumed", by=by, obj=row, now=now)
    transaction.on_commit(lambda: wake.wake(TASK), robust=True)
    return row
