"""What meetings become. Pure.

The file is the source of its meetings, except for the week. Without `starts` the week was assumed, on the day of the
import, so reading the same words a month later may assume another one: while rule, zone and time are the same, the
stored week stays, whether a person confirmed it or not.
"""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from productops.worktime import wall_clock
from rituals.file_fields import Problems
from rituals.importing.facts import MeetingFacts, MeetingWrite, Stored, StoredMeeting
from rituals.organisation_file import FileArea, FileMeeting
from rituals.recurrence import ReadMeeting


def plan_meetings(
    area: FileArea, stored: Stored, problems: Problems
) -> Iterator[tuple[MeetingFacts, MeetingWrite | None]]:
    """Each meeting of an area as it will be, and what to write for it, if anything."""
    known = {meeting.facts.name.casefold(): meeting for meeting in stored.meetings.get(area.slug, ())}
    for meeting in area.meetings:
        path = f"areas/{area.slug}/meetings/{meeting.name}"
        if meeting.read.note and not meeting.read.anchor_assumed:
            problems.add(meeting.line, path, meeting.read.note, fatal=False)
        before = known.pop(meeting.name.casefold(), None)
        after = meeting_facts(meeting, before.facts if before else None)
        same = before is not None and before.facts == after
        yield after, None if same else MeetingWrite(area.slug, after, before.pk if before else None)
    for gone in known.values():
        problems.add(area.line, f"areas/{area.slug}/meetings", _gone(gone), fatal=False)


def meeting_facts(meeting: FileMeeting, before: MeetingFacts | None) -> MeetingFacts:
    """A meeting as it is to be stored, given how it is."""
    read = meeting.read
    rrule, starts_at, to_confirm = "", None, False
    if read.scheduled:
        assert read.rrule
        assert read.zone
        assert read.starts
        rrule, to_confirm = read.rrule, read.anchor_assumed
        starts_at = wall_clock(read.starts.date(), read.starts.time(), read.zone)
        if before and meeting.starts is None and _same_times(before, read, meeting.as_written):
            rrule, starts_at, to_confirm = before.rrule, before.starts_at, before.week_to_confirm
    return MeetingFacts(
        name=meeting.name,
        rrule=rrule,
        starts_at=starts_at,
        timezone=read.zone or "",
        minutes=meeting.minutes,
        minutes_assumed=meeting.minutes_assumed,
        week_to_confirm=to_confirm,
        as_written=meeting.as_written,
        why_not=read.why_not[:500],
    )


def _same_times(before: MeetingFacts, read: ReadMeeting, as_written: str) -> bool:
    """Are rule, zone and time as stored? Which week of a month may differ: a person may have said which."""
    if not before.starts_at or before.timezone != read.zone or not read.rrule or not read.starts:
        return False
    same = before.rrule == read.rrule
    if not same and read.anchor_assumed and before.as_written == as_written:
        same = _without_position(before.rrule) == _without_position(read.rrule)
    day = before.starts_at.astimezone(ZoneInfo(before.timezone)).date()
    return same and wall_clock(day, read.starts.time(), before.timezone) == before.starts_at


def _without_position(rrule: str) -> str:
    return re.sub(r"(?<=BYDAY=)-?\d+(?=[A-Z]{2}(?:;|$))", "", rrule)


def _gone(meeting: StoredMeeting) -> str:
    return _("“%(name)s” is in the portal and not in the file; it stays.") % {"name": meeting.facts.name}
