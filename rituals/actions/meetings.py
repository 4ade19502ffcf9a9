"""Changes to meetings by people: which week one is counted from."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.worktime import wall_clock
from rituals.models import Meeting
from rituals.occurrences import choices, counted_from, local_time


@transaction.atomic
def confirm_week(*, meeting: Meeting, starts_on: date, seen: str = "", by: Person, now: datetime) -> Meeting:
    """Say on which day a meeting really takes place, where its words leave the week or month open.

    By the area's PM or an admin; a later import keeps it, unless the file says `starts`. Records
    `meeting.week_confirmed`. `seen` is the `Meeting.version` the person saw. Raises Stale when the week has changed
    since, Invalid when the meeting has no such day. Done twice, it changes nothing the second time.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("area").get(pk=meeting.pk)
    require(by, Permission.CONFIRM_MEETING, meeting, on=now)
    if not meeting.has_choice or not meeting.starts_at:
        raise Invalid({"starts_on": _("This meeting leaves no week open.")})
    if starts_on not in choices(meeting.rrule, meeting.starts_at, meeting.timezone, now=now):
        raise Invalid({"starts_on": _("This is not a day on which this meeting could take place next.")})
    at = local_time(meeting.starts_at, meeting.timezone)
    starts_at, rrule = wall_clock(starts_on, at, meeting.timezone), counted_from(meeting.rrule, starts_on)
    if (meeting.rrule, meeting.starts_at, meeting.week_to_confirm) == (rrule, starts_at, False):
        return meeting
    if seen and seen != meeting.version:
        raise Stale(_("Somebody changed the week of this meeting a moment ago."), version=meeting.version)
    meeting.rrule, meeting.starts_at, meeting.week_to_confirm = rrule, starts_at, False
    meeting.save(update_fields=["rrule", "starts_at", "week_to_confirm"])
    record("meeting.week_confirmed", by=by, obj=meeting, now=now, area_id=meeting.area_id)
    return meeting
