"""Who writes the letters of which kind.

The app that tells of something also finds the words. Its `AppConfig.ready()` says so, which a search for
`composers.register` finds:

    composers.register(NoticeKind.WEEKLY_UPDATE, prepare=mail.prepare_update, compose=mail.compose_update)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comms.channels.email.letter import Letter
from comms.enums import NoticeKind
from comms.models import Delivery, Notice
from productops.people.models import Person

Prepare = Callable[[Notice], Any]
Compose = Callable[[Any, Person, Delivery], Letter | None]


@dataclass(frozen=True)
class Composer:
    """`prepare(notice)` is called once per batch and notice and answers what its letters share (queries belong here).

    `compose(shared, person, delivery)` is called per letter, in the person's language and zone; None means that the
    letter is not needed any more (a reminder of what was done meanwhile): the delivery is cancelled.
    """

    prepare: Prepare
    compose: Compose


_composers: dict[str, Composer] = {}


def register(kind: NoticeKind, *, prepare: Prepare, compose: Compose) -> None:
    """Declare who composes the letters of `kind`. Called from `AppConfig.ready()`."""
    _composers[str(kind)] = Composer(prepare, compose)


def composer_of(kind: str) -> Composer:
    """Raises LookupError for a kind that nobody composes; its deliveries wait and are given up in the end."""
    try:
        return _composers[kind]
    except KeyError:
        raise LookupError(f"nobody composes mails of kind {kind}") from None
