"""The line of stages on a release's page: what is past, where it is, which gates are passed. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.enums import Gate, Stage
from releases.stages import StageFacts, stages_of

# How a gate is called within the line, where "review" is already said.
SHORT: dict[Gate, str | Promise] = {
    Gate.MOCK: gettext_lazy("mock"),
    Gate.STAGING: gettext_lazy("staging"),
    Gate.GO_NO_GO: gettext_lazy("go/no-go"),
}


class Story(Protocol):
    """What the line says of a release beside its stage."""

    held_at: datetime | None
    rolled_back_at: datetime | None
    launched_without_approval: bool


@dataclass(frozen=True)
class GateMark:
    words: str | Promise
    passed: bool
    current: bool


@dataclass(frozen=True)
class StageMark:
    """One stage: `past`, `current` or `ahead`; its gates while they matter; what else is to be said of it."""

    label: str
    place: str
    gates: tuple[GateMark, ...] = ()
    note: str = ""
    tone: str = ""  # later (on hold), gone (cancelled, rolled back, without approval)


def stage_line(facts: StageFacts, story: Story) -> list[StageMark]:
    """The stages that this release goes through, in order. A cancelled one shows where it ended."""
    way = stages_of(facts)
    if facts.stage == Stage.CANCELLED:
        marks = [StageMark(str(stage.label), "ahead") for stage in way]
        return [*marks, StageMark(str(Stage.CANCELLED.label), "current", tone="gone")]
    at = way.index(facts.stage) if facts.stage in way else 0
    return [_mark(stage, place - at, facts, story) for place, stage in enumerate(way)]


def _mark(stage: Stage, distance: int, facts: StageFacts, story: Story) -> StageMark:
    place = "current" if distance == 0 else "past" if distance < 0 else "ahead"
    if place == "past" and stage == Stage.APPROVED and story.launched_without_approval:
        return StageMark(str(stage.label), "ahead")  # it never was
    gates: tuple[GateMark, ...] = ()
    if stage == Stage.IN_REVIEW and distance == 0:
        now = next((each.gate for each in facts.gates if not each.passed), None)
        gates = tuple(GateMark(SHORT[each.gate], each.passed, each.gate == now) for each in facts.gates)
    note, tone = "", ""
    if place == "current" and story.held_at and stage not in (Stage.LAUNCHED, Stage.CLOSED):
        note, tone = _("on hold"), "later"
    elif stage == Stage.LAUNCHED and distance <= 0 and story.rolled_back_at:
        note, tone = _("rolled back"), "gone"
    elif stage == Stage.LAUNCHED and distance <= 0 and story.launched_without_approval:
        note, tone = _("without approval"), "gone"
    return StageMark(str(stage.label), place, gates, note, tone)
