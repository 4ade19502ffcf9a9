"""What a worker does for imports: check every row, bring releases in, take them back. Called by schedule and wake-ups.

The database says what is due. An import is claimed by lease, known by its end (`claimed_until`), as in
`productops.editions.files`; every batch writes its releases and how far it came in one transaction that holds only
while the lease does. So a worker that is killed loses at most the batch it was in, and no row comes in twice.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Func, JSONField, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import override

from comms.stopping import stopping
from productops.audit.record import record
from productops.people.models import Person
from releases.actions.bringing_in import bring_in, take_back
from releases.enums import ImportState
from releases.importing.fields import Field
from releases.importing.plan import Objection, Outcome, Planner, key_of
from releases.importing.queries import columns_of, portal_facts, without_rows
from releases.models import Release, ReleaseImport

log = logging.getLogger("releases.imports")
Clock = Callable[[], datetime]
LEASE = timedelta(seconds=60)  # a batch takes a few
BATCH = 500
TRIES = 4  # what killed so many workers in one place is stopped, and says so
KEPT_OBJECTIONS = 100_000
FORGOTTEN = timedelta(days=30)  # an import that nobody started
WORKING = (ImportState.CHECKING, ImportState.STARTED, ImportState.UNDOING)
WAITING = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED)
NOTHING = {"new": 0, "drafts": 0, "exist": 0, "faulty": 0, "told": 0}


class Lost(Exception):
    """The lease ran out and somebody else has the import, or its columns were named anew."""


@dataclass
class Tally:
    """What a run did: batches, and whether something is left."""

    batches: int = 0
    more: bool = False


def work_due(*, seconds: float = 20, clock: Clock = timezone.now) -> Tally:
    """Work on one import after the other until none is due or the time is over. Can run twice, and twice at once."""
    forget_old(now=clock())
    tally, end = Tally(), clock() + timedelta(seconds=seconds)
    while row := claim(now=clock()):
        try:
            _STEPS[ImportState(row.state)](row, clock, end, tally)
        except (Lost, DatabaseError) as problem:
            log.warning("import %s is left to others: %s", row.pk, problem or "lease lost")
        except Exception:  # tried again when the lease is over, and stopped after `TRIES`
            log.exception("import %s stumbled in row %s", row.pk, row.done)
        if tally.more or stopping() or clock() >= end:
            tally.more = True
            break
    return tally


@transaction.atomic
def claim(*, now: datetime) -> ReleaseImport | None:
    """Take the oldest import that has work to do and that nobody holds, for `LEASE`."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = without_rows().filter(free, state__in=WORKING).select_for_update(of=("self",), skip_locked=True)
    row = due.order_by("pk").first()
    if row is None:
        return None
    row.mapping["tries"] = row.mapping.get("tries", 0) + 1
    if row.mapping["tries"] > TRIES:
        row.mapping["stopped_in"] = row.state
        row.state, row.claimed_until = ImportState.FAILED, None
        record("release_import.failed", by=None, obj=row, now=now, row=row.done)
    else:
        row.claimed_until = now + LEASE
    row.save(update_fields=["mapping", "state", "claimed_until"])
    return row if row.state != ImportState.FAILED else claim(now=now)


def _held(row: ReleaseImport) -> None:
    """Lock the import for a batch. Raises `Lost`."""
    ours = ReleaseImport.objects.filter(pk=row.pk, state=row.state, claimed_until=row.claimed_until)
    if not ours.select_for_update().values_list("pk", flat=True).first():
        raise Lost


