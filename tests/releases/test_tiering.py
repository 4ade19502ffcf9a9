"""Which tier the answers make, and what a lower one asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.enums import Tier
from releases.tiering import Question, Suggestion, TierRule, objection_to, suggest, unknown_in

QUESTIONS = (
    Question("visible", "Do users see it?", {"no": "No", "fix": "A small fix", "feature": "A feature"}),
    Question("flag", "Behind a flag?", {"yes": "Yes", "no": "No"}),
    Question("migration", "Does data move?", {"no": "No", "yes": "Yes"}),
)
RULES = (
    TierRule(Tier.MEDIUM, {"visible": frozenset({"feature"})}, "Users see a new feature."),
    TierRule(Tier.HIGH, {"visible": frozenset({"feature"}), "flag": frozenset({"no"})}, "Everybody gets it at once."),
    TierRule(Tier.HIGH, {"migration": frozenset({"yes"})}, "Data is migrated."),
)


@pytest.mark.parametrize(
    ("answers", "tier", "reasons"),
    [
        ({}, 1, ("Nothing in the answers asks for a review.",)),
        ({"visible": "fix", "flag": "no", "migration": "no"}, 1, ("Nothing in the answers asks for a review.",)),
        ({"visible": "feature", "flag": "yes"}, 2, ("Users see a new feature.",)),
        ({"visible": "feature", "flag": "no"}, 3, ("Everybody gets it at once.", "Users see a new feature.")),
        ({"visible": "no", "migration": "yes"}, 3, ("Data is migrated.",)),
        ({"visible": "nonsense", "unasked": "yes"}, 1, ("Nothing in the answers asks for a review.",)),
    ],
)
def test_the_highest_rule_that_speaks_is_suggested(
    answers: dict[str, str], tier: int, reasons: tuple[str, ...]
) -> None:
    suggestion = suggest(QUESTIONS, RULES, answers)
    assert (suggestion.tier, suggestion.reasons) == (tier, reasons)


def test_what_is_not_answered_is_said() -> None:
    assert suggest(QUESTIONS, RULES, {"flag": "yes", "visible": "nonsense"}).unanswered == ("visible", "migration")


@pytest.mark.parametrize(
    ("assigned", "reason", "refused"), [(3, "", False), (2, "", False), (1, " ", True), (1, "It is a label.", False)]
)
def test_a_lower_tier_takes_a_reason(assigned: int, reason: str, refused: bool) -> None:
    objection = objection_to(Tier(assigned), Suggestion(Tier.MEDIUM, ()), reason)
    assert bool(objection) is refused
    assert not refused or "Tier 2, medium" in objection


def test_rules_that_ask_what_no_question_offers_are_named() -> None:
    rules = (TierRule(Tier.HIGH, {"flag": frozenset({"maybe", "no"}), "pricing": frozenset({"yes"})}, "x"),)
    assert unknown_in(QUESTIONS, rules) == ["flag=maybe", "pricing"]
    assert unknown_in(QUESTIONS, RULES) == []


answers = st.dictionaries(st.sampled_from(["visible", "flag", "migration"]), st.sampled_from(["no", "yes", "feature"]))


@given(answers=answers, extra=st.sampled_from(RULES))
def test_more_rules_never_lower_the_tier(answers: dict[str, str], extra: TierRule) -> None:
    fewer = [rule for rule in RULES if rule != extra]
    assert suggest(QUESTIONS, fewer, answers).tier <= suggest(QUESTIONS, RULES, answers).tier
