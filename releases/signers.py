"""Who may sign off for a function: its lead, its delegates, the area's contact of that function."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from productops.people.enums import AreaRoleKind
from productops.people.models import AreaRole, Organisation, Person
from releases.models import Release, SignoffRequest


def others_who_may_sign(row: SignoffRequest, *, now: datetime) -> set[int]:
    """Everybody who may answer this request, by id. Its release and function must be loaded."""
    return signers_of(row.function_id, row.release.area_id, now=now)


def signers_of(function_id: int, area_id: int, *, now: datetime) -> set[int]:
    """The active people who may sign for a function in an area on the organisation's day."""
    found = _Signers.of([function_id], area_id, now)
    return {*found.leading[function_id], *found.contacts[function_id]}


def asked_first(function_id: int, area_id: int, *, now: datetime) -> set[int]:
    """Who is asked: the area's contact of the function where there is one, else its lead and delegates."""
    return asked_first_of([function_id], area_id, now=now)[function_id]


def asked_first_of(functions: Collection[int], area_id: int, *, now: datetime) -> dict[int, set[int]]:
    """`asked_first` of many functions, by function. As many statements however many."""
    found = _Signers.of(functions, area_id, now)
    return {each: found.contacts[each] or found.leading[each] for each in functions}


def signers_of_many(release: Release, *, now: datetime) -> set[int]:
    """Who is asked first, of every function that was asked for this release."""
    asked = SignoffRequest.objects.filter(release=release, withdrawn_at=None).values_list("function_id", flat=True)
    return set().union(*asked_first_of(list(asked), release.area_id, now=now).values())


@dataclass
class _Signers:
    """By function: who leads it or stands in for who does, and who is its contact in the area."""

    leading: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    contacts: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, functions: Collection[int], area_id: int, now: datetime) -> "_Signers":
        """Active people only."""
        found = cls()
        people = Person.objects.active()
        for name in ("leads", "delegate_of"):
            for function, person in people.filter(**{f"{name}__in": functions}).values_list(name, "pk"):
                if function in functions:
                    found.leading[function].add(person)
        rows = AreaRole.objects.on(Organisation.current().day(now)).filter(
            area=area_id, function__in=functions, kind=AreaRoleKind.CONTACT, person__is_active=True
        )
        for function, person in rows.values_list("function_id", "person_id"):
            found.contacts[function].add(person)
        return found
