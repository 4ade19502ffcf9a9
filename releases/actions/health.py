"""Health is worked out again after every change and every day, for many releases at once."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from productops.audit.record import record_each
from productops.people.models import Organisation
from productops.worktime import BusinessCalendar
from releases import notices
from releases.chains import in_order
from releases.enums import Health
from releases.models import Dependency, Release
from releases.queries import health_facts_of
from releases.readiness import Facts, Readiness, assess, worse
from releases.search import push_health

BATCH = 500


@transaction.atomic
def reassess(releases: Collection[Release], *, now: datetime) -> list[Release]:
    """Work out the health of `releases` and store it with its reasons in every language where it changed.

    Answers those that got worse, so that the caller can tell PM and Product Ops. Records `release.health_changed`
    where the health itself changed. The same facts write nothing.
    """
    _moved, worsened = _reassess(releases, now=now)
    return worsened


def _reassess(releases: Collection[Release], *, now: datetime) -> tuple[list[Release], list[Release]]:
    """(those whose health itself changed, those that got worse)"""
    organisation = Organisation.current()
    today, calendar = organisation.day(now), organisation.calendar
    assessed = _assessed(health_facts_of(releases), today, calendar)
    changed, moved, worsened, events = [], [], [], []
    for release in releases:
        health, reasons = assessed[release.pk]
        before = Health(release.health)
        if health == before and reasons == release.health_reasons:
            continue
        release.health, release.health_reasons, release.health_at = health, reasons, now
        changed.append(release)
        if health != before:
            moved.append(release)
            events.append((release, release.area_id, {"was": str(before), "health": str(health)}))
        if worse(before, health):
            worsened.append(release)
    _store(changed, now)
    if events:
        record_each("release.health_changed", events, by=None, now=now)
    return moved, worsened


_STORE = """
UPDATE releases_release AS stored SET health = said.health, health_reasons = said.reasons, health_at = %(at)s
  FROM unnest(%(ids)s::bigint[], %(healths)s::text[], %(reasons)s::jsonb[]) AS said(id, health, reasons)
 WHERE stored.id = said.id
"""


def _store(changed: Collection[Release], now: datetime) -> None:
    """One statement of one length: the ORM's CASE for every row took half of the time of a morning."""
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "at": now,
                "ids": [release.pk for release in changed],
                "healths": [str(release.health) for release in changed],
                "reasons": [json.dumps(release.health_reasons) for release in changed],
            },
        )


def _assessed(
    facts: Mapping[int, Facts], today: date, calendar: BusinessCalendar
) -> dict[int, tuple[Health, list[dict[str, Any]]]]:
    """Health by release, and the reasons as they are stored: their words once per language.

    Language by language: to switch costs more than to assess. Most releases have no reasons, and need no more words.
    """
    said: dict[int, dict[str, Readiness]] = defaultdict(dict)
    left: Collection[int] = facts.keys()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for pk in left:
                said[pk][language] = assess(facts[pk], today=today, calendar=calendar)
        left = [pk for pk in left if said[pk][language].reasons]
    return {pk: (next(iter(found.values())).health, _stored(found)) for pk, found in said.items()}


def _stored(said: Mapping[str, Readiness]) -> list[dict[str, Any]]:
    """What `releases.models.Release.reasons_in` reads."""
    return [
        {
            "health": str(reasons[0].health),
            "words": {language: reason.words for language, reason in zip(said, reasons, strict=True)},
            "outside": {language: reason.outside for language, reason in zip(said, reasons, strict=True)},
            "remedy": str(reasons[0].remedy),
            "function": reasons[0].function,
            "about": reasons[0].about,
        }
        for reasons in zip(*(found.reasons for found in said.values()), strict=True)
    ]


def reassess_all(*, now: datetime) -> list[Release]:
    """Every release that is ahead, once a day by the schedule. Answers those that got worse.

    What others depend on comes first, so that a chain settles in one go. In batches, each in its own transaction
    with what it tells: PM and Product Ops hear once, also when it is run twice at once or breaks off in between.
    """
    ahead = list(Release.objects.ahead().order_by("pk").values_list("pk", flat=True))
    waits = Dependency.objects.filter(release__in=Release.objects.ahead(), on_release__isnull=False)
    worsened: list[Release] = []
    for level in in_order(ahead, waits.values_list("release_id", "on_release_id")):
        for start in range(0, len(level), BATCH):
            worsened += _reassess_batch(level[start : start + BATCH], now=now)
    return worsened


@transaction.atomic
def _reassess_batch(ids: Collection[int], *, now: datetime) -> list[Release]:
    rows = Release.objects.ahead().filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    moved, worsened = _reassess(list(rows), now=now)
    push_health(moved, now=now)
    notices.all_worsened(worsened, now=now)
    return worsened
