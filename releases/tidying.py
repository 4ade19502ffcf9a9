"""What the schedule puts in order every hour: work follows roles that begin by date, files that nothing shows go."""

from datetime import datetime

from releases.actions.handing_over import follow_roles
from releases.files import sweep


def tidy(*, now: datetime) -> dict[str, int]:
    """Returns counts. Run twice, or late, it comes to the same."""
    return {"handed_on": len(follow_roles(by=None, now=now)), "files": sweep(now=now)}
