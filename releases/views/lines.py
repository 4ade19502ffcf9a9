"""The checklist as one person sees it: each item with what she may do, gate by gate. Constant statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from productops.people.models import Person
from productops.people.permissions import Decision, Permission, can
from productops.people.standing import day_of, organisation_of
from releases.checklist import SETTLED, objection_to_done
from releases.enums import AHEAD, EvidenceRule, Gate, ItemState
from releases.models import Evidence, Release, ReleaseItem
from releases.policy import FACTS
from releases.visible import VisibleFacts

TICKS = {ItemState.DONE: "done", ItemState.NOT_APPLICABLE: "left-out", ItemState.WAIVED: "waived"}
LATE = _("late")


@dataclass(frozen=True)
class Line:
    """One item for one person: how it is drawn, whether its day may be said, and what she may do about it."""

    item: ReleaseItem
    person: Person
    now: datetime
    dated: bool
    days_late: int
    ahead: bool

    @property
    def settled(self) -> bool:
        return self.item.state in SETTLED

    @property
    def evidence(self) -> list[Evidence]:
        """What was shown and not withdrawn."""
        return self.item.shown  # type: ignore[attr-defined, no-any-return]

    @property
    def proofs(self) -> list[tuple[str, str]]:
        """The evidence as (words, address). A link is called by where it leads; a note counts where nothing else is."""
        found = [_proof(each) for each in self.evidence]
        return [proof for proof in found if proof[1]] or found

    @property
    def tick(self) -> str:
        """The shape; `word` says the same in words."""
        usual = "blocked" if self.item.state == ItemState.BLOCKED else "late" if self.is_late else "open"
        return TICKS.get(ItemState(self.item.state), usual)

    @property
    def is_late(self) -> bool:
        return self.dated and not self.settled and self.days_late > 0

    @property
    def word(self) -> str | Promise:
        return LATE if self.tick == "late" else ItemState(self.item.state).label

    @property
    def late_words(self) -> str:
        return ngettext("%(days)s day late", "%(days)s days late", self.days_late) % {"days": self.days_late}

    @property
    def proves(self) -> str | Promise:
        """Which field of the release settles the item by itself; empty for what people settle."""
        return FACTS.get(self.item.fact, "") if self.item.fact else ""

    @cached_property
    def settles(self) -> Decision:
        return can(self.person, Permission.SETTLE_ITEM, self.item, on=self.now)

    @cached_property
    def waives(self) -> Decision:
        return can(self.person, Permission.WAIVE_ITEM, self.item, on=self.now)

    @cached_property
    def hands_on(self) -> Decision:
        return can(self.person, Permission.ASSIGN_ITEM, self.item, on=self.now)

    @property
    def asks(self) -> str:
        """What has to be shown yet before it counts as done."""
        return objection_to_done(EvidenceRule(self.item.evidence_rule), [EvidenceRule(e.kind) for e in self.evidence])

    @property
    def asked(self) -> bool:
        """Whether the item still takes an answer."""
        return self.ahead and self.item.retired_at is None

    @property
    def may(self) -> str:
        """What can be done with it together with others, for the bulk bar: `settle`, `assign`."""
        if not self.asked:
            return ""
        settles = "settle" if self.settles and not self.item.fact else ""
        return " ".join(filter(None, [settles, "assign" if self.hands_on else ""]))


@dataclass(frozen=True)
class GateLines:
    """The items of one gate, and how far they are."""

    gate: Gate
    lines: tuple[Line, ...]
    folded: bool = False  # nothing is open in it, and something is in another one

    @property
    def done(self) -> int:
        return sum(line.settled for line in self.lines)

    @property
    def waived(self) -> int:
        return sum(line.item.state == ItemState.WAIVED for line in self.lines)


def _proof(each: Evidence) -> tuple[str, str]:
    if each.upload_id:
        return each.upload.name, reverse("releases:file", args=[each.upload_id])  # type: ignore[union-attr]
    if each.url:
        return urlsplit(each.url).hostname or each.url, each.url
    return each.note, ""


def rows_of(release: Release) -> list[ReleaseItem]:
    """The items that are asked for, with everything their lines show. Two statements."""
    return list(_read(release).filter(retired_at=None).order_by("position", "id"))


def row_of(release: Release, pk: int) -> ReleaseItem:
    """One of them, asked for or not any more. Raises `ReleaseItem.DoesNotExist`."""
    return _read(release).get(pk=pk)


def _read(release: Release) -> QuerySet[ReleaseItem]:
    shown = Evidence.objects.filter(withdrawn_at=None).select_related("upload", "added_by").order_by("id")
    rows = release.items.select_related("function", "person", "state_by")
    return rows.prefetch_related(Prefetch("evidence", queryset=shown, to_attr="shown"))


def lines_of(
    release: Release, rows: Iterable[ReleaseItem], person: Person, seen: VisibleFacts, now: datetime
) -> list[Line]:
    """`rows` as `person` sees them; `seen` says whether she may know their days."""
    today, calendar = day_of(person, now), organisation_of(person).calendar
    found = []
    for item in rows:
        item.release = release
        late = calendar.count_between(item.due_on, today) if item.due_on < today else 0
        found.append(Line(item, person, now, seen.dated, late, release.stage in AHEAD))
    return found


def by_gate(lines: Iterable[Line], *, unfolded: int | None = None) -> list[GateLines]:
    """Gate by gate; one that is through is folded while another waits, so that what is open is seen first.

    `unfolded`: the item whose gate stays open all the same.
    """
    gates = {Gate(gate): tuple(found) for gate, found in groupby(lines, key=lambda line: line.item.gate)}
    through = {gate for gate, found in gates.items() if all(line.settled for line in found)}
    if len(through) == len(gates):
        return [GateLines(gate, found) for gate, found in gates.items()]
    here = {gate for gate, found in gates.items() if any(line.item.pk == unfolded for line in found)}
    return [GateLines(gate, found, folded=gate in through - here) for gate, found in gates.items()]
