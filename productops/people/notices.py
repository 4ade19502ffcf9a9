"""Who hears of what happens here. The words and the sending belong to `comms`, which listens."""

from datetime import datetime

from productops.people.models import Person
from productops.people.signals import mail_wanted


def invited(person: Person, *, by: Person, now: datetime) -> None:
    """`person` has, or has again, a place in the portal and needs the link to it."""
    key = f"invitation:{person.pk}:{now.timestamp():.6f}"
    mail_wanted.send(sender=Person, kind="invitation", person=person, by=by, now=now, key=key)


def link_wanted(person: Person, *, now: datetime) -> None:
    """`person` asked to come in by a link instead of a password."""
    key = f"sign_in_link:{person.pk}:{now.timestamp():.6f}"
    mail_wanted.send(sender=Person, kind="sign_in_link", person=person, by=None, now=now, key=key)
