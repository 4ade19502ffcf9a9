"""The doors of the ship decision: recorded, its conditions met, confirmed again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from productops import wake
from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, Scope, can, require
from releases import decision_notices, logging_decisions
from releases.actions.planning import settle, shift_launch
from releases.actions.rounds import locked, override_scope, round_of
from releases.enums import Outcome, Stage
from releases.evidence import evidence_of
from releases.go_no_go import GOING, Proposal, objections
from releases.models import (
    Condition,
    ConditionOutcome,
    Escalation,
    Reconfirmation,
    Release,
    Round,
    ShipDecision,
)
from releases.preflight import Preflight, last_decision, overridden_since, preflight
from releases.signoffs import digest

CARDS = "releases.cards"  # the task that makes them; the schedule finds what a lost call misses


@transaction.atomic
def record_decision(
    *, release: Release, proposal: Proposal, seen: str, by: Person, now: datetime, round_number: int | None = None
) -> ShipDecision:
    """The PM decides: go, conditional go, no-go or delay. One decision a round; it can never be changed.

    By the area's PM or deputy, and by the Head of Product in a round that was escalated. `seen` is the hash of what
    the page showed (`Preflight.seen`): when a sign-off, an item or a blocker changed since, raises `Stale`, as when
    somebody decided `round_number` already. Raises `Invalid` with every objection (`go_no_go.objections`).

    Go and conditional go approve; no-go puts the release on hold; delay moves the date, which stays visible as a slip.
    Writes the decision log in the same transaction, tells the Informed once, leaves the card to a worker.
    Records `release.go`, `release.conditional_go`, `release.no_go` or `release.delay`.
    """
    row = locked(release)
    _refuse_decided(row, round_number)
    round_ = round_of(row, by=by, now=now)
    escalated = Escalation.objects.filter(round=round_).exists()
    scope = Scope(area_id=row.area_id, tier=row.tier, escalated=escalated)
    require(by, Permission.RECORD_SHIP_DECISION, scope, on=now)
    found = preflight(row, now=now)
    if found.seen != seen:
        raise Stale(
            _("Something that the decision stands on changed after you opened the page. Look at it, then decide."),
            reload=row.get_absolute_url(),
        )
    overridden = frozenset(round_.overrides.values_list("ref", flat=True))
    today = Organisation.current().day(now)
    against = objections(proposal, found.blockers, overridden, launch_on=row.launch_on, today=today)
    if against:
        raise Invalid(_by_field([(each.field, each.words) for each in against]))
    with override(Organisation.current().language):  # what stays for ever is for everybody, whoever decides
        decision = _written(row, round_, proposal, preflight(row, now=now), by, now)
    record(
        f"release.{proposal.outcome}", by=by, obj=row, now=now, area_id=row.area_id,
        round=round_.number, decision=decision.pk, self_approved=bool(decision.label),
    )  # fmt: skip
    _follow(row, decision, proposal, by, now)
    decision_notices.decided(decision, row, now=now)
    transaction.on_commit(lambda: wake.wake(CARDS), robust=True)
    for condition in decision.conditions.all():
        decision_notices.condition_yours(condition, row, by=by.pk, now=now)
    return decision


def _refuse_decided(row: Release, round_number: int | None) -> None:
    if round_number is None:
        return
    earlier = ShipDecision.objects.filter(release=row, round__number__gte=round_number).select_related("decided_by")
    if decided := earlier.first():
        raise Stale(
            _("%(name)s has decided already: %(outcome)s.")
            % {"name": decided.decided_by.name, "outcome": decided.get_outcome_display()},
            reload=row.get_absolute_url(),
        )


def _by_field(found: list[tuple[str, str]]) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name, words in found:
        errors[name] = f"{errors[name]} {words}" if name in errors else words
    return errors


def _written(
    row: Release, round_: Round, proposal: Proposal, found: Preflight, by: Person, now: datetime
) -> ShipDecision:
    evidence = evidence_of(row, found, round_, now=now)
    evidence |= {
        "outcome": str(proposal.outcome),
        "rationale": proposal.rationale,
        "decided_by": by.pk,
        "conditions": [
            {"what": each.what, "owner": each.owner_id, "due_on": str(each.due_on), "ref": each.ref}
            for each in proposal.conditions
        ],
    }
    signed = row.signoffs.filter(given_by=by).exists()
    blockers = {each.ref: each for each in found.blockers}
    entry = logging_decisions.write(row, round_, proposal, found, by=by, now=now)
    decision = ShipDecision.objects.create(
        round=round_, release=row, outcome=proposal.outcome, rationale=proposal.rationale.strip(),
        launch_on=row.launch_on, new_launch_on=proposal.new_launch_on, evidence=evidence,
        evidence_sha256=digest(evidence), material=dict(found.material), entry_number=entry.number,
        label=_("also signed off for a function") if signed else "", decided_at=now, decided_by=by,
    )  # fmt: skip
    Condition.objects.bulk_create(
        Condition(
            decision=decision, what=each.what.strip(), owner_id=each.owner_id or by.pk, due_on=each.due_on,
            ref=each.ref, words=blockers[each.ref].words[:300] if each.ref else "",
            reserved=bool(each.ref and blockers[each.ref].reserved),
        )
        for each in proposal.conditions
        if each.due_on
    )  # fmt: skip
    return decision


def _follow(row: Release, decision: ShipDecision, proposal: Proposal, by: Person, now: datetime) -> None:
    """What the decision does to the release."""
    row.approval_stale_at, row.approval_stale_why = None, []
    if proposal.outcome in GOING:
        row.stage = Stage.APPROVED
        row.held_at, row.held_by, row.hold_reason = None, None, ""
    else:
        row.stage = Stage.IN_REVIEW
    if proposal.outcome == Outcome.NO_GO:
        row.held_at, row.held_by, row.hold_reason = now, by, decision.rationale[:200]
    row.version += 1
    row.save()
    if proposal.outcome == Outcome.DELAY and proposal.new_launch_on:
        shift_launch(row, proposal.new_launch_on, decision.rationale[:300], by=by, now=now)
    else:
        settle(row, now=now)


@transaction.atomic
def meet_condition(*, condition: Condition, how: str, by: Person, now: datetime) -> ConditionOutcome:
    """A condition is met. By its owner or the PM. Raises `Invalid` without saying how. Records `release.condition_met`.

    When the blocker that it stood for is still there, the approval becomes stale: then it was not met.
    """
    row, found = _condition(condition)
    require(by, Permission.MEET_CONDITION, found, on=now)
    if not how.strip():
        raise Invalid({"reason": _("Say in a few words how it was met.")})
    return _settled(row, found, how, overridden=False, by=by, now=now)


@transaction.atomic
def override_condition(*, condition: Condition, reason: str, by: Person, now: datetime) -> ConditionOutcome:
    """A condition is left unmet by who may override its blocker. Records `release.condition_overridden`."""
    row, found = _condition(condition)
    require(by, Permission.OVERRIDE_BLOCKER, override_scope(row, reserved=found.reserved, now=now), on=now)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it may go out nevertheless; it stays on the card.")})
    return _settled(row, found, reason, overridden=True, by=by, now=now)


def _condition(condition: Condition) -> tuple[Release, Condition]:
    found = Condition.objects.select_related("decision__release").get(pk=condition.pk)
    row = locked(found.decision.release)
    found.decision.release = row
    return row, found


def _settled(
    row: Release, condition: Condition, reason: str, *, overridden: bool, by: Person, now: datetime
) -> ConditionOutcome:
    if outcome := ConditionOutcome.objects.filter(condition=condition).first():
        return outcome
    if last_decision(row) != condition.decision:
        raise Stale(_("A later decision replaced this condition."), reload=row.get_absolute_url())
    label = _("by who decides") if overridden and can(by, Permission.RECORD_SHIP_DECISION, row, on=now) else ""
    outcome = ConditionOutcome.objects.create(
        condition=condition, overridden=overridden, reason=reason.strip()[:300], label=label, at=now, by=by
    )
    event = "release.condition_overridden" if overridden else "release.condition_met"
    record(event, by=by, obj=row, now=now, area_id=row.area_id, condition=condition.pk, self_approved=bool(label))
    settle(row, now=now)
    return outcome


@transaction.atomic
def reconfirm(*, release: Release, reason: str, seen: str, by: Person, now: datetime) -> Reconfirmation:
    """The PM stands by an approval that had become stale. Everything in the way now must be taken on first.

    By who may decide. Raises `Stale` when it is not stale or something changed since the page, `Invalid` with what is
    still in the way. Records `release.reconfirmed`, tells everybody who relied on it.
    """
    row = locked(release)
    escalated = Escalation.objects.filter(round__release=row, round__decision=None).exists()
    require(by, Permission.RECORD_SHIP_DECISION, Scope(area_id=row.area_id, tier=row.tier, escalated=escalated), on=now)
    decision = last_decision(row)
    if row.approval_stale_at is None or decision is None or row.stage != Stage.APPROVED:
        raise Stale(_("The approval stands; there is nothing to confirm."), reload=row.get_absolute_url())
    found = preflight(row, now=now)
    if found.seen != seen:
        raise Stale(
            _("Something that the decision stands on changed after you opened the page. Look at it, then decide."),
            reload=row.get_absolute_url(),
        )
    if not reason.strip():
        raise Invalid({"reason": _("Say why it still holds; it stays on the card.")})
    accepted = overridden_since(decision, row) | {
        each.ref for each in decision.conditions.all() if each.ref and not _met(each)
    }
    if left := [each.words for each in found.blockers if each.final or each.ref not in accepted]:
        raise Invalid({"": " ".join(left)})
    evidence = evidence_of(row, found, decision.round, now=now) | {"confirmed_by": by.pk, "reason": reason.strip()}
    given = Reconfirmation.objects.create(
        decision=decision, why_stale=row.approval_stale_why, reason=reason.strip()[:500], evidence=evidence,
        evidence_sha256=digest(evidence), material=dict(found.material), at=now, by=by,
    )  # fmt: skip
    row.approval_stale_at, row.approval_stale_why = None, []
    row.version += 1
    row.save()
    record("release.reconfirmed", by=by, obj=row, now=now, area_id=row.area_id, decision=decision.pk)
    settle(row, now=now)
    decision_notices.reconfirmed(row, by=by.pk, now=now)
    return given


def _met(condition: Condition) -> bool:
    outcome: Any = getattr(condition, "outcome", None)
    return bool(outcome and not outcome.overridden)
