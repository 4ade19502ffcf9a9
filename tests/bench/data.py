"""What is measured on: an update of 40 areas, and lists of 10 or 10,000 rows. Deterministic."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from productops.editions.actions import freeze
from productops.editions.models import Edition
from productops.markdown import bullet_html
from productops.people.enums import Role
from productops.people.models import Area, AreaRole, Function, Person, ProductGroup
from productops.people.search import push_areas
from productops.search.engine import Row, push
from productops.text import sort_key
from productops.worktime import Week
from rituals.actions.publishing import aggregate, edit_front, publish
from rituals.enums import Heading
from rituals.models import AreaUpdate, Bullet, WeeklyUpdate
from rituals.queries import stamp_of
from tests.factories import OrganisationFactory, in_role
from tests.factories.weekly import open_with

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
SENTENCE = (
    "The payout ledger reconciles to the cent for the fourteenth day in a row, and Support has read the {n} macros."
)


def organisation(areas: int) -> list[Area]:
    """`areas` areas in groups of ten, each with its PM."""
    OrganisationFactory()
    groups = [
        ProductGroup.objects.create(slug=f"group-{n}", name=f"Group {n}", position=n) for n in range(areas // 10 + 1)
    ]
    pms = [in_role(Role.PM) for _pm in range(min(areas, 40))]
    made = Area.objects.bulk_create(
        [
            Area(
                slug=f"area-{n}",
                name=f"Area {n}",
                sort_key=f"area {n:05}",
                summary=SENTENCE.format(n=n),
                group=groups[n // 10],
                position=n,
            )
            for n in range(areas)
        ]
    )
    AreaRole.objects.bulk_create(
        [
            AreaRole(area=area, person=pms[n % len(pms)], kind="pm", starts_on=date(2020, 1, 1))
            for n, area in enumerate(made)
        ]
    )
    push_areas(made, now=NOW)
    return made


def written(update: WeeklyUpdate, bullets: int) -> None:
    """Every area of `update` submitted with `bullets` lines, in bulk: the doors are not what is measured."""
    rows = list(update.area_updates.all())
    lines = []
    for row in rows:
        for n in range(bullets):
            text = SENTENCE.format(n=n)
            heading = list(Heading)[n % 5]
            lines.append(
                Bullet(
                    id=uuid4(), area_update=row, heading=heading, position=n, text=text, html=bullet_html(text),
                    saved_at=NOW,
                )
            )  # fmt: skip
    Bullet.objects.bulk_create(lines, batch_size=2000)
    AreaUpdate.objects.filter(weekly_update=update).update(
        state="submitted", health="on_track", submitted_at=NOW, version=2
    )


def published(areas: int, bullets: int, week: Week = Week(2026, 48)) -> Edition:  # noqa: B008
    """A published update of `areas` areas; the organisation must exist."""
    ops = in_role(Role.PRODUCT_OPS)
    update = open_with(now=NOW - timedelta(days=3), week=week)
    written(update, bullets)
    row = aggregate(update=update, by=ops, now=NOW)
    row = edit_front(update=row, title="Search launched", lines=[], by=ops, now=NOW, seen_version=row.version)
    return publish(update=row, seen=stamp_of(row), by=ops, now=NOW)


def people(count: int) -> None:
    function = Function.objects.get(slug="support")
    names = [f"Person {n:05}" for n in range(count)]
    Person.objects.bulk_create(
        [
            Person(email=f"bench{n}@example.org", name=name, sort_key=sort_key(name), function=function, title="Agent")
            for n, name in enumerate(names)
        ],
        batch_size=2000,
    )


def things(count: int, owner: Person) -> None:
    """Findable rows."""
    push(
        (
            Row(
                kind="area", key=f"thing-{n}", title=f"Thing {n} of payments", url=f"/areas/thing-{n}/",
                health="on_track", sentence=SENTENCE.format(n=n), owner_id=owner.pk,
            )
            for n in range(count)
        ),
        now=NOW,
    )  # fmt: skip


def archive(count: int, by: Person) -> None:
    """Published updates of `count` earlier weeks, back to 1970 when it must be."""
    week, rows = Week(2026, 40), []
    edition = freeze(kind="weekly_update", key="bench", title="x", content={}, sections=[], by=by, now=NOW)
    for _n in range(count):
        at = datetime(week.monday.year, week.monday.month, week.monday.day, tzinfo=UTC) + timedelta(days=3)
        rows.append(
            WeeklyUpdate(
                year=week.year, week=week.number, key=week.key, starts_on=week.monday, deadline_at=at, publish_at=at,
                state="published", title=SENTENCE.format(n=week.number)[:100], opened_at=at, aggregated_at=at,
                published_at=at, published_by=by, edition=edition,
            )
        )  # fmt: skip
        if week.year == 1970 and week.number == 1:
            break
        week = week.previous()
    WeeklyUpdate.objects.bulk_create(rows, batch_size=2000)
