"""Policies: every preset is one, every fault is named at its place, and a newer version says what it changes."""

from copy import deepcopy
from typing import Any

import pytest

from productops.people.seed import FUNCTIONS
from releases.enums import Gate, Tier
from releases.policy import Difference, Policy, differences, template_for
from releases.policy_reading import Unfit, area_lines, read
from releases.presets import SIZES, preset
from releases.tiering import suggest


def policy(**changes: Any) -> Policy:
    return read(preset("scaling", regulated=False, language="en") | changes, functions=FUNCTIONS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("regulated", [False, True])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_preset_is_a_policy(size: str, regulated: bool, language: str) -> None:
    found = read(preset(size, regulated=regulated, language=language), functions=FUNCTIONS)
    assert Tier.MEDIUM in found.tiers
    assert ("legal" in found.of(Tier.MEDIUM).signoffs) is regulated
    assert all(isinstance(line.title, str) for tier in found.tiers.values() for line in tier.checklist)


def test_the_sizes_differ_as_the_specification_says() -> None:
    startup = read(preset("startup", regulated=False, language="en"), functions=FUNCTIONS)
    assert list(startup.tiers) == [1, 2]
    assert startup.of(Tier.HIGH) == startup.of(Tier.MEDIUM)  # what would be high is asked what medium is
    assert (policy().of(Tier.MEDIUM).lead_days, policy().of(Tier.HIGH).lead_days) == (5, 10)
    assert policy().of(Tier.HIGH).gates == (Gate.MOCK, Gate.STAGING, Gate.GO_NO_GO)
    assert read(preset("enterprise", regulated=False, language="en"), functions=FUNCTIONS).four_eyes
    assert not policy().four_eyes


@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ({"visible": "fix"}, 1),  # copy change, small fix
        ({"visible": "no"}, 1),  # invisible back-end work
        ({"visible": "feature", "reach": "some"}, 2),  # feature behind a flag
        ({"pricing": "some"}, 2),
        ({"api": "added"}, 2),
        ({"visible": "feature", "reach": "all"}, 3),  # general availability
        ({"migration": "yes"}, 3),
        ({"api": "breaking"}, 3),
        ({"pricing": "all"}, 3),
        ({"visible": "redesign"}, 3),
    ],
)
def test_the_questions_find_the_tier_of_the_specification(answers: dict[str, str], tier: int) -> None:
    found = policy()
    assert suggest(found.questions, found.rules, answers).tier == tier


def test_every_fault_is_named_at_its_place() -> None:
    content = deepcopy(preset("scaling", regulated=False, language="en"))
    two = content["tiers"]["2"]
    two["lead_days"], two["gates"], two["signoffs"] = -1, ["go_no_go", "party"], ["support", "wizards"]
    two["checklist"][0] |= {"title": " ", "function": "nobody", "gate": "mock", "fact": "luck"}
    two["checklist"][1]["key"] = two["checklist"][0]["key"]
    content["rules"][0]["when"] = {"weather": ["rain"]}
    content["tiers"]["1"]["gates"] = ["go_no_go"]
    with pytest.raises(Unfit) as unfit:
        read(content, functions=FUNCTIONS)
    assert [fault.place for fault in unfit.value.faults] == [
        "rules",
        "tiers.1.gates",
        "tiers.2.gates",
        "tiers.2.lead_days",
        "tiers.2.signoffs",
        "tiers.2.checklist.0.gate",
        "tiers.2.checklist.0.fact",
        "tiers.2.checklist.0.title",
        "tiers.2.checklist.0.function",
        "tiers.2.checklist.1.key",
    ]


def test_a_policy_without_tiers_is_none() -> None:
    with pytest.raises(Unfit, match="at least one tier"):
        read({}, functions=FUNCTIONS)


def test_an_area_adds_to_the_lists_of_the_tiers_it_names() -> None:
    content = [
        {"key": "pci", "gate": "staging", "title": "PCI scan", "function": "legal", "days_before": 8, "tiers": [3]},
        {"key": "qa", "gate": "go_no_go", "title": "Card tests", "function": "qa", "days_before": 2, "tiers": [2, 3]},
    ]
    keys = {}
    for tier in (Tier.MEDIUM, Tier.HIGH):
        added = area_lines(content, tier=tier, policy=policy(), functions=FUNCTIONS)
        keys[tier] = [line.key for line in template_for(policy(), tier, added)]
    assert [key for key in keys[Tier.MEDIUM] if key.startswith("area:")] == ["area:qa"]
    high = keys[Tier.HIGH]
    assert high.index("measures") < high.index("area:pci") < high.index("scope") < high.index("area:qa")
    with pytest.raises(Unfit, match="no function"):
        area_lines([content[0] | {"function": "ghosts"}], tier=Tier.HIGH, policy=policy(), functions=FUNCTIONS)


def test_a_newer_version_says_what_it_changes() -> None:
    old = policy()
    content = deepcopy(preset("scaling", regulated=False, language="en"))
    two = content["tiers"]["2"]
    two["lead_days"] = 7
    two["signoffs"] = ["qa", "support", "legal"]
    two["checklist"][0]["title"] = "Feature complete"
    gone = two["checklist"].pop()
    assert gone["key"] == "sales"
    new = read(content, functions=FUNCTIONS)
    assert differences(old, new, Tier.MEDIUM) == [
        Difference("Business days of notice", "5", "7"),
        Difference("Sign-offs", "qa, support", "qa, support, legal"),
        Difference(
            "Checklist",
            "Feature complete behind its flag (engineering, 5 days before, a link)",
            "Feature complete (engineering, 5 days before, a link)",
        ),
        Difference("Checklist", "Sales knows what to say (sales, 2 days before, a note, Go/no-go, not required)", ""),
    ]
    assert differences(old, new, Tier.HIGH) == []
