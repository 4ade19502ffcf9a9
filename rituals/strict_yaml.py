"""YAML from outside, read as text with line numbers: a small, safe part of the language.

Scalars stay what was written. YAML 1.1 would turn an unquoted 10:30 into 630, `no` into false and 2026-11-18 into a
date; here all of them are text, and the reader of the file decides. Refused, with the line: anchors and aliases (a few
lines of them can grow into gigabytes), tags, keys given twice, several documents, depth, control characters, size.
"""

import re
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 12

# NUL and its like break PostgreSQL, feeds and mails; lone surrogates are not text at all. Tab and newline may stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_EMPTY = {"", "~", "null", "Null", "NULL"}
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unreadable(ValueError):
    """The file cannot be taken at all; `line` counts from 1, 0 when it is about the file as a whole."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Text:
    """A scalar, as written. Empty also for an unquoted `null` or `~`."""

    value: str
    line: int


@dataclass(frozen=True)
class Items:
    """A sequence."""

    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True)
class Fields:
    """A mapping; its keys are text."""

    fields: "dict[str, Node]"
    lines: dict[str, int]
    line: int


Node = Text | Items | Fields


def read_yaml(data: bytes) -> Node:
    """The file's one document. Raises Unreadable with a reason for people; never anything else for any bytes."""
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // (1024 * 1024)})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(_("The file is not UTF-8 text."), data.count(b"\n", 0, wrong.start) + 1) from wrong
    if found := _CONTROL.search(text):
        raise Unreadable(_("A control character is not allowed."), text.count("\n", 0, found.start()) + 1)
    try:
        return _Builder().document(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        what = wrong.problem or wrong.context or ""
        raise Unreadable(
            _("This is not YAML: %(problem)s.") % {"problem": what}, mark.line + 1 if mark else 0
        ) from wrong
    except yaml.YAMLError as wrong:
        raise Unreadable(_("This is not YAML.")) from wrong
