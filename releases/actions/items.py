"""The doors of a checklist's items: settled, opened again, shown, handed on. One item or many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission, require
from releases import notices
from releases.actions.planning import settle
from releases.checklist import objection_to_done
from releases.enums import AHEAD, EvidenceRule, ItemState
from releases.models import Evidence, Release, ReleaseItem, Upload
from releases.search import push_releases

REASONED = frozenset({ItemState.BLOCKED, ItemState.NOT_APPLICABLE, ItemState.WAIVED})
RIGHTS = {ItemState.WAIVED: Permission.WAIVE_ITEM}
MANY = 100  # items in one bulk change


@dataclass(frozen=True)
class Shown:
    """One piece of evidence handed in with a change: exactly one of the three."""

    url: str = ""
    note: str = ""
    upload: Upload | None = None

    @property
    def kind(self) -> EvidenceRule:
        if self.upload:
            return EvidenceRule.FILE
        return EvidenceRule.LINK if self.url else EvidenceRule.NOTE


@transaction.atomic
def set_state(
    *,
    items: Collection[ReleaseItem],
    state: ItemState,
    reason: str = "",
    shown: Sequence[Shown] = (),
    by: Person,
    now: datetime,
    seen: dict[int, int] | None = None,
) -> list[ReleaseItem]:
    """Settle items, block them or open them again; all of them or none. Answers those that changed.

    Done wants the evidence that the template asks; blocked, not applicable and waived want a reason. Waiving is for
    the owning function. `seen` maps item to the version that the page showed: somebody else's change raises `Stale`.
    What a field of the release proves cannot be called done by hand (`Invalid`). Items that are so already stay.
    Records `release_item.<state>`, tells who waits for a waived or blocked item.
    """
    rows = _locked(items)
    changed = []
    for row in rows:
        require(by, RIGHTS.get(state, Permission.SETTLE_ITEM), row, on=now)
        if row.state == state and not shown and (reason in ("", row.reason)):
            continue
        _refuse_stale(row, seen)
        _add_evidence(row, shown, by, now)
        _refuse_unfit(row, state, reason)
        row.state, row.reason = state, reason if state in REASONED else ""
        row.state_at, row.state_by = (None, None) if state == ItemState.OPEN else (now, by)
        row.version += 1
        row.save()
        record(
            f"release_item.{state}", by=by, obj=row, now=now, area_id=row.release.area_id, release=row.release.key,
        )  # fmt: skip
        changed.append(row)
    for release in {row.release_id: row.release for row in changed}.values():
        settle(release, now=now)
    told = [row for row in changed if state in (ItemState.WAIVED, ItemState.BLOCKED)]
    if told:
        notices.items_changed(told, state=state, by=by, now=now)
    return changed


@transaction.atomic
def hand_on(*, items: Collection[ReleaseItem], to: Person, by: Person, now: datetime) -> list[ReleaseItem]:
    """Say whose the items are. The new person hears of all of them once. Records `release_item.handed_on`.

    Whose an item is may see its release, also a confidential one: the finder follows.
    """
    rows = _locked(items)
    changed = []
    for row in rows:
        require(by, Permission.ASSIGN_ITEM, row, on=now)
        if row.person_id == to.pk:
            continue
        if not to.is_active:
            raise Invalid({"person": _("%(name)s has left.") % {"name": to.name}})
        row.person = to
        row.version += 1
        row.save(update_fields=["person", "version"])
        record(
            "release_item.handed_on", by=by, obj=row, now=now, area_id=row.release.area_id,
            release=row.release.key, to=to.pk,
        )  # fmt: skip
        changed.append(row)
    push_releases(list({row.release_id: row.release for row in changed}.values()), now=now)
    if changed and to != by:
        notices.items_yours(changed, to=to, by=by, now=now)
    return changed


@transaction.atomic
def withdraw(*, evidence: Evidence, by: Person, now: datetime) -> Evidence:
    """Take a piece of evidence back; it stays with who did so and when. An item that it alone proved opens again.

    Records `evidence.withdrawn`.
    """
    [item] = _locked([evidence.item])
    require(by, Permission.SETTLE_ITEM, item, on=now)
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if row.withdrawn_at:
        return row
    row.withdrawn_at, row.withdrawn_by = now, by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("evidence.withdrawn", by=by, obj=row, now=now, area_id=item.release.area_id, release=item.release.key)
    if item.state == ItemState.DONE and objection_to_done(EvidenceRule(item.evidence_rule), _kinds(item)):
        item.state, item.state_at, item.state_by = ItemState.OPEN, None, None
        item.version += 1
        item.save()
        settle(item.release, now=now)
    return row


def _locked(items: Collection[ReleaseItem]) -> list[ReleaseItem]:
    """Releases first, then items, each in the order of their ids, so that two bulk changes wait for each other."""
    if len(items) > MANY:
        raise Invalid({"": _("At most %(limit)s items at once.") % {"limit": MANY}})
    ids = [item.pk for item in items]
    found = Release.objects.filter(items__in=ids).values("pk")
    releases = {
        each.pk: each
        for each in Release.objects.filter(pk__in=found)
        .select_related("area")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    rows = list(
        ReleaseItem.objects.filter(pk__in=ids).select_related("function").select_for_update(of=("self",)).order_by("pk")
    )
    for row in rows:
        row.release = releases[row.release_id]
        if row.release.stage not in AHEAD:
            raise Stale(
                _("%(release)s is no longer ahead; its checklist stays as it was.") % {"release": row.release.key},
                reload=row.release.get_absolute_url(),
            )
    return rows


def _refuse_stale(row: ReleaseItem, seen: dict[int, int] | None) -> None:
    if seen is not None and seen.get(row.pk) != row.version:
        raise Stale(
            _("“%(item)s” was changed after you opened the page. Look at it and do it again.") % {"item": row.title},
            reload=row.release.get_absolute_url(),
        )


def _refuse_unfit(row: ReleaseItem, state: ItemState, reason: str) -> None:
    if row.retired_at:
        raise Stale(_("“%(item)s” is not asked for any more.") % {"item": row.title})
    if state in REASONED and not reason:
        raise Invalid({"reason": _("Say why in a few words.")})
    if len(reason) > 300:
        raise Invalid({"reason": _("At most %(limit)s characters fit here.") % {"limit": 300}})
    if state != ItemState.DONE:
        return
    if row.fact:
        raise Invalid({"": _("“%(item)s” settles itself: the fields of the release prove it.") % {"item": row.title}})
    if objection := objection_to_done(EvidenceRule(row.evidence_rule), _kinds(row)):
        raise Invalid({"evidence": objection})


def _kinds(row: ReleaseItem) -> set[EvidenceRule]:
    kinds = row.evidence.filter(withdrawn_at=None).values_list("kind", flat=True)
    return {EvidenceRule(kind) for kind in kinds}


def _add_evidence(row: ReleaseItem, shown: Sequence[Shown], by: Person, now: datetime) -> None:
    Evidence.objects.bulk_create(
        [
            Evidence(
                item=row, kind=each.kind, url=each.url, note=each.note, upload=each.upload, added_at=now, added_by=by
            )
            for each in shown
        ]
    )
