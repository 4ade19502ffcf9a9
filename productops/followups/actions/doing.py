"""The doors of people: done, not done after all, handed over, moved to another day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.followups import notices
from productops.followups.enums import ActionState, ChangeKind
from productops.followups.models import ActionChange, ActionItem
from productops.people.models import Person
from productops.people.permissions import Permission, require
from productops.people.standing import day_of
from productops.people.versions import hold

REASON_LIMIT = 200
FAR_AWAY = 3 * 366  # days: nobody means it, the year is mistyped


def _locked(item: ActionItem, by: Person, permission: Permission, now: datetime) -> ActionItem:
    row = ActionItem.objects.select_for_update(of=("self",)).select_related("area").get(pk=item.pk)
    require(by, permission, row, on=now)
    if row.state == ActionState.CANCELLED:
        raise Stale(_("This is not needed any more: what it came from was changed."), reload=row.get_absolute_url())
    return row


@transaction.atomic
def finish(*, item: ActionItem, by: Person, now: datetime) -> ActionItem:
    """Who is to do it, or the area's PM or deputy, says that it is done. Repeated, it changes nothing.

    Records `action_item.done`; the PM hears of it when somebody else said so. Raises `Stale` for a cancelled one.
    """
    row = _locked(item, by, Permission.CLOSE_ACTION_ITEM, now)
    if row.state == ActionState.DONE:
        return row
    row.state, row.closed_at, row.closed_by, row.version = ActionState.DONE, now, by, row.version + 1
    _save(row, "done", by, now)
    notices.finished(row, by=by, now=now)
    return row


@transaction.atomic
def reopen(*, item: ActionItem, by: Person, now: datetime) -> ActionItem:
    """Take "done" back: by who may say it. Repeated, it changes nothing. Records `action_item.reopened`."""
    row = _locked(item, by, Permission.CLOSE_ACTION_ITEM, now)
    if row.state == ActionState.OPEN:
        return row
    row.state, row.closed_at, row.closed_by, row.version = ActionState.OPEN, None, None, row.version + 1
    _save(row, "reopened", by, now)
    notices.reopened(row, by=by, now=now)
    return row


@transaction.atomic
def hand_over(*, item: ActionItem, person: Person, reason: str, version: int, by: Person, now: datetime) -> ActionItem:
    """Somebody else is to do it from now on; by who has it, or the area's PM or deputy. She hears of it.

    Keeps who had it and the reason (`ActionChange`), records `action_item.handed_over`. Raises `Invalid` without a
    reason, for somebody deactivated, or for who has it already; `Stale` when it changed since `version`.
    """
    row = _still(item, version, by, Permission.HAND_OVER_ACTION_ITEM, now)
    errors = _reason_errors(reason)
    if not person.is_active:
        errors["person"] = _("%(name)s is deactivated.") % {"name": person.name}
    elif person.pk == row.assignee_id:
        errors["person"] = _("%(name)s has it already.") % {"name": person.name}
    if errors:
        raise Invalid(errors)
    change = ActionChange.objects.create(
        item=row,
        kind=ChangeKind.HANDED_OVER,
        reason=reason,
        person_before_id=row.assignee_id,
        person_after=person,
        changed_at=now,
        changed_by=by,
    )
    row.assignee = person
    _save(row, "handed_over", by, now, change=change.pk)
    notices.asked([row], by=by, now=now)
    return row


@transaction.atomic
def move(*, item: ActionItem, due_on: date, reason: str, version: int, by: Person, now: datetime) -> ActionItem:
    """Another day than before; by who is to do it, or the area's PM or deputy. The day first asked for stays visible.

    Keeps the day before and the reason (`ActionChange`), records `action_item.moved`. Raises `Invalid` without a
    reason, for a day that is over or too far away, or the same day; `Stale` when it changed since `version`.
    """
    row = _still(item, version, by, Permission.MOVE_ACTION_ITEM, now)
    errors = _reason_errors(reason)
    today = day_of(by, now)
    if due_on < today:
        errors["due_on"] = _("This day is over.")
    elif (due_on - today).days > FAR_AWAY:
        errors["due_on"] = _("That is years away. Is the year right?")
    elif due_on == row.due_on:
        errors["due_on"] = _("It is due on this day already.")
    if errors:
        raise Invalid(errors)
    change = ActionChange.objects.create(
        item=row,
        kind=ChangeKind.MOVED,
        reason=reason,
        day_before=row.due_on,
        day_after=due_on,
        changed_at=now,
        changed_by=by,
    )
    row.due_on = due_on
    _save(row, "moved", by, now, change=change.pk)
    return row


def _still(item: ActionItem, version: int, by: Person, permission: Permission, now: datetime) -> ActionItem:
    row = _locked(item, by, permission, now)
    if row.state == ActionState.DONE:
        raise Invalid({"": _("It is done. Open it again first.")})
    hold(row, version)
    return row


def _reason_errors(reason: str) -> dict[str, str]:
    if not reason:
        return {"reason": _("Say in a few words why.")}
    if len(reason) > REASON_LIMIT:
        return {"reason": _("At most %(limit)s characters fit here.") % {"limit": REASON_LIMIT}}
    return {}


def _save(row: ActionItem, event: str, by: Person, now: datetime, **data: object) -> None:
    row.save()
    record(f"action_item.{event}", by=by, obj=row, now=now, area_id=row.area_id, **data)
