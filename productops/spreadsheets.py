"""Rows as a file that spreadsheets open. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

# Spreadsheets run a cell that begins like this as a formula; an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """`rows`, the headings first. No cell runs as a formula.

    Begins with a byte order mark: without it Excel reads Polish letters as something else, and everything that reads
    UTF-8 properly ignores it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _plain(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
