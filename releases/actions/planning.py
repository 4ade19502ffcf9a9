"""The doors that plan a release: drafted, its tier assigned, its dates and words changed."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.markdown import block_html
from productops.people.models import Area, Organisation, Person
from productops.people.permissions import Permission, Scope, require
from productops.text import unaccented
from releases import notices
from releases.actions.approvals import after_change, withdraw_unasked
from releases.actions.dependents import reassess_dependents
from releases.actions.health import reassess
from releases.actions.replanning import note_lead_time, prove, replan
from releases.conflicts import changed_since, changes_since
from releases.enums import AHEAD, CustomerWord, Stage, Tier
from releases.fitting import objections
from releases.keys import KEY
from releases.leadtime import objection_to_day
from releases.models import DateSlip, PolicyVersion, Release
from releases.policy import TierPolicy
from releases.queries import area_checklist_in_force, policy_in_force, policy_of, tier_policy_of
from releases.search import push_release, push_releases
from releases.tiering import objection_to, suggest

KEY_PREFIX = re.compile(r"[a-z]+")
_TOGETHER: ContextVar[dict[int, Release] | None] = ContextVar("settled_together", default=None)


def locked(release: Release, by: Person, permission: Permission, now: datetime) -> Release:
    """The release as it is now, under lock, for somebody who may."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("area", "policy", "area_checklist")
    row = rows.get(pk=release.pk)
    require(by, permission, row, on=now)
    return row


def settle(row: Release, *, now: datetime) -> None:
    """After a change: what fields prove, the health, what the finder says. The release is saved before.

    Who waits for it is looked at again too.
    """
    waiting = _TOGETHER.get()
    if waiting is None:
        _settle([row], now)
    else:
        waiting[row.pk] = row


def _settle(rows: Collection[Release], now: datetime) -> None:
    for row in rows:
        prove(row, now=now)
        after_change(row, now=now)
    for worsened in reassess(rows, now=now):
        notices.health_worsened(worsened, now=now)
    push_releases(rows, now=now)
    reassess_dependents(rows, now=now)


@contextmanager
def settling_once(*, now: datetime) -> Iterator[None]:
    """Several doors as one change: what follows from them follows once, at the end. In one transaction.

    For what comes from elsewhere in one go, with its parts and with what was done; a person's change settles at once.
    Inside of another one it ends with that one.
    """
    if _TOGETHER.get() is not None:
        yield
        return
    waiting: dict[int, Release] = {}
    token = _TOGETHER.set(waiting)
    try:
        yield
    finally:
        _TOGETHER.reset(token)
    _settle([*waiting.values()], now)


@transaction.atomic
def draft(*, name: str, area: Area, by: Person, now: datetime, key: str = "", **fields: Any) -> Release:
    """A new draft of an area, seen by those who prepare it, with the next key of the area (PAY-31).

    `key`: one that it has already had elsewhere; the area's next ones go on from it. By the area's PM or deputy, or
    Product Ops. Raises `Invalid` without a name, and for a key that is none or taken. Records `release.drafted`.
    """
    require(by, Permission.DRAFT_RELEASE, Scope(area_id=area.pk), on=now)
    if not name:
        raise Invalid({"name": _("Give the release a name.")})
    if key and (not KEY.fullmatch(key) or Release.objects.filter(key=key).exists()):
        raise Invalid({"key": _("This key is not free, or not like PAY-31.")})
    summary = fields.pop("summary", "")
    release = Release.objects.create(
        key=key or _next_key(area),
        name=name,
        area=area,
        summary=summary,
        summary_html=block_html(summary) if summary else "",
        created_at=now,
        created_by=by,
        **fields,
    )
    record("release.drafted", by=by, obj=release, now=now, area_id=area.pk, key=release.key)
    push_release(release, now=now)
    return release


def _next_key(area: Area) -> str:
    """The letters of the area's newest key, else the first four of its own, and the next number.

    The area's row is the lock.
    """
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    newest = Release.objects.filter(area=area).order_by("-pk").values_list("key", flat=True).first()
    letters = "".join(KEY_PREFIX.findall(unaccented(area.slug)))[:4].upper() or "REL"
    prefix = newest.rpartition("-")[0] if newest else letters
    keys = Release.objects.filter(key__regex=rf"^{prefix}-[0-9]+$").values_list("key", flat=True)
    return f"{prefix}-{max((int(key.rpartition('-')[2]) for key in keys), default=0) + 1}"


