"""Coming in by link or invitation, and changing the password. Sessions themselves are Django's."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.translation import gettext as _

from productops.audit.models import DomainEvent
from productops.audit.record import record
from productops.doors import Invalid
from productops.people import notices, tokens
from productops.people.models import Person

LINKS_AT_ONCE, LINKS_WITHIN = 3, timedelta(minutes=15)


@transaction.atomic
def want_link(*, email: str, now: datetime) -> None:
    """Whoever owns `email` hears of a link that lets her in, at most three times in a quarter of an hour.

    Says nothing about whether there is such a person, and raises nothing. Records `sign_in_link.wanted`.
    """
    person = Person.objects.active().select_for_update().filter(email=email.lower()).first()
    if person is None:
        return
    lately = DomainEvent.objects.filter(
        name="sign_in_link.wanted", object_type="people.person", object_id=str(person.pk), at__gt=now - LINKS_WITHIN
    )
    if lately.count() >= LINKS_AT_ONCE:
        return
    record("sign_in_link.wanted", by=None, obj=person, now=now)
    notices.link_wanted(person, now=now)


def holder_of_link(code: str, token: str, now: datetime) -> Person | None:
    """Whom a sign-in link lets in, None when it is used, expired or was never one. Changes nothing."""
    return _holder(tokens.sign_in, code, token, now)


def holder_of_invitation(code: str, token: str, now: datetime) -> Person | None:
    """Whom an invitation is for, None when it is used, expired or was never one. Changes nothing."""
    return _holder(tokens.invitation, code, token, now)


def _holder(purpose: tokens.LinkTokens, code: str, token: str, now: datetime, *, lock: bool = False) -> Person | None:
    rows = Person.objects.active()
    person = (rows.select_for_update() if lock else rows).filter(pk=tokens.id_in(code)).first()
    return person if person and purpose.fits(person, token, now) else None


@transaction.atomic
def use_link(*, code: str, token: str, now: datetime) -> Person | None:
    """Spend a sign-in link; the person it is for, or None. Pressed twice at once, it lets in once.

    Writes the last sign-in, which is what the token depends on, and records `sign_in_link.used`.
    """
    person = _holder(tokens.sign_in, code, token, now, lock=True)
    if person is None:
        return None
    _came_in(person, now)
    record("sign_in_link.used", by=person, obj=person, now=now)
    return person


@transaction.atomic
def accept_invitation(*, code: str, token: str, password: str, now: datetime) -> Person | None:
    """An invited person chooses a password; that person, or None when the invitation is dead.

    Records `invitation.accepted`.
    """
    person = _holder(tokens.invitation, code, token, now, lock=True)
    if person is None:
        return None
    person.set_password(password)
    person.save(update_fields=["password"])
    _came_in(person, now)
    record("invitation.accepted", by=person, obj=person, now=now)
    return person


def _came_in(person: Person, now: datetime) -> None:
    person.last_login = now
    person.save(update_fields=["last_login"])


@transaction.atomic
def change_password(*, person: Person, present: str, password: str, now: datetime) -> Person:
    """`person` changes her own password. Every other session of hers ends, and every link to her dies.

    Records `password.changed`. Raises Invalid when `present` is not her password.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.has_usable_password() and not check_password(present, person.password):
        raise Invalid({"present": _("This is not your present password.")})
    person.set_password(password)
    person.save(update_fields=["password"])
    record("password.changed", by=person, obj=person, now=now)
    return person