def _write(row: ReleaseImport, *, add: Collection[Objection] = (), **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if add:
        stored = Value([each.stored() for each in add], output_field=JSONField())
        values["errors"] = Func(F("errors"), stored, template="(%(expressions)s)", arg_joiner=" || ")
    ReleaseImport.objects.filter(pk=row.pk).update(**values)


def _content(row: ReleaseImport) -> list[list[Any]]:
    rows: list[list[Any]] = ReleaseImport.objects.values_list("content", flat=True).get(pk=row.pk)
    return rows


def _planner(row: ReleaseImport, now: datetime) -> Planner:
    return Planner(columns_of(row), row.mapping["headers"], portal_facts(now=now))


def _counted(counts: dict[str, int], outcomes: Iterable[Outcome]) -> dict[str, int]:
    counts = {**NOTHING, **counts}
    for outcome in outcomes:
        codes = {objection.code for objection in outcome.objections}
        counts["faulty"] += outcome.faulty
        counts["exist"] += "exists" in codes and not outcome.faulty
        counts["told"] += sum(not objection.is_fault for objection in outcome.objections)
        if outcome.record and not outcome.faulty:
            counts["new"] += 1
            counts["drafts"] += outcome.record.is_draft
    return counts


def check(row: ReleaseImport, *, now: datetime) -> None:
    """Look at every row as it would come in; keep the counts and what is wrong. The import is locked or leased."""
    with override(row.uploaded_by.language):
        outcomes = list(_planner(row, now).outcomes(_content(row)))
    objections = [objection.stored() for outcome in outcomes for objection in outcome.objections]
    _write(
        row,
        mapping=row.mapping | {"counts": _counted({}, outcomes), "tries": 0},
        errors=objections[:KEPT_OBJECTIONS],
        state=ImportState.CHECKED,
        claimed_until=None,
    )


@transaction.atomic
def _check(row: ReleaseImport, clock: Clock, end: datetime, tally: Tally) -> None:
    _held(row)
    check(row, now=clock())
    tally.batches += 1


def _bring(row: ReleaseImport, clock: Clock, end: datetime, tally: Tally) -> None:
    content, planner = _content(row), _planner(row, clock())
    place = planner.columns.places.get(Field.KEY)
    reserved = frozenset(key_of(line[place + 1]) for line in content) if place is not None else frozenset()
    by = Person.objects.get(pk=row.mapping["started_by"])
    with override(by.language):
        planner.pass_over(content[: row.done])
        while row.done < len(content):
            if stopping() or clock() >= end:
                _let_go(row, tally)
                return
            _bring_batch(row, planner, content[row.done : row.done + BATCH], reserved, by, clock())
            tally.batches += 1
    with transaction.atomic():
        _held(row)
        now = clock()
        mapping = {name: value for name, value in row.mapping.items() if name != "samples"} | {"tries": 0}
        _write(row, content=[], mapping=mapping, state=ImportState.FINISHED, finished_at=now, claimed_until=None)
        record("release_import.finished", by=by, obj=row, now=now, **row.count)


@transaction.atomic
def _bring_batch(
    row: ReleaseImport,
    planner: Planner,
    lines: list[list[Any]],
    reserved: frozenset[str],
    by: Person,
    now: datetime,
) -> None:
    _held(row)
    outcomes = _still_new(list(planner.outcomes(lines)))
    bring_in(
        records=[outcome.record for outcome in outcomes if outcome.record],
        source=row, reserved=reserved, by=by, now=now,
    )  # fmt: skip
    # What the sheet says of PMs was for comparing; names do not stay.
    said = [each for outcome in outcomes for each in outcome.objections if not each.code.startswith("pm")]
    mapping = row.mapping | {"counts": _counted(row.count, outcomes), "tries": 0}
    _write(row, add=said, mapping=mapping, done=row.done + len(lines), claimed_until=now + LEASE)


def _still_new(outcomes: list[Outcome]) -> list[Outcome]:
    """Keys that somebody took since the run began are left alone, as those before."""
    keys = [outcome.record.key for outcome in outcomes if outcome.record and outcome.record.key]
    taken = set(Release.objects.filter(key__in=keys).values_list("key", flat=True))
    if not taken:
        return outcomes
    return [
        Outcome(each.row, None, (*each.objections, Objection(each.row, "", "exists", {"said": each.record.key})))
        if each.record and each.record.key in taken
        else each
        for each in outcomes
    ]


def _undo(row: ReleaseImport, clock: Clock, end: datetime, tally: Tally) -> None:
    by = row.undone_by
    assert by is not None
    while not stopping() and clock() < end:
        now = clock()
        with transaction.atomic():
            _held(row)
            made = Release.objects.filter(imported_with=row.pk, pk__gt=row.mapping["cursor"]).order_by("pk")
            releases = list(made.select_for_update(of=("self",))[:BATCH])
            if not releases:
                counts = row.count
                _write(row, mapping=row.mapping | {"tries": 0}, state=ImportState.UNDONE, claimed_until=None)
                record("release_import.undone", by=by, obj=row, now=now, removed=counts["removed"], kept=counts["kept"])
                return
            gone = take_back(releases=releases, source=row, by=by, now=now)
            counts = row.count | {
                "removed": row.count["removed"] + gone,
                "kept": row.count["kept"] + len(releases) - gone,
            }
            mapping = row.mapping | {"counts": counts, "cursor": releases[-1].pk, "tries": 0}
            _write(row, mapping=mapping, done=row.done + len(releases), claimed_until=now + LEASE)
        tally.batches += 1
    _let_go(row, tally)


def _let_go(row: ReleaseImport, tally: Tally) -> None:
    """The time is over: whoever looks next goes on at once."""
    ReleaseImport.objects.filter(pk=row.pk, claimed_until=row.claimed_until).update(claimed_until=None)
    tally.more = True


_STEPS: dict[ImportState, Callable[[ReleaseImport, Clock, datetime, Tally], None]] = {
    ImportState.CHECKING: _check,
    ImportState.STARTED: _bring,
    ImportState.UNDOING: _undo,
}


def forget_old(*, now: datetime) -> int:
    """The rows of what nobody started within a month go. Answers how many imports that were."""
    return _give_up(ReleaseImport.objects.filter(state__in=WAITING, uploaded_at__lt=now - FORGOTTEN))


def forget_person(name: str) -> int:
    """Somebody's name is forgotten: imports that say it and wait lose their rows, the others what they said of it."""
    says = ReleaseImport.objects.annotate(
        said=Func(
            Cast("content", TextField()), Cast("mapping", TextField()), Cast("errors", TextField()),
            function="concat", output_field=TextField(),
        )
    ).filter(said__contains=name)  # fmt: skip
    ids = list(says.values_list("pk", flat=True))
    found = ReleaseImport.objects.filter(pk__in=ids)
    found.exclude(state__in=WAITING).update(errors=[])
    return _give_up(found.filter(state__in=WAITING))


def _give_up(rows: Any) -> int:
    given_up: int = rows.update(content=[], errors=[], mapping={}, state=ImportState.GIVEN_UP, claimed_until=None)
    return given_up
