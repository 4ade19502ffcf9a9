"""A PM's correction of her area's published part: written, looked at, proposed, withdrawn; and its page.

Addresses: GET .../areas/<slug>/correction/ shows the published text in fields; POST .../correction/preview/ shows what
would differ and stores nothing; POST .../correction/ proposes; POST .../correction/withdrawal/ takes it back. A
proposal has a page of its own, `/weekly/<week>/corrections/<id>/`, where Product Ops can decline it.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid, Stale
from productops.editions.models import Edition
from productops.http import Request, go, load, posted
from productops.people.permissions import Permission, can
from productops.text import clean_line
from rituals.actions import corrections as doors
from rituals.correcting import Wording, part_in, wording_from, wording_of
from rituals.correction_forms import number_in, read_wording
from rituals.enums import CorrectionState, UpdateState
from rituals.models import AreaUpdate, Correction
from rituals.views.correction_page import difference_of, form_page

FORM = "weekly/correction_form.html"


def _load(request: Request, week: str, slug: str) -> AreaUpdate:
    rows = AreaUpdate.objects.visible_to(request.user).select_related("weekly_update__edition", "area")
    row = load(request, rows, Permission.PROPOSE_CORRECTION, weekly_update__key=week, area__slug=slug)
    if row.weekly_update.state == UpdateState.PUBLISHED and _part(row) is None:
        raise Http404  # the area was closed before it said anything
    return row


def _part(row: AreaUpdate) -> dict[str, Any] | None:
    edition = row.weekly_update.edition
    return part_in(edition.content, row.area.slug) if edition else None


def _open_one(row: AreaUpdate) -> Correction | None:
    return row.corrections.filter(state=CorrectionState.PROPOSED).select_related("proposed_by").first()


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request, week: str, slug: str) -> HttpResponse:
    row = _load(request, week, slug)
    if row.weekly_update.state != UpdateState.PUBLISHED:
        if request.method == "POST":
            raise Stale(
                _("This week’s update is not published yet: change the area’s part itself."),
                reload=row.get_absolute_url(),
            )
        return go(request, "weekly:editor", week, slug)
    if request.method == "POST":
        return _propose(request, row)
    part, proposed = _part(row), _open_one(row)
    assert part is not None
    wording = wording_from(proposed.content) if proposed else wording_of(part)
    page = form_page(row, part, wording, proposed.why if proposed else "", proposed)
    return render(request, FORM, page | ({"difference": difference_of(part, wording)} if proposed else {}))


def _propose(request: Request, row: AreaUpdate) -> HttpResponse:
    data = posted(request)
    wording, why = read_wording(data), clean_line(data.get("why", ""))
    try:
        made = doors.propose(
            area_update=row,
            wording=wording,
            why=why,
            seen=_seen(row, number_in(data, "edition")),
            seen_version=number_in(data, "version"),
            by=request.user,
            now=request.now,
        )
    except Invalid as invalid:
        return _again(request, row, wording, why, invalid.errors, status=422)
    except Stale as late:
        return _again(request, row, wording, why, {"": late.message}, status=409)
    messages.success(request, _("Proposed. Product Ops publishes it or says why not; you are told."))
    return go(request, made.get_absolute_url())


def _seen(row: AreaUpdate, pk: int | None) -> Edition:
    """The revision whose text the page showed; the newest, when the page names none of this week."""
    edition = row.weekly_update.edition
    assert edition is not None
    if pk is None or pk == edition.pk:
        return edition
    return Edition.objects.filter(pk=pk, kind=edition.kind, key=edition.key).first() or edition


def _again(
    request: Request, row: AreaUpdate, wording: Wording, why: str, errors: Mapping[str, str], *, status: int
) -> HttpResponse:
    """The form with what was typed, based on what is published and proposed now."""
    row = AreaUpdate.objects.select_related("weekly_update__edition", "area").get(pk=row.pk)
    part = _part(row)
    assert part is not None
    page = form_page(row, part, wording, why, _open_one(row), errors=errors)
    shown = {"difference": difference_of(part, wording)} if status == 409 else {}
    return render(request, FORM, page | shown, status=status)


@require_POST
def preview(request: Request, week: str, slug: str) -> HttpResponse:
    """What would differ, above the form with what was typed. Stores nothing."""
    row = _load(request, week, slug)
    part = _part(row)
    if part is None:
        raise Http404
    data = posted(request)
    wording, why = read_wording(data), clean_line(data.get("why", ""))
    page = form_page(row, part, wording, why, _open_one(row), seen=data)
    return render(request, FORM, page | {"difference": difference_of(part, wording), "previewed": True})


@require_POST
def withdrawal(request: Request, week: str, slug: str) -> HttpResponse:
    row = _load(request, week, slug)
    proposed = _open_one(row)
    if proposed is None:
        raise Stale(_("There is no proposal to withdraw any more."), reload=row.weekly_update.get_absolute_url())
    doors.withdraw(correction=proposed, by=request.user, now=request.now)
    messages.success(request, _("Withdrawn. What is published stays as it is."))
    return go(request, "weekly:update", week)


def _correction(request: Request, week: str, pk: int, permission: Permission | None = None) -> Correction:
    rows = Correction.objects.visible_to(request.user).select_related(
        "area_update__area", "area_update__weekly_update", "edition", "published_in", "proposed_by", "answered_by"
    )
    return load(request, rows, permission, area_update__weekly_update__key=week, pk=pk)


@require_safe
def correction(request: Request, week: str, pk: int) -> HttpResponse:
    """One proposal: what differs, why, and what became of it."""
    return render(request, "weekly/correction.html", _page(request, _correction(request, week, pk)))


def _page(request: Request, found: Correction, **more: Any) -> dict[str, Any]:
    part = part_in(found.edition.content, found.area_update.area.slug)
    assert part is not None
    return {
        "correction": found,
        "update": found.area_update.weekly_update,
        "difference": difference_of(part, wording_from(found.content)),
        "may_publish": bool(can(request.user, Permission.PUBLISH_UPDATE, on=request.now)),
        "may_change": bool(can(request.user, Permission.PROPOSE_CORRECTION, found, on=request.now)),
        "is_open": found.state == CorrectionState.PROPOSED,
        **more,
    }


@require_POST
def refusal(request: Request, week: str, pk: int) -> HttpResponse:
    """Product Ops does not publish it and says why."""
    found = _correction(request, week, pk, Permission.PUBLISH_UPDATE)
    data = posted(request)
    reason = clean_line(data.get("answer", ""))
    version = number_in(data, "version")
    try:
        doors.decline(
            correction=found,
            reason=reason,
            seen_version=-1 if version is None else version,
            by=request.user,
            now=request.now,
        )
    except (Invalid, Stale) as problem:
        found = _correction(request, week, pk)
        errors = problem.errors if isinstance(problem, Invalid) else {"": str(problem)}
        page = _page(request, found, errors=errors, answer=reason)
        return render(request, "weekly/correction.html", page, status=422 if isinstance(problem, Invalid) else 409)
    messages.success(request, _("Declined. Who proposed it is told why."))
    return go(request, "weekly:desk", week)
