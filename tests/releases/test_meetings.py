"""Trainings and readiness meetings: planned, moved, held, corrected, and what they unblock."""

from datetime import datetime, timedelta

import pytest

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from releases.actions.meetings import plan_meeting, plan_training, record_meeting, record_training
from releases.enums import Tier
from releases.models import ReadinessMeeting, Release, Training
from releases.preflight import preflight
from tests.factories.decisions import fresh, to_be_decided
from tests.factories.people import in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def release(payments: Area, ops: Person, now: datetime) -> Release:
    """Tier 3, nothing in the way but its meeting and its training."""
    row = to_be_decided(payments, now, ops, Tier.HIGH)
    row.training.delete()
    row.readiness_meetings.all().delete()
    return fresh(row, payments)


def refs(release: Release, now: datetime) -> list[str]:
    return [each.ref for each in preflight(release, now=now).blockers]


def told(event: str) -> list[Notice]:
    return list(Notice.objects.filter(data__event=event).order_by("pk"))


def test_a_training_is_planned_moved_and_held(release: Release, ops: Person, now: datetime) -> None:
    support = Person.objects.get(name="Lead of support")
    at = now + timedelta(days=2)
    where = {"place": "Room 4", "materials_url": "https://docs.example.com/slides"}
    with pytest.raises(PermissionRefused):
        plan_training(release=release, starts_at=at, by=support, now=now, **where)
    plan_training(release=release, starts_at=at, by=ops, now=now, **where)
    plan_training(release=release, starts_at=at, by=ops, now=now, **where)  # pressed twice
    [notice] = told("training_planned")
    assert support.pk in notice.people
    assert ops.pk not in notice.people
    plan_training(release=release, starts_at=at + timedelta(hours=2), by=ops, now=now, **where)
    assert len(told("training_planned")) == 2
    held = {"release": release, "notes": "Went well", "by": ops}
    with pytest.raises(Invalid, match="not begun yet"):
        record_training(attended=[support], now=now, **held)
    later = at + timedelta(hours=3)
    with pytest.raises(Invalid, match="Say who came"):
        record_training(attended=[], now=later, **held)
    assert "training" in refs(release, later)
    record_training(attended=[support], now=later, **held)
    record_training(attended=[support, ops], now=later + timedelta(hours=1), **held)  # somebody was forgotten
    training = Training.objects.get()
    assert (training.held_at, training.attended.count()) == (later, 2)
    assert "training" not in refs(release, later)
    with pytest.raises(Stale, match="held already"):
        plan_training(release=release, starts_at=later, by=ops, now=later, **where)
    assert DomainEvent.objects.filter(name="training.held", object_id=str(training.pk)).count() == 2


def test_a_readiness_meeting_is_planned_moved_and_held(release: Release, ops: Person, now: datetime) -> None:
    pm: Person = release.area.pm  # type: ignore[attr-defined]
    head, at = in_role(Role.HEAD_OF_PRODUCT), now + timedelta(days=1)
    with pytest.raises(PermissionRefused):
        plan_meeting(release=release, starts_at=at, by=head, now=now)
    first = plan_meeting(release=release, starts_at=at, by=ops, now=now)
    assert plan_meeting(release=release, starts_at=at, by=ops, now=now).version == first.version
    [notice] = told("meeting_planned")
    assert pm.pk in notice.people
    assert plan_meeting(release=release, starts_at=at + timedelta(hours=1), by=ops, now=now).pk == first.pk
    assert len(told("meeting_planned")) == 2
    held = {"release": release, "by": pm}
    with pytest.raises(Invalid, match="not begun yet"):
        record_meeting(attended=[pm], notes="", now=now, **held)
    later = at + timedelta(hours=2)
    with pytest.raises(Invalid, match="Say who came"):
        record_meeting(attended=[], notes="", now=later, **held)
    assert "meeting" in refs(release, later)
    record_meeting(attended=[pm, ops], notes="**Go** from everybody", now=later, **held)
    found = record_meeting(attended=[pm], notes="Go from everybody", now=later + timedelta(hours=1), **held)
    assert (found.held_at, found.attended.count(), found.notes_html) == (later, 1, "<p>Go from everybody</p>\n")
    assert ReadinessMeeting.objects.count() == 1
    assert "meeting" not in refs(release, later)
    # A planned second one does not undo the first.
    plan_meeting(release=release, starts_at=later + timedelta(days=7), by=ops, now=later)
    assert "meeting" not in refs(release, later)
