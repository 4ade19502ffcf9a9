"""The doors of what people sit together for before a launch: the training and the readiness meeting."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.markdown import block_html
from productops.people.models import Person
from productops.people.permissions import Permission, require
from releases import meeting_notices
from releases.actions.planning import settle
from releases.actions.rounds import locked
from releases.models import ReadinessMeeting, Release, Training
from releases.signers import signers_of_many


@transaction.atomic
def plan_training(
    *, release: Release, starts_at: datetime, place: str, materials_url: str, by: Person, now: datetime
) -> Training:
    """The session in which the receiving functions learn it is planned or moved; who signs for them is invited.

    By the PM or Product Ops. Raises `Stale` when it was held. Records `training.planned`.
    """
    row = locked(release)
    require(by, Permission.HOLD_TRAINING, row, on=now)
    training = Training.objects.filter(release=row).first() or Training(release=row, version=0)
    if training.held_at:
        raise Stale(_("The training was held already."), reload=row.get_absolute_url())
    before = (training.starts_at, training.place, training.materials_url) if training.pk else None
    if before == (starts_at, place, materials_url):
        return training
    training.starts_at, training.place, training.materials_url = starts_at, place, materials_url
    training.version += 1
    training.save()
    record("training.planned", by=by, obj=training, now=now, area_id=row.area_id, release=row.key)
    meeting_notices.training_planned(training, row, people=signers_of_many(row, now=now) - {by.pk}, now=now)
    return training


@transaction.atomic
def record_training(
    *, release: Release, attended: Collection[Person], notes: str, by: Person, now: datetime
) -> Training:
    """It was held, and who came. By the PM or Product Ops. Raises `Invalid` for nobody. Records `training.held`."""
    row = locked(release)
    require(by, Permission.HOLD_TRAINING, row, on=now)
    training = Training.objects.filter(release=row).first() or Training(release=row, starts_at=now, version=0)
    if not attended:
        raise Invalid({"attended": _("Say who came.")})
    if training.starts_at > now:
        raise Invalid({"attended": _("It has not begun yet.")})
    training.held_at, training.held_by = training.held_at or now, by
    training.notes = notes.strip()[:500]
    training.version += 1
    training.save()
    training.attended.set(attended)
    record("training.held", by=by, obj=training, now=now, area_id=row.area_id, release=row.key, attended=len(attended))
    settle(row, now=now)
    return training


@transaction.atomic
def plan_meeting(*, release: Release, starts_at: datetime, by: Person, now: datetime) -> ReadinessMeeting:
    """The readiness meeting is planned or moved; who signs is invited. Records `readiness_meeting.planned`."""
    row = locked(release)
    require(by, Permission.HOLD_TRAINING, row, on=now)
    meeting = row.readiness_meetings.filter(held_at=None).order_by("-id").first()
    if meeting and meeting.starts_at == starts_at:
        return meeting
    meeting = meeting or ReadinessMeeting(release=row, recorded_by=by, version=0)
    meeting.starts_at, meeting.recorded_by = starts_at, by
    meeting.version += 1
    meeting.save()
    record("readiness_meeting.planned", by=by, obj=meeting, now=now, area_id=row.area_id, release=row.key)
    meeting_notices.meeting_planned(meeting, row, people=signers_of_many(row, now=now) - {by.pk}, now=now)
    return meeting


@transaction.atomic
def record_meeting(
    *, release: Release, attended: Collection[Person], notes: str, by: Person, now: datetime
) -> ReadinessMeeting:
    """The readiness meeting was held: who came, what was said. Records `readiness_meeting.held`.

    By the PM or Product Ops. Raises `Invalid` with nobody there or before it began. Recording it again corrects
    the notes and the list of who came.
    """
    row = locked(release)
    require(by, Permission.HOLD_TRAINING, row, on=now)
    if not attended:
        raise Invalid({"attended": _("Say who came.")})
    meeting = row.readiness_meetings.order_by("-id").first() or ReadinessMeeting(
        release=row, starts_at=now, recorded_by=by, version=0
    )
    if meeting.starts_at > now:
        raise Invalid({"attended": _("It has not begun yet.")})
    meeting.held_at, meeting.recorded_by = meeting.held_at or now, by
    meeting.notes = notes.strip()[:5000]
    meeting.notes_html = block_html(meeting.notes) if meeting.notes else ""
    meeting.version += 1
    meeting.save()
    meeting.attended.set(attended)
    record(
        "readiness_meeting.held", by=by, obj=meeting, now=now, area_id=row.area_id, release=row.key,
        attended=len(attended),
    )  # fmt: skip
    settle(row, now=now)
    return meeting
