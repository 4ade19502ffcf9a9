"""What the editor does to a draft, and what a version changes of another, said in words."""

from copy import deepcopy
from typing import Any

import pytest

from productops.people.seed import FUNCTIONS
from releases.policy import Difference
from releases.policy_changes import changes, line_differences
from releases.policy_editing import by_gate, key_for, line_key, moved, put, without
from releases.policy_reading import read
from releases.presets import preset

NAMES = {slug: slug.upper() for slug in FUNCTIONS}
ONE, TWO, THREE = (
    {"key": key, "title": key.title(), "gate": gate} for key, gate in (("a", "x"), ("b", "y"), ("c", "x"))
)


@pytest.mark.parametrize(
    ("words", "taken", "key"),
    [
        ("QA sign-off", [], "qa-sign-off"),
        ("QA sign-off", ["qa-sign-off"], "qa-sign-off-2"),
        ("QA sign-off", ["qa-sign-off", "qa-sign-off-2"], "qa-sign-off-3"),
        ("Płatności: żółć!", [], "platnosci-zolc"),
        ("{{ secret }}", [], "secret"),
        ("???", [], "line"),
        ("word " * 60, [], "word-word-word-word-word-word-word-w"),
    ],
)
def test_keys_are_made_of_the_words(words: str, taken: list[str], key: str) -> None:
    assert key_for(words, taken) == key


def test_a_key_never_comes_to_mean_another_line() -> None:
    ever = [{"key": "scan", "title": "PCI scan"}, {"key": "docs", "title": "Documentation"}]
    assert line_key("pci SCAN", [], ever) == "scan"  # the same line in another tier, or again
    assert line_key("Docs", [], ever) == "docs-2"  # 'docs' was another one
    assert line_key("PCI scan", [{"key": "scan", "title": "PCI scan"}], ever) == "pci-scan"


def test_lines_move_within_their_gate_and_the_old_list_stays() -> None:
    lines = [ONE, TWO, THREE]
    assert moved(lines, 2, True, "gate") == [THREE, TWO, ONE]
    assert moved(lines, 0, True, "gate") == lines
    assert moved(lines, 1, False, "gate") == lines
    assert moved(lines, 0, False) == [TWO, ONE, THREE]
    assert without(lines, 1) == [ONE, THREE]
    assert put(lines, "key", TWO | {"title": "New"})[1]["title"] == "New"
    assert put(lines, "key", {"key": "d"})[3] == {"key": "d"}
    assert by_gate(lines, ["y", "x"]) == [TWO, ONE, THREE]
    assert lines == [ONE, TWO, THREE]


def differing(change: dict[str, Any]) -> dict[str, list[Difference]]:
    old, new = preset("scaling", regulated=False, language="en"), change
    both = [{code: read(each, functions=FUNCTIONS, language=code) for code in ("en", "pl")} for each in (old, new)]
    return {section.key: list(section.differences) for section in changes(both[0], both[1], NAMES, "en")}


def test_every_kind_of_change_is_said() -> None:
    content = deepcopy(preset("scaling", regulated=False, language="en"))
    assert differing(content) == {}
    content["four_eyes"] = True
    content["questions"][5]["text"]["en"] = "Is it private?"
    content["questions"][6]["text"]["pl"] = "Czy rynek jest regulowany?"
    content["rules"][0]["tier"] = 3
    content["rules"][1]["reason"]["pl"] = "API jest inne."
    gone = content["rules"].pop()
    tier = content["tiers"]["3"]
    tier["signoffs"] = ["qa"]
    tier["checklist"][0], tier["checklist"][1] = tier["checklist"][1], tier["checklist"][0]
    del content["tiers"]["1"]
    found = differing(content)
    assert list(found) == ["questions", "rules", "general", "tier-1", "tier-3"]
    assert found["questions"][0] == Difference(
        "Question", "Does it touch personal data or security? No / Yes", "Is it private? No / Yes"
    )
    assert found["questions"][1].where == "Question, in PL"
    assert found["questions"][1].after == "Czy rynek jest regulowany? Nie / Tak"
    assert found["rules"][0] == Difference(
        "Rule",
        "Do users see it? A feature or a changed workflow: Tier 2, medium, because: Users get a new or changed way of "
        "working.",
        "Do users see it? A feature or a changed workflow: Tier 3, high, because: Users get a new or changed way of "
        "working.",
    )
    assert found["rules"][1].before.endswith("because: Personal data in a regulated market.")
    assert found["rules"][1].after == ""
    assert gone["when"] == {"regulated": ["yes"], "privacy": ["yes"]}
    assert found["rules"][-1].where == "Rule, in PL"
    assert found["general"] == [Difference("Four eyes everywhere", "no", "yes")]
    assert found["tier-1"] == [Difference("This tier", "used", "not used")]
    assert found["tier-3"] == [
        Difference("Sign-offs", "ENGINEERING, QA, SUPPORT, RELIABILITY, SALES, MARKETING", "QA"),
        Difference("Checklist", "the order before", "another order"),
    ]


def test_what_an_area_changes_is_said_with_its_tiers() -> None:
    line = {"key": "scan", "gate": "staging", "title": "PCI scan", "function": "legal", "days_before": 1, "tiers": [3]}
    assert line_differences([], [line], NAMES) == [
        Difference("", "", "PCI scan (LEGAL, 1 day before, a link, a file or a note, Staging review), Tier 3, high")
    ]
    proven = line | {"fact": "risks", "required": False}
    assert line_differences([line], [proven], NAMES)[0].after == (
        "PCI scan (LEGAL, 1 day before, every high risk has a mitigation, Staging review, not required), Tier 3, high"
    )


def test_texts_are_said_in_the_readers_language_or_the_one_there_is() -> None:
    content = preset("scaling", regulated=False, language="en")
    content["questions"][0]["text"] = {"pl": "Widać?"}
    content["questions"][1]["text"] = "As it was stored before"
    for code, first, third in (("en", "Widać?", "Does an API change?"), ("pl", "Widać?", "Czy zmienia się API?")):
        asked = read(content, functions=FUNCTIONS, language=code).questions
        assert [each.text for each in asked[:3]] == [first, "As it was stored before", third]
    assert list(read(content, functions=FUNCTIONS).questions[1].answers) == ["some", "all"]
