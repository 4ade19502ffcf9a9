"""Files of editions: asked for by readers, claimed by lease, made once, whoever asks and however many work.

The lease is known by its end, as in `comms.leases`: who claims an expired one writes a later end, and what the former
holder still wants to write no longer fits. A worker that is killed loses nothing but time.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from productops import wake
from productops.audit.record import record
from productops.editions.enums import Fault, FileState
from productops.editions.models import Edition, EditionFile
from productops.people.models import Person

TASK = "editions.make_files"
LEASE = timedelta(seconds=30)
TRIES = 3  # what killed three workers is given up


class Lost(Exception):
    """The lease ran out and somebody else has the file, or nobody wants it any more."""


def file_of(edition_id: int, language: str) -> EditionFile | None:
    """The file as it stands, without its content."""
    return EditionFile.objects.filter(edition=edition_id, language=language, format="pdf").defer("content").first()


@transaction.atomic
def ask(*, edition: Edition, language: str, facts: str, by: Person, now: datetime) -> EditionFile:
    """Have the edition made into a file. Who may read it may ask; asking again changes nothing.

    A file that failed, or shows other `facts` than these, is made anew. Records `edition_file.asked` when there is
    something to do, and wakes a worker after the commit.
    """
    asked = {"facts": facts, "requested_at": now, "requested_by": by}
    row, is_new = EditionFile.objects.get_or_create(edition=edition, language=language, format="pdf", defaults=asked)
    row = EditionFile.objects.select_for_update(of=("self",)).defer("content").get(pk=row.pk)
    if not is_new:
        if row.state in (FileState.QUEUED, FileState.WORKING) or (row.state == FileState.DONE and row.facts == facts):
            return row
        row.state, row.facts, row.requested_at, row.requested_by = FileState.QUEUED, facts, now, by
        row.done = row.total = row.attempts = row.size = 0
        row.error, row.sha256, row.content, row.made_at, row.claimed_until = "", "", None, None, None
        row.save()
    record("edition_file.asked", by=by, obj=row, now=now, edition=edition.pk, language=language)
    transaction.on_commit(lambda: wake.wake(TASK), robust=True)
    return row


@transaction.atomic
def claim(*, now: datetime) -> EditionFile | None:
    """Take the file that waits longest and nobody holds, for `LEASE`. None when there is none.

    One that was begun `TRIES` times and never ended is given up on the way.
    """
    due = EditionFile.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now), state__in=[FileState.QUEUED, FileState.WORKING]
    )
    due.filter(attempts__gte=TRIES).update(state=FileState.FAILED, error=Fault.BROKEN, claimed_until=None)
    row = due.select_for_update(skip_locked=True).defer("content").order_by("requested_at", "id").first()
    if row:
        row.state, row.attempts, row.done, row.claimed_until = FileState.WORKING, row.attempts + 1, 0, now + LEASE
        row.save(update_fields=["state", "attempts", "done", "claimed_until"])
    return row


def advance(row: EditionFile, *, done: int, total: int, now: datetime) -> None:
    """Say how far it is, and hold on to it. Raises `Lost`."""
    _write(row, done=done, total=total, claimed_until=now + LEASE)
    row.done, row.total, row.claimed_until = done, total, now + LEASE


def finish(row: EditionFile, content: bytes, *, pages: int, facts: str, now: datetime) -> None:
    """The file is made. Raises `Lost` when somebody else may have made it meanwhile."""
    _write(
        row,
        state=FileState.DONE,
        facts=facts,
        done=pages,
        total=pages,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
        claimed_until=None,
    )


def fail(row: EditionFile, fault: Fault) -> None:
    """It cannot be made; who wants it still may ask again."""
    _write(row, state=FileState.FAILED, error=fault, claimed_until=None)


def _write(row: EditionFile, **values: object) -> None:
    ours = EditionFile.objects.filter(pk=row.pk, state=FileState.WORKING, claimed_until=row.claimed_until)
    if not ours.update(**values):
        raise Lost
