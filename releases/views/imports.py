"""Bringing in releases from a spreadsheet: upload, columns, preview, progress, result. Nothing is made before."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid
from productops.http import Request, go, load, page_number, wants
from productops.people.permissions import Permission, require
from productops.people.standing import day_of
from productops.receiving import takes_files
from productops.spreadsheets import as_csv
from releases.actions import importing as doors
from releases.enums import ImportState
from releases.importing import queries as import_queries
from releases.importing.forms import MappingForm, StartForm, UploadForm
from releases.importing.plan import Columns
from releases.importing.shown import objection_rows, preview_rows, remarks_in_words, sample_columns
from releases.models import Release, ReleaseImport

A_PAGE = 25
WATCHED = timedelta(minutes=10)  # by the page itself; then there is a link
BUSY = (ImportState.CHECKING, ImportState.STARTED, ImportState.UNDOING)
BEFORE = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED)


def _import(request: Request, pk: int) -> ReleaseImport:
    require(request.user, Permission.IMPORT_RELEASES, on=request.now)
    return load(request, import_queries.without_rows(), pk=pk)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    """What was brought in before, and a form for the next file."""
    require(request.user, Permission.IMPORT_RELEASES, on=request.now)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = doors.take_in(file_name=file.name, content=file.read(), by=request.user, now=request.now)
            return go(request, "releases:import-mapping", row.pk)
        except Invalid as refused:
            form.take(refused.errors)
    page = Paginator(import_queries.without_rows(), A_PAGE).get_page(page_number(request))
    context = {"form": form, "page_obj": page}
    return render(request, "releases/imports.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: Request, pk: int) -> HttpResponse:
    """Which column is what, with what the first rows make of it. While choosing, the preview follows."""
    row = _import(request, pk)
    if row.state not in BEFORE:
        return redirect(row)
    columns = import_queries.columns_of(row)
    looked = request.method == "GET" and "look" in request.GET
    data = request.POST if request.method == "POST" else request.GET if looked else None
    form = MappingForm(data, headers=row.mapping["headers"], places=columns.places)
    status = 200
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            try:
                doors.name_columns(imported=row, places=form.places, order=form.order, by=request.user, now=request.now)
                return go(request, row)
            except Invalid as refused:
                form.take(refused.errors)
        order = import_queries.order_for(row, form.places, form.order)
        columns = Columns(form.places, order)
    if request.method == "POST":
        status = 422
    context = {
        "row": row,
        "form": form,
        "columns": sample_columns(row, form),
        "asks_order": import_queries.order_for(row, columns.places, None) == "open",
        "preview": preview_rows(row, columns, now=request.now),
        "remarks": remarks_in_words(row),
        "before": import_queries.same_file_before(row),
        "day": day_of(request.user, request.now),
    }
    template = "releases/import_mapping.html"
    return render(request, f"{template}#preview" if wants(request, "preview") else template, context, status=status)


@require_safe
def imported(request: Request, pk: int) -> HttpResponse:
    """How the import stands: what it would make, how far it is, what it made."""
    row = _import(request, pk)
    if row.state == ImportState.UPLOADED:
        return redirect("releases:import-mapping", row.pk)
    return _page(request, row, StartForm(initial={"seen": doors.stamp_of(row)}))


def _page(request: Request, row: ReleaseImport, form: StartForm, status: int = 200) -> HttpResponse:
    busy = row.state in BUSY
    asked_at = row.mapping.get("asked_at")
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "busy": busy,
        "slow": busy and asked_at and request.now - datetime.fromisoformat(asked_at) > WATCHED,
        "day": day_of(request.user, request.now),
    }
    if not busy:
        context |= objection_rows(row, page_number(request))
    if row.state == ImportState.CHECKED:
        columns = import_queries.columns_of(row)
        context["preview"] = preview_rows(row, columns, now=request.now)
        context["before"] = import_queries.same_file_before(row)
        context["remarks"] = remarks_in_words(row)
    if row.state in (ImportState.FINISHED, ImportState.UNDONE):
        made = Release.objects.visible_to(request.user).filter(imported_with=row.pk).select_related("area")
        context["made"] = made.order_by("pk")[:A_PAGE]
    template = "releases/import.html"
    return render(request, f"{template}#import-state" if wants(request, "import-state") else template, context,
                  status=status)  # fmt: skip


@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    row = _import(request, pk)
    form = StartForm(request.POST)
    if form.is_valid():
        try:
            return go(request, doors.start(imported=row, **form.cleaned_data, by=request.user, now=request.now))
        except Invalid as refused:
            form.take(refused.errors)
    return _page(request, row, form, 422)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    row = _import(request, pk)
    doors.undo(imported=row, by=request.user, now=request.now)
    return go(request, row)


@require_POST
def resumption(request: Request, pk: int) -> HttpResponse:
    """After a fault: once more."""
    row = doors.go_on(imported=_import(request, pk), by=request.user, now=request.now)
    messages.success(request, _("It goes on where it stopped."))
    return go(request, row)


@require_safe
def errors(request: Request, pk: int) -> HttpResponse:
    """Everything that is wrong, or was told, as a spreadsheet, to correct the file by."""
    row = _import(request, pk)
    found = import_queries.all_objections(row.pk)
    lines = [[str(each.row), each.column, each.words] for each in found]
    response = HttpResponse(
        as_csv([[_("Row"), _("Column"), _("What is wrong")], *lines]), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{row.pk}-errors.csv"'
    return response