@transaction.atomic
def assign_tier(
    *,
    release: Release,
    answers: Mapping[str, str],
    tier: Tier,
    reason: str,
    by: Person,
    now: datetime,
    seen_version: int,
) -> Release:
    """The PM assigns the tier, which starts a draft and re-plans what is under way. Done work is kept.

    A draft is bound to the policy in force. Raises `Invalid` without a policy, for a tier that the policy does not
    have, for a lower tier than suggested or a challenged one without a reason, and for tier 1 while in review;
    `Stale` when somebody else changed the release. A challenge counts as answered. Records `release.tier_assigned`.
    """
    row = locked(release, by, Permission.ASSIGN_TIER, now)
    _unchanged(row, seen_version)
    if row.stage not in AHEAD:
        raise Stale(_("This release is no longer ahead; its tier stays as it was."), reload=row.get_absolute_url())
    version = row.policy or policy_in_force()
    if version is None:
        raise Invalid({"": _("There is no release policy yet. An admin chooses one.")})
    policy = policy_of(version)
    suggestion = suggest(policy.questions, policy.rules, answers)
    if tier not in policy.tiers:
        raise Invalid({"tier": _("The policy has no such tier.")})
    if row.stage != Stage.PLANNED and not policy.of(tier).gates:
        raise Invalid({"tier": _("It is in review. Cancel the review before it becomes a tier without gates.")})
    if objection := objection_to(tier, suggestion, reason):
        raise Invalid({"reason": objection})
    if row.challenge and tier == row.tier and not reason.strip():
        raise Invalid({"reason": _("Product Ops asked about this tier. Say in a sentence why it stays.")})
    before, asked = row.tier, tier_policy_of(row)
    row.answers = {each.key: answers[each.key] for each in policy.questions if each.key in answers}
    row.tier, row.tier_suggested, row.tier_reason = tier, suggestion.tier, reason.strip()
    row.tier_assigned_at, row.tier_assigned_by = now, by
    row.challenge, row.challenged_at, row.challenged_by = "", None, None
    row.policy = version
    row.area_checklist = row.area_checklist or area_checklist_in_force(row.area_id)
    row.started_at = row.started_at or now
    _replanned(row, by, now, asked)
    record(
        "release.tier_assigned", by=by, obj=row, now=now, area_id=row.area_id,
        was=before, tier=int(tier), suggested=int(suggestion.tier),
    )  # fmt: skip
    if tier < suggestion.tier:
        notices.tier_lowered(row, now=now)
    return row


@transaction.atomic
def challenge_tier(*, release: Release, reason: str, by: Person, now: datetime) -> Release:
    """Product Ops asks the PM to look at the tier again. The tier stays until the PM assigns one.

    Raises `Invalid` without a reason and for a draft. Records `release.tier_challenged`, asks the PM.
    """
    row = locked(release, by, Permission.CHALLENGE_TIER, now)
    if not reason:
        raise Invalid({"challenge": _("Say what makes you doubt the tier.")})
    if row.tier is None or row.stage not in AHEAD:
        raise Stale(_("There is no tier to look at again."), reload=row.get_absolute_url())
    row.challenge, row.challenged_at, row.challenged_by = reason, now, by
    row.version += 1
    row.save()
    record("release.tier_challenged", by=by, obj=row, now=now, area_id=row.area_id)
    notices.tier_challenged(row, now=now)
    return row


@transaction.atomic
def move_launch(
    *, release: Release, launch_on: date, reason: str, by: Person, now: datetime, seen_version: int
) -> Release:
    """The launch date is set or moved. The first date, every slip and its reason stay visible for ever.

    By the area's PM or deputy. Raises `Invalid` without a reason for moving and for a day more than ten years away.
    Items move with it, each affected person hears once. Records `release.launch_moved`.
    """
    row = locked(release, by, Permission.PLAN_RELEASE, now)
    _unchanged(row, seen_version)
    return shift_launch(row, launch_on, reason, by=by, now=now)


