"""An organisation of hundreds of areas, written in bulk: the doors are not what its tests are about."""

from uuid import uuid4

from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Person, ProductGroup
from productops.people.search import push_areas
from rituals.enums import Heading
from rituals.models import Bullet, BulletReference, WeeklyUpdate
from tests.factories.people import LONG_AGO
from tests.factories.weekly import MONDAY

LINES = 5


def grown(number: int, group: ProductGroup | None = None) -> list[Area]:
    """So many areas more, each with a PM, findable."""
    have = Area.objects.count()
    names = [f"Area {have + place:04}" for place in range(number)]
    areas = Area.objects.bulk_create(
        Area(slug=name.lower().replace(" ", "-"), name=name, sort_key=name.lower(), group=group) for name in names
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
