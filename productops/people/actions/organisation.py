"""The settings that hold for everybody."""

from datetime import datetime, time

from django.db import transaction

from productops.audit.record import record
from productops.people.models import Organisation, Person
from productops.people.permissions import Permission, require


@transaction.atomic
def change_organisation(
    *,
    name: str,
    timezone: str,
    country: str,
    subdivision: str,
    language: str,
    submit_weekday: int,
    submit_time: time,
    publish_time: time,
    by: Person,
    now: datetime,
) -> Organisation:
    """An admin says whose portal this is, when its week closes and whose holidays count.

    Deadlines of weeks already opened stay as they were announced. Records `organisation.changed`.
    """
    require(by, Permission.EDIT_ORGANISATION, on=now)
    organisation = Organisation.objects.select_for_update().first() or Organisation()
    organisation.name, organisation.timezone, organisation.language = name, timezone, language
    organisation.country, organisation.subdivision = country, subdivision
    organisation.submit_weekday, organisation.submit_time = submit_weekday, submit_time
    organisation.publish_time = publish_time
    organisation.save()
    record("organisation.changed", by=by, obj=organisation, now=now)
    return organisation
