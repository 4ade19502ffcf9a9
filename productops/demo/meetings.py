"""Meridian's recurring meetings, read from the words of `organisation.yaml` as an import reads them."""

from datetime import date

from productops.demo import files
from productops.demo.play import Crew
from rituals.importing.meetings import meeting_facts
from rituals.models import Meeting
from rituals.organisation_file import ASSUMED_MINUTES, FileMeeting
from rituals.recurrence import read_meeting


def meet(crew: Crew, founded: date) -> None:
    """Every meeting of the file, as if it began when the portal was set up: none is dated later than today.

    What leaves the week open is to be confirmed by the area's PM, as after an import.
    """
    zone = files.organisation()["organisation"]["timezone"]
    rows = []
    for area in files.organisation()["areas"]:
        for found in area["meetings"]:
            day, time, frequency = found["day"], found["time"], found["frequency"]
            meeting = FileMeeting(
                name=found["name"],
                day=day,
                time=time,
                timezone=found.get("timezone", ""),
                frequency=frequency,
                minutes=found.get("minutes", ASSUMED_MINUTES),
                minutes_assumed="minutes" not in found,
                starts=None,
                read=read_meeting(day, time, found.get("timezone", zone), frequency, anchor=None, today=founded),
                line=0,
            )
            rows.append(Meeting(area=crew.areas[area["slug"]], **vars(meeting_facts(meeting, None))))
    Meeting.objects.bulk_create(rows)
