"""What a release's page shows of its sign-offs, bundle and decisions: the context of `_decision_parts.html`."""

from dataclasses import dataclass
from datetime import datetime

from productops.people.models import Person
from releases.enums import BundleState, SignoffState, Stage
from releases.models import Bundle, Release, ShipDecision
from releases.policy import Bundle as Form
from releases.preflight import asked_of, material_now
from releases.queries import tier_policy_of
from releases.signoff_page import Row, rows_of

DECIDED = (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)


@dataclass(frozen=True)
class Decisions:
    """Sign-offs as lines, the bundle, the newest decision; empty for a tier without gates."""

    signoffs: tuple[Row, ...] = ()
    bundle: Bundle | None = None
    bundle_asked: bool = False
    newest: ShipDecision | None = None
    rounds: int = 0

    @property
    def ready(self) -> int:
        return sum(row.state in (SignoffState.READY, SignoffState.ABSTAINED) for row in self.signoffs)

    @property
    def bundle_open(self) -> bool:
        """Whether a bundle is asked for that is not published."""
        return self.bundle_asked and (self.bundle is None or self.bundle.state != BundleState.PUBLISHED)


def decision_context(release: Release, person: Person, now: datetime) -> Decisions:
    """As many statements however many functions. Two for a draft and a tier without gates."""
    newest = release.decisions.select_related("round", "decided_by").order_by("-id").first()
    policy = tier_policy_of(release)
    if policy is None or not policy.gates:
        return Decisions(newest=newest)
    rows: list[Row] = []
    if release.stage in DECIDED:
        rows = rows_of(release, tuple(asked_of(release, policy, material_now(release), now)), person, now=now)
    return Decisions(
        signoffs=tuple(rows),
        bundle=Bundle.objects.filter(release=release).first(),
        bundle_asked=policy.bundle != Form.NONE,
        newest=newest,
        rounds=newest.round.number if newest else 0,
    )
