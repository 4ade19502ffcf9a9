"""Two people decide, sign or plan at the same moment: real threads, connections and commits."""

from datetime import date, datetime

import pytest

from comms.models import Notice
from productops.decisions.models import DecisionEntry
from productops.doors import Stale
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person
from releases.actions.decisions import record_decision
from releases.actions.planning import assign_tier
from releases.actions.signoffs import answer, chase_all
from releases.enums import Answer, Outcome, Stage, Tier
from releases.go_no_go import Proposal
from releases.models import Release, ShipDecision, Signoff, SignoffRequest
from releases.preflight import preflight
from releases.schedule import run
from tests.factories import OrganisationFactory, PersonFactory, in_role
from tests.factories.decisions import approved, fresh, later, to_be_decided
from tests.factories.releases import ANSWERS, functions_with_leads, staffed_area
from tests.rituals.test_together import at_once

pytestmark = pytest.mark.usefixtures("committed")


def made() -> tuple[Area, Person]:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments"), in_role(Role.PRODUCT_OPS, name="Maja")


def again(person: Person) -> Person:
    """The same person as another request has her."""
    return Person.objects.get(pk=person.pk)


def test_go_and_no_go_at_the_same_moment(now: datetime) -> None:
    area, ops = made()
    row = to_be_decided(area, now, ops)
    pm, deputy = area.pm, PersonFactory(name="Deputy")  # type: ignore[attr-defined]
    AreaRole.objects.create(
        area=area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
    )
    seen = preflight(row, now=now).seen

    def says(proposal: Proposal, by: Person) -> ShipDecision:
        return record_decision(release=row, proposal=proposal, seen=seen, by=again(by), now=now, round_number=1)

    answers = at_once(
        lambda: says(Proposal(Outcome.GO), pm), lambda: says(Proposal(Outcome.NO_GO, "Not while Legal looks"), deputy)
    )
    [decision] = ShipDecision.objects.all()
    [refused] = [each for each in answers if isinstance(each, Exception)]
    assert isinstance(refused, Stale)
    assert f"{decision.decided_by.name} has decided already" in str(refused)
    assert fresh(row).stage == (Stage.APPROVED if decision.outcome == Outcome.GO else Stage.IN_REVIEW)
    assert (DecisionEntry.objects.count(), Notice.objects.filter(data__event="decided").count()) == (1, 1)


def test_a_sign_off_arrives_while_the_decision_is_recorded(now: datetime) -> None:
    """Before it, the decision is refused; after it, the go is stale. Never a go over a "not ready" unseen."""
    area, ops = made()
    row = to_be_decided(area, now, ops)
    seen = preflight(row, now=now).seen
    request = SignoffRequest.objects.select_related("release").get(release=row, function__slug="support")
    support, pm = Person.objects.get(name="Lead of support"), area.pm  # type: ignore[attr-defined]
    said, decided = at_once(
        lambda: answer(request=request, answer=Answer.NOT_READY, comment="Macros", by=again(support), now=now),
        lambda: record_decision(release=row, proposal=Proposal(Outcome.GO), seen=seen, by=again(pm), now=now),
    )
    assert isinstance(said, Signoff)
    row = fresh(row)
    if isinstance(decided, Stale):
        assert "changed after you opened the page" in str(decided)
        assert (row.stage, ShipDecision.objects.count()) == (Stage.IN_REVIEW, 0)
    else:
        assert isinstance(decided, ShipDecision)
        assert (row.stage, row.approval_stale_why) == (Stage.APPROVED, ["Support is not ready: Macros"])
        assert Notice.objects.filter(data__event="approval_stale").count() == 1


def test_the_tier_is_raised_while_the_decision_is_recorded(now: datetime) -> None:
    area, ops = made()
    row = to_be_decided(area, now, ops)
    seen, pm, version = preflight(row, now=now).seen, area.pm, row.version  # type: ignore[attr-defined]

    def raise_tier() -> Release:
        return assign_tier(
            release=row, answers=ANSWERS[Tier.HIGH], tier=Tier.HIGH, reason="", by=again(pm), now=now,
            seen_version=version,
        )  # fmt: skip

    raised, decided = at_once(
        raise_tier,
        lambda: record_decision(release=row, proposal=Proposal(Outcome.GO), seen=seen, by=again(pm), now=now),
    )
    row = fresh(row)
    if isinstance(decided, Exception):
        assert isinstance(decided, Stale)
        assert (row.stage, row.tier, ShipDecision.objects.count()) == (Stage.IN_REVIEW, Tier.HIGH, 0)
    else:
        assert isinstance(raised, Stale)  # the release changed after she opened the page
        assert (row.stage, row.tier, row.approval_stale_at) == (Stage.APPROVED, Tier.MEDIUM, None)


def test_two_schedulers_chase_once(now: datetime) -> None:
    area, ops = made()
    row = approved(area, now, ops)
    SignoffRequest.objects.update(answered_at=None)
    late = later(now, days=6)
    at_once(*(lambda: run(now=late) for _each in range(2)), lambda: chase_all(now=late))
    assert Notice.objects.filter(data__event="signoff_chased").count() == 2
    assert set(SignoffRequest.objects.filter(release=row).values_list("chased", flat=True)) == {1}
