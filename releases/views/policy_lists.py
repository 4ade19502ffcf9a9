"""The checklists of the policy editor, and what all its lists do: move an entry, take it away.

A checklist is a region of its page: htmx gets the region after adding, moving and removing, everybody else the page.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.doors import Stale
from productops.http import Request, go, posted, wants
from productops.people.views.editor import show
from releases.enums import Gate, Tier
from releases.line_forms import LineForm
from releases.policy_editing import by_gate, line_key, moved, put, without
from releases.policy_forms import Versioned
from releases.policy_queries import lines_ever
from releases.policy_words import days_before
from releases.views.policy_editor import Desk, undo_at

Lines = Sequence[dict[str, Any]]


# The lines of a tier's checklist


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: Request, number: int) -> HttpResponse:
    """The checklist of a tier, and below it the form of one more line."""
    desk = Desk(request)
    tier = desk.tier(number)
    form = _line_form(desk, tier, request.POST or None)

    def add(content: dict[str, Any]) -> dict[str, Any]:
        asked = content["tiers"][str(number)]
        there = asked.get("checklist", [])
        ever = [*lines_ever(), *(line for each in content["tiers"].values() for line in each.get("checklist", []))]
        key = line_key(form.cleaned_data["title"], there, ever)
        asked["checklist"] = by_gate([*there, form.as_line(key)], asked["gates"])
        return content

    made = desk.saved(form, add) if request.method == "POST" else None
    if made:
        words = _("Added to your draft: %(title)s.") % {"title": form.cleaned_data["title"]}
        return _list_answer(request, words, tier)
    context = _lines_context(desk, tier) | {"form": form}
    template = "releases/policy_lines.html#lines" if wants(request, "lines") else "releases/policy_lines.html"
    return show(request, template, form, **{name: value for name, value in context.items() if name != "form"})


def _lines_context(desk: Desk, tier: Tier) -> dict[str, Any]:
    asked = desk.content["tiers"][str(tier.value)]
    there = asked.get("checklist", [])
    gates = [
        {"label": Gate(gate).label, "lines": [said_line(desk.names, line) for line in there if line["gate"] == gate]}
        for gate in asked.get("gates", [])
    ]
    lost = [said_line(desk.names, line) for line in there if line["gate"] not in asked.get("gates", [])]
    if lost:
        gates.append({"label": _("At a gate that this tier does not have"), "lines": lost})
    return {"desk": desk, "tier": tier, "gates": gates, "total": len(there), "form": _line_form(desk, tier)}


def said_line(names: dict[str, str], line: dict[str, Any]) -> dict[str, Any]:
    """A line as a row of the list."""
    owner = names.get(line["function"], line["function"])
    return {
        "key": line["key"],
        "title": line["title"],
        "words": f"{owner} · {days_before(line['days_before'])}",
        "required": line.get("required", True),
        "fact": bool(line.get("fact")),
        "tiers": line.get("tiers", []),
    }


def _line_form(desk: Desk, tier: Tier, data: Any = None, line: dict[str, Any] | None = None) -> LineForm:
    gates = desk.content["tiers"][str(tier.value)].get("gates", [])
    initial = {"version": desk.version} | ({"required": True} | line if line else {})
    return LineForm(data, gates=gates, functions=desk.names, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: Request, number: int, key: str) -> HttpResponse:
    """Change one line. It keeps its key, so that releases that are moved find what was done."""
    desk = Desk(request)
    tier = desk.tier(number)
    there = desk.content["tiers"][str(number)].get("checklist", [])
    found = there[place_of(there, "key", key)]
    form = _line_form(desk, tier, request.POST or None, found)

    def change(content: dict[str, Any]) -> dict[str, Any]:
        asked = content["tiers"][str(number)]
        asked["checklist"] = by_gate(put(asked["checklist"], "key", form.as_line(key)), asked["gates"])
        return content

    if desk.saved(form, change):
        desk.undoable(_("Saved in your draft."), str(number))
        return go(request, "releases:policy-lines", number)
    return show(request, "releases/policy_line.html", form, desk=desk, tier=tier, line=found)


@require_POST
def lines_order(request: Request, number: int) -> HttpResponse:
    """A line up, down, or away."""
    desk = Desk(request)
    tier = desk.tier(number)

    def change(content: dict[str, Any], to: Callable[[Lines], Lines]) -> None:
        asked = content["tiers"][str(number)]
        asked["checklist"] = to(asked["checklist"])

    try:
        words = reorder(desk, change, lambda content: content["tiers"][str(number)]["checklist"], "key", "gate")
    except Stale as late:
        if not wants(request, "lines"):
            raise
        answer = _lines_context(desk, tier) | {"text": late.message, "level": "warning"}
        return render(request, "releases/policy_lines.html#lines", answer, status=409)
    return _list_answer(request, words, tier)


def _list_answer(request: Request, words: str, tier: Tier) -> HttpResponse:
    """The region with its message to htmx, the page to everybody else."""
    desk = Desk(request)
    if wants(request, "lines"):
        answer = {"text": words, "level": "success", "undo": undo_at(str(tier.value))}
        return render(request, "releases/policy_lines.html#lines", _lines_context(desk, tier) | answer)
    desk.undoable(words, str(tier.value))
    return go(request, "releases:policy-lines", tier.value)


# What every list does


def reorder(
    desk: Desk,
    change: Callable[[dict[str, Any], Callable[[Lines], Lines]], None],
    lines_of: Callable[[dict[str, Any]], Lines],
    name: str,
    within: str = "",
) -> str:
    """Move or remove what the pressed button names; says in words what happened. Raises Http404, `Stale`."""
    form = Versioned(desk.request.POST)
    act = next((act for act in ("up", "down", "remove") if act in desk.request.POST), "")
    place = place_of(lines_of(desk.content), name, posted(desk.request).get(act, ""))
    seen = form.cleaned_data["version"] if form.is_valid() else -1

    def to(there: Lines) -> Lines:
        return without(there, place) if act == "remove" else moved(there, place, act == "up", within)

    def apply(content: dict[str, Any]) -> dict[str, Any]:
        change(content, to)
        return content

    desk.change(apply, seen)
    return _("Removed from your draft.") if act == "remove" else _("Moved.")


def place_of(there: Lines, name: str, key: str) -> int:
    """Where in the list the entry with this key is; rules have none and are named by their number. 404 otherwise."""
    for place, each in enumerate(there):
        if (str(each.get(name)) if name else str(place)) == key:
            return place
    raise Http404
