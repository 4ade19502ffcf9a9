"""A PM's page: write this week's part, let it save itself, submit.

Addresses: GET shows; POST saves the draft; POST .../submission/ saves and submits; POST .../excuse/ explains;
POST .../suggestions/<source>/acceptance/ or dismissal/ answers an offer (saving what is typed first).
The page itself is put together in `editor_page.py`.
"""

import re
from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.dates import say_duration
from productops.doors import Invalid, Stale
from productops.http import Request, go, load, posted, wants
from productops.people.permissions import Permission
from productops.text import clean_line
from rituals import active_time
from rituals.actions import area_updates as doors
from rituals.actions.area_updates import Draft, Saved
from rituals.enums import Answer, AreaState, UpdateState
from rituals.forms import read_draft
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.readers_asked import readers_asked
from rituals.views import editor_page as pages

PAGE = "weekly/editor.html"
SAVED = "weekly/editor.html#saved"


def _load(request: Request, week: str, slug: str) -> AreaUpdate:
    rows = AreaUpdate.objects.visible_to(request.user).select_related("weekly_update", "area", "saved_by")
    return load(request, rows, Permission.WRITE_AREA_UPDATE, weekly_update__key=week, area__slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: Request, week: str, slug: str) -> HttpResponse:
    row = _load(request, week, slug)
    if request.method == "POST":
        return _save(request, row)
    if row.weekly_update.state == UpdateState.PUBLISHED:
        return go(request, "weekly:update", week)
    asked = readers_asked(row, reader=request.user, now=request.now)
    return render(request, PAGE, pages.as_stored(row, request.now) | {"asked": asked})


def _typed(request: Request, row: AreaUpdate) -> Draft:
    """What was posted, read; how long the page says that it was written is kept on the way."""
    data = posted(request)
    seconds = data.get("active", "")
    if re.fullmatch("[0-9]{1,6}", seconds):
        active_time.note(
            area_update=row, token=data.get("spell", ""), seconds=int(seconds), by=request.user, now=request.now
        )
    return read_draft(data)


def _save(request: Request, row: AreaUpdate) -> HttpResponse:
    """By itself while typing (`#saved` is wanted), or by the button. Only the button settles conflicts."""
    draft = _typed(request, row)
    auto, closing = wants(request, "saved"), "quiet" in request.POST
    try:
        saved = doors.save_draft(
            area_update=row,
            draft=replace(draft, choices={}) if auto else draft,
            by=request.user,
            now=request.now,
            patient=auto or closing,
        )
    except Invalid as invalid:
        return _correct(request, row, draft, invalid)
    except Stale as late:
        return _too_late(request, row, draft, late)
    if saved.conflicts:
        return _ask(request, row, draft, saved)
    if auto:
        return render(request, SAVED, pages.saved_region(request.user, row, draft, saved))
    if not closing:  # what a closing page sends behind itself is not spoken of on the next one
        submitted = saved.area_update.state == AreaState.SUBMITTED
        messages.success(request, _("Saved.") if submitted else _("Saved. Only you see the draft."))
    return go(request, "weekly:editor", row.weekly_update.key, row.area.slug)


@require_POST
def submission(request: Request, week: str, slug: str) -> HttpResponse:
    """Save what is typed and submit it, together or not at all."""
    row = _load(request, week, slug)
    draft = _typed(request, row)
    try:
        with transaction.atomic():
            saved = doors.save_draft(area_update=row, draft=draft, by=request.user, now=request.now)
            if not saved.conflicts:
                doors.submit(area_update=row, by=request.user, now=request.now)
    except Invalid as invalid:
        return _correct(request, row, draft, invalid)
    except Stale as late:
        return _too_late(request, row, draft, late)
    if saved.conflicts:
        return _ask(request, row, draft, saved)
    said = _("%(area)s is submitted. You can change it until it is published.") % {"area": row.area}
    took = 0 if row.submitted_at else active_time.seconds_of(row)
    if took:
        said = f"{said} {_('That took you %(time)s.') % {'time': say_duration(took)}}"
    messages.success(request, said)
    return go(request, "weekly:current")


@require_POST
def excuse(request: Request, week: str, slug: str) -> HttpResponse:
    row = _load(request, week, slug)
    reason = clean_line(posted(request).get("excuse", ""))
    try:
        doors.excuse(area_update=row, reason=reason, by=request.user, now=request.now)
    except Invalid as invalid:
        context = pages.as_stored(row, request.now) | pages.failures(invalid.errors) | {"excuse": reason}
        return render(request, PAGE, context, status=422)
    except Stale as late:
        raise Stale(late.message, kept=reason, reload=row.get_absolute_url()) from late
    messages.success(request, _("Noted: no update for %(area)s this week.") % {"area": row.area})
    return go(request, "weekly:current")


@require_POST
def suggestion(request: Request, week: str, slug: str, source: str, answer: str) -> HttpResponse:
    """What is typed is saved first, on its own: an offer that is gone meanwhile takes no text with it."""
    row = _load(request, week, slug)
    chosen = {"acceptance": Answer.ACCEPTED, "dismissal": Answer.DISMISSED}[answer]
    draft = _typed(request, row)
    try:
        if draft.lines:
            saved = doors.save_draft(area_update=row, draft=draft, by=request.user, now=request.now)
            if saved.conflicts:
                return _ask(request, row, draft, saved)
        doors.answer_suggestion(area_update=row, source=source, answer=chosen, by=request.user, now=request.now)
    except Invalid as invalid:
        return _correct(request, row, draft, invalid)
    except Stale as late:
        if _published(row):
            return _too_late(request, row, draft, late)
        messages.info(request, late.message)
    if wants(request, "lines"):
        row = _load(request, week, slug)
        accepted = row.bullets.filter(origin=source).values_list("pk", flat=True).first()
        context = pages.as_stored(row, request.now) | {"focus": str(accepted or "")}
        return render(request, "weekly/_answered.html", context)
    return go(request, "weekly:editor", week, slug)


def _published(row: AreaUpdate) -> bool:
    return WeeklyUpdate.objects.published().filter(pk=row.weekly_update_id).exists()


def _correct(request: Request, row: AreaUpdate, draft: Draft, invalid: Invalid) -> HttpResponse:
    """422: the page as typed with the messages at their lines, or the region that says what is saved."""
    context = pages.as_typed(row, request.now, draft, invalid.errors)
    return _answer(request, context, status=422)


def _ask(request: Request, row: AreaUpdate, draft: Draft, saved: Saved) -> HttpResponse:
    """409: both texts of every line that two people changed, and which one stays?"""
    if _for_htmx(request):
        return _answer(request, pages.saved_region(request.user, row, draft, saved), status=409)
    return _answer(request, pages.both_texts(request.user, saved.area_update, request.now, draft, saved), status=409)


def _too_late(request: Request, row: AreaUpdate, draft: Draft, late: Stale) -> HttpResponse:
    """409: published meanwhile. What is typed stays on the page, or is shown to copy from."""
    if _for_htmx(request):
        return _answer(request, pages.as_typed(row, request.now, draft, {"": late.message}), status=409)
    raise Stale(late.message, kept=pages.typed_text(draft), reload=row.weekly_update.get_absolute_url()) from late


def _for_htmx(request: Request) -> bool:
    return wants(request, "saved") or wants(request, "lines")


def _answer(request: Request, context: dict[str, object], *, status: int) -> HttpResponse:
    """The whole page; for htmx the region `#saved`, wherever the request wanted to put its answer."""
    if not _for_htmx(request):
        return render(request, PAGE, context, status=status)
    response = render(request, SAVED, context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#saved", "outerHTML"
    return response
