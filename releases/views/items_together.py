"""Many items at once: done, not applicable, handed on. One call of the door, so all of them or none.

The tick boxes of the page lead here with `item=<id>:<version>`; each act is a page of its own, and in place the bar
below the checklist holds it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from productops.http import Request, cleaned, go, wants
from productops.people.permissions import can
from productops.receiving import takes_files
from releases.actions import items as doors
from releases.enums import ItemState
from releases.item_forms import EvidenceForm, OwnerForm, ReasonForm
from releases.models import ReleaseItem
from releases.views.acts import ACTS, Act
from releases.views.items import saved
from releases.views.release import answer, loaded

REGION = "together"
Door = Callable[[Sequence[ReleaseItem], dict[int, int]], Any]


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: Request, key: str) -> HttpResponse:
    """All of them done, with one link, file or note that shows it for each."""
    data = [request.POST, request.FILES] if request.method == "POST" else []
    form = EvidenceForm(*data, by=request.user, now=request.now, auto_id="id_together_%s")

    def door(items: Sequence[ReleaseItem], seen: dict[int, int]) -> Any:
        return doors.set_state(
            items=items, state=ItemState.DONE, shown=form.shown(), by=request.user, now=request.now, seen=seen
        )

    return _together(request, key, ACTS["completion"], form, door)


@require_http_methods(["GET", "HEAD", "POST"])
def exemption(request: Request, key: str) -> HttpResponse:
    """None of them applies to this release, for one reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None, auto_id="id_together_%s")

    def door(items: Sequence[ReleaseItem], seen: dict[int, int]) -> Any:
        reason = form.cleaned_data["reason"]
        state = ItemState.NOT_APPLICABLE
        return doors.set_state(items=items, state=state, reason=reason, by=request.user, now=request.now, seen=seen)

    return _together(request, key, ACTS["exemption"], form, door)


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: Request, key: str) -> HttpResponse:
    """Somebody else answers for all of them from now on, and hears so once."""
    form = OwnerForm(request.POST if request.method == "POST" else None, auto_id="id_together_%s")

    def door(items: Sequence[ReleaseItem], seen: dict[int, int]) -> Any:
        return doors.hand_on(items=items, to=form.cleaned_data["person"], by=request.user, now=request.now)

    return _together(request, key, ACTS["owner"], form, door)


def chosen(data: QueryDict) -> dict[int, int]:
    """Item -> version as the tick boxes said; what is no number is no item."""
    pairs = (value.partition(":")[::2] for value in data.getlist("item")[: doors.MANY + 1])
    return {int(pk): int(version) for pk, version in pairs if _number(pk) and _number(version)}


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _together(request: Request, key: str, act: Act, form: Any, door: Door) -> HttpResponse:
    release = loaded(request, key)
    posted = request.method == "POST"
    seen = chosen(cleaned(request.POST if posted else request.GET))
    items = list(release.items.asked_for().filter(pk__in=seen).select_related("function", "person"))
    for item in items:
        item.release = release
    stale = ""
    if posted:
        if problem := _problem(request, act, items):
            form.is_valid()
            form.add_error(None, problem)
        made, stale = saved(form, lambda: door(items, seen))
        if made is not None:
            messages.success(request, _said(len(items), act))
            if wants(request, REGION):
                return answer(request, release, focus="checklist")
            return go(request, f"{release.get_absolute_url()}#checklist")
    if stale:  # knowingly, after looking: the states stand in the list
        for item in items:
            item.refresh_from_db(fields=["version", "state"])
    context = {"release": release, "items": items, "form": form, "act": act, "stale": stale}
    template = "releases/_together.html" if wants(request, REGION) else "releases/together.html"
    return render(request, template, context, status=409 if stale else 422 if posted else 200)


def _problem(request: Request, act: Act, items: Sequence[ReleaseItem]) -> str:
    """Why these cannot be done together, naming those that are in the way."""
    if not items:
        return _("Tick the items that you mean first.")
    refused = {item: can(request.user, act.permission, item, on=request.now) for item in items}
    others = [item.title for item, decision in refused.items() if not decision]
    if not others:
        return ""
    reason = next(decision.reason for decision in refused.values() if not decision)
    return _("Not yours to do: %(items)s. %(reason)s") % {"items": "; ".join(others[:5]), "reason": reason}


def _said(count: int, act: Act) -> str:
    match act.name:
        case "completion":
            return ngettext("%(count)s item is done.", "%(count)s items are done.", count) % {"count": count}
        case "exemption":
            words = ngettext("%(count)s item does not apply.", "%(count)s items do not apply.", count)
            return words % {"count": count}
    return ngettext("%(count)s item is handed on.", "%(count)s items are handed on.", count) % {"count": count}
