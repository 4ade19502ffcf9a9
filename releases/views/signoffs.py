"""Readiness sign-offs of a release: who was asked, where each stands, and one function's answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.http import Request, go, load
from productops.people.models import Function
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.views.editor import saved
from releases.actions import signoffs as doors
from releases.enums import Answer
from releases.models import Bundle, Release, SignoffRequest
from releases.preflight import preflight
from releases.signoff_forms import AnswerForm, AskForm, WaitForm
from releases.signoff_page import rows_of
from releases.views.release import loaded
from releases.visible import facts_for
from releases.windows import window_words


@require_safe
def signoffs(request: Request, key: str) -> HttpResponse:
    """Every function whose word is wanted. Whom nobody asked is named."""
    row = loaded(request, key)
    return _list(request, row)


def _list(request: Request, row: Release, form: AskForm | None = None) -> HttpResponse:
    found = preflight(row, now=request.now)
    context = {
        "release": row,
        "rows": rows_of(row, found.asked, request.user, now=request.now),
        "asks": can(request.user, Permission.ASK_SIGNOFF, row, on=request.now).allowed and row.tier,
        "form": form,
        "others": Function.objects.exclude(pk__in=[each.function.pk for each in found.asked]).order_by("name"),
    }
    return render(request, "releases/signoffs.html", context, status=getattr(form, "status", 200))


@require_POST
def requests(request: Request, key: str) -> HttpResponse:
    """Functions are asked."""
    row = loaded(request, key, Permission.ASK_SIGNOFF)
    form = AskForm(request.POST)
    asked = saved(
        form,
        lambda: doors.ask(release=row, functions=form.cleaned_data["function"], by=request.user, now=request.now),
    )
    if asked is None:
        return _list(request, row, form)
    words = ngettext("%(count)s function is asked.", "%(count)s functions are asked.", len(asked))
    messages.success(request, words % {"count": len(asked)} if asked else _("They were asked already."))
    return go(request, "releases:signoffs", row.key)


def request_of(request: Request, key: str, function: str) -> SignoffRequest:
    """The request of this address; 404 when nobody asked that function."""
    row = loaded(request, key)
    found = load(request, SignoffRequest.objects.select_related("function"), release=row, function__slug=function)
    if found.asked_at is None:
        raise Http404
    found.release = row
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def signoff(request: Request, key: str, function: str) -> HttpResponse:
    """What is signed, and the three answers."""
    asked = request_of(request, key, function)
    if request.method != "POST":
        return _page(request, asked)
    require(request.user, Permission.SIGN_OFF, asked, on=request.now)
    form = AnswerForm(request.POST)
    given = saved(
        form,
        lambda: doors.answer(
            request=asked, answer=Answer(form.cleaned_data["answer"]), comment=form.cleaned_data["comment"],
            seen_stamp=form.cleaned_data["stamp"], by=request.user, now=request.now,
        ),
    )  # fmt: skip
    if given is None:
        return _page(request, asked, form)
    messages.success(request, _("Recorded for %(function)s.") % {"function": asked.function.name})
    return go(request, "releases:signoff", key, function)


def _page(
    request: Request, asked: SignoffRequest, form: AnswerForm | None = None, waits: WaitForm | None = None
) -> HttpResponse:
    context = what_is_signed(request, asked.release, asked) | {
        "form": form or AnswerForm(),
        "waits": waits or WaitForm(),
        "may": can(request.user, Permission.SIGN_OFF, asked, on=request.now),
        "asks": can(request.user, Permission.ASK_SIGNOFF, asked.release, on=request.now).allowed,
    }
    return render(request, "releases/signoff.html", context, status=getattr(form or waits, "status", 200))


def what_is_signed(request: Any, row: Release, asked: SignoffRequest, person: Any = None) -> dict[str, Any]:
    """What somebody who signs must see: the release in a few lines, its bundle, what changed since the last answer."""
    person = person or request.user
    found = preflight(row, now=request.now)
    line = next(each for each in rows_of(row, found.asked, person, now=request.now) if each.function == asked.function)
    day = day_of(person, request.now)
    seen = facts_for(row, person, on=day)
    bundle = Bundle.objects.filter(release=row).prefetch_related("sections").first()
    reads = line.may_answer or can(person, Permission.WRITE_BUNDLE, row, on=request.now).allowed
    return {
        "release": row,
        "asked": asked,
        "line": line,
        "seen": seen,
        "window": window_words(seen.window_from, seen.window_to, day),
        "stamp": found.stamp,
        "bundle": bundle,
        # The text as it is now is for who signs or writes it; everybody else reads what was published.
        "sections": [part for part in bundle.sections.all() if part.text] if bundle and reads else [],
        "answers": asked.answers.select_related("given_by").order_by("-id"),
        "answers_to_choose": Answer,
    }


@require_POST
def wait(request: Request, key: str, function: str) -> HttpResponse:
    """The function waits for something; its clock stands still."""
    asked = request_of(request, key, function)
    require(request.user, Permission.SIGN_OFF, asked, on=request.now)
    form = WaitForm(request.POST)
    made = saved(
        form,
        lambda: doors.wait_for(
            request=asked, waiting_for=form.cleaned_data["waiting_for"], by=request.user, now=request.now
        ),
    )
    if made is None:
        return _page(request, asked, waits=form)
    messages.success(request, _("The clock stands still. The PM hears what you wait for."))
    return go(request, "releases:signoff", key, function)


@require_POST
def wait_removal(request: Request, key: str, function: str) -> HttpResponse:
    """What was waited for has come."""
    asked = request_of(request, key, function)
    doors.go_on(request=asked, by=request.user, now=request.now)
    messages.success(request, _("The clock runs again."))
    return go(request, "releases:signoff", key, function)
