"""What lists say of a release to one person: the words of a row or a card, worked out once, not in the template."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from productops.addresses import addresses
from productops.people.models import Person
from releases.enums import Stage
from releases.go_words import go_words, last_decided
from releases.models import Release
from releases.readiness import Remedy
from releases.visible import VisibleFacts, facts_for_many
from releases.windows import window_words

PAST = (Stage.LAUNCHED, Stage.CLOSED, Stage.CANCELLED)
# What `facts_for` reads, and what a row says. Texts as long as a page stay where they are.
COLUMNS = (
    "key", "name", "area", "tier", "stage", "health", "health_reasons", "started_at", "launched_at", "confidential_at",
    "held_at", "launch_on", "first_launch_on", "window_from", "window_to", "decision_on", "notice_needed",
    "notice_given", "customer_word", "customer_from", "approval_stale_at", "area__slug", "area__name",
)  # fmt: skip
_ITEMS = """(
    SELECT json_build_array(count(*) FILTER (WHERE i.state IN ('done', 'not_applicable', 'waived')), count(*))
    FROM releases_releaseitem i WHERE i.release_id = releases_release.id AND i.retired_at IS NULL)"""
_PM = """(
    SELECT p.name FROM people_arearole r JOIN people_person p ON p.id = r.person_id
    WHERE r.area_id = releases_release.area_id AND r.kind = 'pm' AND r.starts_on <= %s
    AND (r.ends_on IS NULL OR r.ends_on >= %s) AND p.is_active LIMIT 1)"""


REMEDIES = {
    Remedy.ITEM: _("checklist"),
    Remedy.DATE: _("date"),
    Remedy.ROLLBACK: _("rollback"),
    Remedy.RISK: _("risk"),
    Remedy.DEPENDENCY: _("dependency"),
    Remedy.BUGS: _("bugs"),
    Remedy.HOLD: _("on hold"),
    Remedy.SIGNOFF: _("sign-off"),
    Remedy.BUNDLE: _("bundle"),
    Remedy.DECISION: _("go/no-go"),
}


@dataclass(frozen=True)
class Row:
    """A release as lists show it to one person. `why`: the weightiest reason of its health, `because` in a word.

    `go`: how its ship decision stands.
    """

    release: Release
    seen: VisibleFacts
    url: str
    area_url: str
    pm: str
    done: int
    items: int
    window: str
    why: str
    because: str
    reasons: list[dict[str, Any]]

    key: str
    name: str
    area: str
    stage: str
    tier: str
    launch_on: date | None
    launched_at: datetime | None
    internal: bool
    tags: tuple[tuple[str, str], ...]
    settled: str
    on_card: str
    tier_words: str
    go: str

    @property
    def ahead(self) -> bool:
        return self.release.stage not in PAST

    @property
    def health(self) -> str:
        """What is to be shown of its health: nothing of a draft, and of what is past."""
        return self.release.health if self.ahead and self.release.started_at else ""


def rows_of(releases: QuerySet[Release], person: Person, *, on: date) -> list[Row]:
    """What lists say of `releases`, with the weightiest reason of each health. Two statements."""
    said = releases.select_related("area").only(*COLUMNS)
    rows = list(said.annotate(settled=RawSQL(_ITEMS, []), pm=RawSQL(_PM, [on, on]), last=last_decided()))
    seen = facts_for_many(rows, person, on=on)
    release_at, area_at = addresses("releases:release", like="A-1"), addresses("people:area")
    language = get_language() or "en"
    return [_row(each, seen[each.pk], release_at(each.key), area_at(each.area.slug), language, on) for each in rows]


def _row(release: Any, seen: VisibleFacts, url: str, area_url: str, language: str, on: date) -> Row:
    done, items = release.settled
    reasons = release.reasons_in(language, inside=seen.dated) if release.stage not in PAST else []
    return Row(
        release=release,
        seen=seen,
        url=url,
        area_url=area_url,
        pm=release.pm or "",
        done=done,
        items=items,
        window=window_words(seen.window_from, seen.window_to, on) if seen.launch_on is None else "",
        why=reasons[0]["words"] if reasons else "",
        because=str(REMEDIES.get(reasons[0]["remedy"], "")) if reasons else "",
        reasons=reasons,
        key=release.key,
        name=release.name,
        area=release.area.name,
        stage=_stages(language)[release.stage],
        tier=str(release.tier or "–"),
        launch_on=seen.launch_on,
        launched_at=release.launched_at,
        internal=seen.internal,
        tags=_tags(release),
        settled=gettext("%(done)s of %(total)s") % {"done": done, "total": items} if items else "",
        on_card=gettext("%(done)s of %(total)s settled") % {"done": done, "total": items} if items else "",
        tier_words=gettext("Tier %(number)s") % {"number": release.tier} if release.tier else "",
        go=go_words(release.stage, release.last, stale=release.approval_stale_at is not None),
    )


@lru_cache(maxsize=8)
def _stages(_language: str) -> dict[str, str]:
    return {stage.value: str(stage.label) for stage in Stage}


def _tags(release: Release) -> tuple[tuple[str, str], ...]:
    """What is out of the ordinary: (tone, words)."""
    if release.started_at and not release.confidential_at and not release.held_at:
        return ()
    tags = [("", gettext("Draft"))] if release.started_at is None else []
    tags += [("", gettext("Confidential"))] if release.confidential_at else []
    tags += [("later", gettext("On hold"))] if release.held_at else []
    return tuple(tags)
