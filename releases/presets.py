"""Release policies to begin with, by company size, from presets.yaml. Pure beside reading that file once."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from releases.enums import Tier

SIZES = ("startup", "scaling", "enterprise", "large-enterprise")
_FILE = Path(__file__).with_name("presets.yaml")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


def preset(size: str, *, regulated: bool, language: str) -> dict[str, Any]:
    """The content of a policy for a company of this size, as `policy_reading.read` takes it.

    What the questionnaire says stays in every language; checklists, whose lines become items of releases, are in
    `language`. Raises KeyError for a size that there is none for.
    """
    data, changes = _data(), _data()["sizes"][size] or {}
    tiers = {
        number: dict(tier) for number, tier in data["tiers"].items() if number in changes.get("tiers", Tier.values)
    }
    for name in ("signoffs", "lead_days"):
        for number, value in changes.get(name, {}).items():
            if number in tiers:
                tiers[number][name] = value
    if regulated:
        for number, tier in tiers.items():
            if number > Tier.LOW:
                tier["signoffs"] = [*tier["signoffs"], *data["regulated"]["signoffs"]]
                tier["checklist"] = [*tier["checklist"], *data["regulated"]["checklist"]]
    content = {
        "questions": [_question(each) for each in data["questions"]],
        "rules": [rule | {"tier": min(rule["tier"], max(tiers))} for rule in data["rules"]],
        "tiers": {str(number): _in_language(tier, language) for number, tier in tiers.items()},
        "four_eyes": bool(changes.get("four_eyes", False)),
    }
    return deepcopy(content)


def _question(data: dict[str, Any]) -> dict[str, Any]:
    """Answers as a list: their order has a meaning, and the database keeps none in an object."""
    answers = [{"value": value, "text": text} for value, text in data["answers"].items()]
    return {**data, "answers": answers}


def _in_language(value: Any, language: str) -> Any:
    """Texts stand as {en: ..., pl: ...}; everything else stays."""
    if isinstance(value, dict):
        if "en" in value and all(isinstance(each, str) for each in value.values()):
            return value.get(language, value["en"])
        return {key: _in_language(each, language) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_language(each, language) for each in value]
    return value
