"""Freeze windows: days in which a launch needs the Head of Product."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productops.http import Request, go, load
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.views.editor import saved, show
from releases.actions import freezes as doors
from releases.line_forms import FreezeForm
from releases.models import FreezeWindow

MOST = 200  # of those that are over


@require_safe
def freezes(request: Request) -> HttpResponse:
    """What is frozen and what will be; what is over, folded."""
    today = day_of(request.user, request.now)
    rows = FreezeWindow.objects.all()
    context = {
        "coming": rows.filter(ends_on__gte=today),
        "past": rows.filter(ends_on__lt=today).order_by("-starts_on")[:MOST],
        "edits": can(request.user, Permission.CHANGE_POLICY, on=request.now),
        "today": today,
    }
    return render(request, "releases/freezes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    require(request.user, Permission.CHANGE_POLICY, on=request.now)
    form = FreezeForm(request.POST or None)
    if saved(form, lambda: doors.add_freeze(**_facts(form), by=request.user, now=request.now)):
        messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["name"]})
        return go(request, "releases:freezes")
    return show(request, "releases/freeze.html", form, freeze=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    require(request.user, Permission.CHANGE_POLICY, on=request.now)
    found = load(request, FreezeWindow.objects.all(), pk=pk)
    initial = {name: getattr(found, name) for name in ("name", "starts_on", "ends_on", "version")}
    form = FreezeForm(request.POST or None, initial=initial)
    made = saved(
        form,
        lambda: doors.change_freeze(
            freeze=found, **_facts(form), by=request.user, now=request.now,
            version=form.cleaned_data["version"] or 0,
        ),
    )  # fmt: skip
    if made:
        messages.success(request, _("Saved."))
        return go(request, "releases:freezes")
    return show(request, "releases/freeze.html", form, freeze=found)


def _facts(form: FreezeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "starts_on", "ends_on")}


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: Request, pk: int) -> HttpResponse:
    """Say what follows, then remove it."""
    require(request.user, Permission.CHANGE_POLICY, on=request.now)
    found = load(request, FreezeWindow.objects.all(), pk=pk)
    if request.method == "POST":
        doors.remove_freeze(freeze=found, by=request.user, now=request.now)
        messages.success(request, _("%(name)s is removed.") % {"name": found.name})
        return go(request, "releases:freezes")
    context = {
        "question": _("Remove %(name)s?") % {"name": found.name},
        "consequences": [
            _("Launches on these days no longer need the Head of Product."),
            _("That it was there stays in the history."),
        ],
        "action": reverse("releases:freeze-removal", args=[pk]),
        "verb": _("Remove the window"),
        "danger": True,
        "cancel": reverse("releases:freezes"),
    }
    return render(request, "components/confirm_page.html", context)
