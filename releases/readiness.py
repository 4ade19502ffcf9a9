"""How a release stands, and why. Pure: facts and today in, health with its reasons out.

Nobody types a health. Each finding is a reason with its weight, whose it is and what to do about it; the worst one
is the health of the release. The same facts give the same health.

A reason has two forms of words. Those who prepare the release read how many days are left; everybody else reads
what is missing, never a number or a day from which the internal launch date could be counted back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from productops.worktime import BusinessCalendar
from releases.checklist import Item
from releases.enums import Gate, Health, ItemState, Stage
from releases.lead_words import short_notice

SOON = 2  # business days: what is due so soon and not begun is a worry
NEAR = 5  # business days before launch from which a missing rollback plan or a critical bug weighs double
WORRY = {Health.ON_TRACK: 0, Health.AT_RISK: 1, Health.OFF_TRACK: 2}


class Remedy(StrEnum):
    """What the button beside a reason does."""

    ITEM = "item"
    DATE = "date"
    ROLLBACK = "rollback"
    RISK = "risk"
    DEPENDENCY = "dependency"
    BUGS = "bugs"
    HOLD = "hold"
    SIGNOFF = "signoff"
    BUNDLE = "bundle"
    DECISION = "decision"


@dataclass(frozen=True)
class Reason:
    """One finding: how much it weighs, in words, whose it is (a function's slug; empty: the PM's), and the remedy.

    `words` are for those who prepare; `outside` for everybody else, empty for what only those who prepare may know.
    """

    health: Health
    words: str
    outside: str
    remedy: Remedy
    function: str = ""
    about: str = ""  # key of the item, risk or dependency


@dataclass(frozen=True)
class Dependency:
    """What the release needs from somewhere else: another release, or something a function delivers.

    Without a `name`: a release that is not for everybody, whose reasons say nothing by which it could be known.
    """

    key: str
    name: str
    health: Health = Health.ON_TRACK
    delivered: bool = False
    promised_on: date | None = None
    function: str = ""


@dataclass(frozen=True)
class Risk:
    """A risk that somebody wrote down; `high` ones count until they are mitigated."""

    key: str
    title: str
    high: bool
    mitigated: bool


@dataclass(frozen=True)
class NotReady:
    """A function whose last answer was "not ready", and what is missing."""

    function: str
    name: str
    missing: str


@dataclass(frozen=True)
class BundleHealth:
    """The bundle that the tier asks for: days before launch of review copy and final edition, and what is out."""

    lead_days: int
    final_days: int
    sent: bool = False
    published: bool = False


@dataclass(frozen=True)
class Facts:
    """All that health depends on."""

    stage: Stage
    launch_on: date | None
    gates: tuple[Gate, ...] = ()
    items: tuple[Item, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    risks: tuple[Risk, ...] = ()
    critical_bugs: int = 0
    rollback_complete: bool = False
    on_hold_because: str = ""
    lead_needed: int = 0
    lead_given: int = 0
    rolled_back: bool = False
    not_ready: tuple[NotReady, ...] = ()
    bundle: BundleHealth | None = None
    approval_stale: bool = False


@dataclass(frozen=True)
class Readiness:
    """The health of a release with its reasons, the weightiest first."""

    health: Health
    reasons: tuple[Reason, ...] = field(default=())


def assess(facts: Facts, *, today: date, calendar: BusinessCalendar) -> Readiness:
    """The health of a release on a day. What is launched, closed or cancelled waits for nothing more."""
    if facts.stage == Stage.LAUNCHED and facts.rolled_back:
        return Readiness(Health.OFF_TRACK, (_same(Health.OFF_TRACK, _("It was rolled back."), Remedy.ROLLBACK),))
    if facts.stage in (Stage.LAUNCHED, Stage.CLOSED, Stage.CANCELLED):
        return Readiness(Health.ON_TRACK)
    days = Days(today, facts.launch_on, calendar)
    found = [reason for rule in _RULES for reason in rule(facts, days)]
    found.sort(key=lambda reason: -WORRY[reason.health])
    return Readiness(found[0].health if found else Health.ON_TRACK, tuple(found))


def worse(before: Health, after: Health) -> bool:
    """Whether PM and Product Ops must hear of the change."""
    return WORRY[after] > WORRY[before]


class Days:
    """Today and what is near. Counting days up to a far launch is dear, so ends are compared instead."""

    def __init__(self, today: date, launch_on: date | None, calendar: BusinessCalendar) -> None:
        self.today, self.calendar = today, calendar
        first = calendar.next_or_same(today)
        self.soon_until = calendar.business_days_after(first, SOON)  # the last day that SOON business days lead to
        self.launch_is_soon = launch_on is not None and launch_on <= self.soon_until
        self.launch_is_near = launch_on is not None and launch_on <= calendar.business_days_after(first, NEAR)


Rule = Callable[[Facts, Days], Iterable[Reason]]


def _same(health: Health, words: str, remedy: Remedy, about: str = "") -> Reason:
    """A finding that everybody may read as it is."""
    return Reason(health, words, words, remedy, about=about)


def _launch_date(facts: Facts, days: Days) -> Iterable[Reason]:
    if facts.launch_on is not None and facts.launch_on < days.today:
        yield Reason(Health.OFF_TRACK, _("The launch date has passed and it is not launched."), "", Remedy.DATE)
    if facts.on_hold_because:
        yield _same(Health.AT_RISK, _("On hold: %(why)s") % {"why": facts.on_hold_because}, Remedy.HOLD)


def _lead_time(facts: Facts, days: Days) -> Iterable[Reason]:
    if words := short_notice(given=facts.lead_given, needed=facts.lead_needed):
        yield Reason(Health.AT_RISK, words, _("Short notice."), Remedy.DATE)


def _items(facts: Facts, days: Days) -> Iterable[Reason]:
    waiting = [item for item in _waiting(facts) if item.fact != "critical_bugs"]  # those are counted below
    today, between = days.today, days.calendar.count_between
    for item in waiting:
        words = {"item": item.title}
        if item.due_on < today:
            late = between(item.due_on, today)
            health = Health.OFF_TRACK if days.launch_is_soon else Health.AT_RISK
            sentence = ngettext("%(item)s: %(days)s business day late", "%(item)s: %(days)s business days late", late)
            yield _not_done(item, health, sentence % (words | {"days": late}))
        elif item.state == ItemState.BLOCKED:
            said = _("%(item)s: blocked") % words
            yield Reason(Health.AT_RISK, said, said, Remedy.ITEM, item.function, item.key)
        elif item.due_on == today:
            yield _not_done(item, Health.AT_RISK, _("%(item)s: due today") % words)
        elif item.due_on <= days.soon_until:
            left = between(today, item.due_on)
            sentence = ngettext(
                "%(item)s: due in %(days)s business day, not done",
                "%(item)s: due in %(days)s business days, not done",
                left,
            )
            yield _not_done(item, Health.AT_RISK, sentence % (words | {"days": left}))


def _waiting(facts: Facts) -> Iterable[Item]:
    return (item for item in facts.items if item.counts and not item.settled)


def _not_done(item: Item, health: Health, words: str) -> Reason:
    outside = _("%(item)s: not done") % {"item": item.title}
    remedy = Remedy.ROLLBACK if item.fact == "rollback" else Remedy.ITEM
    return Reason(health, words, outside, remedy, item.function, item.key)


def _dependencies(facts: Facts, days: Days) -> Iterable[Reason]:
    for each in facts.dependencies:
        if each.delivered:
            continue
        if each.health == Health.OFF_TRACK:
            yield _on(each, _("It depends on %(name)s, which is off track."))
        elif each.promised_on and each.promised_on < days.today:
            yield _on(each, _("%(name)s was promised and has not come."), _("It waits for %(name)s."))
        elif each.promised_on and facts.launch_on and each.promised_on >= facts.launch_on:
            yield _on(each, _("%(name)s is promised for the launch day or later."), _("It waits for %(name)s."))
        elif each.health == Health.AT_RISK and days.launch_is_near:
            yield _on(each, _("It depends on %(name)s, which is at risk."))


def _on(dependency: Dependency, words: str, outside: str = "") -> Reason:
    named = {"name": dependency.name}
    if not dependency.name:
        words = outside = _("It waits for another release.")
    words, outside = words % named, (outside or words) % named
    return Reason(Health.AT_RISK, words, outside, Remedy.DEPENDENCY, dependency.function, dependency.key)


def _risks(facts: Facts, days: Days) -> Iterable[Reason]:
    for each in facts.risks:
        if each.high and not each.mitigated:
            words = _("High risk without a mitigation: %(risk)s") % {"risk": each.title}
            yield _same(Health.AT_RISK, words, Remedy.RISK, each.key)


def _safety(facts: Facts, days: Days) -> Iterable[Reason]:
    if facts.critical_bugs:
        words = ngettext(
            "%(count)s critical bug is open.", "%(count)s critical bugs are open.", facts.critical_bugs
        ) % {"count": facts.critical_bugs}
        yield _same(Health.OFF_TRACK if days.launch_is_near else Health.AT_RISK, words, Remedy.BUGS)
    said = any(item.fact == "rollback" and item.due_on <= days.soon_until for item in _waiting(facts))
    if days.launch_is_near and facts.gates and not facts.rollback_complete and not said:
        yield _same(Health.AT_RISK, _("The rollback plan is not complete."), Remedy.ROLLBACK)


def _decision(facts: Facts, days: Days) -> Iterable[Reason]:
    if facts.approval_stale:
        health = Health.OFF_TRACK if days.launch_is_soon else Health.AT_RISK
        yield _same(health, _("The go is stale; the PM has to confirm it again."), Remedy.DECISION)
    for each in facts.not_ready:
        words = _("%(function)s is not ready: %(missing)s") % {"function": each.name, "missing": each.missing}
        outside = _("%(function)s is not ready.") % {"function": each.name}
        health = Health.OFF_TRACK if days.launch_is_soon else Health.AT_RISK
        yield Reason(health, words, outside, Remedy.SIGNOFF, each.function, each.function)


def _bundle(facts: Facts, days: Days) -> Iterable[Reason]:
    bundle = facts.bundle
    if bundle is None or facts.launch_on is None or facts.launch_on < days.today or bundle.published:
        return
    final = days.calendar.business_days_before(facts.launch_on, bundle.final_days)
    if final <= days.today:
        health = Health.OFF_TRACK if final < days.today else Health.AT_RISK
        words = _("The final bundle is due today.") if final == days.today else _("The final bundle is late.")
        yield Reason(health, words, _("The bundle is not published."), Remedy.BUNDLE)
    elif not bundle.sent:
        due = days.calendar.business_days_before(facts.launch_on, bundle.lead_days)
        if due <= days.today:
            today = _("The review copy of the bundle is due today.")
            words = today if due == days.today else _("The review copy of the bundle is late.")
            yield Reason(Health.AT_RISK, words, _("The bundle is not out yet."), Remedy.BUNDLE)


_RULES: tuple[Rule, ...] = (_launch_date, _decision, _items, _bundle, _safety, _dependencies, _risks, _lead_time)
