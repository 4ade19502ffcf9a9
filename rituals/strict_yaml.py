"""YAML from outside, read as text with line numbers: a small, safe part of the language.

Scalars stay what was written. YAML 1.1 would turn an unquoted 10:30 into 630, `no` into false and 2026-11-18 into a
date; here all of them are text, and the reader of the file decides. Refused, with the line: anchors and aliases (a few
lines of them can grow into gigabytes), tags, keys given twice, several documents, depth, control characters, size.
"""

import re
from collections.abc import Iterator
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
    # Directives serve nobody here, and the parser compares each with all before it.
    if found := re.search("^%", text, re.MULTILINE):
        raise Unreadable(_("A line may not start with a percent sign."), text.count("\n", 0, found.start()) + 1)
    events = yaml.parse(text, Loader=_Loader)
    try:
        return _document(events)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        problem = wrong.problem or wrong.context or ""
        raise Unreadable(
            _("This is not YAML: %(problem)s.") % {"problem": problem}, mark.line + 1 if mark else 0
        ) from wrong
    except yaml.YAMLError as wrong:
        raise Unreadable(_("This is not YAML.")) from wrong


def _document(events: Iterator[yaml.Event]) -> Node:
    """The node of the only document. Reading stops at the first thing refused, so nothing is built for long."""
    document: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if document is not None:
                raise Unreadable(_("Only one document (---) is allowed."), _line(event))
            document = _node(next(events), events, depth=0)
    if document is None:
        raise Unreadable(_("The file is empty."))
    return document


def _node(event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        raise Unreadable(_("Aliases (*name) are not allowed."), line)
    assert isinstance(event, yaml.NodeEvent)
    if event.anchor is not None:
        raise Unreadable(_("Anchors (&name) are not allowed."), line)
    if getattr(event, "tag", None) is not None:
        raise Unreadable(_("Tags (!name) are not allowed."), line)
    if depth > MAX_DEPTH:
        raise Unreadable(_("The file is nested too deeply."), line)
    if isinstance(event, yaml.ScalarEvent):
        return _text(event)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, depth=depth + 1))
        return Items(tuple(items), line)
    fields: dict[str, Node] = {}
    lines: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth=depth + 1)
        if not isinstance(key, Text):
            raise Unreadable(_("A key has to be plain text."), key.line)
        if key.value in fields:
            raise Unreadable(_("The key “%(key)s” is given twice.") % {"key": key.value[:80]}, key.line)
        fields[key.value] = _node(next(events), events, depth=depth + 1)
        lines[key.value] = key.line
    return Fields(fields, lines, line)


def _text(event: yaml.ScalarEvent) -> Text:
    # A control character may also hide in an escape of a quoted scalar.
    if _CONTROL.search(event.value):
        raise Unreadable(_("A control character is not allowed."), _line(event))
    unquoted = event.implicit[0]
    return Text("" if unquoted and event.value in _EMPTY else event.value, _line(event))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
