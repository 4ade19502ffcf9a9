"""Saving what a form holds through a door, and answering when the door refuses."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from productops.doors import Invalid, Stale
from productops.forms import PortalForm

T = TypeVar("T")


def saved(form: PortalForm, door: Callable[[], T]) -> T | None:
    """What the door gives, or None with the reason at the form's fields and `form.status` for the answer.

    When somebody else was quicker (409) what was typed stays, `form.stale` says what they changed, and pressing
    the button again saves over it, knowingly.
    """
    form.status = 422 if form.is_bound else 200  # type: ignore[attr-defined]
    if not form.is_valid():
        return None
    try:
        return door()
    except Invalid as refused:
        form.take(refused.errors)
    except IntegrityError:
        form.add_error(None, _("Somebody else saved the same a moment ago. Look at it again, then try once more."))
    except Stale as stale:
        if "version" not in stale.context:
            raise  # there is nothing to save over
        form.status, form.stale = 409, stale  # type: ignore[attr-defined]
        again: QueryDict = form.data.copy()  # type: ignore[attr-defined]
        again["version"] = stale.context["version"]
        form.data = again
    return None


def show(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    """The page of a form, with the status that `saved` found."""
    status = getattr(form, "status", 200)
    return render(request, template, {"form": form, "stale": getattr(form, "stale", None), **context}, status=status)
