"""What the apps below announce (`signals` of people, followups and decisions) and what this app does."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Replace

from comms.enums import NoticeKind, Reason
from comms.models import ChannelAddress, Delivery, InboxItem, Rhythm
from comms.notices import tell
from comms.queries import subscription_of
from productops.decisions.signals import review_wanted
from productops.followups.signals import news_wanted
from productops.people.models import Person
from productops.people.signals import data_wanted, mail_wanted, person_erased


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


def review_is_wanted(
    sender: object, *, entry: int, people: Iterable[int], owners: bool, now: datetime, key: str, **_: object
) -> None:
    """The day has come on which a decision is looked at again."""
    data = {"entry": entry, "owners": owners}
    tell(kind=NoticeKind.DECISION, key=f"decision.{key}", now=now, people=people, data=data)


def person_is_erased(sender: object, *, person: Person, name: str, email: str, **_: object) -> None:
    """A mail server's answer may have quoted a name; notices hold ids only. Her inbox and her addresses elsewhere go;
    in others' inboxes, which hold words, she is called as everywhere from now on."""
    Delivery.objects.filter(person=person).exclude(error__in=Reason.values).update(error="")
    InboxItem.objects.filter(person=person).delete()
    ChannelAddress.objects.filter(person=person).delete()
    for known in filter(None, (name, email)):
        rows = InboxItem.objects.filter(Q(title__contains=known) | Q(text__contains=known))
        rows.update(**{field: Replace(field, Value(known), Value(person.name)) for field in ("title", "text")})


def data_is_wanted(sender: object, *, person: Person, **_: object) -> dict[str, Any]:
    """What this app keeps about a person who takes her data along."""
    subscription = subscription_of(person)
    rhythm = Rhythm.objects.filter(person=person).values("quiet_from", "quiet_until", "digest_at").first()
    return {
        "follows": [subscription.topic] if subscription else [],
        "followed_areas": [area.name for area in subscription.areas.order_by("pk")] if subscription else [],
        "wishes": list(person.preferences.order_by("pk").values("kind", "channel", "mode")),
        "hours": rhythm,
        "addresses": list(person.channel_addresses.order_by("pk").values("channel", "address", "checked_at")),
        "feed_addresses": list(
            person.feed_addresses.order_by("pk").values("prefix", "created_at", "last_polled_at", "revoked_at")
        ),
        "inbox": list(
            person.inbox_items.order_by("pk").values("kind", "title", "text", "url", "created_at", "read_at")
        ),
        "sent_to_you": list(
            person.deliveries.order_by("pk").values("notice__kind", "channel", "status", "created_at", "sent_at")
        ),
    }


def connect() -> None:
    """Called once, from `ready()`."""
    mail_wanted.connect(mail_is_wanted, dispatch_uid="comms.mail_is_wanted")
    news_wanted.connect(news_is_wanted, dispatch_uid="comms.news_is_wanted")
    review_wanted.connect(review_is_wanted, dispatch_uid="comms.review_is_wanted")
    person_erased.connect(person_is_erased, dispatch_uid="comms.person_is_erased")
    data_wanted.connect(data_is_wanted, dispatch_uid="comms.data_is_wanted")
