"""Opening the weeks: by schedule, harmless however often."""

from datetime import datetime

from django.db import connection, transaction

from productops.audit.record import record
from productops.people.models import Area, Organisation
from productops.worktime import Week
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.weeks import current_week, times_of


@transaction.atomic
def open_week(*, now: datetime, week: Week | None = None) -> WeeklyUpdate | None:
    """Open the update of `week` (the organisation's current one when not said) with a part for every active area.

    Repeated, it adds the parts of areas made since, while the update collects. None for a week without a business
    day, and when no organisation is set up yet.
    """
    organisation = Organisation.objects.first()
    if organisation is None:
        return None
    week = week or current_week(now, organisation)
    times = times_of(week, organisation)
    if times is None:
        return None
    update, opened = WeeklyUpdate.objects.get_or_create(
        key=week.key,
        defaults={
            "year": week.year,
            "week": week.number,
            "starts_on": week.monday,
            "deadline_at": times.deadline_at,
            "publish_at": times.publish_at,
            "opened_at": now,
        },
    )
    if update.published_at is None:
        _add_parts(update)
    if opened:
        record("weekly_update.opened", by=None, obj=update, now=now, week=week.key)
    return update


def _add_parts(update: WeeklyUpdate) -> None:
    """One statement, so that 1,000 areas and two schedulers at once are nothing special."""
    areas, parts = Area._meta.db_table, AreaUpdate._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {parts} (weekly_update_id, area_id, state, health, health_reason, excuse, editor_note,
                    editor_note_html, version)
                SELECT %s, id, 'open', '', '', '', '', '', 1 FROM {areas} WHERE closed_at IS NULL
                ON CONFLICT (weekly_update_id, area_id) DO NOTHING""",  # noqa: S608 - table names of our models
            [update.pk],
        )
