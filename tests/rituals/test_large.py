"""An update of many areas costs as many statements as one of few: nothing is asked or written area by area."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person
from productops.people.search import push_areas
from productops.search.models import SearchRow
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.enums import Heading
from rituals.models import Bullet, BulletReference, WeeklyUpdate
from rituals.queries import stamp_of
from tests.factories import OrganisationFactory, in_role
from tests.factories.people import LONG_AGO
from tests.factories.weekly import MONDAY, WEEK, open_with

LINES = 5


def grown(number: int) -> list[Area]:
    """So many areas more, each with a PM, findable."""
    have = Area.objects.count()
    names = [f"Area {have + place:04}" for place in range(number)]
    areas = Area.objects.bulk_create(
        Area(slug=name.lower().replace(" ", "-"), name=name, sort_key=name.lower()) for name in names
    )
    people = Person.objects.bulk_create(
        Person(name=f"PM of {name}", email=f"{name[5:]}@example.org", sort_key=name) for name in names
    )
    AreaRole.objects.bulk_create(
        AreaRole(area=area, person=person, kind=AreaRoleKind.PM, starts_on=LONG_AGO)
        for area, person in zip(areas, people, strict=True)
    )
    push_areas(areas, now=MONDAY)
    return areas


def all_submitted(update: WeeklyUpdate) -> None:
    """Every area a line under each heading, with a reference to the next area."""
    rows = list(update.area_updates.select_related("area").order_by("area__slug"))
    bullets = [
        Bullet(
            id=uuid4(),
            area_update=row,
            heading=heading,
            text=f"{heading.label} of {row.area.name}",
            html=f"{heading.label} of <strong>{row.area.name}</strong>",
            saved_at=MONDAY,
        )
        for row in rows
        for heading in Heading
    ]
    Bullet.objects.bulk_create(bullets)
    BulletReference.objects.bulk_create(
        BulletReference(bullet=bullet, key=rows[place // LINES - 1].area.slug) for place, bullet in enumerate(bullets)
    )
    update.area_updates.update(state="submitted", health="at_risk", health_reason="Because", submitted_at=MONDAY)


def statements(update: WeeklyUpdate, ops: Person) -> tuple[int, int]:
    """Of assembling and of publishing."""
    with CaptureQueriesContext(connection) as assembling:
        row = aggregate(update=update, by=ops, now=update.deadline_at)
    row = edit_front(update=row, title="T", lines=[], by=ops, now=update.deadline_at, seen_version=row.version)
    seen = stamp_of(row)
    with CaptureQueriesContext(connection) as publishing:
        publish(update=row, seen=seen, by=ops, now=update.publish_at)
    return len(assembling), len(publishing)


@pytest.mark.django_db
def test_300_areas_take_the_statements_of_10() -> None:
    OrganisationFactory()
    ops = in_role(Role.PRODUCT_OPS)
    grown(10)
    before = open_with()
    all_submitted(before)
    statements(before, ops)
    few = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    all_submitted(few)
    expected = statements(few, ops)
    grown(290)
    many = open_with(now=MONDAY + timedelta(days=14), week=WEEK.next().next())
    all_submitted(many)
    assembling, publishing = statements(many, ops)
    assert assembling == expected[0]
    assert publishing <= expected[1] + 1  # sections are written 500 at a time
    edition = WeeklyUpdate.objects.get(pk=many.pk).edition
    assert edition is not None
    assert [len(area["lines"]) for area in edition.content["areas"]] == [LINES] * 300
    assert edition.sections.count() == 2 * 301
    assert SearchRow.objects.filter(kind="area", sentence="Because", health="at_risk").count() == 300
