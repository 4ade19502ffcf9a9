"""Reading a release policy from its JSON, naming every fault at its place. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from releases.checklist import TemplateItem
from releases.enums import EvidenceRule, Gate, Tier
from releases.policy import FACTS, AfterLaunch, Bundle, Policy, TierPolicy
from releases.tiering import Question, TierRule, unknown_in

LINES_LIMIT = 80  # of one tier's checklist
TITLE_LIMIT = 200
LONGEST_LEAD = 60  # business days


@dataclass(frozen=True)
class Fault:
    """What is wrong with a policy, and where: 'tiers.2.checklist.3.function'."""

    place: str
    words: str


class Unfit(ValueError):
    """The content is no policy; `faults` says all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.words}" for fault in faults))
        self.faults = tuple(faults)


@dataclass
class _Reader:
    functions: frozenset[str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, words: str) -> None:
        self.faults.append(Fault(place, words))

    def text(self, data: Mapping[str, Any], key: str, place: str, limit: int = TITLE_LIMIT) -> str:
        value = data.get(key, "")
        if not isinstance(value, str) or not value.strip():
            self.fault(f"{place}.{key}", _("This is empty."))
            return ""
        if len(value) > limit:
            self.fault(f"{place}.{key}", _("At most %(limit)s characters fit here.") % {"limit": limit})
        return value.strip()

    def days(self, data: Mapping[str, Any], key: str, place: str, default: int = 0) -> int:
        value = data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST_LEAD:
            words = _("A whole number of business days from 0 to %(most)s.") % {"most": LONGEST_LEAD}
            self.fault(f"{place}.{key}", words)
            return default
        return value

    def one_of(self, kind: type[Any], value: Any, place: str, default: Any) -> Any:
        try:
            return kind(value)
        except ValueError:
            self.fault(place, _("“%(value)s” is not offered here.") % {"value": value})
            return default

    def function(self, slug: Any, place: str) -> str:
        if slug not in self.functions:
            self.fault(place, _("There is no function “%(name)s”.") % {"name": slug})
        return str(slug)


def read(content: Mapping[str, Any], *, functions: Iterable[str]) -> Policy:
    """The policy that `content` holds. `functions`: the slugs that exist. Raises `Unfit` naming every fault."""
    reader = _Reader(frozenset(functions))
    questions = tuple(
        _question(reader, data, f"questions.{place}") for place, data in enumerate(content.get("questions", []))
    )
    rules = tuple(_rule(reader, data, f"rules.{place}") for place, data in enumerate(content.get("rules", [])))
    for unknown in unknown_in(questions, rules):
        reader.fault("rules", _("No question offers “%(what)s”.") % {"what": unknown})
    tiers = {}
    for number, data in content.get("tiers", {}).items():
        tier = reader.one_of(Tier, int(number) if str(number).isdigit() else number, f"tiers.{number}", None)
        if tier:
            tiers[tier] = _tier(reader, tier, data, f"tiers.{number}")
    if not tiers:
        reader.fault("tiers", _("A policy needs at least one tier."))
    if reader.faults:
        raise Unfit(reader.faults)
    return Policy(questions, rules, dict(sorted(tiers.items())), bool(content.get("four_eyes", False)))


def _question(reader: _Reader, data: Mapping[str, Any], place: str) -> Question:
    answers = data.get("answers", {})
    if len(answers) < 2:
        reader.fault(f"{place}.answers", _("A question needs at least two answers."))
    return Question(
        key=reader.text(data, "key", place, 40),
        text=reader.text(data, "text", place),
        answers={str(value): str(words) for value, words in answers.items()},
        help=str(data.get("help", "")),
    )


def _rule(reader: _Reader, data: Mapping[str, Any], place: str) -> TierRule:
    when = {str(key): frozenset(map(str, values)) for key, values in data.get("when", {}).items()}
    if not when:
        reader.fault(f"{place}.when", _("A rule needs a condition."))
    return TierRule(
        tier=reader.one_of(Tier, data.get("tier"), f"{place}.tier", Tier.LOW),
        when=when,
        reason=reader.text(data, "reason", place),
    )


