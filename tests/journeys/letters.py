"""What people find in their letter box."""

import re
from email.message import EmailMessage

from tests.comms.post_office import PostOffice


def letters_to(office: PostOffice, address: str) -> list[EmailMessage]:
    return [mail for mail in office.mails if mail["To"].addresses[0].addr_spec == address]


def letter_to(office: PostOffice, address: str, subject: str) -> EmailMessage:
    """The one with this subject."""
    [mail] = [mail for mail in letters_to(office, address) if mail["Subject"] == subject]
    return mail


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """As text and as HTML."""
    text, html = (mail.get_body([kind]) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return str(text.get_content()), str(html.get_content())


def link_in(mail: EmailMessage, part: str) -> str:
    """The address in the text that holds `part`."""
    return next(found[0] for found in re.finditer(r"https?://\S+", bodies(mail)[0]) if part in found[0])
