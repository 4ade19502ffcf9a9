"""What the editor and the desk post, read into facts. Parsing and shape only; the rules are in the doors."""

import json
import re
from uuid import UUID

from django.http import QueryDict

from productops.text import clean_line
from rituals.actions.area_updates import Draft
from rituals.enums import Heading, HighlightKind
from rituals.merge import Choice, Typed

_LINE = re.compile(r"(wins|next|risks|metrics|links)-([0-9a-f-]{36})")
_CHOICES: dict[str, Choice] = {"mine": "mine", "theirs": "theirs", "both": "both"}


def read_draft(data: QueryDict) -> Draft:
    """A posted editor. Fields: `health`, `reason`, `<heading>-<line id>`, `choice-<id>`, and `bases`, a JSON object
    that says for every id which text the page showed (`merge.fingerprint`). Whatever is no line is passed over."""
    bases = _bases(data.get("bases", ""))
    lines = [Typed(name, clean_line(data[name]), bases.get(name, "")) for name in ("health", "reason") if name in data]
    headings: dict[str, Heading] = {}
    for name in data:
        if found := _LINE.fullmatch(name):
            pk = str(UUID(found[2]))
            if pk not in headings:
                headings[pk] = Heading(found[1])
                lines.append(Typed(pk, clean_line(data[name]), bases.get(pk, "")))
    choices = {
        name.removeprefix("choice-"): _CHOICES[data[name]]
        for name in data
        if name.startswith("choice-") and data[name] in _CHOICES
    }
    return Draft(lines=tuple(lines), headings=headings, choices=choices)


def _bases(raw: str) -> dict[str, str]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def read_front(data: QueryDict) -> tuple[str, list[tuple[int | None, str, str]]]:
    """The desk's headline and highlights: `line-<id>` of existing ones, `new-<kind>` (repeated) of added ones."""
    lines: list[tuple[int | None, str, str]] = []
    for name in data:
        if found := re.fullmatch(r"line-(\d{1,18})", name):
            lines.append((int(found[1]), "", clean_line(data[name])))
        elif name.startswith("new-") and (kind := name.removeprefix("new-")) in HighlightKind.values:
            lines += [(None, kind, clean_line(text)) for text in data.getlist(name) if text.strip()]
    return clean_line(data.get("title", "")), lines


def seen_version(data: QueryDict) -> int:
    value = data.get("version", "")
    return int(value) if value.isdigit() and len(value) < 10 else -1
