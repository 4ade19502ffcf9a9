"""Taking values out of a file somebody wrote, collecting every problem instead of stopping at the first.

A problem is fatal when the file cannot mean what it says (a missing name, an address that is none); the others are
told and lived with. Every value taken has been cleaned and is within its limit, so it fits where it will be stored.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from productops.text import clean_line, clean_text
from rituals.strict_yaml import Fields, Items, Node, Text

MAX_PROBLEMS = 200


@dataclass(frozen=True)
class Problem:
    """Something to tell the person who wrote the file; `line` counts from 1, 0 means the file as a whole."""

    line: int
    path: str
    """Where, in the file's own words: areas/docs/meetings/APAC SIG Meeting/frequency."""
    reason: str
    fatal: bool


class Problems:
    """What is wrong with a file, in its order. Of each kind the first ones are told, the others only counted."""

    def __init__(self) -> None:
        self._told: dict[bool, list[Problem]] = {True: [], False: []}
        self._left_out = 0

    @property
    def fatal(self) -> bool:
        return bool(self._told[True])

    def add(self, line: int, path: str, reason: str, *, fatal: bool) -> None:
        if len(self._told[fatal]) < MAX_PROBLEMS:
            self._told[fatal].append(Problem(line, path[:200], reason[:500], fatal))
        else:
            self._left_out += 1

    def in_order(self) -> tuple[Problem, ...]:
        problems = sorted(self._told[True] + self._told[False], key=lambda problem: problem.line)
        if self._left_out:
            more = _("And %(count)s more problems.") % {"count": self._left_out}
            problems.append(Problem(0, "", more, self.fatal))
        return tuple(problems)


@dataclass(frozen=True)
class Place:
    """One mapping of the file, with where it stands; takes its values and adds what is wrong to `problems`."""

    node: Fields
    path: str
    problems: Problems

    @property
    def line(self) -> int:
        return self.node.line

    def named(self, path: str) -> "Place":
        """The same place under a name people recognise, once it is known."""
        return replace(self, path=path)

    def wrong(self, key: str, reason: str, *, fatal: bool) -> None:
        """Report `reason` at `key`, or at the mapping's own line where the key is missing."""
        self.problems.add(self.node.lines.get(key, self.line), f"{self.path}/{key}".strip("/"), reason, fatal=fatal)

    def only(self, known: Collection[str]) -> None:
        """Warn about keys nobody reads, usually a slip of the pen."""
        for key in self.node.fields:
            if key not in known:
                shown = clean_line(key)[:80]
                line = self.node.lines[key]
                self.problems.add(
                    line, f"{self.path}/{shown}".strip("/"), _("Unknown key; it is ignored."), fatal=False
                )

    def text(self, key: str, *, limit: int, required: bool = False, lines: bool = False) -> str:
        """One line of text ('' when absent), or several with `lines`. Not text, too long, or missing: fatal.

        What is returned is within the limit in any case, so that reading on stays cheap.
        """
        node = self.node.fields.get(key)
        value = ""
        if isinstance(node, Text):
            value = clean_text(node.value).strip() if lines else clean_line(node.value)
        elif node is not None:
            self.wrong(key, _("This has to be text."), fatal=True)
            return ""
        if required and not value:
            self.wrong(key, _("This is missing."), fatal=True)
        if len(value) > limit:
            self.wrong(key, _("This is longer than %(limit)s characters.") % {"limit": limit}, fatal=True)
        return value[:limit]

    def email(self, key: str, *, required: bool = False) -> str:
        """An e-mail address in lower case, as accounts keep it, or ''. One that is none is fatal."""
        value = self.text(key, limit=254, required=required).lower()
        if value:
            try:
                validate_email(value)
            except ValidationError:
                self.wrong(key, _("This is not an e-mail address."), fatal=True)
        return value

    def texts(self, key: str, *, limit: int, most: int) -> tuple[str, ...]:
        """A list of lines of text; one given twice is told and taken once."""
        taken: dict[str, None] = {}
        for node in self._items(key, most=most) or ():
            value = clean_line(node.value) if isinstance(node, Text) else ""
            path = f"{self.path}/{key}".strip("/")
            if not value:
                self.problems.add(node.line, path, _("This has to be text."), fatal=True)
            elif len(value) > limit:
                too_long = _("This is longer than %(limit)s characters.") % {"limit": limit}
                self.problems.add(node.line, path, too_long, fatal=True)
            elif value in taken:
                twice = _("“%(text)s” is listed twice.") % {"text": value}
                self.problems.add(node.line, path, twice, fatal=False)
            else:
                taken[value] = None
        return tuple(taken)

    def places(self, key: str, *, most: int, required: bool = False) -> Iterator["Place"]:
        """The mappings of a list; anything else in it is fatal."""
        nodes = self._items(key, most=most)
        if required and nodes == ():
            self.wrong(key, _("This is missing."), fatal=True)
        for number, node in enumerate(nodes or (), 1):
            path = f"{self.path}/{key}/{number}".strip("/")
            if isinstance(node, Fields):
                yield Place(node, path, self.problems)
            else:
                self.problems.add(node.line, path, _("This has to be a list of keys with values."), fatal=True)

    def place(self, key: str) -> "Place | None":
        """The mapping at `key`; missing or something else is fatal, and None."""
        node = self.node.fields.get(key)
        if isinstance(node, Fields):
            return Place(node, f"{self.path}/{key}".strip("/"), self.problems)
        self.wrong(key, _("This is missing.") if node is None else _("This has to be keys with values."), fatal=True)
        return None

    def date(self, key: str) -> dt.date | Literal["unreadable"] | None:
        """A day of this century as 2026-11-18, or None. Anything else is told, not fatal, and "unreadable"."""
        written = self.text(key, limit=40)
        if not written:
            return None
        if re.fullmatch(r"20\d\d-\d\d-\d\d", written, re.ASCII):
            with suppress(ValueError):
                return dt.date.fromisoformat(written)
        self.wrong(key, _("This is not a date such as 2026-11-18."), fatal=False)
        return "unreadable"

    def number(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number within the limits, or None. Anything else is told, not fatal, and None too."""
        written = self.text(key, limit=40)
        if re.fullmatch(r"\d{1,9}", written, re.ASCII) and least <= int(written) <= most:
            return int(written)
        if written:
            said = _("This is not a number from %(least)s to %(most)s; it is ignored.") % {"least": least, "most": most}
            self.wrong(key, said, fatal=False)
        return None

    def _items(self, key: str, *, most: int) -> tuple[Node, ...] | None:
        """What a list holds; nothing when it is absent or empty, None when it is no list or too long."""
        node = self.node.fields.get(key)
        if node is None or node == Text("", node.line):
            return ()
        if not isinstance(node, Items):
            self.wrong(key, _("This has to be a list."), fatal=True)
            return None
        if len(node.items) > most:
            self.wrong(key, _("These are more than %(most)s.") % {"most": most}, fatal=True)
            return None
        return node.items
