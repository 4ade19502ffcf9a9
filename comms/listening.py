"""What the apps below announce (`productops.people.signals`, `productops.followups.signals`) and what this app does."""

from collections.abc import Iterable
from datetime import datetime

from comms.enums import NoticeKind, Reason
from comms.models import Delivery
from comms.notices import tell
from productops.followups.signals import news_wanted
from productops.people.models import Person
from productops.people.signals import mail_wanted, person_erased


def mail_is_wanted(
    sender: object, *, kind: str, person: Person, by: Person | None, now: datetime, key: str, **_: object
) -> None:
    """An invitation or a sign-in link. No token is stored: `mail.py` makes it when the letter is written."""
    data = {"link": kind, "by": by.pk if by else None}
    tell(kind=NoticeKind.INVITATION, key=key, now=now, people=[person], data=data)


def news_is_wanted(
    sender: object,
    *,
    about: str,
    people: Iterable[int],
    items: Iterable[int],
    by: Person,
    now: datetime,
    key: str,
    **_: object,
) -> None:
    """Somebody is to do something, or did it. Who hears of it was decided by who announces it."""
    data = {"about": about, "items": list(items), "by": by.pk}
    tell(kind=NoticeKind.ACTION_ITEM, key=f"action.{key}", now=now, people=people, data=data)


def person_is_erased(sender: object, *, person: Person, **_: object) -> None:
    """A mail server's answer may have quoted a name; notices hold ids only."""
    Delivery.objects.filter(person=person).exclude(error__in=Reason.values).update(error="")


def connect() -> None:
    """Called once, from `ready()`."""
    mail_wanted.connect(mail_is_wanted, dispatch_uid="comms.mail_is_wanted")
    news_wanted.connect(news_is_wanted, dispatch_uid="comms.news_is_wanted")
    person_erased.connect(person_is_erased, dispatch_uid="comms.person_is_erased")
