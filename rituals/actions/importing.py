"""The door through which an organisation file comes into the portal: all of it, or nothing.

Set-based rather than area by area through the doors people use, so that 2,000 areas are a matter of seconds; it records
the events of those doors, marked as imported, which is also how a later import knows what people changed since.
"""

import dataclasses
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pghistory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Lower

from productops.audit.record import record
from productops.people.actions.area_roles import project_all_area_roles
from productops.people.actions.order import free_slug
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Function, Organisation, Person, ProductGroup
from productops.people.permissions import Permission, require
from productops.people.search import push_areas
from productops.text import sort_key
from rituals.actions.weeks import open_week
from rituals.file_fields import Problem
from rituals.importing import Plan, make_plan
from rituals.importing.facts import AreaWrite, MeetingFacts, MeetingWrite, NewPerson, RoleWrite, Settings
from rituals.models import Meeting
from rituals.organisation_file import OrganisationFile, Reading
from rituals.stored import CONTACT_OF, stored_for

_LOCK = 740_222  # of two that import at once, the second plans with what the first wrote
_BATCH = 500
NEEDED = (Permission.MANAGE_AREAS, Permission.MANAGE_PEOPLE, Permission.CHANGE_ROLES, Permission.EDIT_ORGANISATION)


class Refused(Exception):
    """Something cannot mean what it says; nothing was written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.reason for problem in problems if problem.fatal))
        self.problems = problems


@dataclass(frozen=True)
class Summary:
    """What an import did, for people to read."""

    plan: Plan
    problems: tuple[Problem, ...]
    """Of the file and of what the portal made of it; none is fatal."""
    organisation: Organisation
    week: str
    """The week that was opened, or got the new areas; '' when neither was needed."""


@transaction.atomic
def import_organisation(*, reading: Reading, by: Person | None = None, now: datetime) -> Summary:
    """Make the portal hold what `reading` says. `by` is None for whoever runs commands on the server.

    An empty portal becomes that organisation; in another one its settings stay. Opens the current week for new areas.
    Records `organisation.imported` and, per thing, `area.created`, `area.changed`, `area_role.set`,
    `person.imported` and `roles.changed`. Writes nothing at all when everything is there already. Raises Refused.
    """
    if by is not None:
        for permission in NEEDED:
            require(by, permission, on=now)
    file = reading.organisation
    if file is None:
        raise Refused(reading.problems)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    today = _today(file, now)
    plan = make_plan(file, stored_for(file, today=today), today=today)
    problems = tuple(sorted(reading.problems + plan.problems, key=lambda problem: problem.line))
    if plan.fatal:
        raise Refused(problems)
    week = ""
    if plan.writes:
        with _history(by):
            week = _write(plan, by=by, today=today, now=now)
    return Summary(plan, problems, Organisation.current(), week)


def _today(file: OrganisationFile, now: datetime) -> date:
    """The organisation's day, on which new roles begin; an empty portal is about to become the file's organisation."""
    organisation = Organisation.objects.first() or Organisation(timezone=file.timezone)
    return organisation.day(now)


def _history(by: Person | None) -> AbstractContextManager[object]:
    who = {"user": by.pk} if by else {}
    context: AbstractContextManager[object] = pghistory.context(source="import_organisation", **who)
    return context


def _write(plan: Plan, *, by: Person | None, today: date, now: datetime) -> str:
    """Everything of the plan, in the order in which one thing needs another. Returns the week opened, if any."""
    writes = plan.writes
    if writes.settings:
        _set_up(writes.settings)
    organisation = Organisation.current()
    _make_functions(writes.functions, by, now)
    _make_groups(writes.groups, by, now)
    _make_people(writes.people, organisation, by, now)
    touched = {area.slug: area for area in _write_areas(writes.areas, by, now)}
    slugs = ({write.slug for write in writes.roles} | {write.slug for write in writes.meetings}) - touched.keys()
    areas = touched | {area.slug: area for area in Area.objects.filter(slug__in=slugs)}
    _write_roles(writes.roles, areas, by, today, now)
    _write_meetings(writes.meetings, areas)
    if writes.roles:
        project_all_area_roles(on=Organisation.current().day(now))
    push_areas([areas[slug] for slug in {*touched, *(write.slug for write in writes.roles)}], now=now)
    counts = {
        f"{what}_{how}": getattr(getattr(plan, what), how)
        for what in ("areas", "people", "meetings")
        for how in ("created", "changed")
    }
    record("organisation.imported", by=by, obj=organisation, now=now, **counts)
    if writes.settings or any(write.new for write in writes.areas):
        opened = open_week(now=now)
        return opened.key if opened else ""
    return ""


def _set_up(settings: Settings) -> None:
    Organisation.objects.create(name=settings.name, timezone=settings.timezone, country=settings.country)


def _make_functions(names: tuple[str, ...], by: Person | None, now: datetime) -> None:
    last = Function.objects.aggregate(Max("position"))["position__max"] or 0
    for position, name in enumerate(names, last + 1):
        slug = free_slug(name[:40], Function.objects.values_list("slug", flat=True))
        function = Function.objects.create(slug=slug, name=name, position=position)
        record("function.created", by=by, obj=function, now=now, imported=True)


def _make_groups(names: tuple[str, ...], by: Person | None, now: datetime) -> None:
    taken = set(ProductGroup.objects.values_list("slug", flat=True))
    last = ProductGroup.objects.aggregate(Max("position"))["position__max"] or 0
    made = []
    for position, name in enumerate(names, last + 1):
        slug = free_slug(name, taken)
        taken.add(slug)
        made.append(ProductGroup(slug=slug, name=name, sort_key=sort_key(name), position=position))
    for group in ProductGroup.objects.bulk_create(made, batch_size=_BATCH):
        record("product_group.created", by=by, obj=group, now=now, imported=True)


def _make_people(people: tuple[NewPerson, ...], organisation: Organisation, by: Person | None, now: datetime) -> None:
    """Accounts nobody can sign in to before an admin invites their people."""
    functions = {function.name: function for function in Function.objects.all()} if people else {}
    made = Person.objects.bulk_create(
        [
            Person(
                email=person.email,
                name=person.name,
                sort_key=sort_key(person.name),
                function=functions.get(person.function),
                timezone=person.timezone,
                language=person.language or organisation.language,
                password=make_password(None),
            )
            for person in people
        ],
        batch_size=_BATCH,
    )
    groups = {group.name: group for group in Group.objects.all()}
    Person.groups.through.objects.bulk_create(
        [
            Person.groups.through(person_id=row.pk, group_id=groups[role].pk)
            for row, person in zip(made, people, strict=True)
            for role in person.roles
        ],
        batch_size=_BATCH,
    )
    for row, person in zip(made, people, strict=True):
        record("person.imported", by=by, obj=row, now=now)
        if person.roles:
            record("roles.changed", by=by, obj=row, now=now, before=[], after=sorted(person.roles))


def _write_areas(writes: tuple[AreaWrite, ...], by: Person | None, now: datetime) -> list[Area]:
    """New areas go to the end of their group, in the order of the file; changed ones keep their place."""
    groups = {group.name.casefold(): group for group in ProductGroup.objects.all()} if writes else {}
    last = dict(Area.objects.values_list("group").annotate(Max("position")).order_by())
    known = Area.objects.in_bulk([write.slug for write in writes if not write.new], field_name="slug")
    made, changed = [], []
    for write in writes:
        facts = write.facts
        area = Area(slug=write.slug) if write.new else known[write.slug]
        area.name, area.sort_key, area.summary, area.chat = facts.name, sort_key(facts.name), facts.summary, facts.chat
        area.components, area.group = list(facts.components), groups.get(facts.group.casefold())
        if write.new:
            last[area.group_id] = area.position = (last.get(area.group_id) or 0) + 1
            made.append(area)
        else:
            area.version += 1
            changed.append(area)
    Area.objects.bulk_create(made, batch_size=_BATCH)
    fields = ["name", "sort_key", "summary", "chat", "components", "group", "version"]
    Area.objects.bulk_update(changed, fields, batch_size=_BATCH)
    for name, areas in (("area.created", made), ("area.changed", changed)):
        for area in areas:
            record(name, by=by, obj=area, now=now, area_id=area.pk, imported=True)
    return made + changed


def _write_roles(
    writes: tuple[RoleWrite, ...], areas: dict[str, Area], by: Person | None, today: date, now: datetime
) -> None:
    over = [row for write in writes for row in write.instead_of]
    AreaRole.objects.filter(pk__in=[row.pk for row in over if row.starts_on >= today]).delete()
    ended = [row.pk for row in over if row.starts_on < today]
    AreaRole.objects.filter(pk__in=ended).update(ends_on=today - timedelta(days=1))
    named = Person.objects.annotate(address=Lower("email")).filter(address__in={write.email for write in writes})
    people = {person.address: person for person in named}
    support = Function.objects.filter(slug=CONTACT_OF).first()
    made = AreaRole.objects.bulk_create(
        [
            AreaRole(
                area=areas[write.slug],
                kind=write.kind,
                person=people[write.email],
                function=support if write.kind == AreaRoleKind.CONTACT else None,
                starts_on=today,
                ends_on=write.ends_on,
            )
            for write in writes
        ],
        batch_size=_BATCH,
    )
    for role in made:
        record(
            "area_role.set", by=by, obj=role, now=now, area_id=role.area_id, kind=str(role.kind),
            person_id=role.person_id, function_id=role.function_id, imported=True,
        )  # fmt: skip


def _write_meetings(writes: tuple[MeetingWrite, ...], areas: dict[str, Area]) -> None:
    """No event each: the row history tells them, and the import's own event counts them."""
    rows = [Meeting(pk=write.pk, area=areas[write.slug], **vars(write.facts)) for write in writes]
    Meeting.objects.bulk_create([row for row in rows if row.pk is None], batch_size=_BATCH)
    fields = [field.name for field in dataclasses.fields(MeetingFacts)]
    Meeting.objects.bulk_update([row for row in rows if row.pk is not None], fields, batch_size=_BATCH)
