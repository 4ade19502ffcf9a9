"""Random walks over the real doors, on the database: whatever is tried in whatever order, some things stay true.

A door may refuse (`Invalid`, `Stale`); the database never has to. Done work is never lost, the first date and every
slip stay, no stage comes that the policy does not have, and the health that is stored is the one that follows today.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from productops.doors import Invalid, Stale
from productops.people.models import Area, Person
from releases.actions.health import reassess
from releases.actions.items import Shown, set_state
from releases.actions.planning import assign_tier, edit, move_launch
from releases.actions.stages import hold, move, resume, stage_facts
from releases.checklist import SETTLED
from releases.enums import ItemState, Stage, Tier
from releases.models import Release
from releases.stages import Move, stages_of
from tests.factories.people import OrganisationFactory
from tests.factories.releases import ANSWERS, functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db
PROOF = (Shown(url="https://docs.example.com/proof"), Shown(note="Looked at it."))
# Past, a Saturday, Christmas, the last of the year, 1,000 days ahead, soon, in a quarter.
DAYS = (
    date(2026, 10, 1), date(2026, 11, 28), date(2026, 12, 25), date(2026, 12, 31), date(2029, 8, 21),
    date(2026, 11, 27), date(2027, 2, 9),
)  # fmt: skip
STEPS = 20


class Walker:
    """One release and its people; `done` holds what was settled by hand and not opened again by hand."""

    def __init__(self, release: Release, pm: Person, seed: int, now: datetime) -> None:
        self.release, self.pm, self.random, self.now = release, pm, Random(seed), now
        self.done: dict[str, str] = {}
        self.slips = 0
        self.made: set[str] = set()

    def step(self) -> None:
        act: Callable[[], None] = self.random.choice(
            [self.tier, self.tier, self.date, self.date, self.settle, self.settle, self.settle, self.reopen, self.stage,
             self.stage, self.hold, self.words]
        )  # fmt: skip
        self.now += timedelta(hours=self.random.randrange(1, 30))
        try:
            with transaction.atomic():
                act()
            self.made.add(act.__name__)
        except (Invalid, Stale):
            pass
        self.release = Release.objects.select_related("area", "policy").get(pk=self.release.pk)

    def tier(self) -> None:
        tier = self.random.choice(list(Tier))
        reason = self.random.choice(["", "We looked at it twice"])
        answers = ANSWERS[self.random.choice(list(Tier))]
        version = self.release.version
        assign_tier(
            release=self.release, answers=answers, tier=tier, reason=reason, by=self.pm, now=self.now,
            seen_version=version,
        )  # fmt: skip

    def date(self) -> None:
        day, was = self.random.choice(DAYS), self.release.launch_on
        moved = move_launch(
            release=self.release, launch_on=day, reason="It moved", by=self.pm, now=self.now,
            seen_version=self.release.version,
        )  # fmt: skip
        self.slips += moved.launch_on != was

    def settle(self) -> None:
        items = self.release.items.filter(retired_at=None, fact="").exclude(state=ItemState.DONE)
        item = self.random.choice([*items, None])
        if item and item.person:
            set_state(items=[item], state=ItemState.DONE, shown=PROOF, by=item.person, now=self.now)
            self.done[item.key] = ItemState.DONE

    def reopen(self) -> None:
        item = self.random.choice([*self.release.items.filter(retired_at=None, key__in=self.done), None])
        if item and item.person:
            set_state(items=[item], state=ItemState.OPEN, by=item.person, now=self.now)
            del self.done[item.key]

    def stage(self) -> None:
        # Launching ends the walk, so it is tried seldom.
        moves = [Move.BEGIN_REVIEW, Move.CANCEL, Move.REVIVE, Move.LAUNCH, Move.CLOSE]
        weights = [6, 2, 6, 1, 1]
        chosen = self.random.choices(moves, weights)[0]
        move(release=self.release, move=chosen, reason="Because", by=self.pm, now=self.now)

    def hold(self) -> None:
        if self.release.held_at:
            resume(release=self.release, by=self.pm, now=self.now)
        else:
            hold(release=self.release, reason="Legal looks at it", by=self.pm, now=self.now)

    def words(self) -> None:
        fields = {"critical_bugs": self.random.randrange(3), "build_tag": self.random.choice(["", "v1"])}
        edit(release=self.release, fields=fields, by=self.pm, now=self.now, seen_version=self.release.version)

    def holds(self) -> None:
        row = self.release
        assert row.stage in {*stages_of(stage_facts(row)), Stage.CANCELLED}
        stored = {item.key: item for item in row.items.prefetch_related("evidence")}
        for key, state in self.done.items():
            assert stored[key].state == state, key
            assert len(stored[key].evidence.all()) >= len(PROOF)
        assert row.slips.count() == self.slips
        assert row.first_launch_on == FIRST
        before = (row.health, row.health_reasons)
        ahead = row.stage in (Stage.PLANNED, Stage.IN_REVIEW, Stage.APPROVED)
        reassess([row], now=self.now)
        once = (row.health, row.health_reasons)
        assert reassess([row], now=self.now) == []
        assert (row.health, row.health_reasons) == once
        if not ahead:
            assert before == once
        open_keys = {item.key for item in stored.values() if item.state not in SETTLED}
        assert {reason["about"] for reason in row.health_reasons if reason["remedy"] == "item"} <= open_keys
        assert all(set(reason["words"]) == set(reason["outside"]) for reason in row.health_reasons)


FIRST = date(2027, 1, 19)


@pytest.fixture
def area() -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(name="Payments", slug="payments")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_tried_in_whatever_order(area: Area, now: datetime, seed: int) -> None:
    walker = Walker(planned(area, now, tier=Tier.HIGH, launch_on=FIRST), area.pm, seed, now)  # type: ignore[attr-defined]
    for _step in range(STEPS):
        walker.step()
        walker.holds()
    # A walk in which nothing happened would hold as well.
    assert len(walker.made) >= 4, walker.made


def test_dates_in_the_past_on_holidays_and_a_thousand_days_ahead(area: Area, now: datetime) -> None:
    row = planned(area, now, tier=Tier.HIGH, launch_on=FIRST)
    found = {}
    for day in DAYS:
        row = move_launch(
            release=row,
            launch_on=day,
            reason="It moved",
            by=area.pm,  # type: ignore[attr-defined]
            now=now,
            seen_version=row.version,
        )
        # What is settled keeps its day.
        dues = list(row.items.filter(retired_at=None, state=ItemState.OPEN).values_list("due_on", flat=True))
        assert max(dues) <= day
        assert len(row.reasons_in("en", inside=True)) >= len(row.reasons_in("en"))
        found[day] = (row.health, row.notice_given)
    assert found[date(2026, 10, 1)][0] == "off_track"
    assert found[date(2029, 8, 21)][0] == "on_track"
    assert found[date(2029, 8, 21)][1] > 600
    assert row.slips.count() == len(DAYS)
