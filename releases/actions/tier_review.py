"""The door by which Product Ops leaves a lower tier than suggested as it is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.record import record
from productops.doors import Stale
from productops.people.models import Person
from productops.people.permissions import Permission
from releases.actions.planning import locked
from releases.models import Release


@transaction.atomic
def accept_lower_tier(*, release: Release, by: Person, now: datetime) -> Release:
    """Say that the lower tier was looked at and may stay; until it is assigned anew nobody is asked to look again.

    By who may challenge it. Raises `Stale` when the tier is not below the suggested one (any more), or is challenged.
    Records `release.tier_accepted`, which is all that is kept of it.
    """
    row = locked(release, by, Permission.CHALLENGE_TIER, now)
    if row.tier is None or row.tier_suggested is None or row.tier >= row.tier_suggested or row.challenge:
        raise Stale(_("There is no lower tier to look at."), reload=row.get_absolute_url())
    record("release.tier_accepted", by=by, obj=row, now=now, area_id=row.area_id, tier=row.tier)
    return row
