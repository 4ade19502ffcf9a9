"""A PM's page: write this week's part, let it save itself, submit.

Addresses: GET shows; POST saves the draft; POST .../submission/ saves and submits; POST .../excuse/ explains;
POST .../suggestions/<source>/acceptance/ or dismissal/ answers an offer (saving what is typed first).
"""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import Invalid, go, load, posted, wants
from productops.people.permissions import Permission
from productops.text import clean_line
from rituals.actions import area_updates as doors
from rituals.enums import Answer, AreaState, Heading, Health, UpdateState
from rituals.forms import read_draft
from rituals.merge import fingerprint
from rituals.models import AreaUpdate, Bullet
from rituals.queries import offers, previous_published

GENTLE_LIMIT = 5  # more lines are allowed, and gently discouraged
BLANKS = {Heading.WINS: 3, Heading.NEXT: 3, Heading.RISKS: 3, Heading.METRICS: 2, Heading.LINKS: 2}


@dataclass
class Shown:
    """One line of the page."""

    id: str
    text: str
    error: str = ""
    spare: bool = False  # a second empty line, for people without a script


@dataclass
class Section:
    heading: Heading
    lines: list[Shown]
    offers: list[Any] = field(default_factory=list)
    error: str = ""

    @property
    def crowded(self) -> bool:
        return sum(bool(line.text) for line in self.lines) > GENTLE_LIMIT


def _load(request: HttpRequest, week: str, slug: str) -> AreaUpdate:
    rows = AreaUpdate.objects.visible_to(request.user).select_related("weekly_update", "area", "saved_by")
    return load(request, rows, Permission.WRITE_AREA_UPDATE, weekly_update__key=week, area__slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, week: str, slug: str) -> HttpResponse:
    row = _load(request, week, slug)
    if request.method == "POST":
        return _save(request, row)
    if row.weekly_update.state == UpdateState.PUBLISHED:
        return go(request, "weekly:update", week)
    return render(request, "weekly/editor.html", _page(request, row))


def _save(request: HttpRequest, row: AreaUpdate) -> HttpResponse:
    draft = read_draft(posted(request))
    auto = wants(request, "saved")
    try:
        saved = doors.save_draft(area_update=row, draft=draft, by=request.user, now=request.now)
    except Invalid as invalid:
        template = "weekly/editor.html#saved" if auto else "weekly/editor.html"
        return render(request, template, _typed_page(request, row, draft, invalid.errors), status=422)
    if auto and not draft.choices:
        status = 409 if saved.conflicts else 200
        return render(request, "weekly/editor.html#saved", _saved_context(row, draft, saved), status=status)
    if saved.conflicts:
        context = _typed_page(request, saved.area_update, draft, {}) | _saved_context(row, draft, saved)
        return render(request, "weekly/editor.html", context, status=409)
    if not auto:
        messages.success(request, _("Saved. Only you see the draft."))
    return go(request, "weekly:editor", row.weekly_update.key, row.area.slug)


@require_POST
def submission(request: HttpRequest, week: str, slug: str) -> HttpResponse:
    """Save what is typed and submit it, together or not at all."""
    row = _load(request, week, slug)
    draft = read_draft(posted(request))
    try:
        with transaction.atomic():
            saved = doors.save_draft(area_update=row, draft=draft, by=request.user, now=request.now)
            if not saved.conflicts:
                doors.submit(area_update=row, by=request.user, now=request.now)
    except Invalid as invalid:
        return render(request, "weekly/editor.html", _typed_page(request, row, draft, invalid.errors), status=422)
    if saved.conflicts:
        context = _typed_page(request, saved.area_update, draft, {}) | _saved_context(row, draft, saved)
        return render(request, "weekly/editor.html", context, status=409)
    messages.success(request, _("%(area)s is submitted. You can change it until it is published.") % {"area": row.area})
    return go(request, "weekly:current")


@require_POST
def excuse(request: HttpRequest, week: str, slug: str) -> HttpResponse:
    row = _load(request, week, slug)
    reason = clean_line(posted(request).get("excuse", ""))
    try:
        doors.excuse(area_update=row, reason=reason, by=request.user, now=request.now)
    except Invalid as invalid:
        context = _page(request, row) | {"errors": invalid.errors, "excuse": reason}
        return render(request, "weekly/editor.html", context, status=422)
    messages.success(request, _("Noted: no update for %(area)s this week.") % {"area": row.area})
    return go(request, "weekly:current")


