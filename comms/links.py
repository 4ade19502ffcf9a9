"""Addresses in messages: absolute, and signed where they act without a sign-in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from comms.enums import STOPPABLE, Channel, NoticeKind

_UNSUBSCRIBE = "comms.unsubscribe"  # the purpose: a token made for something else does not fit here
_EARLIER = "comms.earlier_wishes"
_EARLIER_SECONDS = 24 * 3600


def absolute(path: str) -> str:
    """`path` of the portal as a link that works outside of it."""
    return f"{settings.PORTAL_URL}{path}"


_OURS = re.compile(r'(<a\b[^<>]*?\bhref=")/(?!/)')


def with_absolute_links(html: str) -> str:
    """HTML of ours whose links lead to pages of the portal from anywhere."""
    return _OURS.sub(lambda found: f"{found[1]}{settings.PORTAL_URL}/", html)


@dataclass(frozen=True)
class Wish:
    """What an unsubscribe link is about: this person, this kind (of a digest: all kinds in it), this channel."""

    person_id: int
    kind: NoticeKind
    channel: Channel


def unsubscribe_token(person_id: int, kind: str, channel: str = Channel.EMAIL) -> str:
    """Signed, bound to its purpose, without an end: the link in an old mail must still work (RFC 8058)."""
    return signing.dumps([person_id, str(kind), str(channel)], salt=_UNSUBSCRIBE)


def unsubscribe_address(person_id: int, kind: str, channel: str = Channel.EMAIL) -> str:
    return absolute(reverse("comms:unsubscribe", args=[unsubscribe_token(person_id, kind, channel)]))


def read_unsubscribe_token(token: str) -> Wish | None:
    """None for anything that was not signed for this purpose."""
    try:
        person_id, kind, channel = signing.loads(token, salt=_UNSUBSCRIBE)
        wish = Wish(int(person_id), NoticeKind(kind), Channel(channel))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return wish if wish.kind in STOPPABLE else None


def earlier_wishes_token(person_id: int, modes: Mapping[str, str], hours: Sequence[str]) -> str:
    """What somebody wished before a change, for the address that takes it back: `kind-channel` -> mode, and hours."""
    return signing.dumps([person_id, dict(modes), list(hours)], salt=_EARLIER, compress=True)


def read_earlier_wishes_token(token: str, person_id: int) -> tuple[dict[str, str], list[str]] | None:
    """None for anything that was not signed for this purpose and person, or is older than a day."""
    try:
        whose, modes, hours = signing.loads(token, salt=_EARLIER, max_age=_EARLIER_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (modes, hours) if whose == person_id else None
