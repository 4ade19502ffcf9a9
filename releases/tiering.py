"""Which tier a release is. Pure: the PM's answers and the policy's rules in, a suggestion with its reasons out.

A policy asks a few questions (visible to users? behind a flag? a migration?) and holds rules over the answers. Every
rule whose conditions all hold speaks; the highest tier among them is suggested, and tier 1 when none speaks. The PM
assigns the tier: a lower one than suggested takes a written reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.enums import Tier


@dataclass(frozen=True)
class Question:
    """One question with its possible answers, value -> words. The first is the one that asks least of others."""

    key: str
    text: str
    answers: Mapping[str, str]
    help: str = ""


@dataclass(frozen=True)
class TierRule:
    """When every question in `when` has one of these answers, the release is at least `tier`, because of `reason`."""

    tier: Tier
    when: Mapping[str, frozenset[str]]
    reason: str

    def holds(self, answers: Mapping[str, str]) -> bool:
        return all(answers.get(key) in values for key, values in self.when.items())


@dataclass(frozen=True)
class Suggestion:
    """The tier and why, the weightiest reason first; `unanswered` questions may still raise it."""

    tier: Tier
    reasons: tuple[str, ...]
    unanswered: tuple[str, ...] = ()


def condition_words(rule: TierRule, questions: Iterable[Question]) -> list[str]:
    """What must be answered for `rule` to speak, a phrase per question: 'Does a price change? For some customers'."""
    return [
        f"{each.text} " + _(" or ").join(words for value, words in each.answers.items() if value in rule.when[each.key])
        for each in questions
        if each.key in rule.when
    ]


def suggest(questions: Iterable[Question], rules: Iterable[TierRule], answers: Mapping[str, str]) -> Suggestion:
    """What the answers make of a release. Answers that the policy does not know say nothing."""
    known = {each.key: answers[each.key] for each in questions if answers.get(each.key) in each.answers}
    speaking = sorted((rule for rule in rules if rule.holds(known)), key=lambda rule: -rule.tier)
    tier = speaking[0].tier if speaking else Tier.LOW
    reasons = tuple(dict.fromkeys(rule.reason for rule in speaking))
    return Suggestion(
        tier=tier,
        reasons=reasons or (_("Nothing in the answers asks for a review."),),
        unanswered=tuple(each.key for each in questions if each.key not in known),
    )


def objection_to(assigned: Tier, suggested: Suggestion, reason: str) -> str:
    """Why this tier cannot be assigned like this; empty when it can."""
    if assigned < suggested.tier and not reason.strip():
        return _("The answers suggest %(suggested)s. Say in a sentence why a lower tier is right.") % {
            "suggested": suggested.tier.label
        }
    return ""


def unknown_in(questions: Sequence[Question], rules: Iterable[TierRule]) -> list[str]:
    """What a policy's rules ask that its questions do not offer, for the editor: 'question' or 'question=answer'."""
    offered = {each.key: set(each.answers) for each in questions}
    return sorted(
        {key for rule in rules for key in rule.when if key not in offered}
        | {
            f"{key}={value}"
            for rule in rules
            for key, values in rule.when.items()
            if key in offered
            for value in values - offered[key]
        }
    )
