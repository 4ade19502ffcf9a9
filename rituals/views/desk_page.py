"""What the desk shows: as stored, or with what was typed kept, messages at the lines, and the other's text beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import Promise

from productops.dates import say_duration
from rituals.active_time import median_of
from rituals.assembling import AreaFacts, known_content
from rituals.enums import AreaState, HighlightKind, UpdateState
from rituals.highlights import redraft
from rituals.merge import fingerprint
from rituals.models import Highlight, WeeklyUpdate
from rituals.queries import area_facts, drafted, followers_of, found_in, highlights_of, progress, stamp_of
from rituals.rendering import headed_lines, releases_said, said_of
from rituals.views.people import names_of

AREAS_A_PAGE = 40
Page = dict[str, Any]


@dataclass(frozen=True)
class FrontLine:
    """One highlight of the form. `now`: what is stored, when somebody changed it after this page was opened."""

    pk: int
    text: str
    edited: bool
    error: str = ""
    now: str | None = None


@dataclass
class FrontPart:
    kind: HighlightKind
    label: str | Promise
    lines: list[FrontLine]
    new: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class TypedFront:
    """The front as posted: headline, texts of lines by id, texts of new lines by kind."""

    title: str
    lines: Mapping[int, str]
    new: Mapping[str, Sequence[str]]


def typed_front(update: WeeklyUpdate, title: str, lines: Sequence[tuple[int | None, str, str]]) -> TypedFront:
    """What was typed into a line that is gone meanwhile counts as new, so that it is not lost."""
    there = {pk for pk, _kind, _text in lines if pk}
    rows = dict(update.highlights.filter(pk__in=there).values_list("pk", "kind"))
    left = {highlight.pk for highlight in highlights_of(update)}
    new: dict[str, list[str]] = {kind.value: [] for kind in HighlightKind}
    for pk, kind, text in lines:
        if text and pk not in left:
            new[kind or rows.get(pk, HighlightKind.RISK.value)].append(text)  # type: ignore[arg-type]
    return TypedFront(title, {pk: text for pk, _kind, text in lines if pk in left and pk}, new)


def desk_page(
    update: WeeklyUpdate,
    now: datetime,
    *,
    number: int = 1,
    show: str = "",
    typed: TypedFront | None = None,
    errors: Mapping[str, str] | None = None,
    stale: bool = False,
) -> Page:
    """`number`: page of the list of areas; `show`: the page with this area instead. `errors`: by field, '' for all.

    `stale`: what is stored is shown beside what was `typed`.
    """
    errors = errors or {}
    facts = area_facts(update, now)
    page = Paginator(facts, AREAS_A_PAGE).get_page(page_of(show, facts) if show else number)
    asked = [line.who for area in page.object_list for line in area.lines]
    names = names_of([*asked, *(area.pm_id for area in page.object_list)])
    return {
        "update": update,
        "progress": progress(update),
        "stamp": stamp_of(update),
        "title": typed.title if typed else update.title,
        "title_now": update.title if stale and typed and typed.title != update.title else None,
        "fronts": _fronts(highlights_of(update), typed, errors, stale),
        "parts": [_part(area, names, update.starts_on) for area in page.object_list],
        "page_obj": page,
        "readers": followers_of(None),
        "median_active": median_active(update),
        "outdated": update.state == UpdateState.AGGREGATED and bool(redraft(drafted(update), found_in(facts, update))),
        "errors": errors,
    }


def page_of(slug: str, facts: Sequence[AreaFacts]) -> int:
    """The number of the page that shows an area."""
    return next((place for place, area in enumerate(facts) if area.slug == slug), 0) // AREAS_A_PAGE + 1


def _fronts(
    highlights: Sequence[Highlight], typed: TypedFront | None, errors: Mapping[str, str], stale: bool
) -> list[FrontPart]:
    texts = typed.lines if typed else {}
    parts = {
        kind.value: FrontPart(kind, kind.label, [], error=errors.get(f"line-{kind}", "")) for kind in HighlightKind
    }
    for line in highlights:
        text = texts.get(line.pk, line.text)
        parts[line.kind].lines.append(
            FrontLine(
                line.pk,
                text,
                line.edited_at is not None,
                errors.get(f"line-{line.pk}", ""),
                line.text if stale and text != line.text else None,
            )
        )
    for kind, new in (typed.new if typed else {}).items():
        parts[kind].new = list(new)
    return list(parts.values())


def _part(area: AreaFacts, names: Mapping[int, str], written_on: date) -> Page:
    lines: dict[str, list[dict[str, str]]] = {}
    for line in area.lines if area.state == AreaState.SUBMITTED else ():
        asks = said_of({"who": line.who, "due": line.due}, names, written_on)
        lines.setdefault(line.heading, []).append({"html": line.html, "asks": asks})
    return {
        "area": area,
        "pm": names.get(area.pm_id or 0, ""),
        "submitted": area.state == AreaState.SUBMITTED,
        "headings": headed_lines({"lines": lines}),
        "releases": releases_said(map(known_content, area.known_releases), written_on),
        "note": area.note,
        "note_seen": fingerprint(area.note),
    }


def with_note(page: Page, slug: str, text: str, message: str, *, stale: bool) -> Page:
    """The desk with a note as typed and the message at it; `stale`: the stored note is shown beside it."""
    for part in page["parts"]:
        if part["area"].slug == slug:
            part |= {"note": text, "note_error": message, "note_now": part["area"].note if stale else None}
    return page | {"errors": {f"note-{slug}": message}}


def median_active(update: WeeklyUpdate) -> str:
    """How long PMs wrote their parts, in words; empty when nothing was measured."""
    seconds = median_of(update)
    return "" if seconds is None else say_duration(seconds)
