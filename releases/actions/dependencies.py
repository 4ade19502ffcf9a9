"""The doors of a release's dependencies: on another release, or on something that a function delivers.

Whoever adds one holds one lock for all of them, so that two people cannot close a circle from both ends at once.
Changing and removing are as for every part (`actions.parts`).
"""

from collections import defaultdict
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from productops.doors import Invalid, Stale
from productops.people.models import Function, Person
from productops.people.permissions import Permission
from releases.actions.parts import added, as_it_was, held_part, noted
from releases.actions.planning import locked
from releases.circles import circle
from releases.enums import Stage
from releases.models import Dependency, Release

CIRCLES = 420_042  # the advisory lock; taken before any row, so that nobody who has it waits for who wants it


@transaction.atomic
def depend_on_release(
    *, release: Release, on: Release, deliverable: str = "", promised_on: date | None = None, by: Person, now: datetime
) -> Dependency:
    """`release` waits for another one, of this area or any other, that the person can see.

    Raises `Invalid` at `on_release` for itself, for one that it waits for already, that was cancelled or that she may
    not see, and for a circle, which is named whole. Records `release.dependency_added`.
    """
    _one_at_a_time()
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    if not Release.objects.visible_to(by).filter(pk=on.pk).exists():
        raise Invalid({"on_release": _("There is no such release.")})
    if on.stage == Stage.CANCELLED:
        raise Invalid({"on_release": _("%(release)s was cancelled.") % {"release": on.key}})
    if row.dependencies.filter(on_release=on).exists():
        raise Invalid({"on_release": _("It waits for %(release)s already.") % {"release": on.key}})
    _refuse_circle(row, on.pk, by)
    facts = {"deliverable": deliverable, "promised_on": promised_on, "added_at": now, "added_by": by}
    return added(row, Dependency(release=row, on_release=on, **facts), by, now)


@transaction.atomic
def depend_on_function(
    *, release: Release, on: Function, deliverable: str, promised_on: date | None, by: Person, now: datetime
) -> Dependency:
    """`release` waits for something that a function delivers. Raises `Invalid` without saying what.

    Records `release.dependency_added`.
    """
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    facts = {"deliverable": deliverable, "promised_on": promised_on, "added_at": now, "added_by": by}
    return added(row, Dependency(release=row, on_function=on, **facts), by, now)


@transaction.atomic
def deliver(*, dependency: Dependency, delivered: bool, by: Person, now: datetime) -> Dependency:
    """Mark what a function was to deliver as delivered, or take that back. Harmless when it is so already.

    A release delivers by being launched: for one this raises `Stale`. Records `release.dependency_delivered` or
    `release.dependency_awaited`.
    """
    row, held = held_part(dependency, by, now)
    if held.on_release_id:
        raise Stale(_("A release delivers when it is launched."), reload=row.get_absolute_url())
    if bool(held.delivered_at) == delivered:
        return held
    held.delivered_at, held.delivered_by = (now, by) if delivered else (None, None)
    held.save()
    noted(row, held, "delivered" if delivered else "awaited", by, now)
    return held


@transaction.atomic
def put_dependency_back(*, release: Release, pk: int, by: Person, now: datetime) -> Dependency:
    """As `parts.put_back`, where nobody closed a circle meanwhile."""
    _one_at_a_time()
    row = locked(release, by, Permission.EDIT_RELEASE, now)
    if there := row.dependencies.filter(pk=pk).first():
        return there
    made = as_it_was(row, Dependency, pk)
    if made.on_release_id:
        if row.dependencies.filter(on_release=made.on_release_id).exists():
            raise Stale(_("There is nothing to put back."), reload=row.get_absolute_url())
        _refuse_circle(row, made.on_release_id, by)
    return added(row, made, by, now)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CIRCLES])


def _refuse_circle(row: Release, on: int, by: Person) -> None:
    """The circle may lead through releases that this person may not see; those are not named."""
    edges = defaultdict(list)
    for waiting, wanted in Dependency.objects.exclude(on_release=None).values_list("release", "on_release"):
        edges[waiting].append(wanted)
    found = circle(edges, row.pk, on)
    if found:
        keys = dict(Release.objects.visible_to(by).filter(pk__in=found).values_list("pk", "key"))
        way = " → ".join(keys.get(pk) or _("a confidential release") for pk in found)
        raise Invalid({"on_release": _("They would wait for each other: %(circle)s") % {"circle": way}})
