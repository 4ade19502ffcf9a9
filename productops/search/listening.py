"""What people announce (`productops.people.signals`) and lookups follow: they are about who typed them."""

from typing import Any

from productops.people.models import Person
from productops.people.signals import data_wanted, person_erased
from productops.search.models import Lookup


def person_is_erased(sender: object, *, person: Person, **_: object) -> None:
    Lookup.objects.filter(person=person).delete()


def data_is_wanted(sender: object, *, person: Person, **_: object) -> dict[str, Any]:
    rows = Lookup.objects.filter(person=person).order_by("at", "pk")
    return {"what_you_looked_up": list(rows.values("at", "text", "key"))}


def connect() -> None:
    """Called once, from `ready()`."""
    person_erased.connect(person_is_erased, dispatch_uid="search.person_is_erased")
    data_wanted.connect(data_is_wanted, dispatch_uid="search.data_is_wanted")
