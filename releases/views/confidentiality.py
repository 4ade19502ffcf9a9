"""Who sees a release: everybody, or those who prepare it and those who were let in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from productops.forms import PortalForm
from productops.http import Request, go, load
from productops.people.forms.choosing import PersonField, SuggestsPeople
from productops.people.models import Person
from productops.people.permissions import Permission
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions import confidentiality as doors
from releases.models import Release
from releases.search import readers_of_many
from releases.stage_forms import ReasonForm

METHODS = ["GET", "HEAD", "POST"]


class LetInForm(SuggestsPeople, PortalForm):
    person = PersonField(label=gettext_lazy("Person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()


def _release(request: Request, key: str) -> Release:
    rows = Release.objects.visible_to(request.user).select_related("area", "confidential_by")
    return load(request, rows, Permission.KEEP_RELEASE_CONFIDENTIAL, key=key)


@require_http_methods(METHODS)
def confidentiality(request: Request, key: str) -> HttpResponse:
    """GET: who sees it. POST: it is kept confidential, with a reason."""
    row = _release(request, key)
    form = _reason(request.POST if request.method == "POST" else None, row)
    made = saved(
        form,
        lambda: doors.keep_confidential(
            release=row, reason=form.cleaned_data["reason"], by=request.user, now=request.now
        ),
    )
    if made:
        undo = "" if row.confidential else f"undo:{reverse('releases:confidentiality-removal', args=[key])}"
        messages.success(request, _("It is confidential."), extra_tags=undo)
        return go(request, "releases:confidentiality", key)
    return _page(request, row, form, LetInForm())


@require_POST
def confidentiality_removal(request: Request, key: str) -> HttpResponse:
    """Everybody sees it again."""
    doors.open_up(release=_release(request, key), by=request.user, now=request.now)
    messages.success(request, _("Everybody sees it again."))
    return go(request, "releases:confidentiality", key)


@require_POST
def insiders(request: Request, key: str) -> HttpResponse:
    """Let somebody in."""
    row = _release(request, key)
    form = LetInForm(request.POST)
    made = saved(
        form,
        lambda: doors.let_in(release=row, person=form.cleaned_data["person"], by=request.user, now=request.now),
    )
    if made is None:
        return _page(request, row, _reason(None, row), form)
    messages.success(request, _("%(name)s sees it now.") % {"name": form.cleaned_data["person"].name})
    return go(request, "releases:confidentiality", key)


@require_POST
def insider_removal(request: Request, key: str, pk: int) -> HttpResponse:
    row = _release(request, key)
    person = load(request, row.insiders.all(), pk=pk)
    doors.let_out(release=row, person=person, by=request.user, now=request.now)
    messages.success(request, _("%(name)s is not let in any more.") % {"name": person.name})
    return go(request, "releases:confidentiality", key)


def _reason(data: Any, row: Release) -> ReasonForm:
    return ReasonForm(
        data, label=_("Why it is confidential"), missing=_("Say why, for those who see it."),
        help_text=_("Read by those who see it."),
        initial={"reason": row.confidential_reason},
    )  # fmt: skip


def _page(request: Request, row: Release, form: forms.Form, letting_in: forms.Form) -> HttpResponse:
    insiders = list(row.insiders.order_by("sort_key"))
    ids = readers_of_many([row], day=day_of(request.user, request.now))[row.pk]
    others = Person.objects.filter(pk__in=ids).exclude(pk__in=[person.pk for person in insiders]).order_by("sort_key")
    context = {"release": row, "form": form, "letting_in": letting_in, "insiders": insiders, "others": others}
    status = max(getattr(each, "status", 200) for each in (form, letting_in))
    return render(request, "releases/confidentiality.html", context, status=status)
