"""Health is worked out again after every change and every day, for many releases at once."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from productops.audit.record import record
from productops.people.models import Organisation
from productops.worktime import BusinessCalendar
from releases import notices
from releases.chains import in_order
from releases.enums import Health
from releases.models import Dependency, Release
from releases.queries import health_facts_of
from releases.readiness import Facts, assess, worse
from releases.search import push_releases

BATCH = 500


@transaction.atomic
def reassess(releases: Collection[Release], *, now: datetime) -> list[Release]:
    """Work out the health of `releases` and store it with its reasons in every language where it changed.

    Answers those that got worse, so that the caller can tell PM and Product Ops. Records `release.health_changed`
    where the health itself changed. The same facts write nothing.
    """
    _changed, worsened = _reassess(releases, now=now)
    return worsened


def _reassess(releases: Collection[Release], *, now: datetime) -> tuple[list[Release], list[Release]]:
    """(those that something was stored of, those that got worse)"""
    organisation = Organisation.current()
    today, calendar = organisation.day(now), organisation.calendar
    facts = health_facts_of(releases)
    changed, worsened = [], []
    for release in releases:
        health, reasons = _assessed(facts[release.pk], today, calendar)
        before = Health(release.health)
        if (health, reasons) == (before, release.health_reasons):
            continue
        release.health, release.health_reasons, release.health_at = health, reasons, now
        changed.append(release)
        if health != before:
            record(
                "release.health_changed", by=None, obj=release, now=now, area_id=release.area_id,
                was=str(before), health=str(health),
            )  # fmt: skip
        if worse(before, health):
            worsened.append(release)
    _store(changed, now)
    return changed, worsened


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


def _assessed(facts: Facts, today: date, calendar: BusinessCalendar) -> tuple[Health, list[dict[str, Any]]]:
    """The reasons as they are stored: their words once per language. Most releases have none, and need no words."""
    found = assess(facts, today=today, calendar=calendar)
    if not found.reasons:
        return found.health, []
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = assess(facts, today=today, calendar=calendar).reasons
    reasons = []
    for place, reason in enumerate(found.reasons):
        stored = asdict(reason) | {
            "words": {language: reasons_of[place].words for language, reasons_of in said.items()},
            "outside": {language: reasons_of[place].outside for language, reasons_of in said.items()},
        }
        reasons.append({key: str(value) if key in ("health", "remedy") else value for key, value in stored.items()})
    return found.health, reasons


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
    changed, worsened = _reassess(list(rows.select_related("area")), now=now)
    push_releases(changed, now=now)
    notices.all_worsened(worsened, now=now)
    return worsened
