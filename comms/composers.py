"""Who finds the words of which kind, and how a channel asks for them.

The app that tells of something also finds the words. Its `AppConfig.ready()` says so, which a search for
`composers.register` finds:

    composers.register(NoticeKind.WEEKLY_UPDATE, prepare=mail.prepare_update, letter=mail.compose_update,
                       brief=briefs.of_update)

A kind has two forms: the letter, which is a mail, and the brief, which is the same in a few lines for every other
place (Slack, the inbox in the portal, a line of the daily digest).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db import DatabaseError
from django.utils import timezone, translation

from comms.enums import NoticeKind
from comms.letter import Letter
from comms.models import Delivery, Notice
from productops.people.models import Organisation, Person


@dataclass(frozen=True)
class Brief:
    """What happened in plain text: one line, perhaps a sentence or some lines more, and where to go on.

    `url` is a path of the portal; `verb` says what is done there, as a button would. No markup: each channel
    escapes in its own way.
    """

    title: str
    url: str
    text: str = ""
    lines: tuple[str, ...] = ()
    verb: str = ""


Prepare = Callable[..., Any]
WriteLetter = Callable[[Any, Person, Delivery], Letter | None]
WriteBrief = Callable[[Any, Person | None, Delivery], Brief | None]


@dataclass(frozen=True)
class Composer:
    """`prepare(notice)` is called once per batch and notice and answers what its messages share (queries belong here).
    `of_others`: the message is made of other messages' words, so it is called as `prepare(notice, writer)`.

    `letter(shared, person, delivery)` and `brief(shared, person, delivery)` are called per message, in the reader's
    language and zone; None means that it is not needed any more (a reminder of what was done meanwhile): the
    delivery is cancelled. A brief to a destination, which many read, has no person.
    """

    prepare: Prepare
    letter: WriteLetter
    brief: WriteBrief | None = None
    of_others: bool = False


_composers: dict[str, Composer] = {}


def register(
    kind: NoticeKind,
    *,
    prepare: Prepare,
    letter: WriteLetter,
    brief: WriteBrief | None = None,
    of_others: bool = False,
) -> None:
    """Declare who finds the words of `kind`. Called from `AppConfig.ready()`."""
    _composers[str(kind)] = Composer(prepare, letter, brief, of_others)


def composer_of(kind: str) -> Composer:
    """Raises LookupError for a kind that nobody composes; its deliveries wait and are given up in the end."""
    try:
        return _composers[kind]
    except KeyError:
        raise LookupError(f"nobody composes messages of kind {kind}") from None


class Writer:
    """The words of one batch: each notice prepared once, each message in its reader's language and zone."""

    def __init__(self) -> None:
        self._prepared: dict[int, Any] = {}

    def letter(self, delivery: Delivery) -> Letter | None:
        """Of a delivery to a person."""
        assert delivery.person is not None
        composer = composer_of(delivery.notice.kind)
        shared = self._shared(composer, delivery.notice)
        with translation.override(delivery.person.language), timezone.override(delivery.person.zone):
            return composer.letter(shared, delivery.person, delivery)

    def brief(self, delivery: Delivery) -> Brief | None:
        """Of a delivery to a person or a destination."""
        composer = composer_of(delivery.notice.kind)
        if composer.brief is None:
            raise LookupError(f"nobody writes briefs of kind {delivery.notice.kind}")
        shared = self._shared(composer, delivery.notice)
        language, zone = _reader(delivery)
        with translation.override(language), timezone.override(zone):
            return composer.brief(shared, delivery.person, delivery)

    def _shared(self, composer: Composer, notice: Notice) -> Any:
        """What `prepare` answered, or raised: a notice that cannot be prepared is not tried per message."""
        if notice.pk not in self._prepared:
            try:
                self._prepared[notice.pk] = composer.prepare(*([notice, self] if composer.of_others else [notice]))
            except DatabaseError:
                raise
            except Exception as problem:
                self._prepared[notice.pk] = problem
        shared = self._prepared[notice.pk]
        if isinstance(shared, Exception):
            raise shared
        return shared


def _reader(delivery: Delivery) -> tuple[str, tzinfo | str]:
    """Language and zone of whoever reads it; a destination is read in the organisation's zone."""
    if delivery.person is not None:
        return delivery.person.language, delivery.person.zone
    assert delivery.destination is not None
    return delivery.destination.language, Organisation.current().timezone