def _tier(reader: _Reader, tier: Tier, data: Mapping[str, Any], place: str) -> TierPolicy:
    gates = tuple(reader.one_of(Gate, gate, f"{place}.gates", Gate.GO_NO_GO) for gate in data.get("gates", []))
    if tier == Tier.LOW and gates:
        reader.fault(f"{place}.gates", _("Tier 1 has no gates."))
    if tier > Tier.LOW and not gates:
        reader.fault(f"{place}.gates", _("This tier needs at least one gate."))
    lines = data.get("checklist", [])
    if len(lines) > LINES_LIMIT:
        reader.fault(f"{place}.checklist", _("At most %(limit)s lines.") % {"limit": LINES_LIMIT})
    return TierPolicy(
        tier=tier,
        lead_days=reader.days(data, "lead_days", place),
        final_days=reader.days(data, "final_days", place, 2),
        bundle=reader.one_of(Bundle, data.get("bundle", "none"), f"{place}.bundle", Bundle.NONE),
        gates=gates,
        signoffs=tuple(reader.function(slug, f"{place}.signoffs") for slug in data.get("signoffs", [])),
        meeting=bool(data.get("meeting", False)),
        training=bool(data.get("training", False)),
        audience=tuple(reader.function(slug, f"{place}.audience") for slug in data.get("audience", [])),
        after_launch=tuple(AfterLaunch(int(each["day"]), str(each["form"])) for each in data.get("after_launch", [])),
        checklist=_lines(reader, lines, f"{place}.checklist", gates),
    )


def _lines(
    reader: _Reader, lines: Iterable[Mapping[str, Any]], place: str, gates: Sequence[Gate]
) -> tuple[TemplateItem, ...]:
    """The lines of a checklist, in order; also those that an area adds."""
    read_so_far: list[TemplateItem] = []
    keys: set[str] = set()
    for number, data in enumerate(lines):
        here = f"{place}.{number}"
        gate = reader.one_of(Gate, data.get("gate"), f"{here}.gate", Gate.GO_NO_GO)
        if gate not in gates:
            reader.fault(f"{here}.gate", _("This tier has no %(gate)s.") % {"gate": gate.label.lower()})
        fact = str(data.get("fact", ""))
        if fact and fact not in FACTS:
            reader.fault(f"{here}.fact", _("“%(value)s” is not offered here.") % {"value": fact})
        key = reader.text(data, "key", here, 60)
        if key in keys:
            reader.fault(f"{here}.key", _("“%(key)s” is used twice.") % {"key": key})
        keys.add(key)
        read_so_far.append(
            TemplateItem(
                key=key,
                gate=gate,
                title=reader.text(data, "title", here),
                function=reader.function(data.get("function"), f"{here}.function"),
                days_before=reader.days(data, "days_before", here),
                evidence=reader.one_of(EvidenceRule, data.get("evidence", "any"), f"{here}.evidence", EvidenceRule.ANY),
                required=bool(data.get("required", True)),
                fact=fact,
            )
        )
    return tuple(read_so_far)


def area_lines(
    content: Iterable[Mapping[str, Any]], *, tier: Tier, policy: Policy, functions: Iterable[str]
) -> tuple[TemplateItem, ...]:
    """The lines that an area adds for `tier`: those whose `tiers` name it and whose gate the tier has.

    Their keys begin with 'area:', so that they never stand for one of the organisation's lines. Raises `Unfit`.
    """
    reader = _Reader(frozenset(functions))
    gates = policy.of(tier).gates
    wanted = [
        {**line, "key": f"area:{line.get('key', '')}"}
        for line in content
        if tier in line.get("tiers", []) and line.get("gate") in gates
    ]
    lines = _lines(reader, wanted, "items", gates)
    if reader.faults:
        raise Unfit(reader.faults)
    return lines
