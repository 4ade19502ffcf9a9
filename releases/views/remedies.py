"""The button beside each reason of a release's health: where it is put right, for who may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from releases.next_action import Action, Next, Rights
from releases.readiness import Remedy
from releases.views.lines import Line


@dataclass(frozen=True)
class Button:
    """A verb and where it leads; `region`: the line of an item that opens in place where a script runs."""

    verb: str
    url: str
    region: str = ""


def button_of(action: Action) -> Button:
    """An action of the pure rule with its address filled in."""
    region = f"item-{action.args[1]}" if action.route == "releases:item" else ""
    return Button(action.verb, reverse(action.route, args=action.args), region)


def buttons_of(found: Next) -> dict[str, Any]:
    """What `_next.html` shows."""
    return {
        "main": button_of(found.main) if found.main else None,
        "quiet": [button_of(action) for action in found.quiet],
        "why": found.why,
    }


def remedies(
    reasons: Iterable[Mapping[str, Any]], key: str, lines: Iterable[Line], rights: Rights, edits: bool
) -> list[dict[str, Any]]:
    """The reasons with their `verb`, `url` and `region`; without them for who can do nothing about it."""
    by_key = {line.item.key: line for line in lines}
    found = []
    for reason in reasons:
        action = _remedy(Remedy(reason["remedy"]), reason["about"], by_key.get(reason["about"]), key, rights, edits)
        button = button_of(action) if action else Button("", "")
        found.append({**reason, "verb": button.verb, "url": button.url, "region": button.region})
    return found


def _remedy(remedy: Remedy, about: str, line: Line | None, key: str, rights: Rights, edits: bool) -> Action | None:
    match remedy:
        case Remedy.ITEM if line:
            verb = _("Settle it") if line.settles and not line.item.fact else _("Look at it")
            return Action(verb, "releases:item", (key, line.item.pk))
        case Remedy.DATE if rights.plan:
            return Action(_("Move the date"), "releases:dates", (key,))
        case Remedy.HOLD if rights.plan:
            return Action(_("Let it go on"), "releases:stage", (key,))
        case Remedy.ROLLBACK if edits:
            return Action(_("Complete it"), "releases:safety", (key,))
        case Remedy.BUGS if edits:
            return Action(_("Look at them"), "releases:safety", (key,))
        case Remedy.RISK if edits:
            return Action(_("Write a mitigation"), "releases:risks", (key,))
        case Remedy.SIGNOFF:
            return Action(_("Look at it"), "releases:signoff", (key, about))
        case Remedy.BUNDLE:
            return Action(_("Open the bundle"), "releases:bundle", (key,))
        case Remedy.DECISION:
            return Action(_("Open the preflight"), "releases:preflight", (key,))
        case Remedy.DEPENDENCY if edits:
            return Action(_("Look at it"), "releases:dependencies", (key,))
    return None
