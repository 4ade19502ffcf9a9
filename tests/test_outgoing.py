"""The one way out: which addresses may be called, and what becomes of servers that misbehave."""

import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productops import outgoing
from productops.outgoing import NoAnswer, NotAllowed, NotConnected, call, may_call
from productops.public_addresses import allowed, is_public, plain_host

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 169.254.169.254
    172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 192.88.99.1
    :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 2001:db8::1 2001::1 2001:10::1 3fff::1 100::1
    ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::127.0.0.1 64:ff9b::a00:1
    64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::1 2002:6440:1::1 5f00::1""".split(),
)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    """1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 198.17.255.255 223.255.255.255
    2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1""".split(),
)
def test_what_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: Any) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(ip_address(wrapped)) == is_public(address)


@pytest.mark.parametrize(
    "url",
    """http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://0177.0.0.1/
    http://127.0.0.1./ http://010.0.0.1/ http://[::1]/ http://[::ffff:127.0.0.1]/ http://[fe80::1%25eth0]/ http://0/
    http://①②⑦.0.0.1/ http://１２７.0.0.1/ http://10.0.0.1:80/ http://169.254.169.254/latest http://1.2.3/
    file:///etc/passwd ftp://8.8.8.8/ gopher://8.8.8.8/ //8.8.8.8/ http:8.8.8.8 http:///x http://
    http://user@8.8.8.8/ http://user:pass@8.8.8.8/ http://8.8.8.8@127.0.0.1/ http://8.8.8.8:0/ http://8.8.8.8:99999/
    http://8.8.8.8\\@127.0.0.1/ http://8.8.8.8/ż http://8.8.8.8/a|b http://a..b/ http://[1.2.3.4]/""".split()
    + ["http://8.8.8.8/\r\nX: y", "http://8.8.8.8/ x", "http://8.8.8.8\t/", " http://8.8.8.8/", "http://8.8.8.8/\x00"],
)
def test_addresses_that_are_never_called(url: str) -> None:
    assert not may_call(url)
    with pytest.raises(NotAllowed):
        call("GET", url, seconds=1)


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST.", "localhost.localdomain", "ip6-localhost"])
def test_names_of_this_machine_are_looked_up_and_refused(name: str) -> None:
    with pytest.raises((NotAllowed, NotConnected)):
        call("GET", f"http://{name}:9/", seconds=2)


@pytest.mark.parametrize(
    "url", ["https://hooks.slack.com/services/T0/B0/x", "http://8.8.8.8/", "https://żółw.example/a"]
)
def test_addresses_that_may_be_called(url: str) -> None:
    assert may_call(url)


def test_hosts_are_read_one_way() -> None:
    assert [plain_host(host) for host in ("Żółw.Example.", "8.8.8.8", "2606:4700:0::1111")] == [
        "xn--w-uga1v8h.example", "8.8.8.8", "2606:4700::1111",
    ]  # fmt: skip


class TestAllowed:
    def test_places_and_networks(self) -> None:
        found = allowed(["chat.internal:8443", "10.20.0.0/16", "[fd00::5]:80"])
        table = [
            ("chat.internal", 8443, "10.1.1.1", True), ("chat.internal", 443, "10.1.1.1", False),
            ("other.internal", 8443, "10.1.1.1", False), ("other.internal", 1, "10.20.3.4", True),
            ("other.internal", 1, "10.21.3.4", False), ("fd00::5", 80, "fd00::5", True),
        ]  # fmt: skip
        assert [found.covers(host, port, ip_address(address)) for host, port, address, _ in table] == [
            expected for *_, expected in table
        ]

    @pytest.mark.parametrize(
        "entry", ["chat.internal", "chat:0", "chat:99999", "10.20.0.1/16", "a b:1", ":80", "127.1:80"]
    )
    def test_nonsense_is_named(self, entry: str) -> None:
        with pytest.raises(ValueError, match="neither host:port"):
            allowed([entry])

    @pytest.mark.parametrize(
        ("entry", "home"),
        [
            ("localhost:80", True), ("x.localhost:80", True), ("127.0.0.9:80", True), ("[::1]:80", True),
            ("0.0.0.0:80", True), ("0.0.0.0/0", True), ("::/0", True), ("127.0.0.0/30", True),
            ("[::ffff:127.0.0.1]:80", True), ("10.0.0.0/8", False), ("chat.internal:80", False),
        ],
    )  # fmt: skip
    def test_what_leads_to_this_machine(self, entry: str, home: bool) -> None:
        assert allowed([entry]).loopback is home


