"""The whole plan: organisation, people, areas with roles and meetings, in the order of the file. Pure."""

import datetime as dt

from django.utils.translation import gettext as _

from rituals.file_fields import Problems
from rituals.importing.areas import plan_area
from rituals.importing.facts import (
    AreaWrite,
    MeetingFacts,
    MeetingWrite,
    Plan,
    RoleWrite,
    Settings,
    Stored,
    Tally,
    Writes,
)
from rituals.importing.meetings import plan_meetings
from rituals.importing.people import plan_people
from rituals.importing.roles import plan_roles
from rituals.organisation_file import OrganisationFile


def make_plan(file: OrganisationFile, stored: Stored, *, today: dt.date) -> Plan:
    """What loading `file` means for what is `stored`. `today` is the day on which new roles begin."""
    problems = Problems()
    settings = _settings(file, stored, problems)
    people, functions, people_tally = plan_people(file, stored, problems)
    area_writes: list[AreaWrite] = []
    roles: list[RoleWrite] = []
    meetings: list[MeetingWrite] = []
    outcome: list[tuple[str, MeetingFacts]] = []
    tally, meeting_tally = Tally(read=len(file.areas)), Tally(read=len(file.meetings))
    for area in file.areas:
        known = stored.areas.get(area.slug)
        if known and known.closed:
            said = _("This area is closed in the portal; it is left alone, with its meetings.")
            problems.add(area.line, f"areas/{area.slug}", said, fatal=False)
            continue
        write = plan_area(area, stored, problems)
        given = list(plan_roles(area, stored, problems, today=today))
        if write:
            area_writes.append(write)
        roles += given
        tally.created += known is None
        tally.changed += known is not None and bool(write or given)
        for facts, change in plan_meetings(area, stored, problems):
            outcome.append((area.name, facts))
            if change:
                meetings.append(change)
                meeting_tally.created += change.pk is None
                meeting_tally.changed += change.pk is not None
    return Plan(
        writes=Writes(
            settings=settings,
            functions=functions,
            groups=_new_groups(area_writes, stored),
            people=people,
            areas=tuple(area_writes),
            roles=tuple(roles),
            meetings=tuple(meetings),
        ),
        problems=problems.in_order(),
        areas=tally,
        people=people_tally,
        meetings=meeting_tally,
        outcome=tuple(outcome),
    )


def _settings(file: OrganisationFile, stored: Stored, problems: Problems) -> Settings | None:
    """The portal becomes the file's organisation when it is nobody's yet."""
    wanted = Settings(file.name, file.timezone, file.country)
    if stored.settings is None:
        return wanted
    if stored.settings != wanted:
        said = _(
            "This portal is that of %(name)s (%(zone)s, %(country)s) and stays so;"
            " an admin changes it under Admin, Organisation."
        ) % {
            "name": stored.settings.name,
            "zone": stored.settings.timezone,
            "country": stored.settings.country or _("no country"),
        }
        problems.add(0, "organisation", said, fatal=False)
    return None


def _new_groups(writes: list[AreaWrite], stored: Stored) -> tuple[str, ...]:
    """In the order of the file, spelled as there first."""
    wanted: dict[str, str] = {}
    for write in writes:
        if write.facts.group and write.facts.group.casefold() not in stored.groups:
            wanted.setdefault(write.facts.group.casefold(), write.facts.group)
    return tuple(wanted.values())
