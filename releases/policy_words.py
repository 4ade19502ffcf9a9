"""A policy as a page says it: what each tier asks, in words for people who never saw the editor. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from releases.checklist import TemplateItem
from releases.enums import EvidenceRule, Gate, Tier
from releases.policy import FACTS, Bundle, Policy, TierPolicy
from releases.tiering import condition_words


@dataclass(frozen=True)
class LineRead:
    """One line of a checklist: what, whose, when, and what shows that it is done."""

    key: str
    title: str
    function: str
    due: str
    proof: str
    required: bool


@dataclass(frozen=True)
class GateRead:
    label: str
    lines: tuple[LineRead, ...]


@dataclass(frozen=True)
class TierRead:
    """One tier as it is read. `facts`: what is asked, and how. `because`: the rules that lead to it."""

    tier: Tier
    label: str
    used: bool
    facts: tuple[tuple[str, str], ...]
    gates: tuple[GateRead, ...]
    because: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return f"tier-{int(self.tier)}"

    @property
    def number_of_lines(self) -> int:
        return sum(len(gate.lines) for gate in self.gates)


def tiers_read(policy: Policy, names: Mapping[str, str]) -> list[TierRead]:
    """Every tier, also those that the policy does not use. `names`: of functions, by slug."""
    return [
        TierRead(
            tier=tier,
            label=str(tier.label),
            used=tier in policy.tiers,
            facts=tier_facts(policy.tiers[tier], names) if tier in policy.tiers else (),
            gates=gates_read(policy.tiers[tier].checklist, policy.tiers[tier].gates, names)
            if tier in policy.tiers
            else (),
            because=tuple(
                (" · ".join(condition_words(rule, policy.questions)), rule.reason)
                for rule in policy.rules
                if rule.tier == tier
            ),
        )
        for tier in Tier
    ]


def tier_facts(asked: TierPolicy, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a tier asks beside its checklist: (what, how), in the order in which it happens."""
    if not asked.gates:
        return ((_("Steps"), _("A line in the weekly update; no bundle, no gate.")),)
    facts = [(_("Notice"), _notice(asked.lead_days))]
    facts.append((_("Enablement bundle"), str(asked.bundle.label)))
    if asked.bundle != Bundle.NONE:
        facts.append((_("Final edition"), _final(asked.final_days)))
    facts.append((_("Gates, in order"), " → ".join(str(gate.label) for gate in asked.gates)))
    held = _("In a meeting of 30 minutes") if asked.meeting else _("In writing, no meeting")
    facts.append((_("Readiness check"), held))
    facts.append((_("Sign-offs"), _listed(asked.signoffs, names)))
    facts.append(
        (_("Training"), _("Of the functions that receive it") if asked.training else pgettext("training", "Not asked"))
    )
    facts.append((_("Announced to"), _listed(asked.audience, names)))
    after = ", ".join(each.words for each in asked.after_launch)
    facts.append((_("After launch"), after[:1].upper() + after[1:] or _("Nothing")))
    return tuple(facts)


def tier_in_brief(asked: TierPolicy, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The few facts by which company sizes differ, to be set side by side."""
    if not asked.gates:
        return tier_facts(asked, names)
    days = ngettext("%(days)s business day", "%(days)s business days", asked.lead_days) % {"days": asked.lead_days}
    lines = ngettext("%(number)s line", "%(number)s lines", len(asked.checklist)) % {"number": len(asked.checklist)}
    return (
        (_("Notice"), days),
        (_("Gates, in order"), " → ".join(str(gate.label) for gate in asked.gates)),
        (_("Sign-offs"), _listed(asked.signoffs, names)),
        (_("Readiness check"), _("Meeting") if asked.meeting else _("In writing")),
        (_("Checklist"), lines),
    )


def gates_read(lines: Sequence[TemplateItem], gates: Sequence[Gate], names: Mapping[str, str]) -> tuple[GateRead, ...]:
    return tuple(
        GateRead(str(gate.label), tuple(_line(line, names) for line in lines if line.gate == gate)) for gate in gates
    )


def _line(line: TemplateItem, names: Mapping[str, str]) -> LineRead:
    proof = str(FACTS.get(line.fact, line.evidence.label))
    if not line.fact and line.evidence == EvidenceRule.NONE:
        proof = _("Nothing to show")
    return LineRead(
        key=line.key,
        title=line.title,
        function=names.get(line.function, line.function),
        due=days_before(line.days_before),
        proof=proof,
        required=line.required,
    )


def days_before(days: int) -> str:
    """'5 business days before launch'."""
    if not days:
        return _("on the launch day")
    words = ngettext("%(days)s business day before", "%(days)s business days before", days)
    return words % {"days": days}


def _notice(days: int) -> str:
    if not days:
        return _("None asked")
    words = ngettext(
        "%(days)s business day: the review copy goes out and sign-offs open",
        "%(days)s business days: the review copy goes out and sign-offs open",
        days,
    )
    return words % {"days": days}


def _final(days: int) -> str:
    if not days:
        return _("By the launch day at the latest")
    words = ngettext(
        "%(days)s business day before launch at the latest; this line blocks",
        "%(days)s business days before launch at the latest; this line blocks",
        days,
    )
    return words % {"days": days}


def _listed(slugs: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(slug, slug) for slug in slugs) or _("Nobody")
