"""The checklist of a release: made from a template, re-planned when tier, date or template change. Pure.

What was done is never lost: a settled item stays, whatever the new plan says, and an item that is asked for again
comes back as it was left. Open items that nobody asks for any more are retired, not deleted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from productops.worktime import BusinessCalendar
from releases.enums import EvidenceRule, Gate, ItemState

SETTLED = frozenset({ItemState.DONE, ItemState.NOT_APPLICABLE, ItemState.WAIVED})


@dataclass(frozen=True)
class TemplateItem:
    """One line of a template. `key` is stable over versions; due `days_before` business days before launch.

    `fact`: the name of a field of the release that proves the item, so that the machine checks it (`FACTS`).
    """

    key: str
    gate: Gate
    title: str
    function: str
    days_before: int
    evidence: EvidenceRule = EvidenceRule.ANY
    required: bool = True
    fact: str = ""


@dataclass(frozen=True)
class Item:
    """One line of a release's checklist as it stands. `retired`: no longer asked for."""

    key: str
    gate: Gate
    title: str
    function: str
    due_on: date
    state: ItemState = ItemState.OPEN
    evidence: EvidenceRule = EvidenceRule.ANY
    required: bool = True
    fact: str = ""
    retired: bool = False

    @property
    def settled(self) -> bool:
        return self.state in SETTLED

    @property
    def counts(self) -> bool:
        """Whether the release waits for it."""
        return self.required and not self.retired


@dataclass(frozen=True)
class Moved:
    """An item whose line changed: what it was and what it becomes."""

    before: Item
    after: Item


@dataclass(frozen=True)
class Plan:
    """What re-planning does. Applying it to the same items again plans nothing."""

    added: tuple[Item, ...] = ()
    changed: tuple[Moved, ...] = ()
    retired: tuple[Item, ...] = ()
    revived: tuple[Moved, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired or self.revived)

    @property
    def functions(self) -> frozenset[str]:
        """Whose work changes, so that each hears of it once."""
        lines = [*self.added, *self.retired, *(moved.after for moved in (*self.changed, *self.revived))]
        return frozenset(line.function for line in lines)


def due_on(line: TemplateItem, launch_on: date, calendar: BusinessCalendar) -> date:
    """The business day that leaves `days_before` whole business days until launch."""
    return calendar.business_days_before(launch_on, line.days_before)


def plan(
    template: Iterable[TemplateItem], items: Iterable[Item], *, launch_on: date, calendar: BusinessCalendar
) -> Plan:
    """What must happen to `items` so that they are what `template` asks for a launch on that day.

    A settled item keeps its state and its day, and gets only a new title or gate. Raises ValueError for a template
    that says one key twice.
    """
    wanted: dict[str, Item] = {}
    for line in template:
        if line.key in wanted:
            raise ValueError(f"the template says {line.key!r} twice")
        wanted[line.key] = _new(line, due_on(line, launch_on, calendar))
    have = {item.key: item for item in items}
    changed: list[Moved] = []
    revived: list[Moved] = []
    for key, item in have.items():
        if key in wanted and (after := _kept(item, wanted[key])) != item:
            (revived if item.retired else changed).append(Moved(item, after))
    return Plan(
        added=tuple(line for key, line in wanted.items() if key not in have),
        changed=tuple(changed),
        retired=tuple(item for key, item in have.items() if key not in wanted and not item.retired),
        revived=tuple(revived),
    )


def _new(line: TemplateItem, due: date) -> Item:
    return Item(
        key=line.key,
        gate=line.gate,
        title=line.title,
        function=line.function,
        due_on=due,
        evidence=line.evidence,
        required=line.required,
        fact=line.fact,
    )


def _kept(item: Item, wanted: Item) -> Item:
    """`wanted` with the work that was done."""
    return Item(
        key=item.key,
        gate=wanted.gate,
        title=wanted.title,
        function=wanted.function,
        due_on=item.due_on if item.settled else wanted.due_on,
        state=item.state,
        evidence=wanted.evidence,
        required=wanted.required,
        fact=wanted.fact,
    )


def objection_to_done(rule: EvidenceRule, shown: Iterable[EvidenceRule]) -> str:
    """Why an item cannot be called done with the evidence it has (its kinds); empty when it can."""
    kinds = frozenset(shown)
    if rule == EvidenceRule.NONE or rule in kinds or (rule == EvidenceRule.ANY and kinds):
        return ""
    return {
        EvidenceRule.ANY: _("Show it: add a link, a file or a note."),
        EvidenceRule.LINK: _("Show it: add a link."),
        EvidenceRule.FILE: _("Show it: add a file."),
        EvidenceRule.NOTE: _("Say in a note what was checked."),
    }[rule]


def proven(items: Iterable[Item], facts: Mapping[str, bool]) -> dict[str, ItemState]:
    """Items that a field of the release proves, and the state that follows: done, or open again when it no longer is.

    Items that people settled otherwise (not applicable, waived) stay so.
    """
    states = {}
    for item in items:
        if item.fact not in facts or item.retired or item.state in (ItemState.NOT_APPLICABLE, ItemState.WAIVED):
            continue
        state = ItemState.DONE if facts[item.fact] else ItemState.OPEN
        if state != item.state and not (state == ItemState.OPEN and item.state == ItemState.BLOCKED):
            states[item.key] = state
    return states


def open_by_gate(items: Iterable[Item]) -> dict[Gate, int]:
    """How many required items each gate still waits for. Gates without items are not in it."""
    counts: dict[Gate, int] = {}
    for item in items:
        if item.counts:
            counts[item.gate] = counts.get(item.gate, 0) + (not item.settled)
    return counts
