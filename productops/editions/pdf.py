"""A document into a PDF, by WeasyPrint, which is imported when the first one is made: it is large and slow to load.

Nothing is fetched: what people wrote must not make the portal ask other machines, or read files of its own.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from productops.editions.documents import Document

LONGEST = 3_000_000  # characters of HTML
LARGEST = 25_000_000  # bytes of PDF
SECONDS = 25.0  # of work; on a busy machine that takes longer
OPTIONS = {"pdf_variant": "pdf/ua-1"}  # tagged, so that a screen reader finds headings, lists and links
OnPage = Callable[[int], None]
_progress = logging.getLogger("weasyprint.progress")
_LAYING_OUT = "Step 5 - Creating layout - Page"


class CannotHere(Exception):
    """The libraries that WeasyPrint stands on are not on this machine."""


class TooLong(Exception):
    """More than a PDF should be, or than there is time for."""


def printed(document: Document, *, on_page: OnPage, seconds: float = SECONDS) -> bytes:
    """The PDF. `on_page(number)` is called when a page is begun; what it raises ends the work.

    Raises `CannotHere` and `TooLong`.
    """
    if len(document.html) > LONGEST:
        raise TooLong
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    source = weasyprint.HTML(string=document.html, base_url=f"{settings.PORTAL_URL}/", url_fetcher=nothing)
    style = weasyprint.CSS(string=document.css, url_fetcher=nothing)
    listener = _Listener(on_page, time.thread_time() + seconds)
    _progress.addHandler(listener)
    try:
        content: bytes = source.render(stylesheets=[style], **OPTIONS).write_pdf(**OPTIONS)
    finally:
        _progress.removeHandler(listener)
    if len(content) > LARGEST:
        raise TooLong
    return content


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (OSError, ImportError) as missing:
        raise CannotHere(str(missing)) from missing
    # It warns of every rule of the portal's style sheets that is for screens.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    _progress.setLevel(logging.INFO)
    _progress.propagate = False
    return weasyprint


class _Listener(logging.Handler):
    """WeasyPrint says in its log which page it lays out; this hears it for the document of this thread."""

    def __init__(self, on_page: OnPage, end: float) -> None:
        super().__init__(logging.INFO)
        self.on_page, self.end, self.thread = on_page, end, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.thread:
            return
        if time.thread_time() > self.end:
            raise TooLong
        if str(record.msg).startswith(_LAYING_OUT):
            self.on_page(int(record.args[0]))  # type: ignore[index,arg-type]
