"""Files as evidence: what is taken, what is refused with which words, who gets them back, when they go."""

import io
import os
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from productops.people.models import Area, Person
from productops.receiving import BODY, LARGEST, clean_name
from releases.files import sweep
from releases.models import Evidence, Release, ReleaseItem, Upload
from tests.factories import PersonFactory
from tests.factories.releases import planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def container(*names: str, first: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


DOCX = container("[Content_Types].xml", "word/document.xml")
ODT = container("content.xml", first=b"application/vnd.oasis.opendocument.text")


@pytest.fixture
def uploads(settings: object, tmp_path: Path) -> Path:
    settings.UPLOADS_DIR = tmp_path / "uploads"  # type: ignore[attr-defined]
    return tmp_path / "uploads"


@pytest.fixture
def row(payments: Area, now: datetime) -> ReleaseItem:
    return planned(payments, now).items.get(key="macros")


@pytest.fixture
def support(row: ReleaseItem, signed_in: SignedIn, uploads: Path) -> Client:
    return signed_in(Person.objects.get(name="Lead of support"))


def send(client: Client, row: ReleaseItem, name: str, content: bytes, claims: str = "image/png", **more: str) -> str:
    """The page that answers, with its status in front."""
    file = SimpleUploadedFile("x", content, claims)
    file._name = name  # type: ignore[attr-defined]  # as a browser that means harm would say it
    at = reverse("releases:item-completion", args=[row.release.key, row.pk])
    answer = client.post(at, {"version": str(row.version), "file": file, **more})
    return f"{answer.status_code} {answer.content.decode()}"


KINDS = [
    ("run.png", PNG, "image/png"),
    ("photo.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    ("a.gif", b"GIF89a" + b"\0" * 20, "image/gif"),
    ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ("paper.pdf", b"%PDF-1.7\n", "application/pdf"),
    ("log.txt", "Zażółć\n".encode(), "text/plain"),
    ("rows.csv", b"\xef\xbb\xbfa;b\n1;2\n", "text/csv"),
    ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
    ("film.mp4", b"\0\0\0\x20ftypisom", "video/mp4"),
]


@pytest.mark.parametrize(("name", "content", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_what_is_taken(support: Client, row: ReleaseItem, name: str, content: bytes, kind: str) -> None:
    assert send(support, row, name, content, "text/html").startswith("302")
    upload = Upload.objects.get()
    assert (upload.name, upload.content_type, upload.size) == (name, kind, len(content))
    back = support.get(reverse("releases:file", args=[upload.pk]))
    assert b"".join(back.streaming_content) == content  # type: ignore[attr-defined]
    assert (back["Content-Type"], back["X-Content-Type-Options"]) == (kind, "nosniff")
    assert back["Content-Disposition"].startswith("attachment")


REFUSED = [
    ("a.svg", SVG, "Files of this kind are not taken"),
    ("a.html", b"<html>", "Files of this kind are not taken"),
    ("a.js", b"alert(1)", "Files of this kind are not taken"),
    ("a.exe", b"MZ", "Files of this kind are not taken"),
    ("noending", PNG, "Files of this kind are not taken"),
    ("a.png", SVG, "The content is not what the name"),
    ("a.txt", SVG, "The content is not what the name"),
    ("a.txt", b" \n<!doctype html>", "The content is not what the name"),
    ("a.csv", b"#!/bin/sh\nrm", "The content is not what the name"),
    ("a.txt", b"MZ\0\x01", "The content is not what the name"),
    ("a.txt", b"\xff\xfe\x00", "The content is not what the name"),
    ("a.docx", container("evil.exe"), "The content is not what the name"),
    ("a.docx", b"PK\x05\x06" + b"\xff" * 18, "The content is not what the name"),
    ("a.docx", container("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
    ("a.xlsx", DOCX, "The content is not what the name"),
    ("a.odt", DOCX, "The content is not what the name"),
    ("a.pdf", PNG, "The content is not what the name"),
    ("a.png", b"", "The file is empty"),
]


@pytest.mark.parametrize(("name", "content", "why"), REFUSED, ids=[f"{n}-{i}" for i, (n, _c, _w) in enumerate(REFUSED)])
def test_what_is_refused_says_why_at_the_field(
    support: Client, row: ReleaseItem, name: str, content: bytes, why: str
) -> None:
    page = send(support, row, name, content, note="Kept words")
    assert page.startswith("422")
    assert why in page
    assert "Kept words" in page
    assert not Upload.objects.exists()
    assert not Evidence.objects.exists()


def test_too_large_is_let_go_while_it_comes_or_not_even_read(support: Client, row: ReleaseItem, uploads: Path) -> None:
    assert "The file is larger than 20 MB." in send(support, row, "a.png", PNG + b"\0" * LARGEST)
    assert not [place for place in uploads.rglob("*") if place.is_file()]
    at = reverse("releases:item-completion", args=[row.release.key, row.pk])

    def says(length: int) -> int:
        kind = "multipart/form-data; boundary=x"
        return support.generic("POST", at, b"", content_type=kind, CONTENT_LENGTH=str(length)).status_code

    assert [says(2 * 2**30), says(BODY + 1)] == [413, 413]
    elsewhere = Client().generic("POST", "/sign-in/", b"", content_type="text/plain", CONTENT_LENGTH=str(2 * 2**30))
    assert elsewhere.status_code == 413


def test_files_come_in_only_where_they_are_wanted(support: Client, row: ReleaseItem, uploads: Path) -> None:
    at = reverse("releases:item-block", args=[row.release.key, row.pk])
    support.post(at, {"version": "1", "file": SimpleUploadedFile("a.png", PNG), "reason": "After the file"})
    assert not uploads.exists()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../x.png", "x.png"),
        ("..\\..\\x.png", "x.png"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("Płatności €.png", "Płatności €.png"),
        ("a\u202egnp.png", "agnp.png"),
        ('say "hi"\r\n.png', "say 'hi' .png"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
        ("...", ""),
    ],
)
def test_names_are_cleaned(raw: str, name: str) -> None:
    assert clean_name(raw) == name


def test_a_hostile_name_stays_a_name(support: Client, row: ReleaseItem, uploads: Path) -> None:
    assert send(support, row, "../../Płatności.png", PNG).startswith("302")
    upload = Upload.objects.get()
    assert upload.name == "Płatności.png"
    [place] = [place for place in uploads.rglob("*") if place.is_file()]
    assert place.relative_to(uploads).as_posix() == upload.storage
    assert place.stat().st_mode & 0o077 == 0
    disposition = support.get(reverse("releases:file", args=[upload.pk]))["Content-Disposition"]
    assert disposition == f"attachment; filename*=utf-8''{quote('Płatności.png')}"


def test_only_who_may_see_the_release_gets_it(
    support: Client, row: ReleaseItem, signed_in: SignedIn, now: datetime
) -> None:
    send(support, row, "a.png", PNG)
    upload, reader = Upload.objects.get(), signed_in(PersonFactory())
    at = reverse("releases:file", args=[upload.pk])
    assert reader.get(at).status_code == 200
    Release.objects.update(confidential_at=now, confidential_reason="Merger")
    assert (reader.get(at).status_code, support.get(at).status_code) == (404, 200)
    alone = Upload.objects.create(
        name="b.png", content_type="image/png", size=1, sha256="0" * 64, storage="aa/../../etc/passwd",
        uploaded_at=now, uploaded_by=upload.uploaded_by,
    )  # fmt: skip
    assert support.get(reverse("releases:file", args=[alone.pk])).status_code == 404  # nothing shows it
    Evidence.objects.update(upload=alone)
    assert support.get(reverse("releases:file", args=[alone.pk])).status_code == 404  # no name of ours


def test_a_file_need_not_be_sent_again(support: Client, row: ReleaseItem) -> None:
    page = send(support, row, "a.png", PNG, url="not a link", note="Two runs")
    upload = Upload.objects.get()
    assert 'value="Two runs"' in page
    assert page.startswith("422")
    assert "a.png has arrived" in page
    assert f'value="{upload.pk}"' in page
    at = reverse("releases:item-completion", args=[row.release.key, row.pk])
    assert support.post(at, {"version": row.version, "upload": str(upload.pk)}).status_code == 302
    assert Evidence.objects.get().upload == upload
    row.refresh_from_db()
    again = support.post(at, {"version": row.version, "upload": str(upload.pk)})
    assert (again.status_code, Evidence.objects.count()) == (302, 1)  # it is shown already: nothing new


def test_what_nothing_shows_goes_after_a_day(
    support: Client, row: ReleaseItem, uploads: Path, now: datetime
) -> None:
    send(support, row, "kept.png", PNG)
    row.refresh_from_db()
    send(support, row, "left.png", PNG, url="not a link")
    stray = uploads / "incoming" / "in-x"
    stray.write_bytes(b"x")
    for place in [place for place in uploads.rglob("*") if place.is_file()]:
        os.utime(place, (now.timestamp(), now.timestamp()))
    assert sweep(now=now) == 0
    assert sweep(now=now + timedelta(days=2)) == 2
    assert sweep(now=now + timedelta(days=2)) == 0
    assert [upload.name for upload in Upload.objects.all()] == ["kept.png"]
    assert support.get(reverse("releases:file", args=[Upload.objects.get().pk])).status_code == 200
