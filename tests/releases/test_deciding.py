"""The ship decision through its doors: who, with what in the way, once, for ever."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.decisions.models import DecisionEntry
from productops.doors import Invalid, Stale
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person
from productops.people.permissions import PermissionRefused
from releases.actions.decisions import meet_condition, override_condition, reconfirm, record_decision
from releases.actions.items import set_state, withdraw
from releases.actions.planning import edit
from releases.actions.rounds import begin, escalate, override
from releases.actions.signoffs import answer
from releases.actions.stages import move
from releases.enums import Answer, ItemState, Outcome, Stage, Tier
from releases.go_no_go import Promise, Proposal
from releases.models import (
    Card,
    Condition,
    ConditionOutcome,
    DateSlip,
    Evidence,
    Override,
    Reconfirmation,
    Release,
    Round,
    ShipDecision,
    Signoff,
    SignoffRequest,
)
from releases.preflight import open_conditions, preflight
from releases.stages import Move
from tests.factories import OrganisationFactory, PersonFactory, in_role
from tests.factories.decisions import approved, decided, fresh, to_be_decided
from tests.factories.releases import functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(db: None) -> Person:
    OrganisationFactory()
    functions_with_leads()
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def area(ops: Person) -> Area:
    return staffed_area(slug="payments", name="Payments")


@pytest.fixture
def head(ops: Person) -> Person:
    return in_role(Role.HEAD_OF_PRODUCT, name="Ewa")


@pytest.fixture
def ready(area: Area, ops: Person, now: datetime) -> Release:
    return to_be_decided(area, now, ops)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def request_of(release: Release, slug: str) -> SignoffRequest:
    return SignoffRequest.objects.select_related("release").get(release=release, function__slug=slug)


def refs(release: Release, now: datetime) -> list[str]:
    return [each.ref for each in preflight(release, now=now).blockers]


def told(event: str) -> int:
    return Notice.objects.filter(data__event=event).count()


def test_go_when_nothing_is_in_the_way(ready: Release, now: datetime) -> None:
    assert refs(ready, now) == []
    decision = decided(ready, now)
    row = fresh(ready)
    assert (row.stage, row.approval_stale_at, decision.round.number) == (Stage.APPROVED, None, 1)
    entry = DecisionEntry.objects.get()
    assert (entry.action_code, entry.subject, entry.number) == ("release.go", f"release:{ready.key}", 1)
    assert (decision.entry_number, entry.owner_id) == (1, decision.decided_by_id)
    assert [option.title for option in entry.options.all() if option.chosen] == ["Go"]
    assert DomainEvent.objects.filter(name="release.go").count() == 1
    assert told("decided") == 1
    assert decision.evidence["blockers"] == []
    assert len(decision.evidence["signoffs"]) == 2
    launched = move(release=row, move=Move.LAUNCH, by=row.area.pm, now=now)  # type: ignore[attr-defined]
    assert (launched.stage, launched.launched_without_approval) == (Stage.LAUNCHED, False)


@pytest.mark.parametrize("who", ["ops", "head", "admin"])
def test_only_the_pm_decides_until_it_goes_up(
    ready: Release, ops: Person, head: Person, now: datetime, who: str
) -> None:
    by = {"ops": ops, "head": head, "admin": in_role(Role.ADMIN)}[who]
    seen = preflight(ready, now=now).seen
    with pytest.raises(PermissionRefused):
        record_decision(release=ready, proposal=Proposal(Outcome.GO), seen=seen, by=by, now=now)
    if who == "head":
        escalate(release=ready, reason="Support and we do not agree.", by=ops, now=now)
        record_decision(release=ready, proposal=Proposal(Outcome.GO), seen=seen, by=head, now=now)
        assert (fresh(ready).stage, told("escalated")) == (Stage.APPROVED, 1)


def test_two_people_press_go_and_one_decision_is_there(ready: Release, now: datetime) -> None:
    seen = preflight(ready, now=now).seen
    pm, deputy = ready.area.pm, PersonFactory(name="Deputy")  # type: ignore[attr-defined]
    AreaRole.objects.create(
        area=ready.area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
    )
    record_decision(release=ready, proposal=Proposal(Outcome.GO), seen=seen, by=pm, now=now, round_number=1)
    no = Proposal(Outcome.NO_GO, "Not yet")
    with pytest.raises(Stale, match=f"{pm.name} has decided already: Go"):
        record_decision(release=ready, proposal=no, seen=seen, by=deputy, now=now, round_number=1)
    assert ShipDecision.objects.count() == 1


def test_what_changed_since_the_page_stops_the_decision(ready: Release, now: datetime) -> None:
    seen = preflight(ready, now=now).seen
    answer(
        request=request_of(ready, "support"), answer=Answer.NOT_READY, comment="Macros.", by=lead("support"), now=now
    )
    with pytest.raises(Stale, match="changed after you opened the page"):
        record_decision(release=ready, proposal=Proposal(Outcome.GO), seen=seen, by=ready.area.pm, now=now)  # type: ignore[attr-defined]
    assert (fresh(ready).stage, told("signoff_not_ready")) == (Stage.IN_REVIEW, 1)


def test_the_pm_was_replaced_in_between(ready: Release, now: datetime) -> None:
    seen, old = preflight(ready, now=now).seen, ready.area.pm  # type: ignore[attr-defined]
    AreaRole.objects.filter(area=ready.area, kind=AreaRoleKind.PM).update(ends_on=now.date() - timedelta(days=1))
    new = PersonFactory(name="New PM")
    AreaRole.objects.create(area=ready.area, person=new, kind=AreaRoleKind.PM, starts_on=now.date())
    old = Person.objects.get(pk=old.pk)  # as the next request reads her
    with pytest.raises(PermissionRefused):
        record_decision(release=ready, proposal=Proposal(Outcome.GO), seen=seen, by=old, now=now)
    record_decision(release=ready, proposal=Proposal(Outcome.GO), seen=seen, by=new, now=now)
    assert ShipDecision.objects.get().decided_by == new


def test_a_blocker_is_overridden_by_who_may(ready: Release, ops: Person, head: Person, now: datetime) -> None:
    pm = ready.area.pm  # type: ignore[attr-defined]
    answer(
        request=request_of(ready, "support"), answer=Answer.NOT_READY, comment="Macros.", by=lead("support"), now=now
    )
    [ref] = refs(ready, now)
    with pytest.raises(PermissionRefused):
        override(release=ready, ref=ref, reason="It is fine", by=ops, now=now)
    with pytest.raises(Invalid):
        override(release=ready, ref=ref, reason=" ", by=pm, now=now)
    given = override(release=ready, ref=ref, reason="One merchant, by hand.", by=pm, now=now)
    assert override(release=ready, ref=ref, reason="Again", by=pm, now=now) == given
    assert (given.words, given.reserved, given.label) == ("Support is not ready: Macros.", False, "by who decides")
    decision = decided(ready, now)
    assert decision.evidence["overrides"][0]["reason"] == "One merchant, by hand."
    assert fresh(ready).stage == Stage.APPROVED


def test_the_reserved_ones_are_the_head_of_products(ready: Release, head: Person, now: datetime) -> None:
    pm = ready.area.pm  # type: ignore[attr-defined]
    row = edit(release=ready, fields={"rollback_criteria": ""}, by=pm, now=now, seen_version=ready.version)
    row.area = ready.area
    assert "rollback" in refs(row, now)
    with pytest.raises(PermissionRefused):
        override(release=row, ref="rollback", reason="We can go back by hand.", by=pm, now=now)
    assert override(release=row, ref="rollback", reason="Read-only path.", by=head, now=now).reserved


def test_nothing_in_the_way_is_ever_skipped(area: Area, ops: Person, now: datetime) -> None:
    """Every answer blank: nobody can say go, whatever they press."""
    row = planned(area, now)
    row.area = area
    move(release=row, move=Move.BEGIN_REVIEW, by=area.pm, now=now)  # type: ignore[attr-defined]
    row = fresh(row, area)
    with pytest.raises(Invalid):
        decided(row, now)
    row.items.update(required=False)
    assert "empty" in refs(row, now)
    with pytest.raises(Invalid, match="Nobody can override"):
        override(release=row, ref="empty", reason="Trust us", by=area.pm, now=now)  # type: ignore[attr-defined]
    assert not ShipDecision.objects.exists()
    assert fresh(row, area).stage == Stage.IN_REVIEW


def conditional(row: Release, now: datetime, ref: str = "") -> Condition:
    pm = row.area.pm  # type: ignore[attr-defined]
    condition = Promise("Macros are written", pm.pk, now.date() + timedelta(days=5), ref)
    decided(row, now, Outcome.CONDITIONAL_GO, conditions=(condition,))
    return Condition.objects.get()


def test_a_condition_must_be_met_before_launch(ready: Release, now: datetime) -> None:
    pm = ready.area.pm  # type: ignore[attr-defined]
    item = ready.items.get(key="macros")
    set_state(items=[item], state=ItemState.OPEN, by=lead("support"), now=now)
    condition = conditional(ready, now, ref="item:macros")
    row = fresh(ready)
    assert (row.stage, row.approval_stale_at, open_conditions(row).count()) == (Stage.APPROVED, None, 1)
    with pytest.raises(Invalid, match="no valid approval"):
        move(release=row, move=Move.LAUNCH, by=pm, now=now)
    item.refresh_from_db()
    set_state(items=[item], state=ItemState.DONE, by=lead("support"), now=now)
    meet_condition(condition=condition, how="Written and tried.", by=pm, now=now)
    row = fresh(ready)
    assert row.approval_stale_at is None
    assert move(release=row, move=Move.LAUNCH, by=pm, now=now).stage == Stage.LAUNCHED


def test_a_condition_that_is_not_true_makes_the_approval_stale(ready: Release, now: datetime) -> None:
    item = ready.items.get(key="macros")
    set_state(items=[item], state=ItemState.OPEN, by=lead("support"), now=now)
    condition = conditional(ready, now, ref="item:macros")
    meet_condition(condition=condition, how="Surely.", by=ready.area.pm, now=now)  # type: ignore[attr-defined]
    assert fresh(ready).approval_stale_why == ["Support macros and troubleshooting"]
    assert told("approval_stale") == 1


def test_a_condition_is_overridden_by_who_may(ready: Release, ops: Person, now: datetime) -> None:
    condition = conditional(ready, now)
    with pytest.raises(PermissionRefused):
        override_condition(condition=condition, reason="Skip it", by=ops, now=now)
    override_condition(condition=condition, reason="Nobody needs it.", by=ready.area.pm, now=now)  # type: ignore[attr-defined]
    assert not open_conditions(ready).exists()


def test_no_go_holds_and_delay_moves_the_date(ready: Release, now: datetime) -> None:
    decided(ready, now, Outcome.NO_GO, rationale="The ledger is not safe.")
    row = fresh(ready)
    assert (row.stage, row.hold_reason) == (Stage.IN_REVIEW, "The ledger is not safe.")
    decided(row, now, Outcome.DELAY, rationale="Waits for the ledger.", new_launch_on=date(2027, 2, 2))
    row = fresh(ready)
    assert (row.launch_on, row.stage) == (date(2027, 2, 2), Stage.IN_REVIEW)
    assert DateSlip.objects.get().reason == "Waits for the ledger."
    assert list(Round.objects.values_list("number", flat=True)) == [1, 2]
    assert [entry.action_code for entry in DecisionEntry.objects.order_by("number")] == [
        "release.no_go",
        "release.delay",
    ]


def test_an_approval_becomes_stale_and_is_confirmed_again(area: Area, ops: Person, now: datetime) -> None:
    row = approved(area, now, ops)
    pm = area.pm  # type: ignore[attr-defined]
    edit(release=row, fields={"build_tag": "4.18.3"}, by=pm, now=now, seen_version=row.version)
    row = fresh(row, area)
    assert "This changed after the decision: the build." in row.approval_stale_why
    assert (told("approval_stale"), told("signoff_asked_again")) == (1, 2)
    with pytest.raises(Invalid, match="no valid approval"):
        move(release=row, move=Move.LAUNCH, by=pm, now=now)
    with pytest.raises(Invalid, match="answered before this changed|has not answered"):
        reconfirm(release=row, reason="Only a comment", seen=preflight(row, now=now).seen, by=pm, now=now)
    for request in SignoffRequest.objects.select_related("function__lead", "release"):
        answer(request=request, answer=Answer.READY, comment="", by=request.function.lead, now=now)
    row = fresh(row, area)
    assert row.approval_stale_at is not None  # it waits for the PM even when everything is in again
    seen = preflight(row, now=now).seen
    with pytest.raises(PermissionRefused):
        reconfirm(release=row, reason="Only a comment changed.", seen=seen, by=ops, now=now)
    reconfirm(release=row, reason="Only a comment changed.", seen=seen, by=pm, now=now)
    row = fresh(row, area)
    assert (row.approval_stale_at, row.approval_stale_why) == (None, [])
    assert move(release=row, move=Move.LAUNCH, by=pm, now=now).stage == Stage.LAUNCHED


@pytest.mark.parametrize("what", ["evidence", "item", "signoff"])
def test_what_makes_an_approval_stale(area: Area, ops: Person, now: datetime, what: str) -> None:
    row = approved(area, now, ops)
    if what == "evidence":
        evidence = Evidence.objects.filter(item__key="qa", kind="link").get()
        withdraw(evidence=evidence, by=lead("qa"), now=now)
    elif what == "item":
        set_state(items=[row.items.get(key="macros")], state=ItemState.OPEN, by=lead("support"), now=now)
    else:
        request = request_of(row, "support")
        answer(request=request, answer=Answer.NOT_READY, comment="Too many calls.", by=lead("support"), now=now)
    assert fresh(row, area).approval_stale_at == now
    assert told("approval_stale") == 1


def test_tier_3_needs_meeting_and_training(area: Area, ops: Person, now: datetime) -> None:
    row = to_be_decided(area, now, ops, Tier.HIGH)
    assert refs(row, now) == []
    row.training.delete()
    row.readiness_meetings.all().delete()
    assert refs(row, now) == ["meeting", "training"]


@pytest.mark.parametrize(
    "model", [Round, Override, ShipDecision, Condition, ConditionOutcome, Reconfirmation, Card, Signoff, DecisionEntry]
)
def test_what_was_decided_cannot_be_changed_by_sql(ready: Release, now: datetime, model: Any) -> None:
    """From the application's own account."""
    decided(ready, now)
    table = model._meta.db_table
    key = model._meta.pk.column
    for act in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


def test_a_readiness_check_is_run_by_product_ops(ready: Release, ops: Person, now: datetime) -> None:
    with pytest.raises(PermissionRefused):
        begin(release=ready, by=ready.area.pm, now=now)  # type: ignore[attr-defined]
    first = begin(release=ready, by=ops, now=now)
    assert begin(release=ready, by=ops, now=now) == first


def test_preflight_asks_as_many_questions_however_long_the_list(
    ready: Release, now: datetime, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(24):
        preflight(ready, now=now)
