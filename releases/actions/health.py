"""Health is worked out again after every change and every day, for many releases at once."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from productops.audit.record import record
from productops.people.models import Organisation
from releases.enums import Health
from releases.models import Release
from releases.queries import facts_of
from releases.readiness import Facts, assess, worse

BATCH = 500
STORED = ("health", "health_reasons", "health_at")


@transaction.atomic
def reassess(releases: Collection[Release], *, now: datetime) -> list[Release]:
    """Work out the health of `releases` and store it with its reasons in every language where it changed.

    Answers those that got worse, so that the caller can tell PM and Product Ops. Records `release.health_changed`
    where the health itself changed. The same facts write nothing.
    """
    organisation = Organisation.current()
    today, calendar = organisation.day(now), organisation.calendar
    facts = facts_of(releases)
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
    Release.objects.bulk_update(changed, STORED, batch_size=BATCH)
    return worsened


def _assessed(facts: Facts, today: Any, calendar: Any) -> tuple[Health, list[dict[str, Any]]]:
    """The reasons as they are stored: their words once per language."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = assess(facts, today=today, calendar=calendar)
    first = next(iter(said.values()))
    reasons = []
    for place, reason in enumerate(first.reasons):
        stored = asdict(reason) | {
            "words": {language: found.reasons[place].words for language, found in said.items()},
            "outside": {language: found.reasons[place].outside for language, found in said.items()},
        }
        reasons.append({key: str(value) if key in ("health", "remedy") else value for key, value in stored.items()})
    return first.health, reasons


def reassess_all(*, now: datetime) -> list[Release]:
    """Every release that is ahead, in batches; once a day by the schedule. Answers those that got worse."""
    worsened: list[Release] = []
    last = 0
    while True:
        with transaction.atomic():
            rows = Release.objects.ahead().filter(pk__gt=last).select_for_update(of=("self",)).order_by("pk")
            batch = list(rows.select_related("policy")[:BATCH])
            if not batch:
                return worsened
            worsened += reassess(batch, now=now)
            last = batch[-1].pk
