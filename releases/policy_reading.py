"""Reading a release policy from its JSON, naming every fault at its place. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from releases.checklist import TemplateItem
from releases.enums import EvidenceRule, Gate, Tier
from releases.policy import FACTS, AfterLaunch, Bundle, Policy, TierPolicy
from releases.tiering import Question, TierRule, unknown_in

LINES_LIMIT, AREA_LINES_LIMIT = 200, 60  # of one tier's checklist, and of what an area adds
QUESTIONS_LIMIT, ANSWERS_LIMIT, RULES_LIMIT, AFTER_LIMIT = 30, 12, 100, 6
TITLE_LIMIT, HELP_LIMIT = 200, 300
FORMS = ("async", "meeting")
LAST_LOOK_BACK = 180  # days after launch
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
    language: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, words: str) -> None:
        self.faults.append(Fault(place, words))

    def text(self, data: Mapping[str, Any], key: str, place: str, limit: int = TITLE_LIMIT) -> str:
        """One text, or one per language: then that of the reader's, or another that is there."""
        value = self.optional_text(data, key, place, limit)
        if not value:
            self.fault(f"{place}.{key}", _("This is empty."))
        return value

    def optional_text(self, data: Mapping[str, Any], key: str, place: str, limit: int = TITLE_LIMIT) -> str:
        value = data.get(key) or ""
        by_language = value if isinstance(value, Mapping) else {self.language: value}
        if not all(isinstance(each, str) for each in by_language.values()):
            self.fault(f"{place}.{key}", _("This is empty."))
            return ""
        if any(len(each) > limit for each in by_language.values()):
            self.fault(f"{place}.{key}", _("At most %(limit)s characters fit here.") % {"limit": limit})
        return said(by_language, self.language)

    def days(self, data: Mapping[str, Any], key: str, place: str, default: int = 0, most: int = LONGEST_LEAD) -> int:
        value = data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            words = _("A whole number of business days from 0 to %(most)s.") % {"most": most}
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

    def listed(self, data: Mapping[str, Any], key: str, place: str, most: int) -> list[Any]:
        """A list of entries; what is none counts as empty, and named."""
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            self.fault(place, _("This is not a list."))
            return []
        if len(value) > most:
            self.fault(place, _("At most %(limit)s lines.") % {"limit": most})
        return value


def said(by_language: Mapping[str, str], language: str) -> str:
    """The text in this language; where it has none, in the first that has one."""
    texts = (by_language.get(language, ""), *by_language.values())
    return next((text.strip() for text in texts if text.strip()), "")


def read(content: Mapping[str, Any], *, functions: Iterable[str], language: str | None = None) -> Policy:
    """The policy that `content` holds, said in one language (the active one).

    `functions`: the slugs that exist. Raises `Unfit` naming every fault.
    """
    reader = _Reader(frozenset(functions), language or get_language() or "en")
    questions = tuple(
        _question(reader, data, f"questions.{place}")
        for place, data in enumerate(reader.listed(content, "questions", "questions", QUESTIONS_LIMIT))
    )
    for key in _twice(question.key for question in questions):
        reader.fault("questions", _("“%(key)s” is used twice.") % {"key": key})
    rules = tuple(
        _rule(reader, data, f"rules.{place}")
        for place, data in enumerate(reader.listed(content, "rules", "rules", RULES_LIMIT))
    )
    for unknown in unknown_in(questions, rules):
        reader.fault("rules", _("No question offers “%(what)s”.") % {"what": unknown})
    tiers = {}
    for number, data in sorted(dict(content.get("tiers") or {}).items()):
        tier = reader.one_of(Tier, int(number) if str(number).isdigit() else number, f"tiers.{number}", None)
        if tier:
            tiers[tier] = _tier(reader, tier, data, f"tiers.{number}")
    if not tiers:
        reader.fault("tiers", _("A policy needs at least one tier."))
    for place, rule in enumerate(rules):
        if tiers and rule.tier not in tiers:
            reader.fault(f"rules.{place}.tier", _("This policy does not use %(tier)s.") % {"tier": rule.tier.label})
    if reader.faults:
        raise Unfit(reader.faults)
    return Policy(questions, rules, dict(sorted(tiers.items())), bool(content.get("four_eyes", False)))


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, number in Counter(keys).items() if number > 1]


