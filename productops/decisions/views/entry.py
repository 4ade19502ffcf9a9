"""One decision: read, logged, superseded, said in better words, kept until another day."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from productops.decisions import subjects
from productops.decisions.actions import correct, log, review, supersede
from productops.decisions.actions.entries import CORRECTABLE, author_scope, correctable_until, refuse_superseded
from productops.decisions.forms import DecisionForm, ReviewForm, WordingForm, beginning_of, more_rows
from productops.decisions.models import DecisionEntry
from productops.decisions.reading import chain_of, earlier, story_of, wordings_of
from productops.doors import Stale
from productops.http import Request, go, load
from productops.people.permissions import Permission, can, require
from productops.people.standing import day_of
from productops.people.views.editor import saved, show

A_QUARTER = timedelta(days=91)
FORM = ["GET", "HEAD", "POST"]


def _load(request: Request, number: int, permission: Permission | None = None) -> DecisionEntry:
    rows = DecisionEntry.objects.visible_to(request.user).current().with_look_on()
    return load(request, rows.select_related("owner", "area", "made_by"), permission, number=number)


@require_safe
def decision(request: Request, number: int) -> HttpResponse:
    """The latest wording, the earlier ones, what it supersedes and what superseded it. As many statements always."""
    entry = _load(request, number)
    wordings = wordings_of(entry)
    chain = chain_of(wordings, request.user)
    today = day_of(request.user, request.now)
    look: date | None = entry.look_on  # type: ignore[attr-defined]
    until = wordings[0].made_at + CORRECTABLE
    still = chain.after is None
    corrects = can(request.user, Permission.CORRECT_DECISION, author_scope(entry), on=request.now)
    context = {
        "entry": entry,
        "options": list(entry.options.all()),
        "chain": chain,
        "earlier": earlier(wordings),
        "first": wordings[0],
        "story": story_of(wordings),
        "code": subjects.codes().get(entry.action_code, entry.action_code),
        "look_on": look if still else None,
        "due": bool(still and look and look <= today),
        "today": today,
        "supersedes": still and can(request.user, Permission.SUPERSEDE_DECISION, entry, on=request.now),
        "reviews": still and can(request.user, Permission.REVIEW_DECISION, entry, on=request.now),
        "corrects": still and request.now <= until and corrects,
        "until": until,
    }
    return render(request, "decisions/decision.html", context)


@require_http_methods(FORM)
def new(request: Request) -> HttpResponse:
    """Log a decision of one's own."""
    if request.method == "POST" and "more" in request.POST:
        return show(request, "decisions/new.html", more_rows(request.POST))
    today = request.organisation.day(request.now)
    form = DecisionForm(request.POST if request.method == "POST" else None, initial={"review_on": today + A_QUARTER})
    person = request.user
    made = saved(form, lambda: log(**form.facts, owner=person, decided_on=today, by=person, now=request.now))
    if made:
        messages.success(request, _("%(label)s is in the log.") % {"label": made.label})
        return go(request, "decisions:decision", made.number)
    return show(request, "decisions/new.html", form)


@require_http_methods(FORM)
def supersession(request: Request, number: int) -> HttpResponse:
    """A new decision in the place of this one. Who comes second keeps what she typed, and is led to the first."""
    entry = _load(request, number, Permission.SUPERSEDE_DECISION)
    if request.method == "POST" and "more" in request.POST:
        return show(request, "decisions/supersession.html", more_rows(request.POST), entry=entry)
    if request.method != "POST":
        refuse_superseded(entry)
    today, person = request.organisation.day(request.now), request.user
    form = DecisionForm(
        request.POST if request.method == "POST" else None, initial=beginning_of(entry, today + A_QUARTER)
    )
    try:
        made = saved(
            form,
            lambda: supersede(
                entry=entry, **form.facts, owner=person, decided_on=today, by=person, now=request.now
            ),
        )  # fmt: skip
    except Stale as late:
        form.status = 409  # type: ignore[attr-defined]
        return show(request, "decisions/supersession.html", form, entry=entry, late=late)
    if made:
        facts = {"label": made.label, "earlier": entry.label}
        messages.success(request, _("%(label)s supersedes %(earlier)s.") % facts)
        return go(request, "decisions:decision", made.number)
    return show(request, "decisions/supersession.html", form, entry=entry)


@require_http_methods(FORM)
def wording(request: Request, number: int) -> HttpResponse:
    """Better words for the same decision, by its author within a day."""
    entry = _load(request, number)
    require(request.user, Permission.CORRECT_DECISION, author_scope(entry), on=request.now)
    until = correctable_until(entry)
    if request.method != "POST":
        refuse_superseded(entry)
        if request.now > until:
            late = _("Its wording could be corrected for 24 hours. Supersede the decision instead.")
            raise Stale(late, reload=entry.get_absolute_url())
    initial = {name: getattr(entry, name) for name in WordingForm.base_fields}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=initial)
    try:
        made = saved(form, lambda: correct(entry=entry, said=form.said, by=request.user, now=request.now))
    except Stale as late_one:
        form.status = 409  # type: ignore[attr-defined]
        return show(request, "decisions/wording.html", form, entry=entry, until=until, late=late_one)
    if made:
        messages.success(request, _("The wording is corrected; the earlier one stays visible."))
        return go(request, "decisions:decision", number)
    return show(request, "decisions/wording.html", form, entry=entry, until=until)


@require_http_methods(FORM)
def keeping(request: Request, number: int) -> HttpResponse:
    """The owner looked at it again and keeps it."""
    entry = _load(request, number, Permission.REVIEW_DECISION)
    if request.method != "POST":
        refuse_superseded(entry)
    initial = {"keep_until": request.organisation.day(request.now) + A_QUARTER}
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    made = saved(form, lambda: review(entry=entry, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(label)s is kept.") % {"label": entry.label})
        return go(request, "decisions:decision", number)
    return show(request, "decisions/review.html", form, entry=entry)
