"""What one person does next about one release. Pure: facts and what she may do in, one main action out.

The page shows it always in the same place, so a PM, Product Ops and a Support lead each find theirs in one click. The
rules stand in order of urgency; the first that fits this person is the main action. At most three quiet ones stand
beside it. Where nobody can act yet, a sentence says what is waited for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.enums import AHEAD, Stage

QUIET = 3  # actions beside the main one
LONGEST = 44  # letters of an item's title on a button


@dataclass(frozen=True)
class OpenItem:
    """An item that is not settled. `late`: its day is over; `by_hand`: a person settles it, not a field."""

    pk: int
    title: str
    whose: str
    late: bool = False
    blocked: bool = False


@dataclass(frozen=True)
class Facts:
    """How the release stands. `open_items` are those it waits for, `mine` those that this person may settle by hand."""

    key: str
    stage: Stage
    tier: int | None = None
    suggested: int | None = None
    challenge: str = ""
    has_date: bool = True
    date_passed: bool = False
    hold_reason: str = ""
    rolled_back: bool = False
    reviewed: bool = True
    approval_valid: bool = False
    approval_stale: bool = False
    to_sign: tuple[str, ...] = ()  # slugs of functions that wait for this person's answer
    bundle_open: bool = False  # the tier asks for a bundle that is not published
    open_items: tuple[OpenItem, ...] = ()
    mine: tuple[OpenItem, ...] = ()

    @property
    def ahead(self) -> bool:
        return self.stage in AHEAD


@dataclass(frozen=True)
class Rights:
    """What this person may do to the release, as `can()` says."""

    assign_tier: bool = False
    plan: bool = False
    launch: bool = False
    record_launch: bool = False
    challenge: bool = False
    decide: bool = False
    write_bundle: bool = False

    def __bool__(self) -> bool:
        return self.assign_tier or self.plan or self.launch or self.record_launch or self.challenge


@dataclass(frozen=True)
class Action:
    """A button: the verb, the name of the address with what fills it, and a sentence why."""

    verb: str
    route: str
    args: tuple[str | int, ...]
    why: str = ""


@dataclass(frozen=True)
class Next:
    """The main action (None: this person has nothing to do now), why or what is waited for, and the quiet actions."""

    main: Action | None = None
    why: str = ""
    quiet: tuple[Action, ...] = ()


def next_action(facts: Facts, rights: Rights) -> Next:
    """The next action of somebody with these rights."""
    main = next((action for rule in _RULES if (action := rule(facts, rights))), None)
    taken = main.route if main else ""
    quiet = tuple(action for action in _quiet(facts, rights) if action.route != taken)[:QUIET]
    return Next(main, main.why if main else _waiting(facts, rights), quiet)


Rule = Callable[[Facts, Rights], Action | None]


def _tier(facts: Facts, rights: Rights) -> Action | None:
    if not rights.assign_tier or not facts.ahead:
        return None
    if facts.tier is None:
        why = _("A draft is seen only by those who prepare it. With a tier it starts, and its checklist is made.")
        return Action(_("Assign the tier"), "releases:tier", (facts.key,), why)
    if facts.challenge:
        why = _("Product Ops doubts the tier: %(reason)s") % {"reason": facts.challenge}
        return Action(_("Look at the tier again"), "releases:tier", (facts.key,), why)
    return None


def _plan(facts: Facts, rights: Rights) -> Action | None:
    if not rights.plan or not facts.ahead or facts.tier is None:
        return None
    if facts.hold_reason:
        why = _("On hold: %(reason)s") % {"reason": facts.hold_reason}
        return Action(_("Let it go on"), "releases:stage", (facts.key,), why)
    if not facts.has_date:
        why = _("Without a launch date nothing is due and nobody can prepare.")
        return Action(_("Set the launch date"), "releases:dates", (facts.key,), why)
    if facts.date_passed:
        why = _("The launch date has passed and it is not launched.")
        return Action(_("Move the date"), "releases:dates", (facts.key,), why)
    return None


def _sign(facts: Facts, rights: Rights) -> Action | None:
    if not facts.to_sign or not facts.ahead:
        return None
    why = _("Your function is asked whether it is ready.")
    return Action(_("Answer"), "releases:signoff", (facts.key, facts.to_sign[0]), why)


def _confirm(facts: Facts, rights: Rights) -> Action | None:
    if not (rights.decide and facts.approval_stale):
        return None
    why = _("The go is stale: something it stood on changed.")
    return Action(_("Confirm the go again"), "releases:preflight", (facts.key,), why)


def _decide(facts: Facts, rights: Rights) -> Action | None:
    if not rights.decide or facts.stage != Stage.IN_REVIEW or facts.open_items or facts.hold_reason:
        return None
    if facts.bundle_open and rights.write_bundle:
        why = _("All items are settled. The bundle is not published yet.")
        return Action(_("Open the bundle"), "releases:bundle", (facts.key,), why)
    why = _("All items are settled. The preflight says what still stands in the way.")
    return Action(_("Decide"), "releases:preflight", (facts.key,), why)


def _late_item(facts: Facts, rights: Rights) -> Action | None:
    return _settle(next((item for item in facts.mine if item.late), None), facts)


def _challenge(facts: Facts, rights: Rights) -> Action | None:
    if not rights.challenge or not facts.ahead or facts.challenge or not facts.tier or not facts.suggested:
        return None
    if facts.tier >= facts.suggested:
        return None
    why = _("The answers suggest tier %(suggested)s; it was assigned tier %(tier)s.")
    words = {"suggested": facts.suggested, "tier": facts.tier}
    return Action(_("Challenge the tier"), "releases:challenge", (facts.key,), why % words)


def _begin(facts: Facts, rights: Rights) -> Action | None:
    if not rights.plan or facts.stage != Stage.PLANNED or not facts.reviewed or facts.tier is None:
        return None
    why = _("It is planned. In review its gates are passed one after the other.")
    return Action(_("Begin the review"), "releases:review", (facts.key,), why)


def _item(facts: Facts, rights: Rights) -> Action | None:
    return _settle(next((item for item in facts.mine if not item.blocked), None), facts)


def _settle(item: OpenItem | None, facts: Facts) -> Action | None:
    if item is None or not facts.ahead:
        return None
    title = item.title if len(item.title) <= LONGEST else f"{item.title[: LONGEST - 1]}…"
    why = _("It is yours and late.") if item.late else _("It is the next one that you can settle.")
    return Action(_("Settle “%(item)s”") % {"item": title}, "releases:item", (facts.key, item.pk), why)


def _launch(facts: Facts, rights: Rights) -> Action | None:
    if not rights.launch or facts.open_items or facts.tier is None:
        return None
    if facts.stage == Stage.APPROVED and facts.approval_valid:
        return Action(_("Launch"), "releases:launch", (facts.key,), _("It is approved and nothing is open."))
    if facts.stage == Stage.PLANNED and not facts.reviewed:
        return Action(_("Launch"), "releases:launch", (facts.key,), _("Its tier asks for no review; nothing is open."))
    return None


def _look(facts: Facts, rights: Rights) -> Action | None:
    """Who answers for the release and has nothing of her own to settle looks at whose turn it is."""
    if not (rights.plan or rights.challenge) or not facts.ahead or not facts.open_items or facts.tier is None:
        return None
    first = facts.open_items[0]
    return Action(_("See what is open"), "releases:item", (facts.key, first.pk), _waits_for(facts))


_RULES: tuple[Rule, ...] = (
    _tier, _confirm, _plan, _late_item, _sign, _challenge, _begin, _item, _decide, _launch, _look,
)  # fmt: skip


def _quiet(facts: Facts, rights: Rights) -> Iterator[Action]:
    key = (facts.key,)
    if facts.stage in (Stage.IN_REVIEW, Stage.APPROVED) and rights:
        yield Action(_("Preflight"), "releases:preflight", key)
    if facts.ahead and facts.tier is not None:
        if rights.plan and facts.has_date:
            yield Action(_("Move the date"), "releases:dates", key)
        if rights.challenge and not rights.assign_tier and not facts.challenge:
            yield Action(_("Challenge the tier"), "releases:challenge", key)
        if rights.record_launch and facts.date_passed:
            yield Action(_("Record the launch"), "releases:launch-record", key)
        elif rights.plan:
            yield Action(_("Hold or cancel"), "releases:stage", key)
    elif facts.stage == Stage.LAUNCHED and rights.record_launch:
        yield Action(_("Close it"), "releases:closing", key)
        if not facts.rolled_back:
            yield Action(_("Record a rollback"), "releases:rollback", key)
    elif facts.ahead and rights.plan:
        yield Action(_("Hold or cancel"), "releases:stage", key)
    elif facts.stage == Stage.CANCELLED and rights.plan:
        yield Action(_("Take it up again"), "releases:stage", key)


def _waiting(facts: Facts, rights: Rights) -> str:
    """What the release waits for, for those who answer for it and have nothing to press."""
    if not rights or not facts.ahead or facts.tier is None:
        return ""
    if facts.challenge:
        return _("The PM was asked to look at the tier again.")
    if facts.open_items:
        return _waits_for(facts)
    if facts.stage == Stage.IN_REVIEW:
        return _("All items are settled. It waits for the go/no-go decision of its PM.")
    return ""


def _waits_for(facts: Facts) -> str:
    count, first = len(facts.open_items), facts.open_items[0]
    words = ngettext(
        "%(count)s item is open, of %(whose)s.", "%(count)s items are open, the next one of %(whose)s.", count
    )
    return words % {"count": count, "whose": first.whose}
