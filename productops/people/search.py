"""What the finder knows of areas. Health and the last sentence belong to the weekly update and are left alone."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Organisation
from productops.search import engine
from productops.search.models import Kind

OWNED_BY_UPDATES = ("health", "sentence", "sentence_at", "window")


def push_areas(areas: Iterable[Area], *, now: datetime) -> None:
    """Show `areas` in the finder as they are now, set-based. Closed ones leave it."""
    fresh = list(Area.objects.filter(pk__in=[area.pk for area in areas]).select_related("group"))
    engine.forget(area.slug for area in fresh if area.closed_at)
    pms = dict(
        AreaRole.objects.on(Organisation.current().day(now))
        .filter(area__in=fresh, kind=AreaRoleKind.PM)
        .values_list("area_id", "person_id")
    )
    rows = [
        engine.Row(
            kind=Kind.AREA,
            key=area.slug,
            title=area.name,
            url=reverse("people:area", args=[area.slug]),
            owner_id=pms.get(area.pk),
            words=" ".join([area.summary, area.chat, *area.components, area.group.name if area.group else ""]),
        )
        for area in fresh
        if not area.closed_at
    ]
    engine.push(rows, now=now, keep=OWNED_BY_UPDATES)
