"""`make_due`: files that were asked for are made now. The schedule, the wake-ups and `manage.py make_files` call it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from productops.editions import files, pdf
from productops.editions.documents import document_of
from productops.editions.enums import Fault
from productops.editions.models import Edition, EditionFile

log = logging.getLogger("productops.editions")
Clock = Callable[[], datetime]
OFTEN = timedelta(seconds=0.3)  # how often progress is written: a page takes less


def make_due(*, seconds: float = 20, clock: Clock = timezone.now) -> int:
    """Make one file after the other until none is due or the time is over; says how many were made.

    Can run twice, and twice at once.
    """
    made, end = 0, clock() + timedelta(seconds=seconds)
    while clock() < end and (row := files.claim(now=clock())):
        made += _make(row, clock)
    return made


def _make(row: EditionFile, clock: Clock) -> bool:
    try:
        document = document_of(Edition.objects.get(pk=row.edition_id), row.language)
        progress = _Progress(row, document.pages, clock)
        content = pdf.printed(document, on_page=progress)
        files.finish(row, content, pages=progress.page, facts=document.facts, now=clock())
        return True
    except (files.Lost, DatabaseError) as problem:
        log.warning("file %s of edition %s is left to others: %s", row.pk, row.edition_id, problem or "lease lost")
    except pdf.CannotHere as problem:
        log.error("PDFs cannot be made here: %s", problem)
        _give_up(row, Fault.CANNOT_HERE)
    except pdf.TooLong:
        _give_up(row, Fault.TOO_LONG)
    except Exception:
        log.exception("file %s of edition %s could not be made", row.pk, row.edition_id)
        _give_up(row, Fault.BROKEN)
    return False


def _give_up(row: EditionFile, fault: Fault) -> None:
    try:
        files.fail(row, fault)
    except files.Lost:
        log.warning("file %s was given up after somebody else took it", row.pk)


class _Progress:
    """Writes how many pages are laid out, not more often than people look."""

    def __init__(self, row: EditionFile, pages: int, clock: Clock) -> None:
        self.row, self.pages, self.clock = row, pages, clock
        self.next, self.page = clock(), 0

    def __call__(self, page: int) -> None:
        now, self.page = self.clock(), page
        if now >= self.next:
            self.next = now + OFTEN
            # `page` is only begun. How many there will be is estimated; never fewer than there are.
            files.advance(self.row, done=page - 1, total=max(self.pages, page), now=now)
