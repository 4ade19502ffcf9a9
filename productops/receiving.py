"""How files are received: only where a view takes them, never more than may be kept, hashed on the way.

Django reads a posted body before the view is asked, because the token of the form is in it. So what a view takes is
decided first, here: a body that says it is too large is answered at once and not read; a file that grows too large is
let go while it comes. What was received lies under a random name in the incoming folder until somebody keeps it.
"""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from productops.http import GetResponse, OpenRequest
from productops.text import clean_line

LARGEST = 20 * 1024 * 1024  # one file
BODY = LARGEST + 4 * 1024 * 1024  # with what stands around it, and enough to say at the field that it is too large
NAME = 120


def takes_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view whose form has a field for files. To all others files are not even read."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]  # Django's class takes none when it runs
    """A file on its way in. `too_large`: it was let go while it came, there is nothing in it."""

    def __init__(self, file: Any, name: str, size: int, sha256: str, *, too_large: bool) -> None:
        super().__init__(file, name, size=size)  # what the sender claims it is counts for nothing
        self.received, self.called, self.length = file, name, size
        self.sha256, self.too_large, self.checked_type = sha256, too_large, ""


class ReceivingHandler(FileUploadHandler):
    """Writes a file to the incoming folder, hashes it on the way and lets it go when it grows too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = tempfile.NamedTemporaryFile(dir=incoming(), prefix="in-")  # noqa: SIM115 - closed with the request
        self.hash, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.size <= LARGEST:
            self.size += len(raw_data)
            if self.size > LARGEST:
                self.file.truncate(0)
            else:
                self.hash.update(raw_data)
                self.file.write(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        self.file.flush()
        self.file.seek(0)
        too_large = self.size > LARGEST
        name = clean_name(self.file_name or "")
        return ReceivedFile(self.file, name, self.size, self.hash.hexdigest(), too_large=too_large)

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


class NoFiles(FileUploadHandler):
    """For everything else: a file ends the reading."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def incoming() -> Path:
    """Where files lie while they come; in the same place as the kept ones, so that keeping is a change of name."""
    folder = Path(settings.UPLOADS_DIR) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def clean_name(raw: str) -> str:
    """The last part of a name, without paths and characters that do harm; its extension stays when it is cut."""
    name = clean_line(raw.replace("\\", "/").rpartition("/")[2]).strip(". ").replace('"', "'")
    stem, dot, extension = name.rpartition(".")
    if len(name) > NAME and dot and len(extension) < 10:
        name = f"{stem[: NAME - len(extension) - 1]}.{extension}"
    return name[:NAME]


class ReceivingMiddleware:
    """Before a body is read: refuse what is too large, and set up what receives the files of the views that take some.

    Nobody who is not signed in sends files.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: OpenRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if request.method != "POST":
            return None
        takes = getattr(view, "takes_files", False) and request.user.is_authenticated
        if _announced(request) > BODY:  # what is too large for a form without files Django says itself
            return _too_large(request)
        request.upload_handlers = [ReceivingHandler(request) if takes else NoFiles(request)]
        return None


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _too_large(request: OpenRequest) -> HttpResponse:
    """Answered without reading the body; the server ends the connection."""
    return render(request, "errors/413.html", {"megabytes": LARGEST // 2**20}, status=413)
