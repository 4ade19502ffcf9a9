"""The flags behind which a release goes out, and the steps of its rollout."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import Request, go, load
from productops.people.permissions import Permission
from productops.people.standing import day_of
from releases.actions import parts as doors
from releases.models import FeatureFlag, Release, RolloutStep
from releases.part_forms import FlagForm, StepForm
from releases.views.part_pages import METHODS, PartPages, changing, listed, removal, returning, seen
from releases.visible import facts_for


def _shows(request: Request, release: Release) -> dict[str, Any]:
    return {
        "flags": release.flags.select_related("owner"),
        "steps": release.rollout.select_related("reached_by"),
        "seen": facts_for(release, request.user, on=day_of(request.user, request.now)),
        "flag_form": FLAGS.empty_form(),
        "step_form": STEPS.empty_form(),
    }


FLAGS = PartPages(
    part=FeatureFlag, form=FlagForm, name="flag", at="releases:flags", template="releases/flags.html", shows=_shows,
    heading=_("Change the flag"), added=_("The flag is there."), changed=_("Saved."), removed=_("The flag is gone."),
)  # fmt: skip
STEPS = PartPages(
    part=RolloutStep, form=StepForm, name="step", at="releases:flags", template="releases/flags.html", shows=_shows,
    heading=_("Change the step"), added=_("The step is planned."), changed=_("Saved."), removed=_("The step is gone."),
)  # fmt: skip


@require_http_methods(METHODS)
def flags(request: Request, key: str) -> HttpResponse:
    return listed(request, key, FLAGS)


@require_http_methods(METHODS)
def flag(request: Request, key: str, pk: int) -> HttpResponse:
    return changing(request, key, pk, FLAGS)


@require_POST
def flag_removal(request: Request, key: str, pk: int) -> HttpResponse:
    return removal(request, key, pk, FLAGS)


@require_POST
def flag_return(request: Request, key: str, pk: int) -> HttpResponse:
    return returning(request, key, pk, FLAGS)


@require_http_methods(METHODS)
def rollout(request: Request, key: str) -> HttpResponse:
    """The same page; what is posted here is a step."""
    return listed(request, key, STEPS)


@require_http_methods(METHODS)
def step(request: Request, key: str, pk: int) -> HttpResponse:
    return changing(request, key, pk, STEPS)


@require_POST
def step_removal(request: Request, key: str, pk: int) -> HttpResponse:
    return removal(request, key, pk, STEPS)


@require_POST
def step_return(request: Request, key: str, pk: int) -> HttpResponse:
    return returning(request, key, pk, STEPS)


@require_POST
def arrival(request: Request, key: str, pk: int) -> HttpResponse:
    """The step is reached."""
    return _reach(request, key, pk, reached=True)


@require_POST
def arrival_removal(request: Request, key: str, pk: int) -> HttpResponse:
    """It is not, after all."""
    return _reach(request, key, pk, reached=False)


def _reach(request: Request, key: str, pk: int, *, reached: bool) -> HttpResponse:
    release = seen(request, key, Permission.EDIT_RELEASE)
    part = load(request, release.rollout.select_related("release"), pk=pk)
    doors.reach(step=part, reached=reached, by=request.user, now=request.now)
    messages.success(request, now_("Recorded."))
    return go(request, "releases:flags", key)
