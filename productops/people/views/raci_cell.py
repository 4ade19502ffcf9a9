"""Changing the matrix: one cell, dropping an override, taking a change back.

htmx targets the row the cell is in; without it every answer is a page or a redirect to the matrix.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.doors import Invalid, Stale
from productops.http import Request, go, load, wants
from productops.people import raci_words
from productops.people.actions import raci as doors
from productops.people.forms.raci import CellForm, VersionForm
from productops.people.matrix import Place, matrix, names_of
from productops.people.models import RaciActivity
from productops.people.permissions import Permission, can, require
from productops.people.raci import RaciHolder, letters_of, note_of, spelled
from productops.people.raci_history import acts, of_holder, since
from productops.people.views.raci import columns_of, holder_or_404, place_or_404


def _activity(request: Request, code: str, permission: Permission | None = None) -> RaciActivity:
    return load(request, RaciActivity.objects.visible_to(request.user), permission, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: Request, scope: str, activity: str, holder: str) -> HttpResponse:
    """What a holder has in an activity: the editor for the Admin, in the cell or as a page; reading for others."""
    place = place_or_404(request, scope)
    changing = request.method == "POST"
    found = _activity(request, activity, Permission.CHANGE_RACI if changing else None)
    one = holder_or_404(holder)
    name = names_of([one]).get(one)
    if name is None:
        raise Http404
    if changing:
        return _set(request, place, found, one, name)
    lines = matrix(place, only=[one], activities=[found]).rows[0].lines
    initial = {"letters": letters_of(lines, one), "note": note_of(lines, one), "version": found.version}
    if wants(request, region_of(found)):
        require(request.user, Permission.CHANGE_RACI, found, on=request.now)
        return row_response(request, place, found, editing=one, form=CellForm(initial=initial))
    return _cell_page(request, place, found, one, name, CellForm(initial=initial))


def _set(request: Request, place: Place, activity: RaciActivity, holder: RaciHolder, name: str) -> HttpResponse:
    form = CellForm(request.POST)
    if not form.is_valid():
        return _again(request, place, activity, holder, name, form, 422)
    try:
        change = doors.set_cell(
            activity=activity, scope=place.scope, holder=holder, letters=form.cleaned_data["letters"],
            note=form.cleaned_data["note"], seen_version=form.cleaned_data["version"],
            by=request.user, now=request.now,
        )  # fmt: skip
    except Invalid as invalid:
        form.take(invalid.errors)
        return _again(request, place, activity, holder, name, form, 422)
    except Stale as stale:
        theirs = raci_words.others_did(since(activity, form.cleaned_data["version"]))
        fresh = stale.context.get("activity", activity)
        mine = CellForm(initial={**form.cleaned_data, "version": fresh.version})
        if form.keeps_note:
            lines = matrix(place, only=[holder], activities=[fresh]).rows[0].lines
            mine.initial["note"] = note_of(lines, holder)
        return _again(request, place, fresh, holder, name, mine, 409, stale=stale.message, theirs=theirs)
    if not change.changed:
        return _done(request, place, change.activity, "", undo=False)
    moved = names_of([change.moved_from]).get(change.moved_from, "") if change.moved_from else ""
    said = raci_words.said(change.activity, name, form.cleaned_data["letters"], moved, change.overrides, place)
    return _done(request, place, change.activity, said, undo=True)


def _again(
    request: Request, place: Place, activity: RaciActivity, holder: RaciHolder, name: str, form: CellForm,
    status: int, stale: str = "", theirs: Sequence[str] = (),
) -> HttpResponse:  # fmt: skip
    """The editor once more: 422 with what is wrong, 409 with what others did; what was chosen stays chosen."""
    if wants(request, region_of(activity)):
        return row_response(
            request, place, activity, editing=holder, form=form, status=status, stale=stale, theirs=theirs
        )
    return _cell_page(request, place, activity, holder, name, form, status=status, stale=stale, theirs=theirs)


def _cell_page(
    request: Request, place: Place, activity: RaciActivity, holder: RaciHolder, name: str, form: CellForm,
    *, status: int = 200, stale: str = "", theirs: Sequence[str] = (),
) -> HttpResponse:  # fmt: skip
    row = matrix(place, only=[holder], activities=[activity]).rows[0]
    history = of_holder(acts(place.scope, activity), holder)[:20]
    context = {
        "place": place, "activity": activity, "row": row, "cell": row.cells[0], "name": name, "form": form,
        "stale": stale, "theirs": theirs,
        "spelled": spelled(row.cells[0].letters),
        "history": raci_words.entries(history, {activity.pk: activity.name}, place),
        "may_change": can(request.user, Permission.CHANGE_RACI, on=request.now),
    }  # fmt: skip
    return render(request, "people/raci_cell.html", context, status=status)


def region_of(activity: RaciActivity) -> str:
    """Region name, DOM id and swap target of an activity's row."""
    return f"raci-row-{activity.code}"


