"""One SMTP connection, driven step by step, because how sending failed decides what happens next.

Before the message is handed over a broken line means "not sent"; after it, before the confirmation, nobody knows.
Every wait is bounded by `settings.EMAIL_TIMEOUT`.
"""

import smtplib
import ssl
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from comms.channels.base import NotSetUp, Refused, Unreachable, Unsure

TOO_BUSY = 421  # the server closes the connection: not about the message
TOO_LARGE = 552  # the one thing that the sender's line can be refused for and that is the message's fault


class _Broken(Refused):
    """The line broke before the message was handed over."""


class Line:
    """A connection to the mail server, opened when first needed and again after it broke.

    That it cannot be opened is an outage (`Unreachable`). That it breaks during one message counts against that
    message (`Refused` for now), so that one which makes the server stumble does not hold up the others for ever.
    """

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._carried = 0  # messages over the present connection

    def open(self) -> smtplib.SMTP:
        """Raises `Unreachable`."""
        if self._smtp is None:
            try:
                self._smtp, self._carried = _connect(), 0
            except (OSError, smtplib.SMTPException) as problem:
                raise Unreachable(f"mail server: {_said(problem)}") from problem
        return self._smtp

    @property
    def eight_bit(self) -> bool:
        return self.open().has_extn("8bitmime")

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Raises `Refused`, `NotSetUp`, `Unsure` or `Unreachable`."""
        self.open()
        used = self._carried > 0
        try:
            self._try(sender, recipient, content)
        except _Broken:
            if not used:
                raise
            self._try(sender, recipient, content)  # some servers hang up after so many messages
        self._carried += 1

    def _try(self, sender: str, recipient: str, content: bytes) -> None:
        smtp = self.open()
        handed_over = False
        try:
            options = [f"size={len(content)}"] if smtp.has_extn("size") else []
            options += ["body=8bitmime"] if smtp.has_extn("8bitmime") else []
            self._expect_sender(smtp.mail(sender, options), recipient)
            self._expect(smtp.rcpt(recipient), recipient)
            self._expect(smtp.docmd("data"), recipient, 354)
            handed_over = True
            self._expect(_body(smtp, content), recipient)
        except (OSError, smtplib.SMTPException) as problem:
            self._drop()
            if handed_over:
                raise Unsure(f"mail server: {_said(problem)}") from problem
            raise _Broken(f"mail server: {_said(problem)}", permanent=False) from problem

    def _expect(self, answer: tuple[int, bytes], recipient: str, wanted: int = 250) -> None:
        code, said = answer
        if code == wanted or (wanted == 250 and code == 251):
            return
        words = said.decode("utf-8", "replace").replace(recipient, "the address")  # no personal data in errors
        if code == TOO_BUSY or code < 400:
            self._drop()
            raise _Broken(f"{code} {words}"[:500], permanent=False)
        with suppress(OSError, smtplib.SMTPException):
            self.open().rset()
        raise Refused(f"{code} {words}"[:500], permanent=code >= 500)

    def _expect_sender(self, answer: tuple[int, bytes], recipient: str) -> None:
        """A server that does not take mail of this sender takes none at all: somebody has to see to it."""
        try:
            self._expect(answer, recipient)
        except Refused as refusal:
            if refusal.permanent and answer[0] != TOO_LARGE:
                raise NotSetUp(f"mail server: it does not accept the sender: {refusal}") from None
            raise

    def close(self) -> None:
        """A polite end, which a slow server may not draw out."""
        if self._smtp is not None and self._smtp.sock is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.sock.settimeout(1)
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _body(smtp: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """The content after the server's 354, with leading dots doubled, in one write."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    smtp.send(lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n"))
    return smtp.getreply()


def _connect() -> smtplib.SMTP:
    host, port, timeout = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    ourselves = urlsplit(settings.PORTAL_URL).hostname or "localhost"  # asking the resolver could hang
    if settings.EMAIL_USE_SSL:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, ourselves, timeout=timeout, context=context)
    else:
        smtp = smtplib.SMTP(host, port, ourselves, timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _said(problem: Exception) -> str:
    """What went wrong in one line, without what was sent (a password, say)."""
    if isinstance(problem, smtplib.SMTPResponseException):
        error = problem.smtp_error
        words = error.decode("utf-8", "replace") if isinstance(error, bytes) else error
        return f"{problem.smtp_code} {words}"[:300]
    return f"{type(problem).__name__}: {problem}"[:300]
