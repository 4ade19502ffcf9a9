"""The e-mail channel: one connection per batch, each notice prepared once, each letter in its reader's words."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone, translation

from comms.channels.email.composers import Composer, composer_of
from comms.channels.email.envelope import mail_address, sealed
from comms.channels.email.smtp import Line
from comms.models import Delivery, Notice


class MailSession:
    """See `comms.channels.base.Session`."""

    def __init__(self) -> None:
        self._line = Line()
        self._prepared: dict[int, Any] = {}
        self._sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def write(self, delivery: Delivery) -> bytes | None:
        composer = composer_of(delivery.notice.kind)
        shared = self._shared(composer, delivery.notice)
        with translation.override(delivery.person.language), timezone.override(delivery.person.zone):
            letter = composer.compose(shared, delivery.person, delivery)
        if letter is None:
            return None
        return sealed(letter, delivery, now=timezone.now(), eight_bit=self._line.eight_bit)

    def send(self, delivery: Delivery, message: bytes) -> None:
        self._line.send(mail_address(self._sender), mail_address(delivery.person.email), message)

    def close(self) -> None:
        self._line.close()

    def _shared(self, composer: Composer, notice: Notice) -> Any:
        """What `prepare` answered, or raised: a notice that cannot be prepared is not tried per letter."""
        if notice.pk not in self._prepared:
            try:
                self._prepared[notice.pk] = composer.prepare(notice)
            except DatabaseError:
                raise
            except Exception as problem:
                self._prepared[notice.pk] = problem
        shared = self._prepared[notice.pk]
        if isinstance(shared, Exception):
            raise shared
        return shared
