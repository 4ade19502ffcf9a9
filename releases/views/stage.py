"""The stage of a release: what can be done now, and each act with a page that says what happens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Stale
from productops.forms import PortalForm
from productops.http import Request, go, load
from productops.people.permissions import Permission, can
from productops.people.views.editor import saved
from releases import stage_acts as acts
from releases import stage_words as words
from releases.actions import stages as doors
from releases.models import Release
from releases.stage_acts import Act
from releases.stage_forms import LaunchedForm, ReasonForm
from releases.stage_line import stage_line
from releases.stages import Move, moves_from

METHODS = ["GET", "HEAD", "POST"]


def _release(request: Request, key: str, permission: Permission | None = None) -> Release:
    rows = Release.objects.visible_to(request.user).select_related("area", "policy")
    return load(request, rows, permission, key=key)


@require_safe
def stage(request: Request, key: str) -> HttpResponse:
    """Where it stands, every act that this stage knows, and why one is not possible yet."""
    row = _release(request, key)
    facts = doors.stage_facts(row)
    context = {
        "release": row,
        "stages": stage_line(facts, row),
        "acts": _possible(request, row),
        "reviewing": Move.APPROVE in moves_from(facts),
    }
    return render(request, "releases/stage.html", context)


def _possible(request: Request, row: Release) -> list[acts.Possible]:
    return acts.possible(
        doors.stage_facts(row),
        tier=row.tier,
        rolled_back=row.rolled_back_at is not None,
        may_do=lambda permission: can(request.user, permission, row, on=request.now),
    )


def _confirm(
    request: Request,
    row: Release,
    act: Act,
    *,
    question: str,
    lines: Callable[[], list[str]],
    form: PortalForm,
    do: Callable[[], Release],
    done: str,
    undo: str = "",
) -> HttpResponse:
    """GET: what happens. POST: it happens. What the stage does not know (any more) is 409."""
    if request.method != "POST":
        found = next((each for each in _possible(request, row) if each.act is act), None)
        if found is None or found.reasons:
            said = " ".join(found.reasons) if found else _("This release is not at a stage for that (any more).")
            raise Stale(said, reload=reverse("releases:stage", args=[row.key]))
    elif saved(form, do):
        messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
        return go(request, row)
    context = {
        "question": question,
        "consequences": lines(),
        "fields": form,
        "action": reverse(f"releases:{act.name}", args=[row.key]),
        "verb": act.verb,
        "danger": act.danger,
        "cancel": reverse("releases:stage", args=[row.key]),
    }
    return render(request, "components/confirm_page.html", context, status=getattr(form, "status", 200))


def _data(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _move(request: Request, row: Release, act: Act, **facts: Any) -> Release:
    assert act.move
    return doors.move(release=row, move=act.move, by=request.user, now=request.now, **facts)


@require_http_methods(METHODS)
def review(request: Request, key: str) -> HttpResponse:
    row = _release(request, key, acts.REVIEW.permission)
    return _confirm(
        request, row, acts.REVIEW, question=_("Begin the review of %(name)s?") % {"name": row.name},
        lines=lambda: words.of_review(row, doors.stage_facts(row)), form=PortalForm(_data(request)),
        do=lambda: _move(request, row, acts.REVIEW), done=_("The review begins."),
    )  # fmt: skip


@require_http_methods(METHODS)
def launch(request: Request, key: str) -> HttpResponse:
    row = _release(request, key, acts.LAUNCH.permission)
    return _confirm(
        request, row, acts.LAUNCH, question=_("Launch %(name)s?") % {"name": row.name},
        lines=lambda: words.of_launch(row, request.user), form=PortalForm(_data(request)),
        do=lambda: _move(request, row, acts.LAUNCH), done=_("It is launched."),
    )  # fmt: skip


@require_http_methods(METHODS)
def launch_record(request: Request, key: str) -> HttpResponse:
    """Facts are never denied: what was launched is recorded, with a mark when nobody had approved it."""
    row = _release(request, key, acts.RECORD.permission)
    form = LaunchedForm(_data(request))
    return _confirm(
        request, row, acts.RECORD, question=_("Record that %(name)s was launched?") % {"name": row.name},
        lines=lambda: words.of_record(row, doors.stage_facts(row), now=request.now), form=form,
        do=lambda: _move(request, row, acts.RECORD, launched_at=form.cleaned_data["launched_at"]),
        done=_("The launch is recorded."),
    )  # fmt: skip


@require_http_methods(METHODS)
def hold(request: Request, key: str) -> HttpResponse:
    row = _release(request, key, acts.HOLD.permission)
    form = ReasonForm(_data(request), label=_("What it waits for"), missing=_("Say what it waits for."))
    return _confirm(
        request, row, acts.HOLD, question=_("Put %(name)s on hold?") % {"name": row.name},
        lines=lambda: words.of_hold(row, request.user), form=form,
        do=lambda: doors.hold(release=row, reason=form.cleaned_data["reason"], by=request.user, now=request.now),
        done=_("It is on hold."), undo=reverse("releases:hold-removal", args=[key]),
    )  # fmt: skip


@require_POST
def hold_removal(request: Request, key: str) -> HttpResponse:
    """It goes on."""
    row = _release(request, key, acts.RESUME.permission)
    doors.resume(release=row, by=request.user, now=request.now)
    messages.success(request, _("It goes on."))
    return go(request, row)


@require_http_methods(METHODS)
def cancellation(request: Request, key: str) -> HttpResponse:
    row = _release(request, key, acts.CANCEL.permission)
    form = ReasonForm(_data(request), label=_("Why it does not come"), missing=_("Say why it is cancelled."))
    return _confirm(
        request, row, acts.CANCEL, question=_("Cancel %(name)s?") % {"name": row.name},
        lines=lambda: words.of_cancellation(row, request.user), form=form,
        do=lambda: _move(request, row, acts.CANCEL, reason=form.cleaned_data["reason"]),
        done=_("It is cancelled."), undo=reverse("releases:cancellation-removal", args=[key]),
    )  # fmt: skip


@require_POST
def cancellation_removal(request: Request, key: str) -> HttpResponse:
    """It is taken up again, as planned."""
    row = _release(request, key, acts.REVIVE.permission)
    _move(request, row, acts.REVIVE)
    messages.success(request, _("It is planned again."))
    return go(request, row)


@require_http_methods(METHODS)
def rollback(request: Request, key: str) -> HttpResponse:
    row = _release(request, key, acts.ROLLBACK.permission)
    form = ReasonForm(_data(request), label=_("Why it was rolled back"), missing=_("Say why it was rolled back."))
    return _confirm(
        request, row, acts.ROLLBACK, question=_("Record that %(name)s was rolled back?") % {"name": row.name},
        lines=words.of_rollback, form=form,
        do=lambda: doors.record_rollback(
            release=row, reason=form.cleaned_data["reason"], by=request.user, now=request.now
        ),
        done=_("The rollback is recorded."),
    )  # fmt: skip


@require_http_methods(METHODS)
def closing(request: Request, key: str) -> HttpResponse:
    row = _release(request, key, acts.CLOSE.permission)
    return _confirm(
        request, row, acts.CLOSE, question=_("Close %(name)s?") % {"name": row.name}, lines=words.of_closing,
        form=PortalForm(_data(request)), do=lambda: _move(request, row, acts.CLOSE), done=_("It is closed."),
    )  # fmt: skip
