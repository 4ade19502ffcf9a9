"""The doors of confidential releases: kept to few, opened up to everybody, single people let in and out again.

By the area's PM or deputy, or Product Ops. Who may see it follows at once, in the finder too.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Invalid, Stale
from productops.people.models import Person
from productops.people.permissions import Permission
from releases.actions.planning import locked, settle
from releases.models import Release

REASON = 200
MANY = 200  # people let in; more is no secret


@transaction.atomic
def keep_confidential(*, release: Release, reason: str, by: Person, now: datetime) -> Release:
    """Only those who prepare it see the release from now on. Raises `Invalid` without a reason.

    Harmless when it is so for the same reason already. Records `release.kept_confidential`.
    """
    row = locked(release, by, Permission.KEEP_RELEASE_CONFIDENTIAL, now)
    if not reason:
        raise Invalid({"reason": _("Say why, for those who see it.")})
    if len(reason) > REASON:
        raise Invalid({"reason": _("At most %(limit)s characters fit here.") % {"limit": REASON}})
    if row.confidential_at and row.confidential_reason == reason:
        return row
    row.confidential_at, row.confidential_by = row.confidential_at or now, row.confidential_by or by
    row.confidential_reason = reason
    return _stored(row, "release.kept_confidential", by, now)


@transaction.atomic
def open_up(*, release: Release, by: Person, now: datetime) -> Release:
    """Everybody may see it again; who was let in stays noted. Harmless when it is open. Records `release.opened_up`."""
    row = locked(release, by, Permission.KEEP_RELEASE_CONFIDENTIAL, now)
    if row.confidential_at is None:
        return row
    row.confidential_at, row.confidential_by, row.confidential_reason = None, None, ""
    return _stored(row, "release.opened_up", by, now)


@transaction.atomic
def let_in(*, release: Release, person: Person, by: Person, now: datetime) -> Release:
    """One more person sees a confidential release. Raises `Stale` for one that is not, `Invalid` for who has left.

    Harmless when she is in. Records `release.let_in`.
    """
    row = _confidential(release, by, now)
    if not person.is_active:
        raise Invalid({"person": _("%(name)s has left.") % {"name": person.name}})
    if row.insiders.filter(pk=person.pk).exists():
        return row
    if row.insiders.count() >= MANY:
        raise Invalid({"person": _("%(limit)s people are in already.") % {"limit": MANY}})
    row.insiders.add(person)
    return _stored(row, "release.let_in", by, now, to=person.pk)


@transaction.atomic
def let_out(*, release: Release, person: Person, by: Person, now: datetime) -> Release:
    """She does not see it any more, unless she prepares it. Harmless when she is out. Records `release.let_out`."""
    row = _confidential(release, by, now)
    if not row.insiders.filter(pk=person.pk).exists():
        return row
    row.insiders.remove(person)
    return _stored(row, "release.let_out", by, now, to=person.pk)


def _confidential(release: Release, by: Person, now: datetime) -> Release:
    row = locked(release, by, Permission.KEEP_RELEASE_CONFIDENTIAL, now)
    if row.confidential_at is None:
        raise Stale(_("This release is not confidential any more: everybody sees it."), reload=row.get_absolute_url())
    return row


def _stored(row: Release, event: str, by: Person, now: datetime, **data: int) -> Release:
    row.version += 1
    row.save()
    record(event, by=by, obj=row, now=now, area_id=row.area_id, **data)
    settle(row, now=now)
    return row
