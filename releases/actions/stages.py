"""The doors of a release's stage: one guarded function per move. The rule is `releases.stages.may`."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission
from releases import notices
from releases.actions.approvals import after_change
from releases.actions.planning import locked, settle
from releases.checklist import open_by_gate
from releases.enums import AHEAD, Gate, Stage
from releases.models import Release
from releases.preflight import open_conditions
from releases.queries import facts_of, tier_policy_of
from releases.stages import GateFacts, Move, StageFacts, may

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RIGHTS = {
    Move.BEGIN_REVIEW: Permission.PLAN_RELEASE,
    Move.LAUNCH: Permission.LAUNCH_RELEASE,
    Move.RECORD_LAUNCH: Permission.RECORD_LAUNCH,
    Move.CANCEL: Permission.PLAN_RELEASE,
    Move.REVIVE: Permission.PLAN_RELEASE,
    Move.CLOSE: Permission.RECORD_LAUNCH,
}


def stage_facts(release: Release) -> StageFacts:
    """What the moves of this release depend on. A gate is passed when nothing required is open in it.

    The last gate is passed by the decision alone. The approval is valid as long as it is not stale and every condition
    is met or overridden.
    """
    asked = tier_policy_of(release)
    gates: tuple[Gate, ...] = asked.gates if asked else ()
    counts = open_by_gate(facts_of([release])[release.pk].items)
    approved = release.stage == Stage.APPROVED
    stale = approved and release.approval_stale_at is not None
    conditions = tuple(each.what.rstrip(".") for each in open_conditions(release)) if approved else ()
    return StageFacts(
        stage=Stage(release.stage),
        gates=tuple(
            GateFacts(gate, counts.get(gate, 0), passed=approved or (gate != Gate.GO_NO_GO and counts.get(gate) == 0))
            for gate in gates
        ),
        on_hold=release.held_at is not None,
        approval_valid=approved and not stale and not conditions,
        approval_stale=stale,
        open_conditions=conditions,
    )


@transaction.atomic
def move(
    *, release: Release, move: Move, reason: str = "", launched_at: datetime | None = None, by: Person, now: datetime
) -> Release:
    """Make one move of the stage. Two people at once make one change; the other gets `Stale`.

    Raises `Stale` when the stage does not know the move (any more), `Invalid` with every reason when it may not be
    made now, or without a reason for cancelling. `launched_at`: when it happened, for a launch that is recorded
    later; not a moment to come. Records `release.<move>`. What was launched without an approval says so and tells the
    Accountable and the Head of Product; of a cancellation hears who has an open item.
    """
    row = locked(release, by, RIGHTS[move], now)
    after_change(row, now=now)
    facts = stage_facts(row)
    verdict = may(move, facts)
    if not verdict and verdict.stage == facts.stage:
        raise Stale(" ".join(verdict.reasons), reload=row.get_absolute_url())
    if not verdict:
        raise Invalid({"": " ".join(verdict.reasons)})
    if row.tier is None and move != Move.CANCEL:
        raise Invalid({"": _("Assign a tier first.")})
    was = row.stage
    row.stage = verdict.stage
    if move == Move.CANCEL:
        if not reason:
            raise Invalid({"reason": _("Say why it is cancelled.")})
        row.cancelled_at, row.cancelled_by, row.cancel_reason = now, by, reason
    elif move == Move.REVIVE:
        row.cancelled_at, row.cancelled_by, row.cancel_reason = None, None, ""
        row.approval_stale_at, row.approval_stale_why = None, []  # it is decided anew
    elif verdict.stage == Stage.LAUNCHED:
        if launched_at and not LONG_AGO <= launched_at <= now:
            raise Invalid({"launched_at": _("Say when it happened: a moment that has passed.")})
        row.launched_at, row.launched_by = launched_at or now, by
        row.launched_without_approval = facts.reviewed and not facts.approval_valid
    elif move == Move.CLOSE:
        row.closed_at = now
    row.version += 1
    row.save()
    record(f"release.{move}", by=by, obj=row, now=now, area_id=row.area_id, was=was, stage=str(row.stage))
    settle(row, now=now)
    if row.launched_without_approval and was != Stage.LAUNCHED == row.stage:
        notices.launched_without_approval(row, by=by, now=now)
    if row.stage == Stage.CANCELLED:
        notices.cancelled(row, by=by, now=now)
    return row


@transaction.atomic
def hold(*, release: Release, reason: str, by: Person, now: datetime) -> Release:
    """Put the release on hold; its stage stays. Raises `Invalid` without a reason. Records `release.held`.

    Who has an open item hears once, not again of another reason.
    """
    row = locked(release, by, Permission.PLAN_RELEASE, now)
    if not reason:
        raise Invalid({"reason": _("Say what it waits for.")})
    if row.stage not in AHEAD:
        raise Stale(_("This release is no longer ahead."), reload=row.get_absolute_url())
    if row.held_at and row.hold_reason == reason:
        return row
    begins = row.held_at is None
    row.held_at, row.held_by, row.hold_reason = row.held_at or now, by, reason
    row.version += 1
    row.save()
    record("release.held", by=by, obj=row, now=now, area_id=row.area_id)
    settle(row, now=now)
    if begins:
        notices.held(row, by=by, now=now)
    return row


@transaction.atomic
def resume(*, release: Release, by: Person, now: datetime) -> Release:
    """The release goes on. Harmless when it is not on hold. Records `release.resumed`."""
    row = locked(release, by, Permission.PLAN_RELEASE, now)
    if row.held_at is None:
        return row
    row.held_at, row.held_by, row.hold_reason = None, None, ""
    row.version += 1
    row.save()
    record("release.resumed", by=by, obj=row, now=now, area_id=row.area_id)
    settle(row, now=now)
    return row


@transaction.atomic
def record_rollback(*, release: Release, reason: str, by: Person, now: datetime) -> Release:
    """It was rolled back after launch; the stage stays launched. Raises `Invalid` without a reason.

    Records `release.rolled_back`.
    """
    row = locked(release, by, Permission.RECORD_LAUNCH, now)
    if row.stage != Stage.LAUNCHED:
        raise Stale(_("Only a launched release can be rolled back."), reload=row.get_absolute_url())
    if not reason:
        raise Invalid({"reason": _("Say why it was rolled back.")})
    if row.rolled_back_at:
        return row
    row.rolled_back_at, row.rolled_back_by, row.rollback_reason = now, by, reason
    row.version += 1
    row.save()
    record("release.rolled_back", by=by, obj=row, now=now, area_id=row.area_id)
    settle(row, now=now)
    return row
