"""What the apps below want said by mail: they announce it (`productops.people.signals`), this app hears it."""

from datetime import datetime

from comms.enums import NoticeKind
from comms.notices import tell
from productops.people.models import Person
from productops.people.signals import mail_wanted


def mail_is_wanted(
    sender: object, *, kind: str, person: Person, by: Person | None, now: datetime, key: str, **_: object
) -> None:
    """An invitation or a sign-in link. No token is stored: `mail.py` makes it when the letter is written."""
    data = {"link": kind, "by": by.pk if by else None}
    tell(kind=NoticeKind.INVITATION, key=key, now=now, people=[person], data=data)


def connect() -> None:
    """Called once, from `ready()`."""
    mail_wanted.connect(mail_is_wanted, dispatch_uid="comms.mail_is_wanted")
