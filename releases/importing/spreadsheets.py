"""A spreadsheet that somebody saved as CSV: bytes in, headers and rows out. Pure.

    sheet = read_sheet(content)      # raises Unreadable with words for the person who uploaded it
    sheet.headers, sheet.rows        # each row: its number in the spreadsheet, then its cells, plain text
    sheet.remarks                    # what was guessed or changed on the way in, so that it can be said

What a spreadsheet would run as a formula comes in as text without the sign that makes it one; `productops.spreadsheets`
writes what goes out so that it stays text.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from productops.text import clean_text

LARGEST = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 50_000, 100
LARGEST_CELL = 1024 * 1024
LONGEST_HEADER = 80
NAMED = 200  # places that a remark names one by one
DELIMITERS = (",", ";", "\t")
# Spreadsheets run a cell that begins so; the wide ones in some languages.
DANGER = "=+-@\t\r＝＋－＠"
# How files begin that are no text: xlsx and ods, xls, PDF, gzip, PNG, SQLite.
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"SQLite format 3")
# Bytes that are letters in one of the two code pages and hardly ever stand in a word of the other.
POLISH = frozenset(b"\xb9\xb3\xbf\x9c\x9f\xa3\x8c\xaf\xa5\x8f")  # ąłżśźŁŚŻĄŹ
WESTERN = frozenset(b"\xe0\xe8\xec\xf2\xf9\xe5\xf8\xe3\xf5\xc5\xd8\xc0\xc8")  # àèìòùåøãõÅØÀÈ

Row = list[Any]  # the number that a spreadsheet program shows beside it, then its cells

csv.field_size_limit(LARGEST_CELL)


class Unreadable(ValueError):
    """The file is no spreadsheet that can be brought in; the words say what to do about it."""


@dataclass(frozen=True)
class Remarks:
    """What the reader guessed or changed. `formulas` names the first places (row, column) out of `formula_count`."""

    encoding: str = "UTF-8"
    guessed: bool = False
    delimiter: str = ","
    unnamed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    removed: int = 0
    formulas: tuple[tuple[int, int], ...] = ()
    formula_count: int = 0


@dataclass(frozen=True)
class Sheet:
    """Headings, and rows of their width; a row that is wider has more cells than there are headings."""

    headers: tuple[str, ...]
    rows: list[Row]
    remarks: Remarks = field(default_factory=Remarks)


def read_sheet(content: bytes) -> Sheet:
    """The rows of a CSV file. Raises `Unreadable`."""
    text, encoding, guessed = _decoded(content)
    cleaned = clean_text(text)
    removed = sum(text.count(sign) for sign in "\x00\x0b\x1b\x7f")
    asked, cleaned = _said_delimiter(cleaned)
    delimiter = asked or _delimiter(cleaned)
    records = _records(cleaned, delimiter)
    found = next(((number, cells) for number, cells in records if any(cell.strip() for cell in cells)), None)
    if found is None:
        raise Unreadable(_("The file is empty."))
    headers, unnamed, renamed = _headers(found[1])
    table = _Table(len(headers))
    rows = list(islice((row for record in records if (row := table.take(*record))), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("More than %(most)s rows. Split the file.") % {"most": f"{MOST_ROWS:,}"})
    if not rows:
        raise Unreadable(_("There is a row of headings and nothing below it."))
    remarks = Remarks(
        encoding=encoding,
        guessed=guessed,
        delimiter=delimiter,
        unnamed=unnamed,
        renamed=renamed,
        removed=removed,
        formulas=tuple(table.formulas),
        formula_count=table.formula_count,
    )
    return Sheet(headers, rows, remarks)


def _decoded(content: bytes) -> tuple[str, str, bool]:
    """The text, what its letters were read as, and whether that is a guess."""
    if len(content) > LARGEST:
        raise Unreadable(_("The file is larger than 20 MB. Split it."))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if content.startswith(BINARY):
        raise Unreadable(_("This is not a CSV file. In your spreadsheet program, save it as CSV, then upload that."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16", False
        except UnicodeDecodeError:
            raise Unreadable(_("The file is damaged: save it as CSV again.")) from None
    beginning = content[:4096]
    odd = sum(byte < 32 and byte not in b"\t\n\r\x0b\x1b" for byte in beginning)
    if odd * 10 > len(beginning):
        raise Unreadable(_("This is not a CSV file. In your spreadsheet program, save it as CSV, then upload that."))
    try:
        return content.decode("utf-8-sig"), "UTF-8", False
    except UnicodeDecodeError:
        page = _code_page(content)
        return content.decode(page, errors="replace"), page, True


def _code_page(content: bytes) -> str:
    """Of the two that spreadsheet programs write here; by the letters that only one of them has inside words."""
    counts = {letter: content.count(letter) for letter in range(128, 256)}
    polish, western = (sum(counts[letter] for letter in letters) for letters in (POLISH, WESTERN))
    return "cp1252" if western > polish else "cp1250"


def _said_delimiter(text: str) -> tuple[str, str]:
    """Excel may say it in a line of its own: sep=;"""
    line, _sep, rest = text.partition("\n")
    if line.strip().lower().startswith("sep=") and line.strip()[4:5] in DELIMITERS:
        return line.strip()[4:5], "\n" + rest  # keeps the numbers of the rows
    return "", text


def _delimiter(text: str) -> str:
    """The one that cuts the first rows into the most columns, the same number in most of them."""

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 20)]
        except csv.Error:
            return (0.0, 0)
        widths = [width for width in widths if width]
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    return max(DELIMITERS, key=fit)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as problem:
        place = {"row": number + 1}
        if "field limit" in str(problem):
            raise Unreadable(
                _("Row %(row)s has a cell of more than 1 MB. Is a quotation mark missing?") % place
            ) from None
        raise Unreadable(_("Row %(row)s: a quotation mark is not closed, or stands where none can.") % place) from None


def _headers(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of the columns, all different; those that were made up, those that were changed."""
    said = [" ".join(_plain(cell)[0].split())[:LONGEST_HEADER] for cell in cells]
    while said and not said[-1]:
        said.pop()
    if len(said) > MOST_COLUMNS:
        raise Unreadable(_("More than %(most)s columns.") % {"most": MOST_COLUMNS})
    names: list[str] = []
    unnamed, renamed = [], []
    for place, name in enumerate(said):
        if not name:
            name = _("Column %(letter)s") % {"letter": letter_of(place)}
            unnamed.append(name)
        base, again = name, 2
        while name in names:
            name, again = f"{base} ({again})", again + 1
        if name != base:
            renamed.append(name)
        names.append(name)
    return tuple(names), tuple(unnamed), tuple(renamed)


