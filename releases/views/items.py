"""One item of a checklist: its page with its history, and what is done with it, in place or on a page of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from productops.doors import Invalid, Stale
from productops.http import Request, go, wants
from productops.people.permissions import Permission, require
from productops.people.standing import day_of
from productops.receiving import takes_files
from releases.actions import items as doors
from releases.enums import EvidenceRule, ItemState
from releases.item_forms import EvidenceForm, ItemForm, OwnerForm, ReasonForm
from releases.item_story import story_of_item
from releases.models import Release, ReleaseItem
from releases.views.acts import ACTS, Act
from releases.views.lines import Line, lines_of, row_of
from releases.views.release import answer, loaded
from releases.visible import facts_for

T = TypeVar("T")


def line_of(request: Request, key: str, pk: int) -> tuple[Release, Line]:
    """The release and its item, for who may see them."""
    release = loaded(request, key)
    try:
        row = row_of(release, pk)
    except ReleaseItem.DoesNotExist as missing:
        raise Http404 from missing
    return release, _line(request, release, row)


def _line(request: Request, release: Release, row: ReleaseItem) -> Line:
    seen = facts_for(release, request.user, on=day_of(request.user, request.now))
    return lines_of(release, [row], request.user, seen, request.now)[0]


@require_safe
def item(request: Request, key: str, pk: int) -> HttpResponse:
    """The item with what can be done about it and its history; in place: its line, open, with `?folded=1` closed."""
    release, line = line_of(request, key, pk)
    if wants(request, f"item-{pk}"):
        opened = "folded" not in request.GET
        return _row(request, release, line, opened=opened, form=_first_form(request, line) if opened else None)
    context = {"release": release, "line": line, "form": _first_form(request, line), "act": ACTS["completion"]}
    story = story_of_item(line.item, dated=line.dated)
    return render(request, "releases/item.html", {**context, "story": story, "on_page": True})


def _first_form(request: Request, line: Line) -> EvidenceForm | None:
    """The usual next step stands open at once: what shows that it is done."""
    if not (line.asked and line.settles) or line.settled or line.item.fact:
        return None
    return _evidence_form(request, line)


def _evidence_form(request: Request, line: Line, *data: Any) -> EvidenceForm:
    rule = EvidenceRule(line.item.evidence_rule)
    initial = {"version": line.item.version}
    return EvidenceForm(
        *data, by=request.user, now=request.now, rule=rule, initial=initial, auto_id=f"id_{line.item.pk}_%s"
    )


def _row(
    request: Request, release: Release, line: Line, *, opened: bool, form: Any = None, act: str = "completion",
    status: int = 200, stale: str = "", said: str = "",
) -> HttpResponse:  # fmt: skip
    context = {"release": release, "line": line, "opened": opened, "form": form, "act": ACTS[act], "stale": stale,
               "picks": bool(line.may), "fresh": True, "text": said, "level": "warning"}  # fmt: skip
    return render(request, "releases/_item_answer.html", context, status=status)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: Request, key: str, pk: int) -> HttpResponse:
    """Done, with what shows it."""
    release, line = line_of(request, key, pk)
    require(request.user, Permission.SETTLE_ITEM, line.item, on=request.now)
    form = _evidence_form(request, line, *([request.POST, request.FILES] if request.method == "POST" else []))

    def door() -> Any:
        return doors.set_state(
            items=[line.item], state=ItemState.DONE, shown=form.shown(),
            by=request.user, now=request.now, seen=_seen(form, line),
        )  # fmt: skip

    return _acted(request, release, line, ACTS["completion"], form, door)


def block(request: Request, key: str, pk: int) -> HttpResponse:
    """It cannot go on, and why."""
    return _reasoned(request, key, pk, ACTS["block"])


def exemption(request: Request, key: str, pk: int) -> HttpResponse:
    """It does not apply to this release, and why."""
    return _reasoned(request, key, pk, ACTS["exemption"])


def waiver(request: Request, key: str, pk: int) -> HttpResponse:
    """The owning function does without it, and why; the PM is told."""
    return _reasoned(request, key, pk, ACTS["waiver"])


@require_http_methods(["GET", "HEAD", "POST"])
def _reasoned(request: Request, key: str, pk: int, act: Act) -> HttpResponse:
    release, line = line_of(request, key, pk)
    require(request.user, act.permission, line.item, on=request.now)
    initial = {"version": line.item.version}
    form = ReasonForm(
        request.POST if request.method == "POST" else None, initial=initial, auto_id=f"id_{pk}_{act.name}_%s"
    )

    def door() -> Any:
        return doors.set_state(
            items=[line.item], state=act.state, reason=form.cleaned_data["reason"],
            by=request.user, now=request.now, seen=_seen(form, line),
        )  # fmt: skip

    return _acted(request, release, line, act, form, door)


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: Request, key: str, pk: int) -> HttpResponse:
    """Somebody else answers for it from now on, and hears so."""
    release, line = line_of(request, key, pk)
    act = ACTS["owner"]
    require(request.user, act.permission, line.item, on=request.now)
    initial = {"version": line.item.version}
    form = OwnerForm(request.POST if request.method == "POST" else None, initial=initial, auto_id=f"id_{pk}_owner_%s")

    def door() -> Any:
        return doors.hand_on(items=[line.item], to=form.cleaned_data["person"], by=request.user, now=request.now)

    return _acted(request, release, line, act, form, door)


@require_POST
def reopening(request: Request, key: str, pk: int) -> HttpResponse:
    """Not settled after all. What was shown stays."""
    release, line = line_of(request, key, pk)
    require(request.user, Permission.SETTLE_ITEM, line.item, on=request.now)
    form = ItemForm(request.POST)

    def door() -> Any:
        return doors.set_state(
            items=[line.item], state=ItemState.OPEN, by=request.user, now=request.now, seen=_seen(form, line)
        )

    return _acted(request, release, line, ACTS["reopening"], form, door)


def _seen(form: Any, line: Line) -> dict[int, int]:
    return {line.item.pk: form.cleaned_data.get("version") or 0}


def saved(form: Any, door: Callable[[], T]) -> tuple[T | None, str]:
    """What the door gives, or why somebody else's change stands in the way; other refusals stand in the form."""
    if not form.is_valid():
        return None, ""
    try:
        return door(), ""
    except Invalid as refused:
        form.take(refused.errors)
    except Stale as late:
        return None, late.message
    return None, ""


def _acted(
    request: Request, release: Release, line: Line, act: Act, form: Any, door: Callable[[], Any]
) -> HttpResponse:
    """The form, what is wrong with it, what somebody else did meanwhile, or the release as it is after the change."""
    pk = line.item.pk
    in_place = wants(request, f"item-{pk}")
    made, stale = saved(form, door) if request.method == "POST" else (None, "")
    if made is not None:
        messages.success(request, act.said % {"item": line.item.title})
        if in_place:
            return answer(request, release, changed=pk)
        return go(request, f"{release.get_absolute_url()}#item-{pk}")
    status = 409 if stale else 422 if request.method == "POST" else 200
    if stale:  # the state as it is now, and what was typed against its version
        line = _line(request, release, row_of(release, pk))
        form.hold("version", line.item.version)
    form = None if stale and line.settled else form
    if in_place:
        return _row(request, release, line, opened=True, form=form, act=act.name, status=status, stale=stale)
    context = {"release": release, "line": line, "form": form, "act": act, "stale": stale, "on_page": True}
    return render(request, "releases/item_act.html", context, status=status)
