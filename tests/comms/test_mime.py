"""What is written by hand is read back by Python's own classes."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.channels.base import Unsendable
from comms.channels.email import mime

PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=200)


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)  # type: ignore[return-value]


@given(PRINTABLE)
def test_any_subject_survives(subject: str) -> None:
    line = mime.header("Subject", subject)
    assert max(map(len, line.split(b"\r\n"))) < 998
    assert " ".join(str(read(line + b"\r\n")["Subject"]).split()) == " ".join(subject.split())


@given(PRINTABLE.map(lambda name: " ".join(name.split()) or "x"))
def test_any_name_stays_a_name(name: str) -> None:
    line = mime.header("To", mime.mailbox(name, "a@example.org"))
    assert [each.addr_spec for each in read(line + b"\r\n")["To"].addresses] == ["a@example.org"]
    # The older reader: the newer one forgets, in names only, that white space between encoded words is none.
    written, _address = parseaddr(line.decode().removeprefix("To: "))
    assert str(make_header(decode_header(written))) == name


@pytest.mark.parametrize("value", ["a\nBcc: b", "a\r\n\r\nbody", "a\x00b", "a\rb"])
def test_nothing_breaks_out_of_its_line(value: str) -> None:
    with pytest.raises(Unsendable):
        mime.header("Subject", value)
    with pytest.raises(Unsendable):
        mime.mailbox(value, "a@example.org")
    with pytest.raises(Unsendable):
        mime.header(f"X-{value}", "x")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=3000), st.booleans())
def test_any_text_survives(text: str, eight_bit: bool) -> None:
    part = mime.text_part(text, "plain", eight_bit=eight_bit)
    assert eight_bit or part.isascii()
    assert max(map(len, part.split(b"\r\n"))) < 998
    content = read(part).get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.decode().replace("\r\n", "\n") == text


def test_a_file_goes_along_under_its_name() -> None:
    texts = mime.multipart("alternative", [mime.text_part("t", "plain", eight_bit=True)], "a")
    file = mime.file_part('żółw "1".csv', b"\x00\xff" * 100, "text/csv")
    message = read(b"MIME-Version: 1.0\r\n" + mime.multipart("mixed", [texts, file], "m"))
    (found,) = message.iter_attachments()
    assert (found.get_filename(), found.get_content_type()) == ('żółw "1".csv', "text/csv")
    assert found.get_payload(decode=True) == b"\x00\xff" * 100
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "t"