@require_POST
def suggestion(request: HttpRequest, week: str, slug: str, source: str, answer: str) -> HttpResponse:
    row = _load(request, week, slug)
    chosen = {"acceptance": Answer.ACCEPTED, "dismissal": Answer.DISMISSED}[answer]
    draft = read_draft(posted(request))
    try:
        with transaction.atomic():
            if draft.lines:
                doors.save_draft(area_update=row, draft=draft, by=request.user, now=request.now)
            doors.answer_suggestion(area_update=row, source=source, answer=chosen, by=request.user, now=request.now)
    except Invalid as invalid:
        return render(request, "weekly/editor.html", _typed_page(request, row, draft, invalid.errors), status=422)
    if wants(request, "lines"):
        row.refresh_from_db()
        accepted = row.bullets.filter(origin=source).values_list("pk", flat=True).first()
        context = _page(request, row) | {"focus": str(accepted or "")}
        return render(request, "weekly/editor.html#lines", context)
    return go(request, "weekly:editor", week, slug)


def _page(request: HttpRequest, row: AreaUpdate) -> dict[str, Any]:
    """The page as stored."""
    stored: dict[str, list[Shown]] = {heading: [] for heading in Heading}
    bases = {"health": fingerprint(row.health), "reason": fingerprint(row.health_reason)}
    for bullet in row.bullets.order_by("position", "id"):
        stored[bullet.heading].append(Shown(str(bullet.pk), bullet.text))
        bases[str(bullet.pk)] = fingerprint(bullet.text)
    sections = [Section(heading, stored[heading] + _blanks(heading)) for heading in Heading]
    return _context(request, row, sections, bases, row.health, row.health_reason)


def _typed_page(request: HttpRequest, row: AreaUpdate, draft: doors.Draft, errors: dict[str, str]) -> dict[str, Any]:
    """The page as typed, with the messages at their lines; nothing typed is lost."""
    typed = {line.id: line for line in draft.lines}
    sections = [
        Section(
            heading,
            [
                Shown(pk, typed[pk].text, errors.get(pk, ""))
                for pk, under in draft.headings.items()
                if under == heading and (typed[pk].text or typed[pk].base)
            ]
            + _blanks(heading),
            error=errors.get(heading.value, ""),
        )
        for heading in Heading
    ]
    bases = {line.id: line.base for line in draft.lines if line.base}
    health = typed["health"].text if "health" in typed else row.health
    reason = typed["reason"].text if "reason" in typed else row.health_reason
    return _context(request, row, sections, bases, health, reason) | {"errors": errors}


def _blanks(heading: Heading) -> list[Shown]:
    """Empty lines with their ids given out, so that saving twice makes one row."""
    return [Shown(str(uuid4()), "", spare=place > 0) for place in range(BLANKS[heading])]


def _context(
    request: HttpRequest, row: AreaUpdate, sections: list[Section], bases: dict[str, str], health: str, reason: str
) -> dict[str, Any]:
    earlier = previous_published(row.weekly_update)
    for offer in offers(row, earlier):
        next(part for part in sections if part.heading == offer.heading).offers.append(offer)
    return {
        "row": row,
        "update": row.weekly_update,
        "sections": sections,
        "health": health,
        "reason": reason,
        "healths": Health,
        "bases": json.dumps(bases),
        "saved_at": row.saved_at,
        "saved_by": row.saved_by,
        "submitted": row.state == AreaState.SUBMITTED,
        "last_week": _last_week(row, earlier),
        "earlier": earlier,
        "errors": {},
        "GENTLE_LIMIT": GENTLE_LIMIT,
    }


def _last_week(row: AreaUpdate, earlier: Any) -> list[Bullet]:
    if earlier is None:
        return []
    lines = Bullet.objects.filter(
        area_update__weekly_update=earlier,
        area_update__area=row.area_id,
        area_update__state=AreaState.SUBMITTED,
        heading__in=[Heading.NEXT, Heading.RISKS],
    )
    return list(lines.order_by("heading", "position")[:8])


def _saved_context(row: AreaUpdate, draft: doors.Draft, saved: doors.Saved) -> dict[str, Any]:
    """The region that says what is saved. Its bases follow what the page shows, not what others wrote meanwhile."""
    bases = {line.id: saved.shown.get(line.id, line.base) for line in draft.lines}
    return {
        "row": saved.area_update,
        "update": row.weekly_update,
        "submitted": saved.area_update.state == AreaState.SUBMITTED,
        "bases": json.dumps({pk: base for pk, base in bases.items() if base}),
        "saved_at": saved.area_update.saved_at,
        "saved_by": saved.area_update.saved_by,
        "conflicts": saved.conflicts,
        "others": len(saved.kept) + saved.new_from_others,
    }
