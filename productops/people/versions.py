"""Optimistic locking: a form posts the version it saw, a door refuses when there is a newer one."""

from django.db import models
from django.utils.translation import gettext as _

from productops.doors import Stale
from productops.people.history import row_history


def hold(row: models.Model, version: int | None) -> None:
    """Raise Stale when `row` (just read under lock) is newer than what the person saw; else count it up.

    Stale carries `changes`, what the others did since, and `version`, what to post to save all the same.
    """
    current: int = row.version  # type: ignore[attr-defined]
    if version is not None and version != current:
        raise Stale(
            _("Somebody else changed this after you opened it. Nothing of yours was saved over theirs."),
            changes=row_history(row, after_version=version),
            version=current,
        )
    row.version = current + 1  # type: ignore[attr-defined]
