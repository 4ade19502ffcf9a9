"""The ship decision on its page: recorded once, with everything kept that was typed, by who may."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person
from releases.actions.items import set_state
from releases.actions.planning import edit
from releases.actions.rounds import override
from releases.actions.signoffs import answer
from releases.actions.stages import move
from releases.enums import Answer, ItemState, Outcome, Stage, Tier
from releases.go_no_go import Promise
from releases.models import Condition, ConditionOutcome, Override, Release, ShipDecision, SignoffRequest
from releases.preflight import preflight
from releases.stages import Move
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import approved, decided, filled, fresh, later, to_be_decided
from tests.factories.releases import LAUNCH, planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def head(payments: Area) -> Person:
    return in_role(Role.HEAD_OF_PRODUCT, name="Ewa")


@pytest.fixture
def ready(payments: Area, ops: Person, now: datetime) -> Release:
    return to_be_decided(payments, now, ops)


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def at(release: Release, name: str = "decision", *more: Any) -> str:
    return reverse(f"releases:{name}", args=[release.key, *more])


def pm_of(release: Release) -> Person:
    return release.area.pm  # type: ignore[attr-defined, no-any-return]


def said(release: Release, now: datetime, **fields: str) -> dict[str, str]:
    """What the page would send."""
    return {"seen": preflight(release, now=now).seen, "round": "1", "rationale": ""} | fields


def with_blockers(payments: Area, now: datetime) -> Release:
    """Tier 3 in review with more than twenty things in the way."""
    row = planned(payments, now, Tier.HIGH)
    row.area = payments
    row = filled(row, now)
    move(release=row, move=Move.BEGIN_REVIEW, by=pm_of(row), now=now)
    return fresh(row, payments)


def test_go_is_recorded_and_says_how_many_are_told(ready: Release, signed_in: SignedIn, now: datetime) -> None:
    pm = signed_in(pm_of(ready))
    page = pm.get(at(ready)).text
    assert "Nothing stands in the way." in page
    assert "Round 1." in page
    assert "people are told." in page
    done = pm.post(at(ready), said(ready, now, outcome="go"), follow=True)
    assert "Go is recorded as decision D-1." in done.text
    assert fresh(ready).stage == Stage.APPROVED
    again = pm.post(at(ready), said(ready, now, outcome="go"))  # sent twice
    assert (again.status_code, "has decided already: Go." in again.text) == (409, True)
    assert ShipDecision.objects.count() == 1


def test_who_may_not_decide_reads_why(ready: Release, ops: Person, head: Person, signed_in: SignedIn) -> None:
    for who in (ops, head, PersonFactory()):
        refused = signed_in(who).get(at(ready))
        assert (refused.status_code, "Product Ops informs, PMs decide." in refused.text) == (403, True)
        assert signed_in(who).post(at(ready), {"outcome": "go"}).status_code == 403


def test_an_escalated_round_is_decided_by_the_head_of_product(
    ready: Release, head: Person, signed_in: SignedIn, now: datetime
) -> None:
    signed_in(pm_of(ready)).post(at(ready, "escalation"), {"reason": "We do not agree."})
    done = signed_in(head).post(at(ready), said(ready, now, outcome="go"), follow=True)
    assert "Go is recorded" in done.text
    assert ShipDecision.objects.get().decided_by == head


def test_twenty_blockers_are_counted_and_the_page_stays_short(
    payments: Area, signed_in: SignedIn, now: datetime
) -> None:
    row = with_blockers(payments, now)
    left = len(preflight(row, now=now).blockers)
    assert left > 20
    pm = signed_in(pm_of(row))
    page = pm.get(at(row)).text
    assert f"and {left - 5} more" in page
    assert page.count('class="condition"') == left
    refused = pm.post(at(row), said(row, now, outcome="go", rationale="We go anyway"))
    assert refused.status_code == 422
    assert f"{left} things are still in the way" in refused.text
    assert ">\nWe go anyway</textarea>" in refused.text
    assert not ShipDecision.objects.exists()


def test_conditions_with_errors_keep_everything_and_say_so_at_their_field(
    payments: Area, ready: Release, signed_in: SignedIn, now: datetime
) -> None:
    set_state(items=[ready.items.get(key="macros")], state=ItemState.OPEN, by=lead("support"), now=now)
    pm = signed_in(pm_of(ready))
    typed = said(
        ready, now, outcome="conditional_go", rationale="Nearly there",
        **{"b0-on": "on", "b0-ref": "item:macros", "b0-what": "Write the two macros", "b0-owner": "", "b0-due_on": ""},
        **{"m0-what": "Tell the bank", "m0-owner": lead("sales").name, "m0-due_on": LAUNCH.isoformat()},
    )  # fmt: skip
    page = pm.post(at(ready), typed)
    assert page.status_code == 422
    for words in ("Write the two macros", "Tell the bank", "Nearly there", LAUNCH.isoformat(), lead("sales").name):
        assert words in page.text
    assert 'id="id_b0-owner_error">Say who does it.' in page.text
    assert 'id="id_b0-due_on_error">Say by when.' in page.text
    assert 'id="id_m0-due_on_error">It must be met before the launch.' in page.text
    nonsense = pm.post(at(ready), typed | {"b0-due_on": "soon", "b0-owner": "Nobody At All"})
    assert nonsense.status_code == 422
    assert "Nobody At All" in nonsense.text
    typed |= {"b0-owner": lead("support").name, "b0-due_on": "2026-12-01", "m0-due_on": "2026-12-02"}
    assert pm.post(at(ready), typed).status_code == 302
    assert [row.what for row in Condition.objects.order_by("id")] == ["Write the two macros", "Tell the bank"]


def test_two_people_decide_and_the_second_reads_who_did(
    payments: Area, ready: Release, signed_in: SignedIn, now: datetime
) -> None:
    deputy = PersonFactory(name="Dana Deputy")
    AreaRole.objects.create(
        area=payments, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on="2026-01-01", ends_on="2027-12-31"
    )
    seen = said(ready, now, outcome="no_go", rationale="The ledger is not safe yet.")
    signed_in(deputy).post(at(ready), said(ready, now, outcome="go"))
    page = signed_in(pm_of(ready)).post(at(ready), seen)
    assert page.status_code == 409
    assert "Dana Deputy has decided already: Go." in page.text
    assert ">\nThe ledger is not safe yet.</textarea>" in page.text  # nothing typed is lost
    assert 'name="round" value="2"' in page.text
    assert ShipDecision.objects.get().outcome == Outcome.GO


def test_what_changed_meanwhile_is_shown_and_what_was_typed_stays_with_its_blocker(
    ready: Release, signed_in: SignedIn, now: datetime
) -> None:
    set_state(items=[ready.items.get(key="macros")], state=ItemState.OPEN, by=lead("support"), now=now)
    typed = said(
        ready, now, outcome="conditional_go",
        **{"b0-on": "on", "b0-ref": "item:macros", "b0-what": "Write them", "b0-owner": lead("support").name},
        **{"b0-due_on": "2026-12-01"},
    )  # fmt: skip
    set_state(items=[ready.items.get(key="qa")], state=ItemState.OPEN, by=lead("qa"), now=now)  # comes before it
    pm = signed_in(pm_of(ready))
    page = pm.post(at(ready), typed)
    assert (page.status_code, "changed after you opened the page" in page.text) == (409, True)
    assert 'name="b1-what" value="Write them"' in page.text
    assert 'name="b0-what" value="Write them"' not in page.text
    assert f'name="seen" value="{preflight(ready, now=now).seen}"' in page.text
    assert not ShipDecision.objects.exists()


def test_no_go_and_delay_need_a_sentence_and_a_day(ready: Release, signed_in: SignedIn, now: datetime) -> None:
    pm = signed_in(pm_of(ready))
    for outcome, words in (("no_go", "Say why"), ("delay", "Say to which day."), ("", "required")):
        bare = pm.post(at(ready), said(ready, now, outcome=outcome))
        assert (bare.status_code, words in bare.text) == (422, True)
    later_on = said(ready, now, outcome="delay", rationale="The ledger", new_launch_on="2027-02-02")
    framed = pm.post(at(ready), later_on, headers={"HX-Request": "true"})
    assert (framed.status_code, framed["HX-Redirect"]) == (204, ready.get_absolute_url())
    assert fresh(ready).launch_on == LAUNCH + timedelta(days=14)


def test_an_override_of_an_earlier_round_is_not_shown_as_one_of_this(
    payments: Area, ready: Release, ops: Person, head: Person, signed_in: SignedIn, now: datetime
) -> None:
    row = edit(release=ready, fields={"rollback_criteria": ""}, by=pm_of(ready), now=now, seen_version=ready.version)
    override(release=row, ref="rollback", reason="Switching it off is enough.", by=head, now=now)
    for request in SignoffRequest.objects.filter(release=row, answered_at=None).select_related("function__lead"):
        request.release = row
        answer(request=request, answer=Answer.READY, comment="", by=request.function.lead, now=now)  # type: ignore[arg-type]
    row = fresh(row, payments)
    decided(row, now)
    pm = signed_in(pm_of(row))
    assert "Switching it off is enough." in pm.get(at(row, "preflight")).text  # the approval stands on it
    page = pm.get(at(row)).text
    assert "Switching it off is enough." not in page
    assert "The rollback plan is not complete" in page
    assert pm.post(at(row), said(row, now, outcome="go", round="2")).status_code == 422
    override(release=row, ref="rollback", reason="Still enough.", by=head, now=now)
    assert "Still enough." in pm.get(at(row)).text
    assert pm.post(at(row), said(row, now, outcome="go", round="2")).status_code == 302
    assert Override.objects.count() == 2


@pytest.fixture
def conditional(ready: Release, now: datetime) -> Condition:
    due = later(now, days=5).date()
    decided(ready, now, Outcome.CONDITIONAL_GO, conditions=(Promise("Tell the bank", lead("sales").pk, due),))
    return Condition.objects.get()


def test_a_condition_is_met_by_its_owner(conditional: Condition, ready: Release, signed_in: SignedIn) -> None:
    url = at(ready, "condition-fulfilment", conditional.pk)
    assert signed_in(lead("support")).get(url).status_code == 403
    owner = signed_in(lead("sales"))
    assert "Tell the bank" in owner.get(url).text
    assert owner.post(url, {"reason": ""}).status_code == 422
    assert "Recorded: Tell the bank" in owner.post(url, {"reason": "Called on Monday."}, follow=True).text
    owner.post(url, {"reason": "Again"})
    assert ConditionOutcome.objects.get().reason == "Called on Monday."
    other = at(
        planned(ready.area, conditional.decision.decided_at, name="Other"), "condition-fulfilment", conditional.pk
    )
    assert owner.get(other).status_code == 404


def test_a_condition_is_left_unmet_by_who_may(conditional: Condition, ready: Release, signed_in: SignedIn) -> None:
    url = at(ready, "condition-override", conditional.pk)
    assert signed_in(lead("sales")).get(url).status_code == 403
    pm = signed_in(pm_of(ready))
    assert pm.post(url, {"ref": "-", "reason": ""}).status_code == 422
    assert "Left unmet" in pm.post(url, {"ref": "-", "reason": "Nobody needs it."}, follow=True).text


def test_a_stale_go_is_confirmed_again(payments: Area, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    row = approved(payments, now, ops)
    pm, url = signed_in(pm_of(row)), at(row, "reconfirmation")
    assert pm.get(url).status_code == 409  # it stands
    set_state(items=[row.items.get(key="macros")], state=ItemState.OPEN, by=lead("support"), now=now)
    page = pm.get(at(row, "preflight")).text
    assert "There was a go; it is stale." in page
    assert "Confirm the go again" in page
    seen = preflight(fresh(row), now=now).seen
    left = pm.post(url, {"seen": seen, "reason": "It is small."})
    assert (left.status_code, "Support macros" in left.text, "It is small." in left.text) == (422, True, True)
    assert pm.post(url, {"seen": "0" * 64, "reason": "x"}).status_code == 409
    assert signed_in(ops).get(url).status_code == 403
