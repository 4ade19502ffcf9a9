"""What a ship decision needs, and whether an approval still stands. Pure: facts in, objections out.

Go: every blocker is overridden. Conditional go: every blocker is overridden or stands as a condition, and there is a
condition. No-go and delay need a reason, delay a new day. So a release is never approved with a blocker that nobody
took upon themselves, and it is never launched with a condition that was neither met nor overridden.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from releases.blockers import Blocker
from releases.enums import Outcome

GOING = frozenset({Outcome.GO, Outcome.CONDITIONAL_GO})


@dataclass(frozen=True)
class Promise:
    """A condition as it is proposed. `ref`: the blocker that it stands for, if any."""

    what: str
    owner_id: int | None
    due_on: date | None
    ref: str = ""


@dataclass(frozen=True)
class Proposal:
    """What somebody is about to decide."""

    outcome: Outcome
    rationale: str = ""
    conditions: tuple[Promise, ...] = ()
    new_launch_on: date | None = None


@dataclass(frozen=True)
class Objection:
    """Why it cannot be decided like this: the field that it belongs to (empty: the whole), and the words.

    The fields of a condition are `condition-0-what`, `-owner` and `-due_on`, by its place in the proposal.
    """

    field: str
    words: str


def objections(
    proposal: Proposal,
    found: Iterable[Blocker],
    overridden: Collection[str],
    *,
    launch_on: date | None,
    today: date,
) -> tuple[Objection, ...]:
    """Everything that speaks against recording `proposal` now; none: it may be recorded."""
    rule = {
        Outcome.GO: _against_go,
        Outcome.CONDITIONAL_GO: _against_conditional_go,
        Outcome.NO_GO: _against_no_go,
        Outcome.DELAY: _against_delay,
    }[proposal.outcome]
    return tuple(rule(proposal, tuple(found), overridden, launch_on, today))


def _against_go(
    proposal: Proposal, found: tuple[Blocker, ...], overridden: Collection[str], launch_on: date | None, today: date
) -> Iterable[Objection]:
    for blocker in found:
        if blocker.final or blocker.ref not in overridden:
            yield Objection("", blocker.words)
    if proposal.conditions:
        yield Objection("outcome", _("With conditions it is a conditional go."))


def _against_conditional_go(
    proposal: Proposal, found: tuple[Blocker, ...], overridden: Collection[str], launch_on: date | None, today: date
) -> Iterable[Objection]:
    if not proposal.conditions:
        yield Objection("conditions", _("Name at least one condition, or record a go."))
    stands = {each.ref for each in proposal.conditions if each.ref}
    for blocker in found:
        if blocker.final or (blocker.ref not in overridden and blocker.ref not in stands):
            yield Objection("", blocker.words)
    known = {blocker.ref for blocker in found}
    for place, each in enumerate(proposal.conditions):
        if each.ref and each.ref not in known:
            yield Objection(f"condition-{place}-what", _("This is not in the way any more. Take the condition off."))
        if not each.what.strip():
            yield Objection(f"condition-{place}-what", _("Say what must be done."))
        if each.owner_id is None:
            yield Objection(f"condition-{place}-owner", _("Say who does it."))
        if each.due_on is None:
            yield Objection(f"condition-{place}-due_on", _("Say by when."))
        elif each.due_on < today:
            yield Objection(f"condition-{place}-due_on", _("That day has passed."))
        elif launch_on is not None and each.due_on >= launch_on:
            yield Objection(f"condition-{place}-due_on", _("It must be met before the launch."))


def _against_no_go(
    proposal: Proposal, found: tuple[Blocker, ...], overridden: Collection[str], launch_on: date | None, today: date
) -> Iterable[Objection]:
    if not proposal.rationale.strip():
        yield Objection("rationale", _("Say why, in a sentence that the others will read."))


def _against_delay(
    proposal: Proposal, found: tuple[Blocker, ...], overridden: Collection[str], launch_on: date | None, today: date
) -> Iterable[Objection]:
    yield from _against_no_go(proposal, found, overridden, launch_on, today)
    if proposal.new_launch_on is None:
        yield Objection("new_launch_on", _("Say to which day."))
    elif proposal.new_launch_on <= today:
        yield Objection("new_launch_on", _("That day has passed."))
    elif proposal.new_launch_on == launch_on:
        yield Objection("new_launch_on", _("That is the day it has."))


@dataclass(frozen=True)
class Held:
    """A condition of the decision that stands, with what became of it. `ref`: the blocker that it stood for."""

    what: str
    due_on: date
    ref: str = ""
    met: bool = False
    overridden: bool = False

    @property
    def settled(self) -> bool:
        return self.met or self.overridden


@dataclass(frozen=True)
class Standing:
    """What an approval stands on. `overridden`: refs of overrides in the deciding round and since.

    `material_changed`: words for what changed since it was given or last confirmed.
    """

    outcome: Outcome | None = None
    overridden: frozenset[str] = frozenset()
    conditions: tuple[Held, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    material_changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Approval:
    """Whether the approval stands, and what speaks against it. `stale`: it stood once and must be confirmed again."""

    given: bool
    stale: tuple[str, ...] = ()
    open_conditions: tuple[Held, ...] = field(default=())

    @property
    def valid(self) -> bool:
        """It stands; conditions may still be open until they are due."""
        return self.given and not self.stale

    @property
    def launchable(self) -> bool:
        """It stands and nothing is left to be met."""
        return self.valid and not self.open_conditions


def approval(standing: Standing, *, today: date) -> Approval:
    """How the last decision stands today. Neither a no-go nor a delay is an approval."""
    if standing.outcome not in GOING:
        return Approval(given=False)
    # A met condition no longer excuses its blocker: when that is still there, it was not met.
    accepted = standing.overridden | {each.ref for each in standing.conditions if each.ref and not each.met}
    stale = [blocker.words for blocker in standing.blockers if blocker.final or blocker.ref not in accepted]
    if standing.material_changed:
        what = ", ".join(standing.material_changed)
        stale.append(_("This changed after the decision: %(what)s.") % {"what": what})
    open_conditions = tuple(each for each in standing.conditions if not each.settled)
    stale += [
        _("A condition is overdue: %(what)s.") % {"what": each.what} for each in open_conditions if each.due_on < today
    ]
    return Approval(given=True, stale=tuple(stale), open_conditions=open_conditions)
