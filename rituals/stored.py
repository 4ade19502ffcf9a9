"""What the portal holds of what an organisation file names, as the facts that `rituals.importing` plans with.

Eleven queries, however large the file. Areas, their roles and meetings are locked until the transaction ends, so what
the plan saw is what it changes.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from productops.audit.models import DomainEvent
from productops.people.enums import AreaRoleKind
from productops.people.models import Area, AreaRole, Function, Organisation, Person, ProductGroup
from productops.search.models import Kind, SearchRow
from rituals.importing.facts import (
    AreaFacts,
    MeetingFacts,
    Post,
    Settings,
    Stored,
    StoredArea,
    StoredMeeting,
    StoredPerson,
    StoredRole,
    Wrote,
)
from rituals.importing.people import mentioned
from rituals.models import Meeting
from rituals.organisation_file import OrganisationFile

CONTACT_OF = "support"  # the function whose contact an area's `support_contact` is
AREA_EVENTS = ("area.created", "area.changed")
ROLE_EVENTS = ("area_role.set", "area_role.ended")


def stored_for(file: OrganisationFile, *, today: date) -> Stored:
    """The facts, of roles those in force on `today` or to come. Inside the transaction of the import."""
    slugs = [area.slug for area in file.areas]
    areas = list(Area.objects.select_for_update(of=("self",)).filter(slug__in=slugs).select_related("group"))
    slug_of = {area.pk: area.slug for area in areas}
    areas_wrote, roles_wrote = _who_wrote(slug_of)
    organisation = Organisation.objects.select_for_update().first()
    return Stored(
        settings=Settings(organisation.name, organisation.timezone, organisation.country) if organisation else None,
        functions=_functions(),
        groups={name.casefold(): name for name in ProductGroup.objects.values_list("name", flat=True)},
        people=_people({*mentioned(file), *(person.email for person in file.people)}),
        areas={
            area.slug: StoredArea(_facts_of(area), areas_wrote.get(area.slug, Wrote.PEOPLE), area.closed_at is not None)
            for area in areas
        },
        roles=_roles(slug_of, today),
        roles_wrote=roles_wrote,
        meetings=_meetings(slug_of),
        taken=frozenset(SearchRow.objects.filter(key__in=slugs).exclude(kind=Kind.AREA).values_list("key", flat=True)),
    )


def _facts_of(area: Area) -> AreaFacts:
    group = area.group.name if area.group else ""
    return AreaFacts(area.name, area.summary, group, area.chat, tuple(area.components))


def _functions() -> dict[str, str]:
    rows = list(Function.objects.values_list("slug", "name"))
    return {slug: name for slug, name in rows} | {name.casefold(): name for _slug, name in rows}


def _people(emails: Collection[str]) -> dict[str, StoredPerson]:
    rows = (
        Person.objects.annotate(address=Lower("email"))
        .filter(address__in=emails)
        .select_related("function")
        .prefetch_related("groups")
    )
    return {
        person.address: StoredPerson(
            email=person.address,
            name=person.name,
            function=person.function.name if person.function else "",
            roles=frozenset(group.name for group in person.groups.all()),
            active=person.is_active,
        )
        for person in rows
    }


def _who_wrote(slug_of: dict[int, str]) -> tuple[dict[str, Wrote], dict[Post, Wrote]]:
    """Who changed each area, and each role in it, last: an import says so in its events."""
    areas: dict[str, Wrote] = {}
    roles: dict[Post, Wrote] = {}
    support = Function.objects.filter(slug=CONTACT_OF).values_list("pk", flat=True).first()
    events = DomainEvent.objects.filter(name__in=[*AREA_EVENTS, *ROLE_EVENTS], area_id__in=list(slug_of))
    for name, area_id, data in events.order_by("id").values_list("name", "area_id", "data"):
        assert area_id
        slug, wrote = slug_of[area_id], Wrote.FILE if data.get("imported") else Wrote.PEOPLE
        if name in AREA_EVENTS:
            areas[slug] = wrote
        elif data.get("function_id") in (None, support):
            roles[slug, AreaRoleKind(data["kind"])] = wrote
    return areas, roles


def _roles(slug_of: dict[int, str], today: date) -> dict[Post, tuple[StoredRole, ...]]:
    rows = (
        AreaRole.objects.select_for_update(of=("self",))
        .filter(Q(ends_on=None) | Q(ends_on__gte=today), area__in=list(slug_of))
        .filter(~Q(kind=AreaRoleKind.CONTACT) | Q(function__slug=CONTACT_OF))
        .select_related("person")
        .order_by("starts_on", "pk")
    )
    found: dict[Post, list[StoredRole]] = defaultdict(list)
    for row in rows:
        role = StoredRole(row.pk, row.person.email.lower(), row.person.name, row.starts_on, row.ends_on)
        found[slug_of[row.area_id], AreaRoleKind(row.kind)].append(role)
    return {post: tuple(roles) for post, roles in found.items()}


def _meetings(slug_of: dict[int, str]) -> dict[str, tuple[StoredMeeting, ...]]:
    found: dict[str, list[StoredMeeting]] = defaultdict(list)
    for row in Meeting.objects.select_for_update(of=("self",)).filter(area__in=list(slug_of)).order_by("pk"):
        found[slug_of[row.area_id]].append(StoredMeeting(row.pk, facts_of(row)))
    return {slug: tuple(meetings) for slug, meetings in found.items()}


def facts_of(meeting: Meeting) -> MeetingFacts:
    return MeetingFacts(
        name=meeting.name,
        rrule=meeting.rrule,
        starts_at=meeting.starts_at,
        timezone=meeting.timezone,
        minutes=meeting.minutes,
        minutes_assumed=meeting.minutes_assumed,
        week_to_confirm=meeting.week_to_confirm,
        as_written=meeting.as_written,
        why_not=meeting.why_not,
    )
