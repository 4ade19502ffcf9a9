"""Files that show that something is done: what they may be, where they are kept, who lets them go.

What a file is, its content and its ending say, never the type that the sender claims. It is kept under a name of our
own outside of what the web server serves, is never unpacked, and leaves only as an attachment. A file that no evidence
shows is let go after a day, so that a form which is corrected need not send it again.
"""

import os
import secrets
import struct
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.people.models import Person
from productops.receiving import LARGEST, ReceivedFile
from releases.models import Evidence, Upload

KEPT_WITHOUT_EVIDENCE = timedelta(days=1)
NAMES_IN_CONTAINER = 10_000
OOXML, ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
TEXT = {"txt": "text/plain", "csv": "text/csv"}
# Ending -> type, and what the file begins with.
BEGINS: Mapping[str, tuple[str, tuple[bytes, ...]]] = {
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "pdf": ("application/pdf", (b"%PDF-",)),
}
# Ending -> type, and the part that such a container holds.
CONTAINERS: Mapping[str, tuple[str, str]] = {
    "docx": (f"{OOXML}wordprocessingml.document", "word/document.xml"),
    "xlsx": (f"{OOXML}spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": (f"{OOXML}presentationml.presentation", "ppt/presentation.xml"),
}
OPEN_DOCUMENTS = {"odt": f"{ODF}text", "ods": f"{ODF}spreadsheet", "odp": f"{ODF}presentation"}
ENDINGS = (*BEGINS, "webp", "mp4", *TEXT, *CONTAINERS, *OPEN_DOCUMENTS)
TOO_LARGE = format_lazy(gettext_lazy("The file is larger than {megabytes} MB."), megabytes=LARGEST // 2**20)
MARKUP = (b"<", b"#!", b"%!")  # text that something might run or draw


class NotTaken(Exception):
    """The file is not one that is kept; says why, in words for who sent it."""


def type_of(name: str, file: BinaryIO) -> str:
    """The type of a file that is allowed. Raises `NotTaken` for every other. Reads at most once through it."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise NotTaken(_("Files of this kind are not taken. Taken are pictures, PDF, text, CSV, office files and MP4."))
    file.seek(0)
    head = file.read(64)
    found = _found(ending, head, file)
    if not found:
        raise NotTaken(_("The content is not what the name “.%(ending)s” says.") % {"ending": ending})
    return found


def _found(ending: str, head: bytes, file: BinaryIO) -> str:
    if ending in BEGINS:
        kind, beginnings = BEGINS[ending]
        return kind if head.startswith(beginnings) else ""
    if ending == "webp":
        return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""
    if ending == "mp4":
        return "video/mp4" if head[4:8] == b"ftyp" else ""
    if ending in TEXT:
        return TEXT[ending] if _is_plain_text(file) else ""
    if ending in OPEN_DOCUMENTS:
        kind = OPEN_DOCUMENTS[ending]
        file.seek(0)
        said = file.read(38 + len(kind))
        return kind if said[:4] == b"PK\x03\x04" and said[30:38] == b"mimetype" and said[38:] == kind.encode() else ""
    kind, part = CONTAINERS[ending]
    names = _names_in(file)
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise NotTaken(_("Office files with macros are not taken."))
    return kind if part in names and "[Content_Types].xml" in names else ""


def _is_plain_text(file: BinaryIO) -> bool:
    """UTF-8 without control characters that is no markup and no script."""
    file.seek(0)
    content = file.read(LARGEST)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(MARKUP):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(letter < " " and letter not in "\t\r\n\f" for letter in set(text))


def _names_in(file: BinaryIO) -> frozenset[str]:
    """What a container holds, from its table of contents. One that says it holds very much is not even listed."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return frozenset()
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if count > NAMES_IN_CONTAINER or length > 64 * NAMES_IN_CONTAINER * 2:
        return frozenset()
    try:
        with zipfile.ZipFile(file) as container:
            return frozenset(container.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError):
        return frozenset()


class EvidenceFile(forms.FileField):
    """A field for one file of an allowed kind; what is wrong with it is said at the field."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ",".join(f".{ending}" for ending in ENDINGS)
        widget = forms.FileInput(attrs={"accept": accept, "data-largest": str(LARGEST), "data-too-large": TOO_LARGE})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, data: Any) -> Any:
        if data is None or data in self.empty_values:
            return None
        if not isinstance(data, ReceivedFile):
            raise ValidationError(_("This file did not arrive. Send it again."))
        if data.too_large:
            raise ValidationError(TOO_LARGE)
        if not data.length:
            raise ValidationError(_("The file is empty."))
        try:
            data.checked_type = type_of(data.called, data.received)
        except NotTaken as refused:
            raise ValidationError(str(refused)) from refused
        return data


def keep(received: ReceivedFile, *, by: Person, now: datetime) -> Upload:
    """Move a checked file to where files are kept, and note it."""
    name = secrets.token_hex(16)
    storage = f"{name[:2]}/{name}"
    place = _place(storage)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.link(received.received.name, place)  # the name that it came in under goes with the request
    return Upload.objects.create(
        name=received.called, content_type=received.checked_type, size=received.length, sha256=received.sha256,
        storage=storage, uploaded_at=now, uploaded_by=by,
    )  # fmt: skip


def waiting(pk: UUID, *, by: Person, now: datetime) -> Upload | None:
    """A file that this person sent before and that no evidence shows yet; not one that is about to be let go."""
    fresh = Upload.objects.filter(pk=pk, uploaded_by=by, uploaded_at__gt=now - KEPT_WITHOUT_EVIDENCE / 2)
    return fresh.exclude(pk__in=_shown()).first()


def opened(upload: Upload) -> BinaryIO:
    """Its content. Raises FileNotFoundError when somebody removed it."""
    return _place(upload.storage).open("rb")


def _place(storage: str) -> Path:
    """Only ever a name of our own."""
    folder, _slash, name = storage.partition("/")
    if not (len(folder) == 2 and len(name) == 32 and name.isalnum() and name.startswith(folder)):
        raise FileNotFoundError(storage)
    return Path(settings.UPLOADS_DIR) / folder / name


def _shown() -> Any:
    return Evidence.objects.exclude(upload=None).values("upload")


def sweep(*, now: datetime) -> int:
    """Let go of files that nothing shows after a day, and of what came in and was never kept. Answers how many.

    Run twice, or twice at once, it comes to the same.
    """
    old = now - KEPT_WITHOUT_EVIDENCE
    Upload.objects.filter(uploaded_at__lt=old).exclude(pk__in=_shown()).delete()
    root, gone = Path(settings.UPLOADS_DIR), 0
    for folder in root.iterdir() if root.exists() else ():
        names = {f"{folder.name}/{place.name}": place for place in folder.iterdir() if _is_older(place, old)}
        kept = set(Upload.objects.filter(storage__in=names).values_list("storage", flat=True))
        for storage, place in names.items():
            if storage not in kept:
                place.unlink(missing_ok=True)
                gone += 1
    return gone


def _is_older(place: Path, moment: datetime) -> bool:
    try:
        return place.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False