def test_production_does_not_start_when_its_own_services_could_be_called(tmp_path: Path) -> None:
    env = {
        **{name: value for name, value in os.environ.items() if name not in {"TESTING", "DEMO", "DEBUG"}},
        "SECRET_KEY": "x" * 60, "PORTAL_URL": "https://portal.example", "SMTP_URL": "smtp://mail.example",
        "DATABASE_URL": "postgres://a:b@db.example/p", "MAIL_FROM": "a@portal.example",
    }  # fmt: skip
    said = {}
    for value in ("10.0.0.0/8", "127.0.0.1:9999", "nonsense"):
        done = subprocess.run(
            [sys.executable, "-c", "import productops.settings"],
            env={**env, "OUTGOING_ALLOWED": value}, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        said[value] = done.stderr.strip().rpartition("\n")[2].partition(": ")[2]
    assert said["10.0.0.0/8"] == ""
    assert "this machine itself" in said["127.0.0.1:9999"]
    assert "neither host:port" in said["nonsense"]


Behave = Callable[[socket.socket], None]


@contextmanager
def server(
    behave: Behave, settings: Any, tls: ssl.SSLContext | None = None, bodies: list[bytes] | None = None
) -> Iterator[int]:
    """A server that does this with every connection, once it read the request; allowed by name. Keeps `bodies`."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings.OUTGOING_ALLOWED = [f"127.0.0.1:{port}", f"localhost:{port}"]

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(line,), daemon=True).start()

    def one(line: socket.socket) -> None:
        try:
            with tls.wrap_socket(line, server_side=True) if tls else line as open_line:
                body = whole_request(open_line)
                if bodies is not None:
                    bodies.append(body)
                behave(open_line)
        except OSError:
            pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield port
    finally:
        listener.close()


def whole_request(line: socket.socket) -> bytes:
    """Its body. However it came apart on the way; what is left unread would break the line when it is closed."""
    said = b""
    while b"\r\n\r\n" not in said:
        more = line.recv(65536)
        if not more:
            return b""
        said += more
    head, _, body = said.partition(b"\r\n\r\n")
    length = next((int(each[15:]) for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += line.recv(65536)
    return body


def says(answer: bytes) -> Behave:
    return lambda line: line.sendall(answer)


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


class TestCalling:
    def test_an_answer(self, settings: Any) -> None:
        bodies: list[bytes] = []
        with server(says(answer(b"ok", "200 OK", "Retry-After: 3")), settings, bodies=bodies) as port:
            found = call("POST", f"http://localhost:{port}/a?b=c", body=b"{}", headers={"Content-Type": "text/plain"})
        assert (found.status, found.text, found.headers["retry-after"]) == (200, "ok", "3")
        assert bodies == [b"{}"]

    def test_a_redirect_is_an_answer_and_not_followed(self, settings: Any) -> None:
        elsewhere: list[int] = []
        with server(lambda line: elsewhere.append(1), settings) as other:
            moved = answer(b"", "302 Found", f"Location: http://127.0.0.1:{other}/")
            with server(says(moved), settings) as port:
                settings.OUTGOING_ALLOWED += [f"127.0.0.1:{other}"]
                assert call("GET", f"http://127.0.0.1:{port}/").status == 302
        assert elsewhere == []

    @pytest.mark.parametrize(
        ("behave", "words"),
        [
            (says(b"<html>what</html>"), "did not answer as a web server does"),
            (says(b""), "did not answer as a web server does"),
            (says(answer(b"x" * 10_000_000)), "more than 1,000,000 bytes"),
            (says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000_000), "more than 1,000,000 bytes"),
            (says(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), "broke off"),
            (says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhalf"), "IncompleteRead"),
            (says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"), "HTTPException"),
            (says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000), "LineTooLong"),
            (lambda line: time.sleep(2), "did not answer within 0.3 seconds"),
        ],
    )
    def test_whatever_it_does_nobody_waits_or_drowns(self, settings: Any, behave: Behave, words: str) -> None:
        begun = time.monotonic()
        with server(behave, settings) as port, pytest.raises(NoAnswer, match=words):
            call("POST", f"http://127.0.0.1:{port}/secret-path", body=b"x", seconds=0.3)
        assert time.monotonic() - begun < 1.5

    def test_a_byte_now_and_then_gains_no_time(self, settings: Any) -> None:
        def drip(line: socket.socket) -> None:
            for _ in range(100):
                line.sendall(b"H")
                time.sleep(0.05)

        begun = time.monotonic()
        with server(drip, settings) as port, pytest.raises(NoAnswer):
            call("GET", f"http://127.0.0.1:{port}/", seconds=0.4)
        assert time.monotonic() - begun < 1

    def test_nobody_there(self, settings: Any) -> None:
        with socket.socket() as held:  # taken, so that nobody else listens there meanwhile
            held.bind(("127.0.0.1", 0))
            port = held.getsockname()[1]
            settings.OUTGOING_ALLOWED = [f"127.0.0.1:{port}"]
            with pytest.raises(NotConnected, match="takes no connection"):
                call("GET", f"http://127.0.0.1:{port}/")

    def test_it_connects_to_what_was_checked(self, settings: Any, monkeypatch: Any) -> None:
        """A name that answers differently the second time is asked once."""
        asked: list[str] = []
        real = socket.getaddrinfo

        def changing(host: str, *args: Any, **more: Any) -> Any:
            if host != "rebinding.example":
                return real(host, *args, **more)
            asked.append(host)
            address = "203.0.113.9" if len(asked) > 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

        monkeypatch.setattr(socket, "getaddrinfo", changing)
        with server(says(answer(b"here")), settings) as port:
            settings.OUTGOING_ALLOWED = [f"rebinding.example:{port}"]
            assert call("GET", f"http://rebinding.example:{port}/").text == "here"
            settings.OUTGOING_ALLOWED = []
            with pytest.raises(NotAllowed, match="rebinding.example is not a public address"):
                call("GET", f"http://rebinding.example:{port}/")
        assert len(asked) == 2

    def test_one_private_address_among_public_ones_is_enough_to_refuse(self, settings: Any, monkeypatch: Any) -> None:
        both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in ("8.8.8.8", "10.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: both)
        with pytest.raises(NotAllowed):
            call("GET", "http://mixed.example/")

    def test_a_resolver_that_hangs_costs_no_more_than_the_time_given(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: time.sleep(3))
        begun = time.monotonic()
        with pytest.raises(NotConnected, match="Nobody said in time"):
            call("GET", "http://slow.example/", seconds=0.2)
        assert time.monotonic() - begun < 1

    def test_a_certificate_nobody_vouches_for(self, settings: Any, certificate: tuple[Path, Path]) -> None:
        words = "certificate of localhost is not valid: self-signed"
        behave = says(answer(b"ok"))
        with server(behave, settings, _served(certificate)) as port, pytest.raises(NotConnected, match=words):
            call("GET", f"https://localhost:{port}/")

    def test_a_certificate_for_another_name(
        self, settings: Any, monkeypatch: Any, certificate: tuple[Path, Path]
    ) -> None:
        trusting = ssl.create_default_context(cafile=str(certificate[0]))
        monkeypatch.setattr(outgoing, "_tls", lambda: trusting)
        with server(says(answer(b"ok")), settings, _served(certificate)) as port:
            assert call("GET", f"https://localhost:{port}/").text == "ok"
            with pytest.raises(NotConnected, match="not valid for '127.0.0.1'"):
                call("GET", f"https://127.0.0.1:{port}/")


def _served(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"
