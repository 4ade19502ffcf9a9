"""What must be said of a release before it starts, all of it at once. Pure.

Drafts may be as incomplete as they like; the form of a new release and the door that starts it ask here.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from releases.enums import Tier
from releases.leadtime import objection_to_day
from releases.policy import Policy
from releases.tiering import Suggestion, objection_to, suggest

ANSWER = "answer-"  # in front of a question's key, where its field says what is wrong


def objections(
    *, name: str, policy: Policy, answers: Mapping[str, str], tier: Tier | None, reason: str, launch_on: date | None,
    today: date,
) -> dict[str, str]:  # fmt: skip
    """Field -> why the release cannot start like this; empty when it can."""
    found = {}
    if not name:
        found["name"] = _("Give the release a name.")
    suggestion = suggest(policy.questions, policy.rules, answers)
    found |= unanswered(suggestion)
    if tier is None:
        found["tier"] = _("Choose a tier.")
    elif tier not in policy.tiers:
        found["tier"] = _("The policy has no such tier.")
    elif not suggestion.unanswered and (objection := objection_to(tier, suggestion, reason)):
        found["reason"] = objection
    if launch_on is None:
        found["launch_on"] = _("Say when it launches. The date can move later; as a draft it can wait.")
    elif objection := objection_to_day(launch_on, today):
        found["launch_on"] = objection
    return found


def unanswered(suggestion: Suggestion) -> dict[str, str]:
    """The questions that may still raise the tier, each at its field."""
    return {f"{ANSWER}{key}": _("Answer this: it decides about the tier.") for key in suggestion.unanswered}


def objection_to_window(starts_on: date | None, ends_on: date | None) -> str:
    """Why stakeholders cannot be told this window; empty when they can."""
    if (starts_on is None) != (ends_on is None):
        return _("Say both the first and the last day of the window.")
    if starts_on and ends_on and ends_on < starts_on:
        return _("The window ends before it begins.")
    return ""
