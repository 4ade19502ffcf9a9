"""Releases that wait for one that changed: their health is worked out again too, and theirs who wait for them."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction

from releases import notices
from releases.actions.health import BATCH, reassess
from releases.models import Dependency, Release
from releases.search import push_health

LEVELS = 12  # a chain of more releases waits for the daily round


def reassess_dependents(releases: Collection[Release], *, now: datetime) -> None:
    """Work out the health of who waits for `releases`, and on from those whose health changed, level by level.

    As many statements per level however many wait. PM and Product Ops hear of those that got worse, the finder
    follows. Nobody is waited for: what is being changed right now by somebody else follows after this transaction.
    """
    done = {release.pk for release in releases}
    level: Collection[int] = set(done)
    for _level in range(LEVELS):
        waiting = set(
            Dependency.objects.filter(on_release__in=level, release__in=Release.objects.ahead())
            .exclude(release__in=done)
            .values_list("release_id", flat=True)[:BATCH]
        )
        if not waiting:
            return
        level = _reassessed(waiting, now, skip_locked=True)
        done |= waiting


def _reassessed(ids: Collection[int], now: datetime, *, skip_locked: bool) -> set[int]:
    """Those whose health changed."""
    wanted = Release.objects.filter(pk__in=ids).order_by("pk")
    rows = list(wanted.select_for_update(of=("self",), skip_locked=skip_locked))
    if skipped := sorted({*ids} - {row.pk for row in rows}):
        transaction.on_commit(partial(_reassess_skipped, skipped, now), robust=True)
    before = {row.pk: row.health for row in rows}
    notices.all_worsened(reassess(rows, now=now), now=now)
    changed = [row for row in rows if row.health != before[row.pk]]
    push_health(changed, now=now)
    return {row.pk for row in changed}


@transaction.atomic
def _reassess_skipped(ids: Collection[int], now: datetime) -> None:
    _reassessed(ids, now, skip_locked=False)
