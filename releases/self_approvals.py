"""Who acted for both sides, where nobody else was eligible: counted, so that it is seen how often it happens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from releases.models import ConditionOutcome, Override, ShipDecision, Signoff


@dataclass(frozen=True)
class SelfApprovals:
    """How often in a period.

    `signoffs`: by who had signed for another function of the release already, as nobody else was eligible.
    `overrides`: blockers and conditions, by who may also decide. `decisions`: by who had signed for a function.
    """

    signoffs: int
    overrides: int
    decisions: int

    @property
    def total(self) -> int:
        return self.signoffs + self.overrides + self.decisions


def self_approvals(since: datetime, until: datetime) -> SelfApprovals:
    """What was labelled from `since` until before `until`. Four statements."""

    def labelled(rows: QuerySet[Any], at: str) -> int:
        return rows.exclude(label="").filter(**{f"{at}__gte": since, f"{at}__lt": until}).count()

    return SelfApprovals(
        signoffs=labelled(Signoff.objects.all(), "given_at"),
        overrides=labelled(Override.objects.all(), "given_at") + labelled(ConditionOutcome.objects.all(), "at"),
        decisions=labelled(ShipDecision.objects.all(), "decided_at"),
    )
