"""Who missed a deadline, read from what is stored: neither submitted nor explained when it passed.

Judged by moments and not by when somebody looked, so that a schedule that was down finds the same afterwards.
"""

from collections.abc import Sequence

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from productops.audit.models import DomainEvent
from rituals.models import AreaUpdate, WeeklyUpdate


def counts(update: WeeklyUpdate) -> bool:
    """A week published before its deadline took the PMs' time away: it is no miss of anybody."""
    return update.published_at is None or update.published_at >= update.deadline_at


def counted_before(update: WeeklyUpdate, number: int) -> list[WeeklyUpdate]:
    """The `number` updates before this one that count, newest first. One query."""
    early = Q(published_at__lt=F("deadline_at"))
    earlier = WeeklyUpdate.objects.filter(starts_on__lt=update.starts_on).exclude(early)
    return list(earlier.order_by("-starts_on")[:number])


def misses_of(updates: Sequence[WeeklyUpdate]) -> dict[int, set[int]]:
    """Update id -> ids of the areas, closed ones left out, that missed its deadline. One query.

    Who explained in time and submitted late missed nothing; the part forgets the explanation, the event does not.
    """
    deadline = F("weekly_update__deadline_at")
    explained = DomainEvent.objects.filter(
        name="area_update.excused",
        object_type="rituals.areaupdate",
        object_id=Cast(OuterRef("pk"), CharField()),
        at__lte=OuterRef("weekly_update__deadline_at"),
    )
    rows = AreaUpdate.objects.filter(weekly_update__in=updates, area__closed_at=None)
    rows = rows.exclude(Q(submitted_at__isnull=False, submitted_at__lte=deadline))
    rows = rows.exclude(Q(excused_at__isnull=False, excused_at__lte=deadline)).exclude(Exists(explained))
    found: dict[int, set[int]] = {update.pk: set() for update in updates}
    for update_id, area_id in rows.values_list("weekly_update_id", "area_id"):
        found[update_id].add(area_id)
    return found
