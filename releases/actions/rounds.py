"""The doors of a round before its decision: opened, a blocker taken on, the decision sent up."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, Scope, can, require
from releases import decision_notices
from releases.blockers import Blocker
from releases.enums import AHEAD, Stage
from releases.models import Escalation, Override, Release, Round
from releases.preflight import open_round, preflight

REASON = 500


def locked(release: Release) -> Release:
    """The release under lock: everything that decides waits for its turn here."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("area", "policy", "area_checklist")
    return rows.get(pk=release.pk)


@transaction.atomic
def begin(*, release: Release, by: Person, now: datetime) -> Round:
    """Product Ops runs a readiness check: a round, or the open one. Records `release.round_opened`."""
    row = locked(release)
    require(by, Permission.RUN_READINESS_CHECK, row, on=now)
    return round_of(row, by=by, now=now)


def round_of(row: Release, *, by: Person, now: datetime) -> Round:
    """The open round of a locked release, opened when there is none. Raises `Stale` when nothing is to be decided."""
    if row.stage not in (Stage.IN_REVIEW, Stage.APPROVED):
        raise Stale(_("There is nothing to decide: the release is not in review."), reload=row.get_absolute_url())
    if found := open_round(row):
        return found
    opened = Round.objects.create(release=row, number=row.rounds.count() + 1, opened_at=now, opened_by=by)
    record("release.round_opened", by=by, obj=row, now=now, area_id=row.area_id, round=opened.number)
    return opened


def override_scope(release: Release, *, reserved: bool, now: datetime) -> Scope:
    """What the right to take a blocker on is about: who is Accountable today, and whether it is reserved."""
    return Scope(
        area_id=release.area_id,
        tier=release.tier,
        accountable_ids=frozenset(decision_notices.accountable(release, now=now)),
        reserved=reserved,
    )


@transaction.atomic
def override(*, release: Release, ref: str, reason: str, by: Person, now: datetime) -> Override:
    """Somebody who may takes one blocker on for this round, with a reason that stays.

    By the Accountable of "release readiness", the reserved ones by the Head of Product. Raises `Stale` when the
    blocker is gone, `Invalid` without a reason and for what nobody may override. Taking the same on twice is one.
    Records `release.blocker_overridden`; PM and Product Ops hear of it.
    """
    row = locked(release)
    blocker = _blocker(row, ref, now)
    require(by, Permission.OVERRIDE_BLOCKER, override_scope(row, reserved=blocker.reserved, now=now), on=now)
    if blocker.final:
        raise Invalid({"": _("Nobody can override this: %(what)s") % {"what": blocker.words}})
    if not reason.strip():
        raise Invalid({"reason": _("Say why it may go out nevertheless; it stays on the card.")})
    if len(reason) > REASON:
        raise Invalid({"reason": _("At most %(limit)s characters fit here.") % {"limit": REASON}})
    round_ = round_of(row, by=by, now=now)
    if found := round_.overrides.filter(ref=ref).first():
        return found
    decides = can(by, Permission.RECORD_SHIP_DECISION, row, on=now)
    with translation.override(Organisation.current().language):  # it stays for ever and is for everybody
        blocker, label = _blocker(row, ref, now), _("by who decides") if decides else ""
    given = Override.objects.create(
        round=round_, ref=ref, words=blocker.words[:300], reserved=blocker.reserved, reason=reason.strip(),
        label=label, given_at=now, given_by=by,
    )  # fmt: skip
    record(
        "release.blocker_overridden", by=by, obj=row, now=now, area_id=row.area_id,
        ref=ref, reserved=blocker.reserved, self_approved=bool(label),
    )  # fmt: skip
    decision_notices.overridden(given, row, now=now)
    return given


@transaction.atomic
def ask_for_override(*, release: Release, ref: str, by: Person, now: datetime) -> None:
    """Ask who may to take a blocker on. By the PM or Product Ops; told once a day and blocker.

    Records `release.override_asked`.
    """
    row = locked(release)
    require(by, Permission.ASK_SIGNOFF, row, on=now)
    blocker = _blocker(row, ref, now)
    record("release.override_asked", by=by, obj=row, now=now, area_id=row.area_id, ref=ref, reserved=blocker.reserved)
    decision_notices.override_wanted(row, ref=ref, words=blocker.words, reserved=blocker.reserved, by=by.pk, now=now)


@transaction.atomic
def escalate(*, release: Release, reason: str, by: Person, now: datetime) -> Escalation:
    """The Head of Product may decide this round too, and is asked to. Once a round. Records `release.escalated`.

    By the PM or Product Ops. Raises `Invalid` without a reason.
    """
    row = locked(release)
    require(by, Permission.ESCALATE_DECISION, row, on=now)
    if not reason.strip():
        raise Invalid({"reason": _("Say what cannot be settled without the Head of Product.")})
    round_ = round_of(row, by=by, now=now)
    if found := Escalation.objects.filter(round=round_).first():
        return found
    given = Escalation.objects.create(round=round_, reason=reason.strip()[:300], at=now, by=by)
    record("release.escalated", by=by, obj=row, now=now, area_id=row.area_id, round=round_.number)
    decision_notices.escalated(given, row, now=now)
    return given


def _blocker(row: Release, ref: str, now: datetime) -> Blocker:
    if row.stage not in AHEAD:
        raise Stale(_("This release is no longer ahead."), reload=row.get_absolute_url())
    found = next((each for each in preflight(row, now=now).blockers if each.ref == ref), None)
    if found is None:
        raise Stale(_("This is not in the way any more."), reload=row.get_absolute_url())
    return found
