"""An organisation in a YAML file: its areas, who owns them, their components and meetings, and optionally its people.

    reading = read_organisation(data, today=today)
    if reading.organisation is None:  # something fatal: nothing may be imported
        show(reading.problems)

Pure: bytes in, frozen dataclasses and problems with line and reason out; what the database knows (functions, accounts,
meetings already there) is the importer's business. The format is described in docs/organisation-file.md. Structural
faults are fatal and all of them are listed; a meeting whose times are not understood is merely unscheduled.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from productops.people.enums import Role
from productops.worktime import knows_country
from rituals.clock_words import NotUnderstood, read_zone
from rituals.file_fields import Place, Problem, Problems
from rituals.recurrence import ReadMeeting, read_meeting
from rituals.strict_yaml import Fields, Unreadable, read_yaml

ASSUMED_MINUTES = 60
MOST_AREAS, MOST_PEOPLE, MOST_MEETINGS = 2_000, 10_000, 5_000
MOST_OF_AN_AREA = 200
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class FileMeeting:
    """A meeting of an area: its words as written, and what was read out of them."""

    name: str
    day: str
    time: str
    timezone: str
    frequency: str
    minutes: int
    minutes_assumed: bool
    starts: dt.date | None
    read: ReadMeeting
    line: int

    @property
    def as_written(self) -> str:
        """The words in one line of at most 400 characters, for people to compare with the rule."""
        return ", ".join(word for word in (self.day, self.time, self.timezone, self.frequency) if word)


@dataclass(frozen=True, kw_only=True)
class FileArea:
    """A product area. People are named by e-mail address, '' where nobody is named."""

    slug: str
    name: str
    summary: str
    group: str
    pm: str
    eng_lead: str
    deputy: str
    deputy_until: dt.date | None
    """Set exactly when there is a deputy: nobody stands in for ever."""
    support_contact: str
    chat: str
    components: tuple[str, ...]
    meetings: tuple[FileMeeting, ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class FilePerson:
    """A person by name. Addresses that only an area mentions have no entry here."""

    email: str
    name: str
    function: str
    timezone: str
    """IANA name; the organisation's where none was given."""
    language: str
    """A code of settings.LANGUAGES, or '' for the organisation's."""
    roles: tuple[str, ...]
    """Values of `productops.people.enums.Role`."""
    line: int


@dataclass(frozen=True, kw_only=True)
class OrganisationFile:
    """All that the file says."""

    name: str
    timezone: str
    country: str
    areas: tuple[FileArea, ...]
    people: tuple[FilePerson, ...]

    @property
    def meetings(self) -> tuple[FileMeeting, ...]:
        return tuple(meeting for area in self.areas for meeting in area.meetings)

    @property
    def scheduled(self) -> int:
        return sum(meeting.read.scheduled for meeting in self.meetings)

    @property
    def unscheduled(self) -> int:
        return len(self.meetings) - self.scheduled


@dataclass(frozen=True)
class Reading:
    """`organisation` is None exactly when a problem is fatal."""

    organisation: OrganisationFile | None
    problems: tuple[Problem, ...]


def read_organisation(data: bytes, *, today: dt.date) -> Reading:
    """Read a whole file. Raises nothing, whatever the bytes; `today` only settles assumed weeks of meetings."""
    problems = Problems()
    try:
        node = read_yaml(data)
    except Unreadable as refused:
        return Reading(None, (Problem(refused.line, "", refused.reason, fatal=True),))
    if not isinstance(node, Fields):
        problems.add(node.line, "", _("The file has to start with keys such as “organisation:”."), fatal=True)
        return Reading(None, problems.in_order())
    organisation = _organisation(Place(node, "", problems), today)
    return Reading(None if problems.fatal else organisation, problems.in_order())


def _organisation(file: Place, today: dt.date) -> OrganisationFile:
    file.only({"organisation", "areas", "people"})
    name, zone, country = "", "UTC", ""
    if about := file.place("organisation"):
        about.only({"name", "timezone", "country"})
        name = about.text("name", limit=120, required=True)
        zone = _zone(about, "timezone", required=True) or "UTC"
        country = about.text("country", limit=2).upper()
        if country and not knows_country(country):
            about.wrong("country", _("No holidays are known for this country; write a code such as PL."), fatal=True)
        elif not country:
            about.wrong("country", _("Without a country no holidays are known."), fatal=False)

    areas: dict[str, FileArea] = {}
    meetings = 0
    for place in file.places("areas", most=MOST_AREAS, required=True):
        area = _area(place, zone, today)
        meetings += len(area.meetings)
        if meetings > MOST_MEETINGS:
            place.wrong(
                "meetings", _("The file has more than %(most)s meetings.") % {"most": MOST_MEETINGS}, fatal=True
            )
            break
        if area.slug and area.slug in areas:
            first = areas[area.slug].line
            place.wrong("slug", _("Another area, on line %(line)s, has this slug.") % {"line": first}, fatal=True)
        areas[area.slug] = area

    people: dict[str, FilePerson] = {}
    for place in file.places("people", most=MOST_PEOPLE):
        person = _person(place, zone)
        if person.email and person.email in people:
            first = people[person.email].line
            place.wrong("email", _("Another person, on line %(line)s, has this address.") % {"line": first}, fatal=True)
        people[person.email] = person
    return OrganisationFile(
        name=name, timezone=zone, country=country, areas=tuple(areas.values()), people=tuple(people.values())
    )