def _question(reader: _Reader, data: Mapping[str, Any], place: str) -> Question:
    given = data.get("answers", [])
    if isinstance(given, Mapping):  # as versions before lists have them
        given = [{"value": value, "text": text} for value, text in given.items()]
    given = reader.listed({"answers": given}, "answers", f"{place}.answers", ANSWERS_LIMIT)
    answers = {
        str(each.get("value", "")): reader.text(each, "text", f"{place}.answers.{number}")
        for number, each in enumerate(given)
    }
    if len(given) < 2:
        reader.fault(f"{place}.answers", _("A question needs at least two answers."))
    for value in _twice(str(each.get("value", "")) for each in given):
        reader.fault(f"{place}.answers", _("“%(key)s” is used twice.") % {"key": value})
    return Question(
        key=reader.text(data, "key", place, 40),
        text=reader.text(data, "text", place),
        answers=answers,
        help=reader.optional_text(data, "help", place, HELP_LIMIT),
    )


def _rule(reader: _Reader, data: Mapping[str, Any], place: str) -> TierRule:
    asked = data.get("when") or {}
    when = {str(key): frozenset(map(str, values)) for key, values in asked.items() if values}
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
    lines = reader.listed(data, "checklist", f"{place}.checklist", LINES_LIMIT)
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
        after_launch=tuple(
            _after_launch(reader, each, f"{place}.after_launch")
            for each in reader.listed(data, "after_launch", f"{place}.after_launch", AFTER_LIMIT)
        ),
        checklist=_lines(reader, lines, f"{place}.checklist", gates),
    )


def _after_launch(reader: _Reader, data: Mapping[str, Any], place: str) -> AfterLaunch:
    form = str(data.get("form", ""))
    if form not in FORMS:
        reader.fault(f"{place}.form", _("“%(value)s” is not offered here.") % {"value": form})
    day = data.get("day")
    if not isinstance(day, int) or isinstance(day, bool) or not 1 <= day <= LAST_LOOK_BACK:
        reader.fault(f"{place}.day", _("A whole number of days from 1 to %(most)s.") % {"most": LAST_LOOK_BACK})
        day = 0
    return AfterLaunch(day, form)


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
    reader = _Reader(frozenset(functions), get_language() or "en")
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


def objections_to_area_lines(content: Any, *, policy: Policy, functions: Iterable[str]) -> tuple[Fault, ...]:
    """Everything that is wrong with the lines of an area, at 'items.3.gate': as `area_lines` reads them, and more.

    A line names the tiers it is for, and each of them must have its gate; otherwise it would be asked of nobody.
    """
    reader = _Reader(frozenset(functions), get_language() or "en")
    lines = reader.listed({"items": content}, "items", "items", AREA_LINES_LIMIT)
    _lines(reader, lines, "items", tuple(Gate))
    for place, line in enumerate(lines):
        tiers = line.get("tiers")
        if not isinstance(tiers, list) or not tiers or not set(tiers) <= set(Tier.values):
            reader.fault(f"items.{place}.tiers", _("Choose at least one tier."))
            continue
        for tier in tiers:
            if line.get("gate") in Gate.values and line["gate"] not in policy.of(Tier(tier)).gates:
                words = _("%(tier)s has no %(gate)s.")
                found = {"tier": Tier(tier).label, "gate": Gate(line["gate"]).label.lower()}
                reader.fault(f"items.{place}.gate", words % found)
    return tuple(reader.faults)
