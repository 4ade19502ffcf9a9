"""What the people app announces and releases answer: work follows roles, sheets forget who is forgotten."""

from datetime import datetime

from productops.people.models import Area, Person
from productops.people.signals import area_role_changed, person_erased
from releases.actions.handing_over import follow_roles
from releases.importing.work import forget_person


def role_changed(sender: object, *, area: Area, by: Person, now: datetime, **_: object) -> None:
    follow_roles(area=area, by=by, now=now)


def person_is_erased(sender: object, *, name: str, **_: object) -> None:
    """Rows of a sheet name people."""
    forget_person(name)


def connect() -> None:
    """Called once, from `ready()`."""
    person_erased.connect(person_is_erased, dispatch_uid="releases.person_is_erased")
    area_role_changed.connect(role_changed, dispatch_uid="releases.role_changed")
