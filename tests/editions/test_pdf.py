"""PDFs: nothing is fetched, nothing runs for ever, and a machine that cannot make them says so."""

import io
import sys
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pypdf import PdfReader

from productops.editions import files, making, pdf
from productops.editions.documents import Document
from productops.editions.enums import Fault, FileState
from productops.editions.models import EditionFile
from tests.editions.made import asked, edition_of


def document(body: str, css: str = "") -> Document:
    return Document(f'<!doctype html><html lang="pl"><title>Zażółć</title><body>{body}', css, "", 1)


def nobody(_page: int) -> None:
    pass


@pytest.fixture
def asked_for() -> Any:
    """The paths that a server of this machine was asked for, and its address."""
    paths: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Noting)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield paths, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_whatever_the_text_asks_for(asked_for: Any, tmp_path: Path) -> None:
    paths, address = asked_for
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    (tmp_path / "sheet.css").write_text("body::before { content: 'canary' }")
    wishes = "".join(
        f'<img src="{where}"><object data="{where}"></object><embed src="{where}"><iframe src="{where}">'
        f'<link rel="stylesheet" href="{where}"><link rel="attachment" href="{where}"><style>@import "{where}";</style>'
        f'<p style="background: url({where}); content: url({where})">x</p><a rel="attachment" href="{where}">a</a>'
        for where in (f"{address}/x", secret.as_uri(), (tmp_path / "sheet.css").as_uri(), "/etc/passwd", "ftp://h/x")
    )
    made = pdf.printed(
        document(wishes, f"@font-face {{ font-family: F; src: url({address}/font) }} p {{ font: 9pt F }}"),
        on_page=nobody,
    )
    reader = PdfReader(io.BytesIO(made))
    assert paths == []
    assert "canary" not in "".join(page.extract_text() for page in reader.pages)
    assert (list(reader.attachments), b"canary" in made) == ([], False)


def test_language_title_and_tags_are_there() -> None:
    reader = PdfReader(io.BytesIO(pdf.printed(document("<h1>Gęślą jaźń</h1>"), on_page=nobody)))
    catalogue: Any = reader.trailer["/Root"]
    assert (catalogue["/Lang"], reader.metadata.title if reader.metadata else "") == ("pl", "Zażółć")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "Gęślą jaźń" in reader.pages[0].extract_text()


def test_pages_are_counted_and_the_listener_goes() -> None:
    seen: list[int] = []
    body = '<p style="break-after: page">x</p>' * 3
    pdf.printed(document(body), on_page=seen.append)
    pdf.printed(document(body), on_page=nobody)
    assert seen == [1, 2, 3]


def test_there_is_an_end_to_size_and_time() -> None:
    with pytest.raises(pdf.TooLong):
        pdf.printed(document("x" * pdf.LONGEST), on_page=nobody)
    with pytest.raises(pdf.TooLong):
        pdf.printed(document("x"), on_page=nobody, seconds=0)


@pytest.mark.django_db
def test_progress_is_written_and_the_file_is_made(now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(making, "OFTEN", timedelta(0))
    told: list[tuple[int, int]] = []
    advance = files.advance

    def listening(row: EditionFile, **values: Any) -> None:
        advance(row, **values)
        told.extend(EditionFile.objects.values_list("done", "total"))

    monkeypatch.setattr(files, "advance", listening)
    row = asked(edition_of(6, now), now)
    assert making.make_due() == 1
    row.refresh_from_db()
    pages = len(PdfReader(io.BytesIO(row.content or b"")).pages)
    assert (row.state, row.done, row.total, row.size) == (FileState.DONE, pages, pages, len(row.content or b""))
    assert [done for done, _total in told] == list(range(pages))
    assert all(total > done for done, total in told)
    assert making.make_due() == 0


class NoPango:
    """What Python does where WeasyPrint is installed and Pango is not."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


@pytest.mark.django_db
def test_without_pango_it_is_said_in_words(now: datetime, monkeypatch: Any) -> None:
    asked(edition_of(1, now), now)
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    assert making.make_due() == 0
    row = EditionFile.objects.get()
    assert (row.state, row.fault) == (FileState.FAILED, Fault.CANNOT_HERE)


@pytest.mark.django_db
def test_one_that_cannot_be_made_does_not_stop_the_others(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    nobodys = asked(edition_of(1, now, kind="nobody knows"), now)
    fine = asked(edition_of(1, now), now + timedelta(seconds=1))
    assert making.make_due() == 1
    nobodys.refresh_from_db()
    fine.refresh_from_db()
    assert (nobodys.fault, fine.state) == (Fault.BROKEN, FileState.DONE)
    assert "could not be made" in caplog.text
