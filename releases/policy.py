"""The release policy: what each tier asks. Pure.

`policy_reading.read` makes these classes of the JSON of a `PolicyVersion`; `differences` says in words what a newer
version changes for a release.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.checklist import TemplateItem
from releases.enums import Gate, Tier
from releases.tiering import Question, TierRule


class Bundle(StrEnum):
    """How much of an enablement bundle a tier asks."""

    NONE = "none"
    LITE = "lite"
    FULL = "full"


# Fields of a release that prove an item by themselves; the words are for the editor.
FACTS: Mapping[str, Promise] = {
    "rollback": gettext_lazy("Procedure, owner and criteria of the rollback plan are written"),
    "critical_bugs": gettext_lazy("No critical bug is open"),
    "monitoring": gettext_lazy("What is watched, alert thresholds and dashboard are written"),
    "build": gettext_lazy("A build is tagged"),
    "risks": gettext_lazy("Every high risk has a mitigation"),
    "customer_sentence": gettext_lazy("What may be told to customers is said"),
}


@dataclass(frozen=True)
class AfterLaunch:
    """A look back so many days after launch: 'async' or 'meeting'."""

    day: int
    form: str


@dataclass(frozen=True)
class TierPolicy:
    """What one tier asks. Functions are slugs; days are business days before launch."""

    tier: Tier
    lead_days: int = 0
    final_days: int = 2
    bundle: Bundle = Bundle.NONE
    gates: tuple[Gate, ...] = ()
    signoffs: tuple[str, ...] = ()
    meeting: bool = False
    training: bool = False
    audience: tuple[str, ...] = ()
    after_launch: tuple[AfterLaunch, ...] = ()
    checklist: tuple[TemplateItem, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One version of the organisation's policy."""

    questions: tuple[Question, ...]
    rules: tuple[TierRule, ...]
    tiers: Mapping[Tier, TierPolicy]
    four_eyes: bool = False

    def of(self, tier: Tier) -> TierPolicy:
        """What `tier` asks; a tier that the policy does not use asks what the next one used above it does."""
        for each in range(tier, max(Tier) + 1):
            if Tier(each) in self.tiers:
                return self.tiers[Tier(each)]
        return self.tiers[max(self.tiers)]


def template_for(policy: Policy, tier: Tier, added: Sequence[TemplateItem] = ()) -> tuple[TemplateItem, ...]:
    """The whole checklist of a release: gate by gate, the organisation's lines before the area's."""
    lines = [*policy.of(tier).checklist, *added]
    order = {gate: place for place, gate in enumerate(policy.of(tier).gates)}
    return tuple(sorted(lines, key=lambda line: order.get(line.gate, len(order))))


@dataclass(frozen=True)
class Difference:
    """One thing that a newer version changes: where, what was, what is. Empty: it was not, or is no more."""

    where: str
    before: str
    after: str


def differences(old: Policy, new: Policy, tier: Tier) -> list[Difference]:
    """What moving a release of `tier` from `old` to `new` changes for it, in words."""
    before, after = old.of(tier), new.of(tier)
    found = []
    for name, words in _words_of_fields().items():
        was, now = _said(getattr(before, name)), _said(getattr(after, name))
        if was != now:
            found.append(Difference(words, was, now))
    was_lines = {line.key: line for line in before.checklist}
    now_lines = {line.key: line for line in after.checklist}
    for key in [*was_lines, *(key for key in now_lines if key not in was_lines)]:
        was_line, now_line = was_lines.get(key), now_lines.get(key)
        if was_line != now_line:
            found.append(Difference(_("Checklist"), _line_words(was_line), _line_words(now_line)))
    return found


def _words_of_fields() -> dict[str, str]:
    return {
        "lead_days": _("Business days of notice"),
        "final_days": _("Final bundle, business days before launch"),
        "bundle": _("Enablement bundle"),
        "gates": _("Gates"),
        "signoffs": _("Sign-offs"),
        "meeting": _("Readiness meeting"),
        "training": _("Training"),
        "audience": _("Announced to"),
        "after_launch": _("After launch"),
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(_said(each) for each in value)
    if isinstance(value, AfterLaunch):
        return _("day %(day)s (meeting)") % {"day": value.day} if value.form == "meeting" else str(value.day)
    if isinstance(value, Gate):
        return str(value.label)
    return str(value)


def _line_words(line: TemplateItem | None) -> str:
    if line is None:
        return ""
    words = _("%(title)s (%(function)s, %(days)s days before, %(evidence)s)")
    return words % {
        "title": line.title,
        "function": line.function,
        "days": line.days_before,
        "evidence": str(line.evidence.label).lower(),
    }
