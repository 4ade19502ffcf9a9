"""Signed links to sign off from a message: bound to one person, one request and one ask, and to an end."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from productops.people.models import Person
from releases.models import SignoffRequest

_PURPOSE = "releases.signoff"  # a token made for something else does not fit here
DAYS = 14


@dataclass(frozen=True)
class Asked:
    """What a link is about: who is to answer which request, the how manyth time it was asked."""

    request_id: int
    person_id: int
    ask: int


def token_of(request: SignoffRequest, person: Person) -> str:
    return signing.dumps([request.pk, person.pk, request.asks], salt=_PURPOSE, compress=True)


def link_path(request: SignoffRequest, person: Person) -> str:
    """The path of the page that shows what is being signed; opening it changes nothing."""
    return reverse("releases:signed-signoff", args=[token_of(request, person)])


def read(token: str) -> Asked | None:
    """What the link is about; None for anything that was not signed for this, or is over."""
    try:
        request, person, ask = signing.loads(token, salt=_PURPOSE, max_age=DAYS * 24 * 3600)
        return Asked(int(request), int(person), int(ask))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def expired(token: str) -> bool:
    """Whether it is a true link whose time is over, so that the page can say so."""
    try:
        signing.loads(token, salt=_PURPOSE, max_age=DAYS * 24 * 3600)
    except signing.SignatureExpired:
        return True
    except signing.BadSignature:
        return False
    return False
