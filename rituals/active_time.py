"""How long PMs actively write their updates: told by the page, kept per spell, summed per update.

A spell is one opening of the page. Its name and the moment of opening are signed when the page is made, so nobody
can have written for longer than since then; a page tells more and more seconds, and the most counts. What happens
after the first submission is no part of it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from uuid import UUID, uuid4

from django.core import signing
from django.db import connection, transaction
from django.db.models import Sum

from productops.people.models import Person
from productops.people.permissions import Permission, require
from rituals.models import AreaUpdate, WeeklyUpdate

_PURPOSE = "rituals.writing_spell"
LONGEST = 24 * 3600  # seconds; a page that stays open longer was left


@dataclass(frozen=True)
class Spell:
    id: UUID
    began_at: datetime


def new_spell(now: datetime) -> str:
    """For a page that is being made: what it sends back with the seconds it counts."""
    return signing.dumps([str(uuid4()), int(now.timestamp())], salt=_PURPOSE)


def read_spell(token: str) -> Spell | None:
    """None for anything that was not signed for this purpose."""
    try:
        pk, began = signing.loads(token, salt=_PURPOSE)
        return Spell(UUID(pk), datetime.fromtimestamp(began, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def believable(seconds: int, spell: Spell, now: datetime) -> int:
    """What was counted, but not more than the clock on the wall allows. Pure."""
    return max(0, min(seconds, int((now - spell.began_at).total_seconds()) + 1, LONGEST))


_NOTE = """
INSERT INTO rituals_writingspell AS spell (id, area_update_id, person_id, seconds, began_at, updated_at)
SELECT %(id)s, part.id, %(person)s, %(seconds)s, %(began)s, %(now)s
  FROM rituals_areaupdate part WHERE part.id = %(part)s AND part.submitted_at IS NULL
    ON CONFLICT (id) DO UPDATE SET seconds = excluded.seconds, updated_at = excluded.updated_at
 WHERE spell.area_update_id = excluded.area_update_id AND spell.person_id = excluded.person_id
   AND spell.seconds < excluded.seconds
"""


@transaction.atomic
def note(*, area_update: AreaUpdate, token: str, seconds: int, by: Person, now: datetime) -> None:
    """Keep how long `by` has written in this spell. Until the first submission; repeated or late it changes nothing.

    By the area's PM or deputy. What cannot be believed is passed over: it must never keep anybody from saving.
    """
    require(by, Permission.WRITE_AREA_UPDATE, area_update, on=now)
    spell = read_spell(token)
    if spell is None or (counted := believable(seconds, spell, now)) == 0:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "id": spell.id, "part": area_update.pk, "person": by.pk, "seconds": counted,
                "began": spell.began_at, "now": now,
            },
        )  # fmt: skip


def seconds_of(row: AreaUpdate) -> int:
    """Active seconds from opening to submitting, over all who wrote."""
    return sum(row.spells.values_list("seconds", flat=True))


def median_of(update: WeeklyUpdate) -> int | None:
    """The median of the submitted parts that were measured; None when none was. One query."""
    spells = AreaUpdate.objects.filter(weekly_update=update, submitted_at__isnull=False, spells__isnull=False)
    totals = spells.values("pk").annotate(total=Sum("spells__seconds")).values_list("total", flat=True)
    return round(median(found)) if (found := list(totals)) else None
