"""The e-mail channel: one connection per batch, each letter in its reader's words."""

from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from comms.channels.email.envelope import mail_address, sealed
from comms.channels.email.smtp import Line
from comms.composers import Writer
from comms.models import Delivery


class MailSession:
    """See `comms.channels.base.Session`. Mail goes to people only."""

    def __init__(self) -> None:
        self._line = Line()
        self._writer = Writer()
        self._sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def write(self, delivery: Delivery) -> bytes | None:
        letter = self._writer.letter(delivery)
        if letter is None:
            return None
        return sealed(letter, delivery, now=timezone.now(), eight_bit=self._line.eight_bit)

    def send(self, delivery: Delivery, message: bytes) -> None:
        assert delivery.person is not None
        self._line.send(mail_address(self._sender), mail_address(delivery.person.email), message)

    def close(self) -> None:
        self._line.close()
