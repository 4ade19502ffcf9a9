"""What stands between a release and a go. Pure: facts in, blockers with their words, owners and weight out.

Nobody types a blocker. Each has a reference that stays the same while it means the same, so that an override or a
condition holds for exactly this one. Three weights:

* a plain blocker may be overridden by the Accountable of "release readiness";
* a `reserved` one only by the Head of Product: no rollback plan, a freeze, Legal not ready, Support on tier 3;
* a `final` one by nobody: an empty checklist cannot go.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.worktime import BusinessCalendar
from releases.checklist import Item
from releases.enums import Section, SignoffState, Tier
from releases.leadtime import FreezeWindow
from releases.policy import Bundle
from releases.readiness import Dependency, Risk

LEGAL = frozenset({"legal", "privacy"})
SUPPORT = "support"


class BlockerKind(StrEnum):
    """What a blocker is about; the page knows the button for each."""

    EMPTY = "empty"
    DATE = "date"
    ITEM = "item"
    BUNDLE = "bundle"
    FINAL_LINE = "final_line"
    SIGNOFF = "signoff"
    NEVER_ASKED = "never_asked"
    RISK = "risk"
    BUGS = "bugs"
    ROLLBACK = "rollback"
    MEETING = "meeting"
    TRAINING = "training"
    DEPENDENCY = "dependency"
    FREEZE = "freeze"


# Which blocker says the same as an item that a field of the release proves (`policy.FACTS`).
PROVED_BY = {"rollback": BlockerKind.ROLLBACK, "critical_bugs": BlockerKind.BUGS, "risks": BlockerKind.RISK}


@dataclass(frozen=True)
class Blocker:
    """One thing in the way. `function`: whose it is (a slug; empty: the PM's); `key`: the item, function or risk."""

    kind: BlockerKind
    words: str
    key: str = ""
    function: str = ""
    reserved: bool = False
    final: bool = False

    @property
    def ref(self) -> str:
        """The same as long as it means the same."""
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)


def outside_words(ref: str, words: str) -> str:
    """The words of a blocker for those who may not know the launch date: without what it could be counted from."""
    match ref.partition(":")[0]:
        case BlockerKind.DATE:
            return _("The launch has no valid date.")
        case BlockerKind.FREEZE:
            return _("The launch falls into a freeze.")
        case BlockerKind.FINAL_LINE:
            return _("The final bundle came late.")
        case BlockerKind.SIGNOFF:
            return words.partition(": ")[0].rstrip(".") + "."  # what a function says may hold internal dates
    return words


@dataclass(frozen=True)
class BundleFacts:
    """The bundle as the decision needs it. `missing`: sections without text or a reason."""

    asked: Bundle = Bundle.NONE
    published_on: date | None = None
    final_days: int = 2
    missing: tuple[Section, ...] = ()


