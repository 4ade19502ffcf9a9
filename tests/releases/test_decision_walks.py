"""Random walks over the doors of a ship decision, on the database: whatever is pressed in whatever order.

Nothing is approved over a blocker that nobody took on, nothing launched with a condition that was neither met nor
overridden, no stale answer counts, and an empty checklist never goes. What holds is worked out here from the rows,
not by asking the rule that is tried.
"""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from productops.doors import Invalid, Stale
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from releases.actions import bundles
from releases.actions.approvals import look_again
from releases.actions.decisions import meet_condition, override_condition, reconfirm, record_decision
from releases.actions.items import Shown, set_state
from releases.actions.planning import assign_tier, edit
from releases.actions.rounds import escalate, override
from releases.actions.signoffs import answer, ask
from releases.actions.stages import move, resume
from releases.enums import Answer, ItemState, Outcome, SignoffState, Stage, Tier
from releases.go_no_go import Promise, Proposal
from releases.models import Condition, Override, ShipDecision, SignoffRequest
from releases.preflight import preflight
from releases.stages import Move
from tests.factories.decisions import fresh, to_be_decided
from tests.factories.people import in_role
from tests.factories.releases import ANSWERS

pytestmark = pytest.mark.django_db
PROOF = (Shown(url="https://docs.example.com/proof"), Shown(note="Looked at it."))
STEPS = 20
ACTS = {
    "decide": 14, "answers": 7, "override": 7, "settle": 5, "reopen": 2, "material": 1, "rollback": 1, "publish": 3,
    "condition": 5, "reconfirm": 5, "launch": 2, "tier": 1, "ask": 2, "escalate": 1, "empty": 1, "wait": 2, "resume": 3,
}  # fmt: skip


