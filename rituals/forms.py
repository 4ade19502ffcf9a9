"""What the editor and the desk post, read into facts. Parsing and shape only; the rules are in the doors."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from productops import dates
from productops.forms import PortalForm
from productops.text import clean_line
from rituals.actions.area_updates import Draft
from rituals.asks import DUE, WHO, line_id
from rituals.enums import Heading, HighlightKind
from rituals.merge import Choice, Typed

_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LINE = re.compile(rf"(wins|next|risks|metrics|links)-({_ID})")
_CHOICES: dict[str, Choice] = {"mine": "mine", "theirs": "theirs", "both": "both"}


def read_draft(data: QueryDict) -> Draft:
    """A posted editor. Fields: `health`, `reason`, `<heading>-<line id>`, of a risk also `who-<line id>` and
    `due-<line id>`; `choice-<id>` with `seen-<id>`, and `bases`.

    `bases` is a JSON object that says for every id which text the page showed (`merge.fingerprint`). Whatever is no
    line is passed over.
    """
    bases = _bases(data.get("bases", ""))
    fields = [name for name in ("health", "reason") if name in data]
    lines = [Typed(name, clean_line(data.get(name, "")), bases.get(name, "")) for name in fields]
    headings: dict[str, Heading] = {}
    for name in data:
        if found := _LINE.fullmatch(name):
            pk = found[2]
            if pk not in headings:
                headings[pk] = Heading(found[1])
                lines.append(Typed(pk, clean_line(data.get(name, "")), bases.get(pk, "")))
    for pk, part in ((pk, part) for pk, heading in headings.items() if heading == Heading.RISKS for part in (WHO, DUE)):
        if f"{part}-{pk}" in data:
            key = line_id(pk, part)
            lines.append(Typed(key, clean_line(data.get(f"{part}-{pk}", "")), bases.get(key, "")))
    answers = {line.id: _CHOICES.get(data.get(f"choice-{line.id}", "")) for line in lines}
    # Of health and its reason there is one each: "keep both" is no answer there.
    choices = {pk: choice for pk, choice in answers.items() if choice and (choice != "both" or pk in headings)}
    seen = {pk: data.get(f"seen-{pk}", "") for pk in choices if f"seen-{pk}" in data}
    return Draft(lines=tuple(lines), headings=headings, choices=choices, seen=seen)


def _bases(raw: str) -> dict[str, str]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):  # no JSON, or 64 KB of brackets
        return {}
    return {key: base for key, base in found.items() if isinstance(base, str)} if isinstance(found, dict) else {}


def read_front(data: QueryDict) -> tuple[str, list[tuple[int | None, str, str]]]:
    """The desk's headline and highlights: `line-<id>` of existing ones, `new-<kind>` (repeated) of added ones."""
    lines: list[tuple[int | None, str, str]] = []
    for name in data:
        if found := re.fullmatch(r"line-(\d{1,18})", name):
            lines.append((int(found[1]), "", clean_line(data.get(name, ""))))
        elif name.startswith("new-") and (kind := name.removeprefix("new-")) in HighlightKind.values:
            lines += [(None, kind, clean_line(text)) for text in data.getlist(name) if text.strip()]
    return clean_line(data.get("title", "")), lines


def seen_version(data: QueryDict) -> int:
    value = data.get("version", "")
    return int(value) if re.fullmatch("[0-9]{1,9}", value) else -1


class WeekOfMeetingForm(PortalForm):
    """On which of some days a meeting takes place next."""

    starts_on = forms.TypedChoiceField(
        label=gettext_lazy("It takes place on"), widget=forms.RadioSelect, coerce=date.fromisoformat
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, days: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), _said(day, today)) for day in days
        ]


def _said(day: date, today: date) -> str:
    distance = dates.say_distance_in_days(day, today)
    said = capfirst(dates.say_long(day))
    return f"{said}, {distance}" if distance else said
