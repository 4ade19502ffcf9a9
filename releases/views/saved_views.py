"""Saved views: filters under a name, each person's own. Saved, opened, named anew, deleted, brought back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from productops.doors import Invalid
from productops.forms import PortalForm
from productops.http import Request, go, load
from productops.text import clean_line
from releases.actions import saved_views as doors
from releases.filters import read_query
from releases.models import SavedView
from releases.views.listing import PAGES

DELETED = "deleted_view"  # in the session: what was deleted last, to bring it back


class NameForm(PortalForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class SaveForm(NameForm):
    page = forms.ChoiceField(choices=[(page, page) for page in PAGES], widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: Request) -> HttpResponse:
    """One's own views. A post keeps the filters of a page under a name, and goes there."""
    form = SaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            view, replaced = doors.save_view(
                name=said["name"], page=said["page"], filters=read_query(said["query"]), by=request.user,
                now=request.now,
            )  # fmt: skip
        except Invalid as refused:
            form.take(refused.errors)
        else:
            words = _("“%(name)s” shows these filters now.") if replaced else _("Saved as “%(name)s”.")
            messages.success(request, words % {"name": view.name})
            return go(request, address_of(view))
    return _page(request, form, status=422 if form.is_bound else 200)


@require_POST
def renaming(request: Request, pk: int) -> HttpResponse:
    view = load(request, SavedView.objects.filter(person=request.user), pk=pk)
    form = NameForm(request.POST, prefix=str(pk))
    if form.is_valid():
        try:
            doors.rename_view(view=view, name=form.cleaned_data["name"], by=request.user, now=request.now)
        except Invalid as refused:
            form.take(refused.errors)
        else:
            messages.success(request, _("Renamed."))
            return go(request, "releases:views")
    return _page(request, None, status=422, renamed=form, pk=pk)


@require_POST
def deletion(request: Request, pk: int) -> HttpResponse:
    view = load(request, SavedView.objects.filter(person=request.user), pk=pk)
    doors.delete_view(view=view, by=request.user, now=request.now)
    request.session[DELETED] = {"name": view.name, "page": view.page, "query": view.query}
    undo = reverse("releases:views-return")
    messages.success(request, _("“%(name)s” is deleted.") % {"name": view.name}, extra_tags=f"undo:{undo}")
    return go(request, "releases:views")


@require_POST
def return_(request: Request) -> HttpResponse:
    """Bring back what was deleted last; harmless when there is nothing."""
    deleted = request.session.pop(DELETED, None)
    if deleted:
        doors.save_view(
            name=deleted["name"], page=deleted["page"], filters=read_query(deleted["query"]), by=request.user,
            now=request.now,
        )  # fmt: skip
        messages.info(request, _("“%(name)s” is back.") % {"name": deleted["name"]})
    return go(request, "releases:views")


def address_of(view: SavedView) -> str:
    """Where a saved view leads."""
    return f"{reverse(PAGES[view.page])}?{view.query}" if view.query else reverse(PAGES[view.page])


def _page(
    request: Request, form: SaveForm | None, *, status: int, renamed: NameForm | None = None, pk: int = 0
) -> HttpResponse:
    mine = SavedView.objects.filter(person=request.user, page__in=PAGES)
    rows: list[dict[str, Any]] = [
        {
            "view": view,
            "url": address_of(view),
            "form": renamed if renamed and view.pk == pk else _name_form(view),
        }
        for view in mine
    ]
    context = {"rows": rows, "form": form if form and form.is_bound else None}
    return render(request, "releases/views.html", context, status=status)


def _name_form(view: SavedView) -> NameForm:
    return NameForm(prefix=str(view.pk), initial={"name": view.name})
