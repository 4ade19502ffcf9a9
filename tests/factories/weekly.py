from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Area, Organisation, Person
from productops.people.search import push_areas
from productops.worktime import Week
from rituals.actions.area_updates import Draft, save_draft, submit
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.actions.weeks import open_week
from rituals.enums import Heading
from rituals.merge import Typed, fingerprint
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.queries import stamp_of
from tests.factories.people import OrganisationFactory, area_with_pm, in_role

Lines = Mapping[str, Sequence[str]]
WEEK = Week(2026, 48)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def draft_of(lines: Lines, health: str = "on_track", reason: str = "", base: AreaUpdate | None = None) -> Draft:
    """What a page posts that showed `base` (an empty page when not said) and on which `lines` were typed anew."""
    typed = [
        Typed("health", health, fingerprint(base.health) if base else ""),
        Typed("reason", reason, fingerprint(base.health_reason) if base else ""),
    ]
    headings = {}
    for heading, texts in lines.items():
        for text in texts:
            pk = str(uuid4())
            headings[pk] = Heading(heading)
            typed.append(Typed(pk, text, ""))
    return Draft(tuple(typed), headings)


def open_with(*areas: Area, now: datetime = MONDAY, week: Week = WEEK) -> WeeklyUpdate:
    """The organisation's week, open, with a part for every active area."""
    if not Organisation.objects.exists():
        OrganisationFactory()
    update = open_week(now=now, week=week)
    assert update is not None
    return update


def part(update: WeeklyUpdate, area: Area) -> AreaUpdate:
    return AreaUpdate.objects.select_related("weekly_update", "area").get(weekly_update=update, area=area)


def submitted(
    update: WeeklyUpdate, area: Area, lines: Lines | None = None, health: str = "on_track", reason: str = ""
) -> AreaUpdate:
    """An area's part written and submitted by its PM the day after the week opened."""
    row, at = part(update, area), update.opened_at + timedelta(days=1)
    draft = draft_of(lines or {"wins": ["Shipped it"], "next": ["Ship more"]}, health, reason, row)
    pm: Person = area.pm  # type: ignore[attr-defined]
    save_draft(area_update=row, draft=draft, by=pm, now=at)
    return submit(area_update=row, by=pm, now=at)


def published(
    update: WeeklyUpdate, ops: Person, title: str = "Search launched", now: datetime | None = None
) -> Edition:
    """The update aggregated, given a headline and published by Product Ops, after its deadline."""
    at = now or update.publish_at
    row = aggregate(update=update, by=ops, now=at)
    row = edit_front(update=row, title=title, lines=[], by=ops, now=at, seen_version=row.version)
    return publish(update=row, seen=stamp_of(row), by=ops, now=at)


def a_week(areas: int = 3, **fields: str) -> tuple[WeeklyUpdate, list[Area], Person]:
    """An open week of some areas with their PMs, findable, and a person of Product Ops."""
    made = [area_with_pm() for _area in range(areas)]
    push_areas(made, now=MONDAY)
    return open_with(*made), made, in_role(Role.PRODUCT_OPS)
