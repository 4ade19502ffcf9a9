"""Who is invited to trainings and readiness meetings. The words are in `decision_mail.py`."""

from collections.abc import Iterable
from datetime import datetime

from releases.models import ReadinessMeeting, Release, Training
from releases.notices import pm_of, tell_of


def training_planned(training: Training, release: Release, *, people: Iterable[int], now: datetime) -> None:
    stamp = f"{training.pk}:{training.version}"
    tell_of("training_planned", release, people, now=now, stamp=stamp, training=training.pk)


def meeting_planned(meeting: ReadinessMeeting, release: Release, *, people: Iterable[int], now: datetime) -> None:
    people = {*people, *pm_of(release, now=now)} - {meeting.recorded_by_id}
    stamp = f"{meeting.pk}:{meeting.version}"
    tell_of("meeting_planned", release, people, now=now, stamp=stamp, meeting=meeting.pk)