def letter_of(place: int) -> str:
    """What spreadsheet programs call a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Table:
    """Takes records one after the other, remembers what was odd about them."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.formulas: list[tuple[int, int]] = []
        self.formula_count = 0

    def take(self, number: int, cells: list[str]) -> Row | None:
        """The row at the table's width, or one cell wider when there is more than headings; None for an empty one."""
        row: list[str] = []
        for place, cell in enumerate(cells[: self.width]):
            plain, was_formula = _plain(cell) if cell else ("", False)
            if was_formula:
                self.formula_count += 1
                if len(self.formulas) < NAMED:
                    self.formulas.append((number, place))
            row.append(plain)
        beyond = any(cell.strip() for cell in cells[self.width :])
        if not beyond and not any(row):
            return None
        row += [""] * (self.width - len(row))
        return [number, *row, *([""] if beyond else [])]


def _plain(cell: str) -> tuple[str, bool]:
    """The text of a cell, and whether a spreadsheet would have run it. A lone dash says that there is nothing."""
    text = cell.strip(" \n")
    if text[:1] not in DANGER and not (text.startswith("'") and text[1:2] and text[1] in DANGER):
        return text.strip(), False
    if not text or text.strip() in {"-", "--"}:
        return "", False
    return text.lstrip(DANGER + "' \n"), True
