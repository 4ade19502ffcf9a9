"""Launching after a decision: what it waits for, in words; what is recorded without one; what is over stays decided."""

from datetime import date, datetime, timedelta

import pytest

from comms.deliveries import deliver_due
from comms.enums import DeliveryStatus
from comms.models import Delivery, Notice
from comms.sweeping import sweep
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.actions.approvals import look_again
from releases.actions.decisions import meet_condition, override_condition, record_decision
from releases.actions.planning import challenge_tier, edit
from releases.actions.stages import move
from releases.enums import Outcome, Stage
from releases.go_no_go import Promise, Proposal
from releases.models import Condition, Release
from releases.self_approvals import self_approvals
from releases.stages import Move
from tests.comms.post_office import PostOffice
from tests.factories.decisions import approved, decided, fresh, to_be_decided
from tests.factories.people import in_role
from tests.factories.releases import planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def pm(payments: Area) -> Person:
    found: Person = payments.pm  # type: ignore[attr-defined]
    return found


def launch(release: Release, pm: Person, now: datetime) -> Release:
    return move(release=release, move=Move.LAUNCH, by=pm, now=now)


def test_the_refusal_says_which_conditions_are_open(payments: Area, ops: Person, pm: Person, now: datetime) -> None:
    row = to_be_decided(payments, now, ops)
    due = date(2026, 12, 1)
    promises = (Promise("Macros are written.", pm.pk, due), Promise("The dashboard is shared", pm.pk, due))
    decided(row, now, Outcome.CONDITIONAL_GO, conditions=promises)
    with pytest.raises(Invalid) as refused:
        launch(row, pm, now)
    assert refused.value.errors[""] == (
        "There is no valid approval. A condition is open: Macros are written. "
        "A condition is open: The dashboard is shared."
    )
    first, second = Condition.objects.order_by("pk")
    meet_condition(condition=first, how="Written", by=pm, now=now)
    with pytest.raises(Invalid, match="The dashboard is shared"):
        launch(row, pm, now)
    override_condition(condition=second, reason="Nobody reads it", by=pm, now=now)
    assert self_approvals(now, now + timedelta(days=1)).overrides == 1  # by who decides
    assert launch(row, pm, now).launched_without_approval is False


def test_a_stale_go_says_so_and_time_alone_makes_it_stale(
    payments: Area, ops: Person, pm: Person, now: datetime
) -> None:
    row = to_be_decided(payments, now, ops)
    promise = Promise("Macros are written", pm.pk, date(2026, 12, 1))
    decided(row, now, Outcome.CONDITIONAL_GO, conditions=(promise,))
    last_day, after = now + timedelta(days=6), now + timedelta(days=7)
    assert look_again(now=last_day) == 0
    assert (look_again(now=after), look_again(now=after)) == (1, 0)
    assert fresh(row).approval_stale_why == ["A condition is overdue: Macros are written."]
    assert Notice.objects.filter(data__event="approval_stale").count() == 1
    with pytest.raises(Invalid, match="The go is stale; the PM has to confirm it again"):
        launch(row, pm, after)


def test_what_went_out_anyway_is_recorded_and_stays_decided(
    payments: Area, ops: Person, pm: Person, now: datetime
) -> None:
    row = to_be_decided(payments, now, ops)
    decided(row, now, Outcome.NO_GO, rationale="The ledger is not safe")
    row = move(release=fresh(row), move=Move.RECORD_LAUNCH, by=ops, now=now)
    assert (row.stage, row.launched_without_approval) == (Stage.LAUNCHED, True)
    with pytest.raises(Stale, match="nothing to decide"):
        record_decision(release=row, proposal=Proposal(Outcome.GO), seen="", by=pm, now=now)


def test_a_go_is_not_opened_again_after_launch(payments: Area, ops: Person, pm: Person, now: datetime) -> None:
    row = approved(payments, now, ops)
    row = launch(row, pm, now)
    before = DomainEvent.objects.filter(name__in=["release.approval_stale", "signoff.asked_again"]).count()
    row = edit(release=row, fields={"build_tag": "5.0"}, by=pm, now=now, seen_version=row.version)
    row.functions.clear()
    assert look_again(now=now + timedelta(days=90)) == 0
    row = fresh(row)
    assert (row.stage, row.approval_stale_at, row.health) == (Stage.LAUNCHED, None, "on_track")
    assert DomainEvent.objects.filter(name__in=["release.approval_stale", "signoff.asked_again"]).count() == before


def test_cancelled_and_taken_up_again_it_is_decided_anew(
    payments: Area, ops: Person, pm: Person, now: datetime
) -> None:
    row = approved(payments, now, ops)
    edit(release=row, fields={"build_tag": "5.0"}, by=pm, now=now, seen_version=row.version)
    move(release=row, move=Move.CANCEL, reason="Not this year", by=pm, now=now)
    row = move(release=row, move=Move.REVIVE, by=pm, now=now)
    assert (row.stage, row.approval_stale_at, row.approval_stale_why) == (Stage.PLANNED, None, [])
    assert not any(reason["remedy"] == "decision" for reason in row.health_reasons)
    with pytest.raises(Invalid, match="It was not reviewed"):
        launch(row, pm, now)


def test_nothing_is_sent_about_what_is_gone_or_not_to_be_seen(
    payments: Area, ops: Person, pm: Person, now: datetime, post_office: PostOffice
) -> None:
    """An undone import takes its releases away; who may not see one (any more) hears nothing of what was decided."""
    gone = planned(payments, now, name="Imported by mistake")
    challenge_tier(release=gone, reason="Is it?", by=ops, now=now)
    Release.objects.filter(pk=gone.pk).delete()
    secret = approved(payments, now, ops)
    assert {pm.pk} != set(Notice.objects.get(data__event="decided").people)
    secret.items.update(person=None)  # whose item it is would see it
    Release.objects.filter(pk=secret.pk).update(confidential_at=now, confidential_reason="Merger", confidential_by=pm)
    sweep(clock=lambda: now)
    for hour in [now + timedelta(hours=hours) for hours in (0, 6, 12, 24)]:
        deliver_due(clock=lambda hour=hour: hour)  # type: ignore[misc]
    about_gone = Delivery.objects.filter(notice__data__release=gone.pk)
    assert about_gone.exists()
    assert set(about_gone.values_list("status", flat=True)) == {DeliveryStatus.CANCELLED}
    visible = {
        person.email
        for person in Person.objects.all()
        if Release.objects.visible_to(person).filter(pk=secret.pk).exists()
    }
    heard = {
        str(mail["To"]).partition("<")[2].rstrip(">")
        for mail in post_office.mails
        if "Instant payouts" in str(mail["Subject"])
    }
    assert heard <= visible
    assert heard
    told = Delivery.objects.filter(notice__data__event="decided").exclude(person__email__in=visible)
    assert told.exists()
    assert DeliveryStatus.SENT not in set(told.values_list("status", flat=True))