def _area(place: Place, zone: str, today: dt.date) -> FileArea:
    place.only(
        {"slug", "name", "summary", "group", "pm", "eng_lead", "deputy", "deputy_until", "support_contact"}
        | {"chat", "components", "meetings"}
    )
    slug = place.text("slug", limit=80, required=True)
    if slug and not _SLUG.fullmatch(slug):
        place.wrong("slug", _("A slug is lower-case letters, digits and single hyphens."), fatal=True)
    elif slug:
        place = place.named(f"areas/{slug}")
    pm = place.email("pm")
    if not pm:
        place.wrong("pm", _("This area has no PM; nobody will be asked for its update."), fatal=False)
    deputy, until = place.email("deputy"), place.date("deputy_until")
    deputy_until = until if isinstance(until, dt.date) else None
    if bool(deputy) is not bool(deputy_until):
        missing = _("A deputy needs the last day of standing in (deputy_until), and the other way round; left out.")
        place.wrong("deputy" if deputy else "deputy_until", missing, fatal=False)
        deputy, deputy_until = "", None
    return FileArea(
        slug=slug,
        name=place.text("name", limit=120, required=True),
        summary=place.text("summary", limit=1000, lines=True),
        group=place.text("group", limit=120),
        pm=pm,
        eng_lead=place.email("eng_lead"),
        deputy=deputy,
        deputy_until=deputy_until,
        support_contact=place.email("support_contact"),
        chat=place.text("chat", limit=80),
        components=place.texts("components", limit=80, most=MOST_OF_AN_AREA),
        meetings=_meetings(place, zone, today),
        line=place.line,
    )


def _meetings(area: Place, zone: str, today: dt.date) -> tuple[FileMeeting, ...]:
    meetings: dict[str, FileMeeting] = {}
    for place in area.places("meetings", most=MOST_OF_AN_AREA):
        meeting = _meeting(place, area.path, zone, today)
        same = meeting.name.casefold()
        if same and same in meetings:
            first = meetings[same].line
            twice = _("Another meeting of this area, on line %(line)s, has this name.") % {"line": first}
            place.wrong("name", twice, fatal=True)
        meetings[same] = meeting
    return tuple(meetings.values())


def _meeting(place: Place, area_path: str, zone: str, today: dt.date) -> FileMeeting:
    place.only({"name", "day", "time", "timezone", "frequency", "minutes", "starts"})
    name = place.text("name", limit=160, required=True)
    if name:
        place = place.named(f"{area_path}/meetings/{name}")
    day, time = place.text("day", limit=60), place.text("time", limit=40)
    timezone, frequency = place.text("timezone", limit=80), place.text("frequency", limit=200)
    starts = place.date("starts")
    if starts == "unreadable":
        # Somebody knows the week, so none is assumed.
        read = ReadMeeting(scheduled=False, why_not=_("Its start is not a date."))
        starts = None
    else:
        read = read_meeting(day, time, timezone or zone, frequency, anchor=starts, today=today)
        if not read.scheduled:
            place.wrong("frequency", _("Unscheduled: %(reason)s") % {"reason": read.why_not}, fatal=False)
    minutes = place.number("minutes", least=5, most=24 * 60)
    return FileMeeting(
        name=name,
        day=day,
        time=time,
        timezone=timezone,
        frequency=frequency,
        minutes=minutes or ASSUMED_MINUTES,
        minutes_assumed=minutes is None,
        starts=starts,
        read=read,
        line=place.line,
    )


def _person(place: Place, zone: str) -> FilePerson:
    place.only({"email", "name", "function", "timezone", "language", "roles"})
    email = place.email("email", required=True)
    if email:
        place = place.named(f"people/{email}")
    language = place.text("language", limit=40)
    if language and language not in dict(settings.LANGUAGES):
        place.wrong("language", _("The portal does not speak this language; left out."), fatal=False)
        language = ""
    roles = []
    for written in place.texts("roles", limit=80, most=20):
        code = re.sub(r"[\s-]+", "_", written.lower())
        if code in Role.values:
            roles.append(code)
        else:
            place.wrong("roles", _("“%(text)s” is not a role; left out.") % {"text": written}, fatal=False)
    return FilePerson(
        email=email,
        name=place.text("name", limit=120, required=True),
        function=place.text("function", limit=80),
        timezone=_zone(place, "timezone", required=False) or zone,
        language=language,
        roles=tuple(roles),
        line=place.line,
    )


def _zone(place: Place, key: str, *, required: bool) -> str:
    """The IANA name; '' when not given or, which is fatal, not understood."""
    written = place.text(key, limit=80, required=required)
    try:
        return read_zone(written) if written else ""
    except NotUnderstood as reason:
        place.wrong(key, str(reason), fatal=True)
        return ""
