"""How the ship decision of a release stands, in a few words, for lists, the timeline, the finder and the update.

It is for everybody who sees the release: the outcome and how many conditions are open, never a day or a reason.
"""

from collections.abc import Collection
from typing import Any

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.enums import Outcome, Stage
from releases.models import Release

DECIDABLE = (Stage.IN_REVIEW, Stage.APPROVED)
# Outcome of the newest decision and its conditions that are open; for what is not to be decided nothing is looked up.
_LAST = """(CASE WHEN releases_release.stage IN ('in_review', 'approved') THEN (
    SELECT json_build_array(d.outcome, (
        SELECT count(*) FROM releases_condition c WHERE c.decision_id = d.id
        AND NOT EXISTS (SELECT FROM releases_conditionoutcome o WHERE o.condition_id = c.id)))
    FROM releases_shipdecision d WHERE d.release_id = releases_release.id ORDER BY d.id DESC LIMIT 1) END)"""


def last_decided() -> RawSQL:
    """To annotate releases with: [outcome, open conditions] of the newest decision of one that is under way."""
    return RawSQL(_LAST, [])


def go_words(stage: str, last: list[Any] | None, *, stale: bool) -> str:
    """Pure. `last` as `last_decided` gives it; `stale`: the approval waits for its PM. Empty: nothing was decided."""
    if last is None or stage not in DECIDABLE:
        return ""
    outcome, waiting = Outcome(last[0]), last[1]
    if stage == Stage.IN_REVIEW:
        return {Outcome.NO_GO: _("No-go"), Outcome.DELAY: _("Delayed")}.get(outcome, "")
    if stale:
        return _("Stale go")
    if outcome == Outcome.CONDITIONAL_GO and waiting:
        return ngettext("Conditional go, %(number)s open", "Conditional go, %(number)s open", waiting) % {
            "number": waiting
        }
    return str(outcome.label)


def go_words_of(releases: Collection[Release]) -> dict[int, str]:
    """Release id -> the words, for those that have any. One statement; none where nothing can have been decided."""
    ids = [release.pk for release in releases if release.stage in DECIDABLE]
    if not ids:
        return {}
    rows = Release.objects.filter(pk__in=ids).order_by().annotate(last=last_decided())
    found = {
        pk: go_words(stage, last, stale=stale is not None)
        for pk, stage, last, stale in rows.values_list("pk", "stage", "last", "approval_stale_at")
    }
    return {pk: words for pk, words in found.items() if words}
