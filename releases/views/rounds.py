"""Before a decision: the readiness check begun, a blocker taken on or asked about, the decision sent up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.doors import Stale
from productops.http import Request, go, posted
from productops.people.permissions import Permission, can, require
from productops.people.views.editor import saved
from releases.actions import rounds as doors
from releases.decision_forms import OverrideForm, WhyForm
from releases.preflight import preflight
from releases.views.release import loaded

METHODS = ["GET", "HEAD", "POST"]


@require_POST
def begin(request: Request, key: str) -> HttpResponse:
    """Product Ops runs a readiness check."""
    row = loaded(request, key, Permission.RUN_READINESS_CHECK)
    round_ = doors.begin(release=row, by=request.user, now=request.now)
    messages.success(request, _("Round %(number)s is open.") % {"number": round_.number})
    return go(request, "releases:preflight", row.key)


@require_http_methods(METHODS)
def override(request: Request, key: str) -> HttpResponse:
    """Take one blocker on, with a reason: `?ref=` says which."""
    row = loaded(request, key)
    form = OverrideForm(request.POST if request.method == "POST" else None, initial={"ref": request.GET.get("ref", "")})
    ref = (posted(request) if request.method == "POST" else request.GET).get("ref", "")
    blocker = next((each for each in preflight(row, now=request.now).blockers if each.ref == ref), None)
    back = reverse("releases:preflight", args=[row.key])
    plain, reserved = (doors.override_scope(row, reserved=kind, now=request.now) for kind in (False, True))
    if blocker is None:
        if not can(request.user, Permission.OVERRIDE_BLOCKER, reserved, on=request.now):
            require(request.user, Permission.OVERRIDE_BLOCKER, plain, on=request.now)
        raise Stale(_("This is not in the way any more."), reload=back)
    require(request.user, Permission.OVERRIDE_BLOCKER, reserved if blocker.reserved else plain, on=request.now)
    given = saved(
        form,
        lambda: doors.override(
            release=row, ref=ref, reason=form.cleaned_data["reason"], by=request.user, now=request.now
        ),
    )
    if given:
        messages.success(request, _("Taken on. It stays on the card with your reason."))
        return go(request, "releases:preflight", row.key)
    context = {
        "question": _("Let it go out nevertheless?"),
        "consequences": [
            blocker.words,
            _("It no longer keeps this round from a go. Your name and reason stay visible for ever."),
            _("The PM and Product Ops are told."),
        ],
        "fields": form,
        "action": reverse("releases:override", args=[row.key]),
        "verb": _("Take it on"),
        "danger": True,
        "cancel": back,
    }
    return render(request, "components/confirm_page.html", context, status=getattr(form, "status", 200))


@require_POST
def override_request(request: Request, key: str) -> HttpResponse:
    """Ask who may to take a blocker on."""
    row = loaded(request, key, Permission.ASK_SIGNOFF)
    doors.ask_for_override(release=row, ref=posted(request).get("ref", ""), by=request.user, now=request.now)
    messages.success(request, _("Asked. The answer shows here."))
    return go(request, "releases:preflight", row.key)


@require_http_methods(METHODS)
def escalation(request: Request, key: str) -> HttpResponse:
    """The Head of Product is asked to decide this round."""
    row = loaded(request, key, Permission.ESCALATE_DECISION)
    form = WhyForm(request.POST if request.method == "POST" else None)
    given = saved(
        form,
        lambda: doors.escalate(release=row, reason=form.cleaned_data["reason"], by=request.user, now=request.now),
    )
    if given:
        messages.success(request, _("The Head of Product is asked to decide."))
        return go(request, "releases:preflight", row.key)
    context = {
        "question": _("Ask the Head of Product to decide?"),
        "consequences": [
            _("In this round the Head of Product may record the decision too. The PM still may."),
            _("It cannot be taken back in this round."),
        ],
        "fields": form,
        "action": reverse("releases:escalation", args=[row.key]),
        "verb": _("Ask the Head of Product"),
        "cancel": reverse("releases:preflight", args=[row.key]),
    }
    return render(request, "components/confirm_page.html", context, status=getattr(form, "status", 200))
