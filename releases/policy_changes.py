"""What one version of the policy changes of another, section by section, in words. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from releases.checklist import TemplateItem
from releases.enums import EvidenceRule, Gate, Tier
from releases.policy import Difference, Policy, differences, line_words
from releases.tiering import Question, TierRule, condition_words


@dataclass(frozen=True)
class Section:
    """A part of the policy that changes. `key` is its place in the editor: 'questions', 'rules', 'tier-2'."""

    key: str
    title: str
    differences: tuple[Difference, ...]


def changes(
    old: Mapping[str, Policy], new: Mapping[str, Policy], names: Mapping[str, str], language: str
) -> list[Section]:
    """Every section that differs. Both policies by language; words in `language`, and in others where only those
    changed. `names`: of functions, by slug."""
    was, now = old[language], new[language]
    sections = [
        Section("questions", _("Questions"), tuple(_in_all(_questions, old, new, language))),
        Section("rules", _("Which answers lead to which tier"), tuple(_in_all(_rules, old, new, language))),
        Section("general", _("For every tier"), tuple(_general(was, now))),
        *(_tier(was, now, tier, names) for tier in Tier),
    ]
    return [section for section in sections if section.differences]


def _in_all(
    compare: Callable[[Policy, Policy], dict[str, Difference]],
    old: Mapping[str, Policy],
    new: Mapping[str, Policy],
    language: str,
) -> Iterable[Difference]:
    """The differences in the reader's language; then what differs in another language alone."""
    found = compare(old[language], new[language])
    yield from found.values()
    for other in new:
        if other != language:
            for key, difference in compare(old[other], new[other]).items():
                if key not in found:
                    where = _("%(what)s, in %(language)s") % {"what": difference.where, "language": other.upper()}
                    yield Difference(where, difference.before, difference.after)


def _questions(old: Policy, new: Policy) -> dict[str, Difference]:
    was, now = ({each.key: each for each in policy.questions} for policy in (old, new))
    found = {}
    for key in [*was, *(key for key in now if key not in was)]:
        before, after = _question(was.get(key)), _question(now.get(key))
        if before != after:
            found[key] = Difference(_("Question"), before, after)
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        found[""] = Difference(_("Order"), _("the order before"), _("another order"))
    return found


def _question(question: Question | None) -> str:
    if question is None:
        return ""
    words = f"{question.text} {' / '.join(question.answers.values())}"
    return f"{words} ({question.help})" if question.help else words


def _rules(old: Policy, new: Policy) -> dict[str, Difference]:
    """A rule is known by its condition: with another reason or tier it is the same one."""
    was, now = ({_identity(rule): rule for rule in policy.rules} for policy in (old, new))
    found = {}
    for key in [*was, *(key for key in now if key not in was)]:
        before, after = was.get(key), now.get(key)
        if before is None or after is None or (before.tier, before.reason) != (after.tier, after.reason):
            found[key] = Difference(_("Rule"), _rule(before, old), _rule(after, new))
    return found


def _identity(rule: TierRule) -> str:
    return repr(sorted((key, sorted(values)) for key, values in rule.when.items()))


def _rule(rule: TierRule | None, policy: Policy) -> str:
    if rule is None:
        return ""
    conditions = " · ".join(condition_words(rule, policy.questions))
    return _("%(conditions)s: %(tier)s, because: %(reason)s") % {
        "conditions": conditions, "tier": rule.tier.label, "reason": rule.reason,
    }  # fmt: skip


def _general(old: Policy, new: Policy) -> Iterable[Difference]:
    if old.four_eyes != new.four_eyes:
        before, after = (_("yes") if policy.four_eyes else _("no") for policy in (old, new))
        yield Difference(_("Four eyes everywhere"), before, after)


def _tier(old: Policy, new: Policy, tier: Tier, names: Mapping[str, str]) -> Section:
    before, after = tier in old.tiers, tier in new.tiers
    found = []
    if before != after:
        words = {True: _("used"), False: _("not used")}
        found.append(Difference(_("This tier"), words[before], words[after]))
    if before and after:
        found += differences(old, new, tier, names)
    return Section(f"tier-{int(tier)}", str(tier.label), tuple(found))


def line_differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> list[Difference]:
    """What a version of an area's lines changes of the one before, in words."""
    was, now = ({str(line["key"]): line for line in lines} for lines in (before, after))
    found = []
    for key in [*was, *(key for key in now if key not in was)]:
        if was.get(key) != now.get(key):
            found.append(Difference("", _area_line(was.get(key), names), _area_line(now.get(key), names)))
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        found.append(Difference("", _("the order before"), _("another order")))
    return found


def _area_line(line: Mapping[str, Any] | None, names: Mapping[str, str]) -> str:
    if line is None:
        return ""
    item = TemplateItem(
        key=line["key"], gate=Gate(line["gate"]), title=line["title"], function=line["function"],
        days_before=line["days_before"], evidence=EvidenceRule(line.get("evidence", "any")),
        required=line.get("required", True), fact=line.get("fact", ""),
    )  # fmt: skip
    tiers = ", ".join(str(Tier(tier).label) for tier in line.get("tiers", []))
    return f"{line_words(item, names, gate=True)}, {tiers}"