def shift_launch(row: Release, launch_on: date, reason: str, *, by: Person, now: datetime) -> Release:
    """What moving the date does, for doors that have locked the release and asked who may: this one, and a delay."""
    if row.stage not in AHEAD:
        raise Stale(_("This release is no longer ahead; its date stays as it was."), reload=row.get_absolute_url())
    if row.launch_on == launch_on:
        return row
    if objection := objection_to_day(launch_on, Organisation.current().day(now)):
        raise Invalid({"launch_on": objection})
    was = row.launch_on
    if was is not None:
        if not reason:
            raise Invalid({"reason": _("Say why the date moves; it stays visible.")})
        DateSlip.objects.create(
            release=row, was_on=was, moved_to=launch_on, reason=reason,
            business_days=max(-9999, min(Organisation.current().calendar.count_between(was, launch_on), 9999)),
            moved_at=now, moved_by=by,
        )  # fmt: skip
    row.launch_on, row.first_launch_on = launch_on, row.first_launch_on or launch_on
    _replanned(row, by, now)
    record(
        "release.launch_moved", by=by, obj=row, now=now, area_id=row.area_id,
        was=was.isoformat() if was else None, to=launch_on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def move_policy(*, release: Release, to: PolicyVersion, by: Person, now: datetime, seen_version: int) -> Release:
    """The release follows another version of the policy, and the newest list of its area; the page showed what changes.

    By the area's PM or deputy, or Product Ops. Raises `Invalid` for a version without this tier, `Stale` when the
    release is no longer ahead or somebody else changed it. Records `release.policy_moved`.
    """
    row = locked(release, by, Permission.MOVE_RELEASE_POLICY, now)
    _unchanged(row, seen_version)
    if row.stage not in AHEAD:
        raise Stale(_("This release is no longer ahead; its policy stays as it was."), reload=row.get_absolute_url())
    if row.tier is None or Tier(row.tier) not in policy_of(to).tiers:
        raise Invalid({"": _("That version does not have this tier. Assign another tier first.")})
    before, asked = row.policy.number if row.policy else None, tier_policy_of(row)
    row.policy, row.area_checklist = to, area_checklist_in_force(row.area_id)
    _replanned(row, by, now, asked)
    record("release.policy_moved", by=by, obj=row, now=now, area_id=row.area_id, was=before, to=to.number)
    return row


MANY = frozenset({"functions", "other_areas"})
CUSTOMERS = frozenset({"customer_word", "customer_from", "customer_sentence"})
EDITABLE = MANY | frozenset(
    {
        "name", "version_label", "summary", "segments", "window_from", "window_to", "decision_on", "build_tag",
        "critical_bugs", "bugs_url", "rollback_procedure", "rollback_owner", "rollback_criteria", "monitoring",
        "alert_thresholds", "dashboard_url", "customer_word", "customer_from", "customer_sentence",
    }
)  # fmt: skip


@transaction.atomic
def edit(*, release: Release, fields: Mapping[str, Any], by: Person, now: datetime, seen_version: int) -> Release:
    """Change what the release says of itself (`EDITABLE`). What its fields prove settles itself.

    By the area's PM or deputy, its Eng lead or Product Ops. Raises `Stale` when somebody else changed one of these
    fields to something else meanwhile, with what they changed; other changes, such as a moved date, do not disturb.
    Raises `Invalid` for what does not fit. Saying the same again writes nothing. Records `release.edited` with the
    names of the fields.
    """
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    changed = sorted(name for name, value in fields.items() if _differs(row, name, value))
    if not changed:
        return row
    if row.version != seen_version and changed_since(row, seen_version, changed):
        _unchanged(row, seen_version)
    for name in changed:
        if name not in MANY:
            setattr(row, name, fields[name])
    if found := _objections(row, changed):
        raise Invalid(found)
    if "summary" in changed:
        row.summary_html = block_html(row.summary) if row.summary else ""
    row.version += 1
    row.save()
    for name in MANY.intersection(changed):
        getattr(row, name).set(fields[name])
    record("release.edited", by=by, obj=row, now=now, area_id=row.area_id, fields=changed, version=row.version)
    settle(row, now=now)
    return row


def _differs(row: Release, name: str, value: Any) -> bool:
    if name in MANY:
        return {each.pk for each in value} != set(getattr(row, name).values_list("pk", flat=True))
    return bool(getattr(row, name) != value)


def _objections(row: Release, changed: Collection[str]) -> dict[str, str]:
    found = objections(row, only=changed)
    if not row.name:
        found["name"] = _("Give the release a name.")
    if CUSTOMERS.isdisjoint(changed) or row.customer_word != CustomerWord.FROM:
        return found
    if not row.customer_from:
        found["customer_from"] = _("Say from which day.")
    if not row.customer_sentence:
        found["customer_sentence"] = _("Say the sentence that may be told.")
    return found


def _unchanged(row: Release, seen_version: int) -> None:
    if row.version != seen_version:
        raise Stale(
            _("Somebody changed this release after you opened the page. Look at it and do it again."),
            reload=row.get_absolute_url(),
            version=row.version,
            changes=changes_since(row, seen_version, EDITABLE | {"launch_on", "tier"}),
        )


def _replanned(row: Release, by: Person, now: datetime, asked: TierPolicy | None = None) -> None:
    """Lead time, items, health and words follow; each affected person hears once.

    `asked`: what tier and policy asked before, when they are others now.
    """
    note_lead_time(row, now=now)
    row.version += 1
    row.save()
    if asked:
        withdraw_unasked(row, asked, by=by, now=now)
    made = replan(row, now=now)
    if made:
        notices.replanned(row, made, by=by, now=now)
    settle(row, now=now)
