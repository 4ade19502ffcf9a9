"""The ship decision: what it stands on, its conditions, recorded once; conditions met; confirmed again."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from productops.doors import Invalid, Stale
from productops.http import Request, go, load
from productops.people.forms.choosing import suggestions
from productops.people.permissions import Permission, Scope, require
from productops.people.views.editor import saved
from releases import decision_notices
from releases.actions import decisions as doors
from releases.actions.rounds import override_scope
from releases.blockers import Blocker
from releases.decision_forms import MORE, ConditionForm, DecisionForm, FulfilmentForm, OverrideForm, ReconfirmForm
from releases.enums import Outcome, Stage
from releases.go_no_go import Proposal
from releases.models import Condition, Escalation, Release
from releases.preflight import Preflight, open_round, preflight
from releases.views.preflight import context_of, overrides_to_decide_on
from releases.views.release import loaded

IN_FULL = 240  # letters of what is in the way, said above the form; more is counted
SHOWN = 5  # of what is in the way; the rest is folded
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def decision(request: Request, key: str) -> HttpResponse:
    """Go, conditional go, no-go or delay. The page states what happens, because it cannot be taken back."""
    row = loaded(request, key)
    round_ = open_round(row)
    escalated = bool(round_ and Escalation.objects.filter(round=round_).exists())
    scope = Scope(area_id=row.area_id, tier=row.tier, escalated=escalated)
    require(request.user, Permission.RECORD_SHIP_DECISION, scope, on=request.now)
    if row.stage not in (Stage.IN_REVIEW, Stage.APPROVED):
        raise Stale(_("There is nothing to decide: the release is not in review."), reload=row.get_absolute_url())
    found = preflight(row, now=request.now)
    blockers = _undecided(row, found)
    data = at_their_blockers(request.POST, blockers) if request.method == "POST" else None
    number = round_.number if round_ else row.rounds.count() + 1
    form = DecisionForm(data, initial={"seen": found.seen, "round": number})
    conditions = _conditions(data, blockers)
    if request.method == "POST" and all([form.is_valid(), *[each.is_valid() for each in conditions]]):
        made = _recorded(request, row, form, conditions, blockers)
        if made is not None:
            messages.success(request, _said(made, row, request))
            return go(request, row)
    if getattr(form, "stale", None):  # pressed again, it is decided on what is shown now
        round_, found = open_round(row), preflight(row, now=request.now)
        number = round_.number if round_ else row.rounds.count() + 1
        data = at_their_blockers(request.POST, _undecided(row, found))
        data["seen"], data["round"] = found.seen, str(number)
        form.data, conditions = data, _conditions(data, _undecided(row, found))
    _say_at_the_top(form, conditions)
    context = context_of(request, row, found, overrides_to_decide_on(row))
    first, rest = context["open"][:SHOWN], context["open"][SHOWN:]
    if len(rest) == 1:  # one more fits as well
        first, rest = context["open"], []
    context |= {
        "first": first,
        "rest": rest,
        "form": form,
        "stale": getattr(form, "stale", None),
        "conditions_forms": conditions,
        "told": len(decision_notices.relied_on(row, now=request.now) - {request.user.pk}),
        "outcomes": Outcome,
    }
    status = getattr(form, "status", 422 if form.is_bound else 200)
    return render(request, "releases/decision.html", context, status=status)


def _undecided(row: Release, found: Preflight) -> list[Blocker]:
    """The blockers that nobody took on."""
    taken = overrides_to_decide_on(row)
    return [each for each in found.blockers if each.final or each.ref not in taken]


def at_their_blockers(data: QueryDict, blockers: list[Blocker]) -> QueryDict:
    """What was typed about a blocker stays with it, also when others went or came since the page was shown."""
    places = {data[name]: name.removesuffix("-ref") for name in data if re.fullmatch(r"b[0-9]{1,4}-ref", name)}
    sorted_in = QueryDict(mutable=True)
    for name in data:
        if not re.match(r"b[0-9]{1,4}-", name):
            sorted_in.setlist(name, data.getlist(name))
    for place, blocker in enumerate(blockers):
        old = places.get(blocker.ref, "")
        for name in ("on", "what", "owner", "due_on", "ref"):
            if old and f"{old}-{name}" in data:
                sorted_in.setlist(f"b{place}-{name}", data.getlist(f"{old}-{name}"))
    return sorted_in


def _conditions(data: Any, blockers: list[Blocker]) -> list[ConditionForm]:
    """One for every blocker that may become a condition, and some for whatever else must be done."""
    wanted = [(f"b{place}", each) for place, each in enumerate(blockers) if not each.final]
    forms: list[ConditionForm] = []
    for prefix, blocker in [*wanted, *((f"m{place}", None) for place in range(MORE))]:
        about: dict[str, Any] = {}
        if blocker:
            words = blocker.words[:200]
            about = {"words": words, "initial": {"ref": blocker.ref, "what": words}}
        shared = {"shares": f"id_{forms[0].prefix}-owner_suggestions"} if forms else {"people": suggestions()}
        forms.append(ConditionForm(data, prefix=prefix, **about, **shared))
    return forms


def _recorded(
    request: Request, row: Release, form: DecisionForm, conditions: list[ConditionForm], blockers: list[Blocker]
) -> Any:
    """The decision, or None with what speaks against it at its place. What was typed stays."""
    proposal = form.proposal(conditions)
    try:
        return doors.record_decision(
            release=row, proposal=proposal, seen=form.cleaned_data["seen"], by=request.user, now=request.now,
            round_number=form.cleaned_data["round"],
        )  # fmt: skip
    except Invalid as refused:
        form.status = 422  # type: ignore[attr-defined]
        wanted = [each for each in conditions if each.wanted]
        for name, words in refused.errors.items():
            if at := re.fullmatch("condition-([0-9]+)-([a-z_]+)", name):
                wanted[int(at[1])].add_error(at[2], words)
            elif name == "" and len(words) > IN_FULL:
                form.add_error(None, _left(proposal, blockers))
            else:
                form.add_error(name if name in form.fields else None, words)
    except Stale as stale:
        row.refresh_from_db()
        if row.stage not in (Stage.IN_REVIEW, Stage.APPROVED):
            raise
        form.status, form.stale = 409, stale  # type: ignore[attr-defined]
    return None


def _left(proposal: Proposal, blockers: list[Blocker]) -> str:
    """How many things nobody took on; they are listed below."""
    stands = {each.ref for each in proposal.conditions}
    left = sum(each.final or each.ref not in stands for each in blockers)
    words = ngettext(
        "%(count)s thing is still in the way: put it right, override it or make it a condition.",
        "%(count)s things are still in the way: put each right, override it or make it a condition.",
        left,
    )
    return words % {"count": left}


def _say_at_the_top(form: DecisionForm, conditions: list[ConditionForm]) -> None:
    """What is wrong with a condition stands at its field, and above with its name."""
    if not form.is_bound:
        return
    for each in conditions:
        for name in each.errors:
            for words in each.errors[name]:
                form.add_error(None, f"{each.words or _('Something else')}: {words}")


def _said(made: Any, row: Release, request: Request) -> str:
    told = len(decision_notices.relied_on(row, now=request.now) - {request.user.pk})
    people = ngettext("%(count)s person is told.", "%(count)s people are told.", told) % {"count": told}
    return _("%(outcome)s is recorded as decision D-%(number)s. %(people)s") % {
        "outcome": made.get_outcome_display(),
        "number": made.entry_number,
        "people": people,
    }


@require_http_methods(METHODS)
def reconfirmation(request: Request, key: str) -> HttpResponse:
    """The PM stands by a stale approval."""
    row = loaded(request, key, Permission.RECORD_SHIP_DECISION)
    if row.approval_stale_at is None:
        raise Stale(_("The approval stands; there is nothing to confirm."), reload=row.get_absolute_url())
    found = preflight(row, now=request.now)
    form = ReconfirmForm(request.POST if request.method == "POST" else None, initial={"seen": found.seen})
    given = saved(
        form,
        lambda: doors.reconfirm(
            release=row, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], by=request.user,
            now=request.now,
        ),
    )  # fmt: skip
    if given:
        messages.success(request, _("The approval stands again."))
        return go(request, row)
    return _confirm(
        request, form, _("Confirm the go again?"),
        [*row.approval_stale_why, _("Everybody who relied on it is told that it stands again.")],
        reverse("releases:reconfirmation", args=[row.key]), _("Confirm the go"), row,
    )  # fmt: skip


def _of(request: Request, key: str, pk: int) -> tuple[Release, Condition]:
    row = loaded(request, key)
    rows = Condition.objects.select_related("decision__release__area", "owner")
    return row, load(request, rows, decision__release=row, pk=pk)


@require_http_methods(METHODS)
def fulfilment(request: Request, key: str, pk: int) -> HttpResponse:
    """A condition was met."""
    row, condition = _of(request, key, pk)
    require(request.user, Permission.MEET_CONDITION, condition, on=request.now)
    form = FulfilmentForm(request.POST if request.method == "POST" else None)

    def door() -> Any:
        how = form.cleaned_data["reason"]
        return doors.meet_condition(condition=condition, how=how, by=request.user, now=request.now)

    return _settled(request, row, condition, form, door, "condition-fulfilment", _("It is met"))


@require_http_methods(METHODS)
def condition_override(request: Request, key: str, pk: int) -> HttpResponse:
    """A condition is left unmet by who may."""
    row, condition = _of(request, key, pk)
    scope = override_scope(row, reserved=condition.reserved, now=request.now)
    require(request.user, Permission.OVERRIDE_BLOCKER, scope, on=request.now)
    form = OverrideForm(request.POST if request.method == "POST" else None, initial={"ref": condition.ref or "-"})

    def door() -> Any:
        why = form.cleaned_data["reason"]
        return doors.override_condition(condition=condition, reason=why, by=request.user, now=request.now)

    return _settled(request, row, condition, form, door, "condition-override", _("Leave it unmet"))


def _settled(
    request: Request, row: Release, condition: Condition, form: Any, door: Callable[[], Any], name: str, verb: str
) -> HttpResponse:
    if saved(form, door):
        messages.success(request, _("Recorded: %(what)s") % {"what": condition.what})
        return go(request, "releases:preflight", row.key)
    return _confirm(
        request, form, condition.what,
        [_("The launch waits for this condition. What you say stays on the card.")],
        reverse(f"releases:{name}", args=[row.key, condition.pk]), verb, row,
    )  # fmt: skip


def _confirm(
    request: Request, form: Any, question: str, consequences: list[str], action: str, verb: str, row: Release
) -> HttpResponse:
    context = {
        "question": question,
        "consequences": consequences,
        "fields": form,
        "action": action,
        "verb": verb,
        "cancel": reverse("releases:preflight", args=[row.key]),
    }
    return render(request, "components/confirm_page.html", context, status=getattr(form, "status", 200))
