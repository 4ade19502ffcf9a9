"""Who may sign off for a function: its lead, its delegates, the area's contact of that function."""

from collections.abc import Iterable
from datetime import datetime

from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Organisation, Person
from releases.models import Release, SignoffRequest


def others_who_may_sign(row: SignoffRequest, *, now: datetime) -> set[int]:
    """Everybody who may answer this request, by id. Its release and function must be loaded."""
    return signers_of(row.function_id, row.release.area_id, now=now)


def signers_of(function_id: int, area_id: int, *, now: datetime) -> set[int]:
    """The active people who may sign for a function in an area on the organisation's day."""
    day = Organisation.current().day(now)
    contacts = AreaRole.objects.on(day).filter(area=area_id, function=function_id, kind=AreaRoleKind.CONTACT)
    people = Person.objects.active()
    of_function: Iterable[int] = people.filter(leads=function_id).values_list("pk", flat=True)
    delegates: Iterable[int] = people.filter(delegate_of=function_id).values_list("pk", flat=True)
    of_area: Iterable[int] = people.filter(pk__in=contacts.values("person")).values_list("pk", flat=True)
    return {*of_function, *delegates, *of_area}


def asked_first(function_id: int, area_id: int, *, now: datetime) -> set[int]:
    """Who is asked: the area's contact of the function where there is one, else its lead and delegates."""
    day = Organisation.current().day(now)
    contacts = set(
        AreaRole.objects.on(day)
        .filter(area=area_id, function=function_id, kind=AreaRoleKind.CONTACT, person__is_active=True)
        .values_list("person_id", flat=True)
    )
    return contacts or signers_of(function_id, area_id, now=now)


def signers_of_many(release: Release, *, now: datetime) -> set[int]:
    """Who is asked first, of every function that was asked for this release."""
    asked = SignoffRequest.objects.filter(release=release, withdrawn_at=None).values_list("function_id", flat=True)
    return {pk for function in asked for pk in asked_first(function, release.area_id, now=now)}
