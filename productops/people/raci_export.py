"""The matrix as files for elsewhere: CSV for spreadsheets, Markdown for documents. Pure."""

import re

from django.utils.translation import gettext as _

from productops import spreadsheets
from productops.people.matrix import Cell, Matrix

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def as_csv(matrix: Matrix) -> str:
    """One row per activity, one column per holder, plus where the row comes from."""
    heads = (_("Activity"), _("Row of"), *(name for _holder, name in matrix.columns))
    lines = ((row.activity.name, row.inherits.name, *(_cell(cell) for cell in row.cells)) for row in matrix.rows)
    return spreadsheets.as_csv([heads, *lines])


def as_markdown(matrix: Matrix) -> str:
    """A table under a heading; the Accountable in bold."""
    heads = [_("Activity"), *(_escaped(name) for _holder, name in matrix.columns)]
    lines = [
        "# " + _("Who does what: %(place)s") % {"place": _escaped(matrix.place.name)},
        "",
        _row(heads),
        _row(["---"] * len(heads)),
    ]
    for row in matrix.rows:
        cells = (_escaped(_cell(cell)) for cell in row.cells)
        held = (text.replace("A", "**A**", 1) if cell.letters[:1] == "A" else text
                for text, cell in zip(cells, row.cells, strict=True))  # fmt: skip
        lines.append(_row([_escaped(row.activity.name), *held]))
    lines += ["", _("A decides and answers for it, R does it, C is asked before, I is told after."), ""]
    return "\n".join(lines)


def _cell(cell: Cell) -> str:
    letters = ", ".join(cell.letters)
    return f"{letters} ({cell.note})" if cell.note else letters


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
