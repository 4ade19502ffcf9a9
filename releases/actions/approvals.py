"""What follows for sign-offs and approval when something changes. Called by the doors, inside theirs."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from productops.audit.record import record
from productops.people.models import Organisation, Person
from releases import decision_notices, signoff_notices
from releases.enums import AHEAD, Chase, SignoffState, Stage
from releases.models import Release, SignoffRequest
from releases.policy import TierPolicy
from releases.preflight import Asked, Preflight, approval_of, asked_now, preflight
from releases.queries import tier_policy_of


def after_change(release: Release, *, now: datetime) -> Collection[Asked]:
    """Ask again whoever answered for something else than what is there now; notice when the approval no longer stands.

    The release must be locked and saved. It costs nothing before the first answer. An approval that is stale stays so
    until the PM confirms it again or decides anew. Repeated with the same facts it writes nothing. Answers where every
    sign-off stood, once there is an answer or an approval.
    """
    if release.stage not in AHEAD or release.draft:
        return ()
    approved = release.stage == Stage.APPROVED
    answered = SignoffRequest.objects.filter(release=release, answered_at__isnull=False, withdrawn_at=None)
    if not approved and not answered.exists():
        return ()
    seen = preflight(release, now=now) if approved else None
    asked = seen.asked if seen else asked_now(release, now=now)
    ask_again([each for each in asked if _outdated(each)], release, now=now)
    if seen and release.approval_stale_at is None:
        _notice_stale(release, seen, now)
    return asked


def _outdated(asked: Asked) -> bool:
    return bool(asked.row and asked.row.answered_at and asked.facts.state == SignoffState.STALE)


def ask_again(outdated: list[Asked], release: Release, *, now: datetime) -> None:
    """The functions whose answer is stale are asked again, with what changed. Records `signoff.asked_again`."""
    for each in outdated:
        assert each.row
        opened(each.row, now=now)
        record(
            "signoff.asked_again", by=None, obj=each.row, now=now, area_id=release.area_id,
            release=release.key, function=each.facts.function,
        )  # fmt: skip
        signoff_notices.asked(each.row, release, now=now, changed=list(each.facts.changed))


def withdraw_unasked(release: Release, was: TierPolicy | None, *, by: Person, now: datetime) -> None:
    """After another tier or policy: who was asked because of the old one alone is asked no more; what they said stays.

    A tier without gates asks nobody. Who is affected, or was asked beyond the policy, is still asked. The release must
    be locked and saved. Records `signoff.withdrawn`.
    """
    policy = tier_policy_of(release)
    rows = SignoffRequest.objects.filter(release=release, withdrawn_at=None).select_related("function")
    if policy and policy.gates:
        dropped = set(was.signoffs if was else ()) - set(policy.signoffs)
        rows = rows.filter(function__slug__in=dropped).exclude(function__in=release.functions.all())
    for row in rows.select_for_update(of=("self",)):
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        row.pauses.filter(until=None).update(until=now, ended_by=by)
        record(
            "signoff.withdrawn", by=by, obj=row, now=now, area_id=release.area_id,
            release=release.key, function=row.function.slug,
        )  # fmt: skip


def opened(row: SignoffRequest, *, now: datetime) -> None:
    """Start the clock of a request (again)."""
    organisation = Organisation.current()
    row.asked_at, row.asks, row.answered_at, row.chased = now, row.asks + 1, None, Chase.NOT_YET
    row.due_on = organisation.calendar.business_days_after(organisation.day(now), 2)
    row.save()


def _notice_stale(release: Release, seen: Preflight, now: datetime) -> None:
    found = approval_of(release, seen, now=now)
    if not found.given or not found.stale:
        return
    release.approval_stale_at, release.approval_stale_why = now, list(found.stale)
    release.version += 1
    release.save(update_fields=["approval_stale_at", "approval_stale_why", "version"])
    record("release.approval_stale", by=None, obj=release, now=now, area_id=release.area_id, reasons=len(found.stale))
    decision_notices.approval_stale(release, now=now)


def look_again(*, now: datetime) -> int:
    """Approvals that time made stale: a condition's day is over, the launch date passed. Answers how many.

    Run by the schedule; each release in its own transaction.
    """
    approved = Release.objects.filter(stage=Stage.APPROVED, approval_stale_at=None).order_by("pk")
    return sum(_looked_again(pk, now) for pk in approved.values_list("pk", flat=True))


@transaction.atomic
def _looked_again(pk: int, now: datetime) -> bool:
    rows = Release.objects.select_for_update(of=("self",)).select_related("area", "policy", "area_checklist")
    release = rows.get(pk=pk)
    after_change(release, now=now)
    return release.approval_stale_at is not None
