"""Which sections a bundle must have, and what flows into them from the release. Pure.

Full asks every section; lite leaves the talk track open. Any section can be called not applicable with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from releases.enums import Section
from releases.policy import Bundle

OPTIONAL_IN_LITE = frozenset({Section.SALES})


class Part(Protocol):
    """A section as it stands."""

    text: str
    not_applicable: str


def asked_of(form: Bundle) -> tuple[Section, ...]:
    """The sections that a bundle of this form must say, in the order of reading."""
    if form == Bundle.NONE:
        return ()
    return tuple(each for each in Section if form == Bundle.FULL or each not in OPTIONAL_IN_LITE)


def missing_in(form: Bundle, parts: Mapping[str, Part]) -> tuple[Section, ...]:
    """The sections that neither say anything nor why there is nothing to say."""
    return tuple(
        each
        for each in asked_of(form)
        if each not in parts or not (parts[each].text.strip() or parts[each].not_applicable.strip())
    )


@dataclass(frozen=True)
class Known:
    """What the release's fields say, for a first draft. Names and lists as they are read."""

    summary: str = ""
    segments: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    customer_sentence: str = ""
    monitoring: str = ""
    alert_thresholds: str = ""
    dashboard_url: str = ""
    rollback_procedure: str = ""
    rollback_criteria: str = ""
    rollback_owner: str = ""
    flags: tuple[str, ...] = ()
    rollout: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()  # what somebody is here, and the name


def drafted(known: Known) -> dict[Section, str]:
    """What flows into the sections, in Markdown. A section that the fields say nothing about is not in it."""
    lines: dict[Section, list[str]] = {
        Section.CHANGES: [known.summary],
        Section.IMPACT: [
            _said(_("Customers"), ", ".join(known.segments)),
            _said(_("Functions"), ", ".join(known.functions)),
            _said(_("Areas"), ", ".join(known.areas)),
        ],
        Section.HOW: [
            _said(_("Behind the flag"), ", ".join(f"`{flag}`" for flag in known.flags)),
            _said(_("Rollout"), "; ".join(known.rollout)),
        ],
        Section.SALES: [_said(_("What may be said"), known.customer_sentence)],
        Section.MONITORING: [
            known.monitoring,
            _said(_("Alert at"), known.alert_thresholds),
            _said(_("Dashboard"), known.dashboard_url),
        ],
        Section.ROLLBACK: [
            known.rollback_procedure,
            _said(_("When to go back"), known.rollback_criteria),
            _said(_("Who goes back"), known.rollback_owner),
        ],
        Section.OWNERS: [_said(role, name) for role, name in known.people],
    }
    drafts = {kind: "\n\n".join(line for line in said if line) for kind, said in lines.items()}
    return {kind: text for kind, text in drafts.items() if text}


def _said(what: str, value: str) -> str:
    return f"**{what}:** {value}" if value else ""
