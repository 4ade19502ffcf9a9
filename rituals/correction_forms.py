"""What the pages of corrections post, read into facts. Parsing only; the rules are in `correcting` and the doors."""

import re

from django.http import QueryDict

from productops.editions.difference import Item
from productops.text import clean_line
from rituals.actions.revisions import Wanted
from rituals.correcting import Wording
from rituals.enums import Heading, HighlightKind
from rituals.forms import read_draft

MOST_PROPOSALS = 500


def read_wording(data: QueryDict) -> Wording:
    """The fields of the editor: `health`, `reason`, `<heading>-<line id>`. An emptied line is gone."""
    draft = read_draft(data)
    texts = {line.id: line.text for line in draft.lines}
    lines: dict[str, list[Item]] = {heading.value: [] for heading in Heading}
    for pk, heading in draft.headings.items():
        if texts[pk]:
            lines[heading.value].append(Item(pk, texts[pk]))
    said = {heading: tuple(items) for heading, items in lines.items() if items}
    return Wording(texts.get("health", ""), texts.get("reason", ""), said)


def read_wanted(data: QueryDict) -> Wanted:
    """The desk's form: `correction` (repeated, '<id>.<version seen>'), `title`, `front-<kind>` (repeated), `note`."""
    seen = {}
    for value in data.getlist("correction")[:MOST_PROPOSALS]:
        if found := re.fullmatch(r"(\d{1,15})\.(\d{1,9})", value):
            seen[int(found[1])] = int(found[2])
    fronts = {kind.value: [clean_line(text) for text in data.getlist(f"front-{kind.value}")] for kind in HighlightKind}
    return Wanted(
        corrections=seen,
        title=clean_line(data.get("title", "")),
        fronts={kind: [text for text in texts if text] for kind, texts in fronts.items()},
        note=clean_line(data.get("note", "")),
        mail="mail" in data,
    )


def number_in(data: QueryDict, name: str) -> int | None:
    """A posted id or version; None for anything else."""
    value = data.get(name, "")
    return int(value) if re.fullmatch(r"\d{1,15}", value) else None
