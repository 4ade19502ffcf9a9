"""The release policy: what each tier asks. Pure.

`policy_reading.read` makes these classes of the JSON of a `PolicyVersion`; `differences` says in words what a newer
version changes for a release, `policy_changes.changes` what it changes at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releases.checklist import TemplateItem
from releases.enums import Gate, Tier
from releases.tiering import Question, TierRule


class Bundle(StrEnum):
    """How much of an enablement bundle a tier asks."""

    NONE = "none"
    LITE = "lite"
    FULL = "full"

    @property
    def label(self) -> Promise:
        return _BUNDLES[self]


_BUNDLES: Mapping[str, Promise] = {
    "none": gettext_lazy("No bundle"),
    "lite": gettext_lazy("Lite: short forms, talk track and training optional"),
    "full": gettext_lazy("Full: every section"),
}


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

    @property
    def words(self) -> str:
        if self.form == "meeting":
            return _("day %(day)s (meeting)") % {"day": self.day}
        return _("day %(day)s (in writing)") % {"day": self.day}


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


def differences(old: Policy, new: Policy, tier: Tier, names: Mapping[str, str] | None = None) -> list[Difference]:
    """What moving a release of `tier` from `old` to `new` changes for it, in words. `names`: of functions, by slug."""
    before, after, names = old.of(tier), new.of(tier), names or {}
    found = []
    for name, words in _words_of_fields().items():
        was, now = _said(getattr(before, name), names), _said(getattr(after, name), names)
        if was != now:
            found.append(Difference(words, was, now))
    was_lines = {line.key: line for line in before.checklist}
    now_lines = {line.key: line for line in after.checklist}
    for key in [*was_lines, *(key for key in now_lines if key not in was_lines)]:
        was_line, now_line = was_lines.get(key), now_lines.get(key)
        if was_line != now_line:
            gate = was_line is None or now_line is None or was_line.gate != now_line.gate
            found.append(
                Difference(_("Checklist"), line_words(was_line, names, gate), line_words(now_line, names, gate))
            )
    kept = [key for key in was_lines if key in now_lines]
    if kept != [key for key in now_lines if key in was_lines]:
        found.append(Difference(_("Checklist"), _("the order before"), _("another order")))
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


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(_said(each, names) for each in value) or _("none")
    if isinstance(value, AfterLaunch):
        return value.words
    if isinstance(value, Gate):
        return str(value.label)
    if isinstance(value, Bundle):
        return str(value.label)
    return names.get(str(value), str(value))


def line_words(line: TemplateItem | None, names: Mapping[str, str], gate: bool = False) -> str:
    """A line of a checklist in one phrase; with its `gate` where that is not clear. Empty for none."""
    if line is None:
        return ""
    days = ngettext("%(days)s day before", "%(days)s days before", line.days_before) % {"days": line.days_before}
    details = [
        names.get(line.function, line.function),
        days,
        str(FACTS.get(line.fact, line.evidence.label)).lower(),
        *([str(line.gate.label)] if gate else []),
        *([] if line.required else [_("not required")]),
    ]
    return f"{line.title} ({', '.join(details)})"
