"""What readers looked up of an area and of what its lines refer to: a PM sees what people want to know."""

from datetime import datetime, timedelta

from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Person
from productops.people.standing import day_of
from productops.search.queries import Asked, asked_about
from rituals.models import AreaUpdate, BulletReference

SINCE = timedelta(days=28)
SHOWN = 5


def readers_asked(row: AreaUpdate, *, reader: Person, now: datetime) -> list[Asked]:
    """How many people looked up `row`'s area, and the things that its lines of late refer to, in four weeks.

    Who writes for the area, its PM or deputy, does not count. Three queries, four when there is something to tell.
    """
    since = now - SINCE
    lines = BulletReference.objects.filter(bullet__area_update__area=row.area_id, bullet__saved_at__gte=since)
    keys = {row.area.slug, *lines.values_list("key", flat=True)}
    roles = AreaRole.objects.on(day_of(reader, now)).filter(area=row.area_id)
    writers = roles.filter(kind__in=[AreaRoleKind.PM, AreaRoleKind.DEPUTY]).values_list("person", flat=True)
    return asked_about(keys, since=since, reader=reader, besides=list(writers))[:SHOWN]
