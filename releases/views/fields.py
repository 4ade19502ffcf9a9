"""What a release says of itself, changed on three pages: facts, safety, what customers may be told."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.http import Request, go, load
from productops.people.permissions import Permission
from productops.people.views.editor import saved, show
from releases.actions.planning import edit
from releases.field_forms import FIELDS, CustomersForm, FactsForm, FieldsForm, SafetyForm
from releases.models import Release

METHODS = ["GET", "HEAD", "POST"]


def _editable(request: Request, key: str) -> Release:
    rows = Release.objects.visible_to(request.user).select_related("area", "rollback_owner")
    return load(request, rows, Permission.EDIT_RELEASE, key=key)


def _initial(row: Release, page: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS[page]} | {"version": row.version}


def _answer(request: Request, row: Release, form: FieldsForm, page: str, **context: Any) -> HttpResponse:
    made = saved(
        form,
        lambda: edit(
            release=row, fields=form.said, by=request.user, now=request.now, seen_version=form.cleaned_data["version"]
        ),
    )
    if made:
        messages.success(request, _("Saved."))
        return go(request, made)
    return show(request, f"releases/{page}.html", form, release=row, **context)


@require_http_methods(METHODS)
def facts(request: Request, key: str) -> HttpResponse:
    """What it is and whom it concerns."""
    row = _editable(request, key)
    initial = _initial(row, "facts") | {
        "segments": ", ".join(row.segments),
        "functions": list(row.functions.all()),
        "other_areas": list(row.other_areas.all()),
    }
    form = FactsForm(request.POST or None, initial=initial, release=row)
    return _answer(request, row, form, "facts", links=row.links.all())


@require_http_methods(METHODS)
def safety(request: Request, key: str) -> HttpResponse:
    """What goes out, how one sees that it goes well, and how one goes back."""
    row = _editable(request, key)
    form = SafetyForm(request.POST or None, initial=_initial(row, "safety"))
    return _answer(request, row, form, "safety")


@require_http_methods(METHODS)
def customers(request: Request, key: str) -> HttpResponse:
    """May I tell the customer? No, under NDA, or from a day, with the sentence to say."""
    row = _editable(request, key)
    form = CustomersForm(request.POST or None, initial=_initial(row, "customers"))
    return _answer(request, row, form, "customers")
