"""What the reading page asks the database: everything about a week and its reader in one round trip.

The page is opened by the whole company within an hour of publishing, so it is measured against one bare SELECT.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from productops.people.enums import AreaRoleKind
from productops.people.models import Person
from productops.people.standing import standing_of
from productops.worktime import Week
from rituals.enums import UpdateState
from rituals.notices import TOPIC


@dataclass(frozen=True)
class Reading:
    """A week as a reader meets it; the edition's fields are empty until it is published."""

    key: str
    week: int
    state: str
    publish_at: datetime
    edition_id: int | None
    sha256: str
    title: str
    revision: int
    note: str  # what this revision corrected
    published_at: datetime | None  # the first revision
    revised_at: datetime | None  # this one
    earlier: Week | None
    later: Week | None
    follows: bool
    opened: bool  # this person has read it already
    own: tuple[tuple[str, int | None], ...]  # areas this person writes for: slug, id of the open proposal
    names: tuple[tuple[int, str], ...]  # who heads the parts or is asked in them, as they are called today: id, name

    @property
    def published(self) -> bool:
        return self.edition_id is not None and self.state == UpdateState.PUBLISHED


_READING = """
SELECT w.key, w.week, w.state, w.publish_at, e.id, COALESCE(e.sha256, ''), COALESCE(e.title, ''),
       COALESCE(e.revision, 0), COALESCE(e.note, ''), w.published_at, e.published_at,
       (SELECT key FROM rituals_weeklyupdate WHERE state = 'published' AND starts_on < w.starts_on
            ORDER BY starts_on DESC LIMIT 1),
       (SELECT key FROM rituals_weeklyupdate WHERE state = 'published' AND starts_on > w.starts_on
            ORDER BY starts_on LIMIT 1),
       EXISTS (SELECT 1 FROM comms_subscription WHERE person_id = %(person)s AND topic = %(topic)s),
       EXISTS (SELECT 1 FROM rituals_opened WHERE person_id = %(person)s AND weekly_update_id = w.id),
       {own},
       (SELECT json_agg(json_build_array(p.id, p.name) ORDER BY p.id) FROM people_person p WHERE p.id IN (
            SELECT owner_id FROM editions_editionsection WHERE edition_id = e.id AND language = 'en'
            UNION SELECT unnest(e.named)))
FROM rituals_weeklyupdate w LEFT JOIN editions_edition e ON e.id = w.edition_id
WHERE w.key = %(key)s
"""

_OWN = """(
    SELECT json_agg(json_build_array(a.slug, c.id)) FROM rituals_areaupdate u JOIN people_area a ON a.id = u.area_id
    LEFT JOIN rituals_correction c ON c.area_update_id = u.id AND c.state = 'proposed'
    WHERE u.weekly_update_id = w.id AND u.area_id = ANY(%(writes)s))"""
# Most readers write for no area; leaving the question out is a third of what planning costs.
_FOR_WRITERS, _FOR_OTHERS = _READING.format(own=_OWN), _READING.format(own="NULL")


def reading_of(key: str, person: Person) -> Reading | None:
    """The week `key` for `person`; None when it was never opened. Editions are for everybody who signs in."""
    writes = _writes(person)
    asked: dict[str, Any] = {"key": key, "person": person.pk, "topic": TOPIC, "writes": writes}
    with connection.cursor() as cursor:
        cursor.execute(_FOR_WRITERS if writes else _FOR_OTHERS, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    *facts, earlier, later, follows, opened, own, names = row
    mine, who = (tuple((one, other) for one, other in pairs or ()) for pairs in (own, names))
    return Reading(*facts, _week(earlier), _week(later), follows, opened, mine, who)  # type: ignore[call-arg]


def _writes(person: Person) -> list[int]:
    """Ids of the areas she is PM or deputy of today."""
    kinds = (AreaRoleKind.PM, AreaRoleKind.DEPUTY)
    return [area for area, kind in standing_of(person).areas if kind in kinds]


def _week(key: str | None) -> Week | None:
    return Week.parse(key) if key else None
