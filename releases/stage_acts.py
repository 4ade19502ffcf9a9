"""What can be done about a release's stage, for its page: each act with its verb and what it means, or why not yet."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from productops.people.permissions import Decision, Permission
from releases.enums import AHEAD, Stage
from releases.stages import MOVES, Move, StageFacts, may


@dataclass(frozen=True)
class Act:
    """One act: its address (`releases:<name>`), verb, meaning, and whose right it is. `direct`: done without asking."""

    name: str
    verb: str | Promise
    means: str | Promise
    permission: Permission
    move: Move | None = None
    danger: bool = False
    direct: bool = False


REVIEW = Act(
    "review", _("Begin the review"),
    _("From now on its gates are passed one after the other."), Permission.PLAN_RELEASE, Move.BEGIN_REVIEW,
)  # fmt: skip
LAUNCH = Act("launch", _("Launch"), _("It reaches customers now."), Permission.LAUNCH_RELEASE, Move.LAUNCH)
RECORD = Act(
    "launch-record", _("It has been launched"),
    _("What happened can always be recorded, approved or not."), Permission.RECORD_LAUNCH, Move.RECORD_LAUNCH,
)  # fmt: skip
HOLD = Act("hold", _("Put it on hold"), _("It waits, and says for what. Its stage stays."), Permission.PLAN_RELEASE)
RESUME = Act("hold-removal", _("Let it go on"), _("It does not wait any more."), Permission.PLAN_RELEASE, direct=True)
ROLLBACK = Act(
    "rollback", _("Record a rollback"),
    _("It was taken back from customers. It stays launched, and says so."), Permission.RECORD_LAUNCH, danger=True,
)  # fmt: skip
CLOSE = Act("closing", _("Close it"), _("Nothing more is expected of it."), Permission.RECORD_LAUNCH, Move.CLOSE)
CANCEL = Act(
    "cancellation", _("Cancel it"), _("It does not come. That can be taken back."), Permission.PLAN_RELEASE,
    Move.CANCEL, danger=True,
)  # fmt: skip
REVIVE = Act(
    "cancellation-removal", _("Take it up again"), _("It is planned again, with what was done."),
    Permission.PLAN_RELEASE, Move.REVIVE, direct=True,
)  # fmt: skip
ACTS = (REVIEW, LAUNCH, RECORD, RESUME, HOLD, ROLLBACK, CLOSE, REVIVE, CANCEL)


@dataclass(frozen=True)
class Possible:
    """An act that this stage knows: why it cannot be done now (empty: it can), and who may when she may not."""

    act: Act
    reasons: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def open(self) -> bool:
        return not self.reasons and not self.refusal


def possible(
    facts: StageFacts, *, tier: int | None, rolled_back: bool, may_do: Callable[[Permission], Decision]
) -> list[Possible]:
    """What this stage knows, in the order of the page: what leads on first, what ends it last."""
    found = []
    for act in ACTS:
        if not _known(act, facts, rolled_back):
            continue
        reasons = may(act.move, facts).reasons if act.move else ()
        if tier is None and act.move not in (None, Move.CANCEL, Move.REVIVE):
            reasons = (str(_("Assign a tier first.")),)
        decision = may_do(act.permission)
        found.append(Possible(act, tuple(reasons), "" if decision else decision.reason))
    return found


def _known(act: Act, facts: StageFacts, rolled_back: bool) -> bool:
    if act is HOLD or act is RESUME:
        return facts.stage in AHEAD and facts.on_hold == (act is RESUME)
    if act is ROLLBACK:
        return facts.stage == Stage.LAUNCHED and not rolled_back
    assert act.move
    return facts.stage in MOVES[act.move]