class Walker:
    """One release and everybody around it; `made` says what happened, so that no walk is empty."""

    def __init__(self, area: Area, ops: Person, head: Person, seed: int, now: datetime) -> None:
        self.random, self.now, self.ops, self.head = Random(seed), now, ops, head
        self.pm: Person = area.pm  # type: ignore[attr-defined]
        self.area = area
        self.release = to_be_decided(area, now, ops, self.random.choice([Tier.MEDIUM, Tier.HIGH]))
        self.made: list[str] = []

    def step(self) -> None:
        [name] = self.random.choices([*ACTS], [*ACTS.values()])
        before = preflight(self.release, now=self.now)
        was, number = self.release.stage, ShipDecision.objects.count()
        try:
            with transaction.atomic():
                getattr(self, name)()
            self.made.append(name)
        except (Invalid, Stale, PermissionRefused):
            pass
        self.release = fresh(self.release)
        if ShipDecision.objects.count() > number:
            self.decided(before.blockers)
        if self.release.stage == Stage.LAUNCHED != was:
            self.launched()
        self.holds()

    # What people do

    def decide(self) -> None:
        seen = preflight(self.release, now=self.now)
        outcome = self.random.choices([*Outcome], [5, 5, 1, 1])[0]
        conditions = ()
        if outcome == Outcome.CONDITIONAL_GO:
            refs = [each.ref for each in seen.blockers if self.random.random() < 0.8] or [""]
            due = self.now.date() + timedelta(days=self.random.choice([1, 5]))
            conditions = tuple(Promise("Bring it", self.pm.pk, due, ref) for ref in refs)
        proposal = Proposal(outcome, self.random.choice(["", "Because"]), conditions)
        if outcome == Outcome.DELAY:
            later = (self.release.launch_on or self.now.date()) + timedelta(days=7)
            proposal = Proposal(outcome, "Later", new_launch_on=later)
        by = self.random.choice([self.pm, self.pm, self.pm, self.head, self.ops])
        old = self.random.random() < 0.1
        record_decision(
            release=self.release, proposal=proposal, seen="0" * 64 if old else seen.seen, by=by, now=self.now
        )
        self.made.append(str(outcome))

    def answers(self) -> None:
        rows = SignoffRequest.objects.filter(release=self.release).select_related("function__lead", "release")
        for request in rows:
            if request.answered_at is None or self.random.random() < 0.2:
                said = self.random.choices([Answer.READY, Answer.ABSTAIN, Answer.NOT_READY], [8, 1, 1])[0]
                assert request.function.lead
                if request.withdrawn_at is None:
                    answer(request=request, answer=said, comment="Words", by=request.function.lead, now=self.now)

    def override(self) -> None:
        for blocker in preflight(self.release, now=self.now).blockers:
            by = self.head if blocker.reserved else self.pm
            if self.random.random() < 0.5:
                override(release=self.release, ref=blocker.ref, reason="We take it", by=by, now=self.now)

    def settle(self) -> None:
        for item in self.release.items.filter(retired_at=None, fact="", state=ItemState.OPEN):
            if item.person:
                set_state(items=[item], state=ItemState.DONE, shown=PROOF, by=item.person, now=self.now)

    def reopen(self) -> None:
        items = self.release.items.filter(retired_at=None, fact="", state=ItemState.DONE)
        item = self.random.choice([*items, None])
        if item and item.person:
            set_state(items=[item], state=ItemState.OPEN, by=item.person, now=self.now)

    def material(self) -> None:
        self.edit({"build_tag": f"4.{self.random.randrange(100)}"})

    def rollback(self) -> None:
        self.edit({"rollback_criteria": self.random.choice(["", "1 %", "2 %"])})

    def edit(self, fields: dict[str, str]) -> None:
        edit(release=self.release, fields=fields, by=self.pm, now=self.now, seen_version=self.release.version)

    def publish(self) -> None:
        bundle = self.release.bundle
        part = self.random.choice([*bundle.sections.all()])
        if self.random.random() < 0.2:
            bundles.write(
                bundle=bundle, kind=part.kind, text=f"Words {self.random.random()}", not_applicable="", by=self.ops,
                now=self.now, seen_version=part.version,
            )  # fmt: skip
        bundle.refresh_from_db()
        bundles.publish(bundle=bundle, seen_version=bundle.version, by=self.ops, now=self.now)

    def condition(self) -> None:
        last = ShipDecision.objects.filter(release=self.release).order_by("-id").first()
        for condition in Condition.objects.filter(decision=last, outcome=None):
            if self.random.random() < 0.7:
                meet_condition(condition=condition, how="Done", by=self.pm, now=self.now)
            else:
                by = self.head if condition.reserved else self.pm
                override_condition(condition=condition, reason="Not needed", by=by, now=self.now)

    def reconfirm(self) -> None:
        seen = preflight(self.release, now=self.now).seen
        reconfirm(release=self.release, reason="Looked at it", seen=seen, by=self.pm, now=self.now)

    def launch(self) -> None:
        move(release=self.release, move=Move.LAUNCH, by=self.pm, now=self.now)

    def tier(self) -> None:
        tier = self.random.choice([Tier.LOW, Tier.MEDIUM, Tier.HIGH])
        assign_tier(
            release=self.release, answers=ANSWERS[tier], tier=tier, reason="Looked again", by=self.pm, now=self.now,
            seen_version=self.release.version,
        )  # fmt: skip

    def ask(self) -> None:
        functions = [each.function for each in preflight(self.release, now=self.now).asked]
        ask(release=self.release, functions=functions, by=self.ops, now=self.now)

    def escalate(self) -> None:
        escalate(release=self.release, reason="We do not agree", by=self.pm, now=self.now)

    def empty(self) -> None:
        self.release.items.update(required=self.random.random() < 0.7)
        look_again(now=self.now)

    def wait(self) -> None:
        self.now += timedelta(days=self.random.choice([1, 3]))
        look_again(now=self.now)

    def resume(self) -> None:
        resume(release=self.release, by=self.pm, now=self.now)

    # What must hold

    def taken_on(self, decision: ShipDecision) -> set[str]:
        """References of blockers that somebody overrode, in the deciding round or since."""
        rounds = Override.objects.filter(round__release=self.release, round__number__gte=decision.round.number)
        return set(rounds.values_list("ref", flat=True))

    def decided(self, before: tuple[object, ...]) -> None:
        decision = ShipDecision.objects.order_by("-id").select_related("round").get(pk=max(self.ids()))
        if decision.outcome not in ("go", "conditional_go"):
            assert self.release.stage == Stage.IN_REVIEW
            return
        promised = set(decision.conditions.exclude(ref="").values_list("ref", flat=True))
        assert (decision.outcome == "go") == (not decision.conditions.exists())
        for blocker in before:
            assert not blocker.final  # type: ignore[attr-defined]
            assert blocker.ref in self.taken_on(decision) | promised  # type: ignore[attr-defined]
        assert self.release.items.filter(required=True, retired_at=None).exists()

    def ids(self) -> list[int]:
        return list(ShipDecision.objects.filter(release=self.release).values_list("pk", flat=True))

    def launched(self) -> None:
        if self.release.tier == Tier.LOW:
            return
        assert not self.release.launched_without_approval
        decision = ShipDecision.objects.get(pk=max(self.ids()))
        assert decision.outcome in ("go", "conditional_go")
        assert all(hasattr(condition, "outcome") for condition in decision.conditions.all())
        left = {each.ref for each in decision.conditions.all() if each.ref and each.outcome.overridden}
        refs = {each.ref for each in preflight(self.release, now=self.now).blockers}
        assert refs <= self.taken_on(decision) | left
        self.made.append("launched")

    def holds(self) -> None:
        row, seen = self.release, preflight(self.release, now=self.now)
        for each in seen.asked:
            if each.facts.state in (SignoffState.READY, SignoffState.ABSTAINED):
                assert each.last
                assert each.last.stamp == seen.stamp
                assert each.row
                assert each.row.answered_at
        if row.stage != Stage.APPROVED or row.approval_stale_at:
            return
        decision = ShipDecision.objects.get(pk=max(self.ids()))
        excused = {
            each.ref
            for each in decision.conditions.select_related("outcome")
            if each.ref and (not hasattr(each, "outcome") or each.outcome.overridden)
        }
        assert all(not each.final for each in seen.blockers)
        assert {each.ref for each in seen.blockers} <= self.taken_on(decision) | excused


@pytest.mark.parametrize("seed", [2, 5])
def test_whatever_is_pressed(payments: Area, now: datetime, seed: int) -> None:
    ops, head = in_role(Role.PRODUCT_OPS, name="Maja"), in_role(Role.HEAD_OF_PRODUCT, name="Ewa")
    walker = Walker(payments, ops, head, seed, now)
    for _step in range(STEPS):
        walker.step()
        if walker.release.stage == Stage.LAUNCHED:
            break
    # A walk in which nothing happened would hold as well.
    assert len(set(walker.made)) >= 5, walker.made
    assert {"go", "conditional_go"} & set(walker.made), walker.made