def row_response(
    request: Request, place: Place, activity: RaciActivity, *, editing: RaciHolder | None = None,
    form: CellForm | None = None, status: int = 200, stale: str = "", theirs: Sequence[str] = (),
    said: str = "", undo: str = "", level: str = "success",
) -> HttpResponse:  # fmt: skip
    """One row of the table on the screen, with the same columns; perhaps one of its cells as an editor."""
    columns = request.POST.get("columns") or request.GET.get("columns", "")
    table = matrix(place, only=columns_of(columns) if columns else None, activities=[activity])
    context: dict[str, Any] = {
        "row": table.rows[0], "place": place, "may_change": True, "editing": editing, "form": form,
        "stale": stale, "theirs": theirs, "text": said, "undo": undo, "level": level,
    }  # fmt: skip
    return render(request, "people/_raci_row_answer.html", context, status=status)


@require_POST
def inherited(request: Request, scope: str, activity: str) -> HttpResponse:
    """A product group or area drops its own row and goes by the wider one again."""
    place = place_or_404(request, scope)
    found = _activity(request, activity, Permission.CHANGE_RACI)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _too_late(request, place, found, Stale(_("This form is from an older page.")))
    try:
        change = doors.drop_override(
            activity=found, scope=place.scope, seen_version=form.cleaned_data["version"],
            by=request.user, now=request.now,
        )  # fmt: skip
    except Stale as stale:
        return _too_late(request, place, found, stale)
    words = {"activity": found.name, "place": place.name}
    said = _("%(place)s no longer has a row of its own for %(activity)s.") % words if change.changed else ""
    return _done(request, place, change.activity, said, undo=change.changed)


@require_POST
def undo(request: Request, scope: str, activity: str, version: int) -> HttpResponse:
    """Take back the change that made this version, as long as it is the last one."""
    place = place_or_404(request, scope)
    found = _activity(request, activity, Permission.CHANGE_RACI)
    try:
        change = doors.undo(
            activity=found, scope=place.scope, version=version,
            by=request.user, now=request.now,
        )  # fmt: skip
    except Stale as stale:
        return _too_late(request, place, found, stale)
    return _done(request, place, change.activity, _("%(activity)s is as it was.") % {"activity": found.name})


def _too_late(request: Request, place: Place, activity: RaciActivity, stale: Stale) -> HttpResponse:
    """A button on something that changed meanwhile: the row as it is now, or a page that leads back to the matrix."""
    if wants(request, region_of(activity)):
        return row_response(request, place, activity, status=409, said=stale.message, level="warning")
    back = reverse("people:raci-scope", args=[place.key])
    return render(request, "errors/409.html", {"message": stale.message, "reload": back}, status=409)


def _done(request: Request, place: Place, activity: RaciActivity, said: str, *, undo: bool = False) -> HttpResponse:
    back = reverse("people:raci-undo", args=[place.key, activity.code, activity.version]) if undo else ""
    if wants(request, region_of(activity)):
        return row_response(request, place, activity, said=said, undo=back)
    if said:
        messages.success(request, said, extra_tags=f"undo:{back}" if back else "")
    return go(request, "people:raci-scope", place.key)
