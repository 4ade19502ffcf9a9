"""Activities of the RACI: who each letter means today, renaming one, adding one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid, Stale
from productops.http import Request, go, load, wants
from productops.people import raci_words
from productops.people.actions import raci as doors
from productops.people.enums import Letter
from productops.people.forms.raci import ActivityForm, NameForm
from productops.people.matrix import Place, matrix
from productops.people.models import Area, RaciActivity
from productops.people.permissions import Permission, can, require
from productops.people.raci import SHOWN_FIRST
from productops.people.raci_history import acts
from productops.people.resolution import everybody_meant
from productops.people.standing import day_of
from productops.people.views.raci import place_or_404
from productops.people.views.raci_cell import region_of, row_response

SHOWN_PEOPLE = 12


@require_safe
def activity(request: Request, scope: str, activity: str) -> HttpResponse:
    """One activity in one place: its letters and the people they mean today, with the steps that led there."""
    place = place_or_404(request, scope)
    found = load(request, RaciActivity.objects.visible_to(request.user), code=activity)
    if wants(request, region_of(found)):
        require(request.user, Permission.CHANGE_RACI, found, on=request.now)
        return row_response(request, place, found)
    return _page(request, place, found, NameForm(initial={"name": found.name, "version": found.version}))


def _page(request: Request, place: Place, found: RaciActivity, form: NameForm, status: int = 200) -> HttpResponse:
    day = day_of(request.user, request.now)
    row = matrix(place, activities=[found]).rows[0]
    meant = everybody_meant(found, _areas(place), day)
    letters = []
    for code in SHOWN_FIRST:
        answer = meant[code]
        cells = [cell for cell in row.cells if code in cell.letters]
        more = max(0, len(answer.people) - SHOWN_PEOPLE)
        letters.append((code, Letter(code).label, cells, answer, answer.people[:SHOWN_PEOPLE], more))
    history = acts(place.scope, found)[:10]
    return render(request, "people/raci_activity.html", {
        "place": place, "activity": found, "row": row, "letters": letters, "form": form,
        "history": raci_words.entries(history, {found.pk: found.name}, place),
        "may_change": can(request.user, Permission.CHANGE_RACI, on=day),
    }, status=status)  # fmt: skip


def _areas(place: Place) -> list[Area] | None:
    """The areas a place stands for; None for the whole organisation."""
    if place.scope.area_id:
        return list(Area.objects.filter(pk=place.scope.area_id))
    if place.scope.group_id:
        return list(Area.objects.active().filter(group=place.scope.group_id).in_order())
    return None


@require_POST
def name(request: Request, scope: str, activity: str) -> HttpResponse:
    """Rename an activity."""
    place = place_or_404(request, scope)
    found = load(
        request, RaciActivity.objects.visible_to(request.user), Permission.CHANGE_RACI, code=activity
    )  # fmt: skip
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            doors.rename_activity(
                activity=found, name=form.cleaned_data["name"], seen_version=form.cleaned_data["version"],
                by=request.user, now=request.now,
            )  # fmt: skip
        except Invalid as invalid:
            form.take(invalid.errors)
        except Stale as stale:
            fresh = stale.context.get("activity", found)
            again = NameForm(initial={"name": form.cleaned_data["name"], "version": fresh.version})
            messages.warning(request, stale.message)
            return _page(request, place, fresh, again, status=409)
        else:
            messages.success(request, _("Renamed."))
            return go(request, "people:raci-activity", place.key, found.code)
    return _page(request, place, found, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """A new activity, which needs its Accountable and its Responsible at once."""
    require(request.user, Permission.CHANGE_RACI, on=request.now)
    form = ActivityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = doors.add_activity(
                name=form.cleaned_data["name"], accountable=form.holder("accountable"),
                responsible=form.holder("responsible"),
                by=request.user, now=request.now,
            )  # fmt: skip
        except Invalid as invalid:
            form.take(invalid.errors)
        else:
            messages.success(request, _("%(activity)s is in the matrix.") % {"activity": made.name})
            return go(request, "people:raci")
    status = 422 if form.is_bound else 200
    return render(request, "people/raci_activity_add.html", {"form": form}, status=status)