@dataclass(frozen=True)
class SignoffFacts:
    """One required or affected function and where its sign-off stands. `waits` says for what, or what is missing."""

    function: str
    name: str
    state: SignoffState
    required: bool = True
    comment: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreflightFacts:
    """All that a go depends on."""

    tier: Tier
    launch_on: date | None
    items: tuple[Item, ...] = ()
    bundle: BundleFacts = BundleFacts()
    signoffs: tuple[SignoffFacts, ...] = ()
    risks: tuple[Risk, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    critical_bugs: int = 0
    rollback_complete: bool = False
    meeting_asked: bool = False
    meeting_held: bool = False
    training_asked: bool = False
    training_held: bool = False
    freezes: tuple[FreezeWindow, ...] = ()


def blockers(facts: PreflightFacts, *, today: date, calendar: BusinessCalendar) -> tuple[Blocker, ...]:
    """Everything that stands in the way of a go, on a day. None: nothing does.

    An item that a field of the release proves says the same as that field: then the field alone is named.
    """
    found = [each for rule in _RULES for each in rule(facts, today, calendar)]
    kinds = {each.kind for each in found}
    said = {item.key for item in facts.items if item.fact and PROVED_BY.get(item.fact) in kinds}
    return tuple(each for each in found if each.kind != BlockerKind.ITEM or each.key not in said)


Rule = Callable[[PreflightFacts, date, BusinessCalendar], Iterable[Blocker]]


def _checklist(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    asked = [item for item in facts.items if item.counts]
    if not asked:
        yield Blocker(BlockerKind.EMPTY, _("The checklist is empty: nothing was checked."), final=True)
    for item in asked:
        if not item.settled:
            yield Blocker(BlockerKind.ITEM, item.title, item.key, item.function)


def _date(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    if facts.launch_on is None:
        yield Blocker(BlockerKind.DATE, _("There is no launch date."), final=True)
        return
    if facts.launch_on < today:
        yield Blocker(BlockerKind.DATE, _("The launch date has passed."), final=True)
    for window in facts.freezes:
        if window.holds(facts.launch_on):
            words = _("The launch falls into a freeze: %(name)s.") % {"name": window.name}
            yield Blocker(BlockerKind.FREEZE, words, f"{window.starts_on}:{window.name}"[:100], reserved=True)


def _bundle(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    bundle = facts.bundle
    if bundle.asked == Bundle.NONE:
        return
    if bundle.published_on is None:
        words = _("The final bundle is not published.")
        if bundle.missing:
            names = ", ".join(str(section.label) for section in bundle.missing)
            words = f"{words} " + _("Still missing: %(sections)s.") % {"sections": names}
        yield Blocker(BlockerKind.BUNDLE, words)
        return
    if bundle.missing:  # the tier asks for more than it did when this was published
        names = ", ".join(str(section.label) for section in bundle.missing)
        words = _("The tier asks for more in the bundle: %(sections)s.") % {"sections": names}
        yield Blocker(BlockerKind.BUNDLE, words)
    if facts.launch_on is None:
        return
    last = calendar.business_days_before(facts.launch_on, bundle.final_days)
    if bundle.published_on > last:
        days = max(0, calendar.count_between(bundle.published_on, facts.launch_on))
        words = ngettext(
            "The final bundle came %(days)s business day before launch; %(needed)s are promised.",
            "The final bundle came %(days)s business days before launch; %(needed)s are promised.",
            days,
        ) % {"days": days, "needed": bundle.final_days}
        yield Blocker(BlockerKind.FINAL_LINE, words, facts.launch_on.isoformat())


def _signoffs(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    for each in facts.signoffs:
        words = {"function": each.name}
        if each.state == SignoffState.NOT_ASKED:
            kind = BlockerKind.NEVER_ASKED
            yield Blocker(kind, _("Nobody asked %(function)s.") % words, each.function, reserved=_reserved(each, facts))
            continue
        if not each.required or each.state in (SignoffState.READY, SignoffState.ABSTAINED):
            continue
        sentence = {
            SignoffState.NOT_READY: _("%(function)s is not ready: %(comment)s"),
            SignoffState.STALE: _("%(function)s answered before this changed: %(changed)s."),
            SignoffState.PAUSED: _("%(function)s waits: %(comment)s"),
        }.get(each.state, _("%(function)s has not answered."))
        said = sentence % (words | {"comment": each.comment, "changed": ", ".join(each.changed)})
        # The answer is part of the reference: who overrode a silence did not override a "not ready".
        key = f"{each.function}:{each.state}"
        yield Blocker(BlockerKind.SIGNOFF, said, key, each.function, reserved=_reserved(each, facts))


def _reserved(signoff: SignoffFacts, facts: PreflightFacts) -> bool:
    """Support on tier 3 and Legal or privacy: only the Head of Product goes without them."""
    return signoff.required and (signoff.function in LEGAL or (signoff.function == SUPPORT and facts.tier == Tier.HIGH))


def _safety(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    for risk in facts.risks:
        if risk.high and not risk.mitigated:
            yield Blocker(
                BlockerKind.RISK, _("High risk without a mitigation: %(risk)s") % {"risk": risk.title}, risk.key
            )
    if facts.critical_bugs:
        words = ngettext("%(count)s critical bug is open.", "%(count)s critical bugs are open.", facts.critical_bugs)
        yield Blocker(BlockerKind.BUGS, words % {"count": facts.critical_bugs}, str(facts.critical_bugs))
    if not facts.rollback_complete:
        words = _("The rollback plan is not complete: it needs a procedure, an owner and criteria.")
        yield Blocker(BlockerKind.ROLLBACK, words, reserved=True)


def _people(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    if facts.meeting_asked and not facts.meeting_held:
        yield Blocker(BlockerKind.MEETING, _("The readiness meeting was not held."))
    if facts.training_asked and not facts.training_held:
        yield Blocker(BlockerKind.TRAINING, _("The training of the receiving functions was not held."))


def _dependencies(facts: PreflightFacts, today: date, calendar: BusinessCalendar) -> Iterable[Blocker]:
    for each in facts.dependencies:
        if each.delivered:
            continue
        words = _("%(name)s has not come yet.") if each.function else _("%(name)s is not launched.")
        # What is confidential is not named in words that others read.
        name = each.name or _("A confidential release")
        yield Blocker(BlockerKind.DEPENDENCY, words % {"name": name}, each.key, each.function)


_RULES: tuple[Rule, ...] = (_checklist, _date, _bundle, _signoffs, _safety, _people, _dependencies)
