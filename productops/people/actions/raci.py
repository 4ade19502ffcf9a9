"""Changes to the RACI: letters of a holder, overrides, activities. All of them are the Admin's.

Every change makes a new version of the activity and tells row history which one, so that it can be shown and
taken back. A form sends the version it saw; another one by now is answered with `Stale`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people import raci
from productops.people.matrix import line_of, lines_of
from productops.people.models import Area, Function, Person, RaciActivity, RaciEntry
from productops.people.permissions import Permission, require
from productops.people.raci import ORGANISATION, RaciHolder, RaciLine, RaciRefused, RaciScope
from productops.people.raci_history import VERSION, act_of
from productops.text import clean_line, unaccented

RESERVED = {"history", "people"}  # addresses that stand beside those of activities


@dataclass(frozen=True)
class Change:
    """What a door did: the activity as it is now, whether anything changed, who lost the A, a new override."""

    activity: RaciActivity
    changed: bool
    moved_from: RaciHolder | None = None
    overrides: bool = False


@transaction.atomic
def set_cell(
    *,
    activity: RaciActivity,
    scope: RaciScope,
    holder: RaciHolder,
    letters: str,
    note: str | None,
    by: Person,
    now: datetime,
    seen_version: int,
) -> Change:
    """Give `holder` these letters (a code of `raci.CHOICES`) for an activity in a scope; `note` None keeps the words.

    An A moves here from whoever has it. A scope without lines of its own first gets a copy of what it inherits.
    The same as before writes nothing. Records `raci.changed`. Raises Stale, Invalid (`letters`), PermissionRefused.
    """
    activity = _locked(activity, by, now, seen_version)
    by_scope = lines_of(activity)
    source = raci.narrowest(by_scope, *_narrow_to_wide(scope))
    inherited = by_scope.get(source, ())
    before = raci.letters_of(inherited, holder)
    try:
        _check_holder(activity, holder, letters, newly=set(letters) - set(before))
        outcome = raci.set_letters(inherited, holder, letters, clean_line(note) if note is not None else None)
    except RaciRefused as refused:
        raise Invalid({"letters": str(refused)}) from refused
    if outcome.lines == inherited:
        return Change(activity, changed=False)
    _write(activity, scope, outcome.lines, by)
    record(
        "raci.changed", by=by, obj=activity, now=now, area_id=scope.area_id, group_id=scope.group_id,
        version=activity.version, holder=holder.key, before=before, after=letters,
        moved_from=outcome.moved_from.key if outcome.moved_from else "",
    )  # fmt: skip
    return Change(activity, True, outcome.moved_from, overrides=source != scope)


@transaction.atomic
def drop_override(*, activity: RaciActivity, scope: RaciScope, by: Person, now: datetime, seen_version: int) -> Change:
    """A product group or area goes back to what the wider scope says. Nothing happens when it already does.

    Records `raci.override_dropped`. Raises Stale, Invalid (the organisation has nothing wider), PermissionRefused.
    """
    activity = _locked(activity, by, now, seen_version)
    if scope == ORGANISATION:
        raise Invalid({"": _("The organisation’s own row cannot be dropped: there is nothing wider.")})
    if not lines_of(activity, [scope]):
        return Change(activity, changed=False)
    _write(activity, scope, (), by)
    record(
        "raci.override_dropped", by=by, obj=activity, now=now, area_id=scope.area_id, group_id=scope.group_id,
        version=activity.version,
    )  # fmt: skip
    return Change(activity, changed=True)


@transaction.atomic
def undo(*, activity: RaciActivity, scope: RaciScope, version: int, by: Person, now: datetime) -> Change:
    """Put back what stood before the change that made `version`, as long as nobody changed the activity since.

    Records `raci.undone`. Raises Stale, PermissionRefused.
    """
    try:
        activity = _locked(activity, by, now, version)
    except Stale as stale:
        raise Stale(_("It cannot be undone any more: the activity has changed since."), **stale.context) from stale
    act = act_of(activity, scope, version)
    if act is None:
        raise Stale(_("There is nothing to undo: this was already put back."))
    _write(activity, scope, act.before, by)
    record(
        "raci.undone", by=by, obj=activity, now=now, area_id=scope.area_id, group_id=scope.group_id,
        version=activity.version, undone=version,
    )  # fmt: skip
    return Change(activity, changed=True)


@transaction.atomic
def add_activity(
    *, name: str, accountable: RaciHolder, responsible: RaciHolder, by: Person, now: datetime
) -> RaciActivity:
    """A new activity at the end of the list, complete from its first moment.

    Records `raci.activity_added`. Raises Invalid (`name` missing or taken, `accountable`), PermissionRefused.
    """
    require(by, Permission.CHANGE_RACI, on=now)
    list(RaciActivity.objects.select_for_update().order_by("pk"))  # two at once would choose the same code
    name = _free_name(name)
    last = RaciActivity.objects.aggregate(last=Max("position"))["last"] or 0
    activity = RaciActivity(code=_free_code(name), name=name, position=last + 1, version=0)
    for field, holder in (("accountable", accountable), ("responsible", responsible)):
        try:
            _check_holder(activity, holder, field[0].upper(), newly={field[0].upper()})
        except RaciRefused as refused:
            raise Invalid({field: str(refused)}) from refused
    with pghistory.context(user=by.pk):
        activity.save()
    _write(activity, ORGANISATION, (RaciLine(raci.A, accountable), RaciLine(raci.R, responsible)), by)
    record("raci.activity_added", by=by, obj=activity, now=now, code=activity.code)
    return activity


@transaction.atomic
def rename_activity(*, activity: RaciActivity, name: str, by: Person, now: datetime, seen_version: int) -> RaciActivity:
    """Call an activity something else; its code, which the portal's rules know, stays.

    Records `raci.activity_renamed`. Raises Stale, Invalid (`name`), PermissionRefused.
    """
    activity = _locked(activity, by, now, seen_version)
    activity.name = _free_name(name, besides=activity.pk)
    activity.version += 1
    with pghistory.context(user=by.pk):
        activity.save(update_fields=["name", "version"])
    record("raci.activity_renamed", by=by, obj=activity, now=now, version=activity.version)
    return activity


def _locked(activity: RaciActivity, by: Person, now: datetime, seen_version: int) -> RaciActivity:
    require(by, Permission.CHANGE_RACI, activity, on=now)
    fresh = RaciActivity.objects.select_for_update().get(pk=activity.pk)
    if fresh.version != seen_version:
        raise Stale(
            _("Somebody else changed “%(activity)s” after you opened it.") % {"activity": fresh.name},
            activity=fresh,
        )
    return fresh


def _narrow_to_wide(scope: RaciScope) -> tuple[RaciScope, ...]:
    if scope.area_id:
        group_id = Area.objects.values_list("group_id", flat=True).get(pk=scope.area_id)
        return (scope, RaciScope(group_id=group_id), ORGANISATION) if group_id else (scope, ORGANISATION)
    return (scope, ORGANISATION)


def _check_holder(activity: RaciActivity, holder: RaciHolder, letters: str, newly: set[str]) -> None:
    """The holder exists, works here still, and may hold these letters. Raises RaciRefused."""
    slug, roles = "", []
    if holder.function_id:
        slug = Function.objects.values_list("slug", flat=True).filter(pk=holder.function_id).first() or ""
    if holder.person_id:
        person = Person.objects.filter(pk=holder.person_id).first()
        if newly and (person is None or not person.is_active):
            raise RaciRefused(_("This person has left. Choose somebody who is here."))
        roles = list(person.groups.values_list("name", flat=True)) if person else []
    if holder.function_id and not slug:
        raise RaciRefused(_("This function no longer exists."))
    ops = raci.is_product_ops(holder, function_slug=slug, roles=roles)
    raci.refuse_product_ops(activity.code, letters, is_product_ops=ops)


def _write(activity: RaciActivity, scope: RaciScope, lines: Collection[RaciLine], by: Person) -> None:
    """Make the scope's rows say `lines`, touching only what differs, and the activity a new version."""
    activity.version += 1
    stored = RaciEntry.objects.filter(activity=activity, group=scope.group_id, area=scope.area_id)
    rows = {(row.letter, line_of(row).holder): row for row in stored}
    wanted = {(line.letter, line.holder): line for line in lines}
    with pghistory.context(user=by.pk, **{VERSION: activity.version}):
        activity.save(update_fields=["version"])
        gone = [row.pk for key, row in rows.items() if key not in wanted]
        if gone:
            RaciEntry.objects.filter(pk__in=gone).delete()
        for key, line in wanted.items():
            row = rows.get(key)
            if row is None:
                RaciEntry.objects.create(
                    activity=activity, group_id=scope.group_id, area_id=scope.area_id,
                    letter=line.letter, note=line.note, **line.holder._asdict(),
                )  # fmt: skip
            elif row.note != line.note:
                row.note = line.note
                row.save(update_fields=["note"])


def _free_name(name: str, besides: int | None = None) -> str:
    name = clean_line(name)
    if not name:
        raise Invalid({"name": _("Say what it is called.")})
    if RaciActivity.objects.filter(name__iexact=name).exclude(pk=besides or 0).exists():
        raise Invalid({"name": _("There is already an activity with this name.")})
    return name


def _free_code(name: str) -> str:
    stem = slugify(unaccented(name))[:44].strip("-") or "activity"
    taken = RESERVED | set(RaciActivity.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if code not in taken)
