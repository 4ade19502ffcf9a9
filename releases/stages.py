"""The stages of a release and what each move asks. Pure: facts in, a verdict with reasons out.

    planned -> in review -> approved -> launched -> closed          cancelled

In review holds the gates of the policy in order; which one is current is computed. A tier without gates (tier 1)
knows neither "in review" nor "approved": it goes from planned to launched.

The portal never denies facts: launching is refused without a valid approval, but that something has been launched
can always be recorded, and is then marked as launched without approval.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.enums import Gate, Stage


class Move(StrEnum):
    """What can happen to a release's stage."""

    BEGIN_REVIEW = "begin_review"
    APPROVE = "approve"  # by a go; what must hold is asked by `releases.go_no_go`
    REOPEN = "reopen"  # by a no-go or a delay after a go
    LAUNCH = "launch"
    RECORD_LAUNCH = "record_launch"
    CLOSE = "close"
    CANCEL = "cancel"
    REVIVE = "revive"


MOVES: Mapping[Move, Mapping[Stage, Stage]] = {
    Move.BEGIN_REVIEW: {Stage.PLANNED: Stage.IN_REVIEW},
    Move.APPROVE: {Stage.IN_REVIEW: Stage.APPROVED},
    Move.REOPEN: {Stage.APPROVED: Stage.IN_REVIEW},
    Move.LAUNCH: {Stage.PLANNED: Stage.LAUNCHED, Stage.APPROVED: Stage.LAUNCHED},
    Move.RECORD_LAUNCH: {
        Stage.PLANNED: Stage.LAUNCHED,
        Stage.IN_REVIEW: Stage.LAUNCHED,
        Stage.APPROVED: Stage.LAUNCHED,
    },
    Move.CLOSE: {Stage.LAUNCHED: Stage.CLOSED},
    Move.CANCEL: {
        Stage.PLANNED: Stage.CANCELLED,
        Stage.IN_REVIEW: Stage.CANCELLED,
        Stage.APPROVED: Stage.CANCELLED,
    },
    Move.REVIVE: {Stage.CANCELLED: Stage.PLANNED},
}
# What the database allows, whoever asks: every pair above, once.
TRANSITIONS: tuple[tuple[str, str], ...] = tuple(
    sorted({(str(old), str(new)) for pairs in MOVES.values() for old, new in pairs.items()})
)
NOT_FROM_HERE = gettext_lazy("A release that is %(stage)s cannot take this step.")


@dataclass(frozen=True)
class GateFacts:
    """One gate: how many required items are still unsettled, and whether it was passed."""

    gate: Gate
    open_items: int
    passed: bool = False


@dataclass(frozen=True)
class StageFacts:
    """All that a move depends on. `gates` in the policy's order; none for a tier that needs no review."""

    stage: Stage
    gates: tuple[GateFacts, ...] = ()
    on_hold: bool = False
    approval_valid: bool = False
    approval_stale: bool = False
    open_conditions: tuple[str, ...] = ()  # of the go: neither met nor overridden
    captures_missing: int = 0

    @property
    def reviewed(self) -> bool:
        """Whether this release's policy has a review at all."""
        return bool(self.gates)


@dataclass(frozen=True)
class Verdict:
    """May the move be made, where does it lead, and if not, why not (all reasons, in words)."""

    stage: Stage
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.reasons


def current_gate(facts: StageFacts) -> GateFacts | None:
    """The first gate that was not passed, while the release is in review."""
    if facts.stage != Stage.IN_REVIEW:
        return None
    return next((each for each in facts.gates if not each.passed), None)


def may(move: Move, facts: StageFacts) -> Verdict:
    """Whether a release may make `move` now, as far as its own facts go (who may is asked elsewhere)."""
    leads_to = MOVES[move].get(facts.stage)
    if leads_to is None:
        return Verdict(facts.stage, (str(NOT_FROM_HERE) % {"stage": facts.stage.label.lower()},))
    return Verdict(leads_to, tuple(_against(move, facts)))


def _against(move: Move, facts: StageFacts) -> list[str]:
    match move:
        case Move.BEGIN_REVIEW if not facts.reviewed:
            return [_("A tier without gates needs no review; it can be launched as it is.")]
        case Move.APPROVE:
            return _unpassed(facts)
        case Move.LAUNCH if facts.on_hold:
            return [_("The release is on hold.")]
        case Move.LAUNCH if facts.reviewed and facts.stage == Stage.PLANNED:
            return [_("It was not reviewed.")]
        case Move.LAUNCH if facts.reviewed and not facts.approval_valid:
            return _unapproved(facts)
        case Move.CLOSE if facts.captures_missing:
            return [_("The captures after launch are not in yet.")]
    return []


def _unapproved(facts: StageFacts) -> list[str]:
    """Which of it is missing, so that somebody can bring it."""
    found = [_("There is no valid approval.")]
    if facts.approval_stale:
        found.append(_("The go is stale; the PM has to confirm it again."))
    return found + [_("A condition is open: %(what)s.") % {"what": what} for what in facts.open_conditions]


def _unpassed(facts: StageFacts) -> list[str]:
    if not facts.gates:
        return [_("An empty list of gates cannot be approved.")]
    return [_("%(gate)s is not passed.") % {"gate": each.gate.label} for each in facts.gates if not each.passed]


def moves_from(facts: StageFacts) -> dict[Move, Verdict]:
    """Every move that this stage knows, with its verdict, for the page to show or to explain."""
    return {move: may(move, facts) for move, pairs in MOVES.items() if facts.stage in pairs}


def stages_of(facts: StageFacts) -> tuple[Stage, ...]:
    """The way of a release under its policy, for the line of stages on its page."""
    if facts.reviewed:
        return (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED, Stage.LAUNCHED, Stage.CLOSED)
    return (Stage.PLANNED, Stage.LAUNCHED, Stage.CLOSED)
