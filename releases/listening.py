"""What other apps announce and releases answer: work follows who is what in an area."""

from datetime import datetime

from productops.people.models import Area, Person
from productops.people.signals import area_role_changed
from releases.actions.handing_over import follow_roles


def role_changed(sender: object, *, area: Area, by: Person, now: datetime, **_: object) -> None:
    follow_roles(area=area, by=by, now=now)


def connect() -> None:
    """Called once, from `ready()`."""
    area_role_changed.connect(role_changed, dispatch_uid="releases.role_changed")
