"""Links that let a person in: made when the mail is sent, never stored.

A token is a keyed digest over what it depends on: the password, the last sign-in, the address and whether the
account is active. When one of them changes the token is dead, so it works once, and neither a password change
nor a deactivation leaves one alive.
"""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

from productops.people.models import Person


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of one purpose and lifetime; one purpose's token never passes for another's."""

    def __init__(self, purpose: str, lifetime: timedelta) -> None:
        super().__init__()
        self.key_salt = f"productops.people.tokens.{purpose}"
        self.lifetime = lifetime

    def make(self, person: Person, now: datetime) -> str:
        return self._make_token_with_timestamp(person, self._seconds(now), self.secret)

    def fits(self, person: Person, token: str, now: datetime) -> bool:
        """Was this token made for this person as she is now, and not too long ago?"""
        if not person.is_active or not self.check_token(person, token):
            return False
        age = self._seconds(now) - base36_to_int(token.split("-")[0])
        return -60 <= age <= self.lifetime.total_seconds()

    def _seconds(self, now: datetime) -> int:
        return int(self._num_seconds(now.astimezone(UTC).replace(tzinfo=None)))

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        # The whole moment of the last sign-in: Django cuts it to the second, and two uses fit into one.
        last = user.last_login.isoformat() if user.last_login else ""
        return f"{user.pk}|{user.password}|{last}|{user.email}|{user.is_active}|{timestamp}"


# No longer than PASSWORD_RESET_TIMEOUT, which the check inherited from Django enforces for both.
invitation = LinkTokens("invitation", timedelta(days=3))
sign_in = LinkTokens("sign-in", timedelta(minutes=30))


def invitation_path(person: Person, now: datetime) -> str:
    """The address that lets an invited person choose a password. Call it when the mail is sent."""
    token = invitation.make(person, now)
    return reverse("people:invitation", args=[code_of(person), token])


def sign_in_path(person: Person, now: datetime) -> str:
    """The address that lets a person in once, for half an hour from now. Call it when the mail is sent."""
    token = sign_in.make(person, now)
    return reverse("people:sign-in-link-use", args=[code_of(person), token])


def code_of(person: Person) -> str:
    """A person's id as it stands in a link."""
    return urlsafe_base64_encode(str(person.pk).encode())


def id_in(code: str) -> int | None:
    """The id in a link's code; None when it is none."""
    try:
        number = int(urlsafe_base64_decode(code).decode())
    except (ValueError, UnicodeDecodeError):
        return None
    return number if 0 < number < 2**63 else None
