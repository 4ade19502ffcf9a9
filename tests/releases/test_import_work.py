"""What a worker makes of a sheet: once per row, whatever happens to workers; taken back without loss."""

import subprocess
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people.actions.people import erase
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.people.permissions import PermissionRefused
from productops.search.models import SearchRow
from releases.actions.importing import go_on, name_columns, stamp_of, start, take_in, undo
from releases.actions.planning import draft, edit
from releases.enums import ImportState, ItemState, Stage
from releases.importing import work as import_work
from releases.importing.fields import Field
from releases.importing.queries import all_objections, columns_of, suggested_columns
from releases.importing.work import work_due
from releases.models import Release, ReleaseImport, ReleaseItem
from tests.comms.conftest import Start
from tests.comms.conftest import start as start_process
from tests.factories import PersonFactory, in_role
from tests.factories.releases import planned, policy
from tests.releases.sheets import HEADINGS, checked, rows_of, sheet, started, uploaded

__all__ = ["start_process"]
WORK = ("manage.py", "import_releases")


@pytest.fixture
def ops(payments: Area) -> Person:
    policy()
    return in_role(Role.PRODUCT_OPS, name="Maja")


def again(row: ReleaseImport) -> ReleaseImport:
    return ReleaseImport.objects.get(pk=row.pk)


def test_only_who_may(payments: Area, now: datetime) -> None:
    with pytest.raises(PermissionRefused):
        take_in(file_name="x.csv", content=sheet(rows_of(1)), by=payments.pm, now=now)  # type: ignore[attr-defined]


def test_releases_come_in_as_the_preview_said(ops: Person, payments: Area, now: datetime) -> None:
    there = planned(payments, now)
    notices = Notice.objects.count()
    row = started(
        [
            ("IMP-1", "Ahead", "payments", "2", "2026-12-01", "planned", "Anna Nowak"),
            ("", "In review", "Payments", "3", "2027-03-01", "in review", ""),
            ("", "Launched", "Payments", "1", "2025-05-05", "live", ""),
            ("", "Given up", "Payments", "", "", "cancelled", ""),
            ("", "Draft", "Payments", "", "", "", ""),
            (there.key, "There already", "Payments", "1", "", "", ""),
            ("", "Typing error", "Paymnets", "1", "", "", ""),
        ],
        ops,
        now,
    )
    assert work_due(clock=lambda: now).batches == 1
    row = again(row)
    assert (row.state, row.done, row.content) == (ImportState.FINISHED, 7, [])
    assert row.count == {"new": 5, "drafts": 1, "exist": 1, "faulty": 1, "told": 2}
    ahead, review, launched, given_up, sketch = row.releases.order_by("pk")
    assert (ahead.key, ahead.tier, ahead.tier_suggested, ahead.policy_id) == ("IMP-1", 2, None, there.policy_id)
    assert (ahead.launch_on, ahead.first_launch_on) == (date(2026, 12, 1), date(2026, 12, 1))
    assert (ahead.notice_needed, ahead.notice_given, ahead.health) == (5, 4, "at_risk")
    assert list(ahead.items.values_list("key", "due_on", "person", "position")) != []
    assert ahead.items.filter(fact="critical_bugs", state=ItemState.DONE).exists()
    assert review.stage == Stage.IN_REVIEW
    assert (launched.stage, launched.launched_at, launched.items.count()) == (
        Stage.LAUNCHED, datetime(2025, 5, 5, 10, tzinfo=UTC), 0,
    )  # fmt: skip
    assert (given_up.stage, given_up.draft, sketch.draft) == (Stage.CANCELLED, True, True)
    assert len({release.key for release in (review, launched, given_up, sketch, there)}) == 5
    assert Notice.objects.count() == notices
    assert SearchRow.objects.filter(key__in=["imp-1", sketch.key.lower()]).count() == 2
    events = DomainEvent.objects.filter(name="release.imported")
    assert {event.object_id for event in events} == {str(release.pk) for release in row.releases.all()}
    # Who was said to be PM was for comparing; it is not kept.
    assert [each.code for each in all_objections(row.pk)] == ["exists", "area_near"]
    assert "Anna Nowak" not in str(ReleaseImport.objects.filter(pk=row.pk).values_list("mapping", "errors").get())


def test_the_items_are_those_of_planning(ops: Person, payments: Area, now: datetime) -> None:
    by_hand = planned(payments, now)
    launch = by_hand.launch_on
    assert launch
    started([("IMP-1", "Twin", "Payments", "2", launch.isoformat(), "", "")], ops, now)
    work_due(clock=lambda: now)
    fields = ("key", "gate", "position", "title", "function", "person", "due_on", "evidence_rule", "required", "fact",
              "state")  # fmt: skip
    twin = Release.objects.get(key="IMP-1")
    assert list(twin.items.values_list(*fields)) == list(by_hand.items.values_list(*fields))
    assert (twin.notice_needed, twin.notice_given) == (by_hand.notice_needed, by_hand.notice_given)


def test_made_keys_pass_over_those_that_the_sheet_says(ops: Person, payments: Area, now: datetime) -> None:
    rows = [("", f"Release {place}", "Payments", "1", "", "", "") for place in range(3)]
    rows += [
        ("PAYM-2", "Says its own", "Payments", "1", "", "", ""),
        ("PAYM-9999999999", "Is none", "", "", "", "", ""),
    ]
    started(rows, ops, now)
    work_due(clock=lambda: now)
    assert sorted(Release.objects.values_list("key", flat=True)) == ["PAYM-2", "PAYM-3", "PAYM-4", "PAYM-5"]
    assert draft(name="Next", area=payments, by=ops, now=now).key == "PAYM-6"


def test_a_key_taken_meanwhile_is_left_alone(ops: Person, payments: Area, now: datetime) -> None:
    row = checked(rows_of(2), ops, now)
    Release.objects.create(key="IMP-1", name="Quicker", area=payments, created_at=now, created_by=ops)
    start(imported=row, seen=stamp_of(row), leave_out=False, by=ops, now=now)
    work_due(clock=lambda: now)
    assert again(row).count["exist"] == 1
    assert Release.objects.get(key="IMP-1").name == "Quicker"


def test_two_start_it_once(ops: Person, now: datetime) -> None:
    row = checked(rows_of(1), ops, now)
    seen = stamp_of(row)
    start(imported=row, seen=seen, leave_out=False, by=ops, now=now)
    with pytest.raises(Stale):
        start(imported=row, seen=seen, leave_out=False, by=in_role(Role.ADMIN), now=now)
    with pytest.raises(Stale):
        name_columns(imported=row, places=columns_of(row).places, order=None, by=ops, now=now)
    with pytest.raises(Stale):
        undo(imported=row, by=ops, now=now)


def test_a_start_is_for_what_was_seen(ops: Person, now: datetime) -> None:
    row = checked(rows_of(1), ops, now)
    seen = stamp_of(row)
    places = {field: place for field, place in columns_of(row).places.items() if field != Field.TIER}
    name_columns(imported=row, places=places, order=None, by=ops, now=now)
    with pytest.raises(Stale):
        start(imported=row, seen=seen, leave_out=False, by=ops, now=now)


def test_rows_with_errors_keep_the_others_out_or_are_left_out(ops: Person, now: datetime) -> None:
    row = checked([*rows_of(2), ("IMP-9", "", "Payments", "1", "", "", "")], ops, now)
    with pytest.raises(Invalid) as refused:
        start(imported=row, seen=stamp_of(row), leave_out=False, by=ops, now=now)
    assert "leave_out" in refused.value.errors
    start(imported=row, seen=stamp_of(row), leave_out=True, by=ops, now=now)
    work_due(clock=lambda: now)
    assert row.releases.count() == 2


def test_columns_are_asked_where_they_are_not_clear(ops: Person, now: datetime) -> None:
    row = uploaded([("", "A", "Payments", "1", "3/4/2027", "", "")], ops, now)
    places = columns_of(row).places
    for wrong, field in (({Field.NAME: 1}, ""), (places, "order")):
        with pytest.raises(Invalid) as refused:
            name_columns(imported=row, places=wrong, order=None, by=ops, now=now)
        assert list(refused.value.errors) == [field]


def test_columns_are_remembered_for_the_same_headings(ops: Person, now: datetime) -> None:
    row = uploaded(rows_of(1), ops, now)
    places = {field: place for field, place in columns_of(row).places.items() if field != Field.TIER}
    name_columns(imported=row, places=places, order=None, by=ops, now=now)
    assert Field.TIER in suggested_columns(HEADINGS)
    start(imported=row, seen=stamp_of(again(row)), leave_out=False, by=ops, now=now)
    assert suggested_columns(HEADINGS) == places
    assert suggested_columns([*HEADINGS, "More"]) != places


def test_as_many_statements_for_many_as_for_few(ops: Person, now: datetime) -> None:
    """Beside one event for each release; the first ones also teach the finder words."""

    def statements(number: int, first: int) -> int:
        started(rows_of(number, first=first, tier="2"), ops, now)
        with CaptureQueriesContext(connection) as asked:
            work_due(clock=lambda: now)
        return sum("audit_domainevent" not in query["sql"] for query in asked)

    few, many = statements(3, 1), statements(40, 101)
    assert many <= few


class TestUndo:
    def brought_in(self, ops: Person, now: datetime, number: int = 3) -> ReleaseImport:
        row = started(rows_of(number, tier="2"), ops, now)
        work_due(clock=lambda: now)
        return again(row)

    def test_what_was_changed_since_stays(self, ops: Person, now: datetime) -> None:
        row = self.brought_in(ops, now, 4)
        gone, edited, item_done, waited_for = row.releases.order_by("pk")
        edit(release=edited, fields={"name": "Better"}, by=ops, now=now, seen_version=1)
        ReleaseItem.objects.filter(pk=item_done.items.earliest("pk").pk).update(version=2)
        other = draft(name="Waits", area=gone.area, by=ops, now=now)
        other.dependencies.create(on_release=waited_for, added_at=now, added_by=ops)
        undo(imported=row, by=ops, now=now)
        work_due(clock=lambda: now)
        row = again(row)
        assert (row.state, row.undone_by, row.count["removed"], row.count["kept"]) == (ImportState.UNDONE, ops, 1, 3)
        assert set(row.releases.all()) == {edited, item_done, waited_for}
        assert not SearchRow.objects.filter(key="imp-1").exists()
        assert DomainEvent.objects.filter(name="release.removed").get().data["key"] == "IMP-1"

    def test_twice_is_once(self, ops: Person, now: datetime) -> None:
        row = self.brought_in(ops, now)
        undo(imported=row, by=ops, now=now)
        undo(imported=row, by=in_role(Role.ADMIN), now=now)
        work_due(clock=lambda: now)
        row = undo(imported=row, by=ops, now=now)
        assert (row.state, row.undone_by, row.count["removed"]) == (ImportState.UNDONE, ops, 3)
        assert work_due(clock=lambda: now).batches == 0

    def test_it_can_be_brought_in_again(self, ops: Person, now: datetime) -> None:
        undo(imported=self.brought_in(ops, now), by=ops, now=now)
        work_due(clock=lambda: now)
        self.brought_in(ops, now)
        assert Release.objects.count() == 3


class TestWorkers:
    def test_a_batch_holds_only_while_the_lease_does(
        self, ops: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_work, "BATCH", 2)
        row = started(rows_of(5), ops, now)
        slow = import_work.claim(now=now)
        assert slow
        assert import_work.claim(now=now) is None
        later = now + import_work.LEASE + timedelta(seconds=1)
        assert work_due(clock=lambda: later).batches == 3
        lines = [[2, *rows_of(1, first=9)[0]]]
        with pytest.raises(import_work.Lost):
            import_work._bring_batch(slow, import_work._planner(slow, now), lines, frozenset(), ops, now)
        assert row.releases.count() == 5

    def test_when_time_is_over_the_next_look_goes_on(
        self, ops: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_work, "BATCH", 2)
        row = started(rows_of(5), ops, now)
        ticks = iter([now, now, now, now, now, now + timedelta(seconds=30), now + timedelta(seconds=30)])
        tally = work_due(clock=lambda: next(ticks, now + timedelta(seconds=30)))
        assert tally.more
        assert 0 < again(row).done < 5
        while work_due(clock=lambda: now).more:
            pass
        assert (again(row).state, row.releases.count()) == (ImportState.FINISHED, 5)

    def test_a_fault_stops_it_in_the_end_and_somebody_can_go_on(
        self, ops: Person, payments: Area, now: datetime
    ) -> None:
        row = started(rows_of(1), ops, now)
        mapping = row.mapping
        ReleaseImport.objects.filter(pk=row.pk).update(mapping={**mapping, "started_by": 0})
        for round_ in range(import_work.TRIES + 1):
            at = now + round_ * (import_work.LEASE + timedelta(seconds=1))
            work_due(clock=lambda at=at: at)  # type: ignore[misc]
        assert again(row).state == ImportState.FAILED
        ReleaseImport.objects.filter(pk=row.pk).update(mapping={**again(row).mapping, "started_by": ops.pk})
        assert go_on(imported=row, by=ops, now=now).state == ImportState.STARTED
        work_due(clock=lambda: now)
        assert row.releases.count() == 1

    def test_what_nobody_starts_is_forgotten_after_a_month(self, ops: Person, now: datetime) -> None:
        row = checked(rows_of(1), ops, now)
        work_due(clock=lambda: now + timedelta(days=31))
        row = again(row)
        assert (row.state, row.content, row.mapping) == (ImportState.GIVEN_UP, [], {})

    def test_a_forgotten_name_stands_in_no_sheet(self, ops: Person, now: datetime) -> None:
        waiting = checked([("", "A", "Payments", "1", "", "", "Anna Nowak")], ops, now)
        other = checked(rows_of(1), ops, now)
        left = PersonFactory(name="Anna Nowak", is_active=False, deactivated_at=now)
        erase(person=left, by=in_role(Role.ADMIN), now=now)
        assert (again(waiting).state, again(other).state) == (ImportState.GIVEN_UP, ImportState.CHECKED)


def test_2000_rows_survive_a_worker_killed_between_batches(committed: None, start_process: Start) -> None:
    """Real processes: one is killed in the middle, two go on at once; every row comes in once."""
    now = datetime.now(UTC)
    ops = _organisation()
    row = started(rows_of(2_000, launch=""), ops, now)
    worker: subprocess.Popen[bytes] = start_process(*WORK)
    deadline = time.monotonic() + 60
    while not ReleaseImport.objects.filter(pk=row.pk, done__gte=500).exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    worker.kill()
    worker.wait()
    killed_at = again(row).done
    assert killed_at < 2_000
    assert row.releases.count() == killed_at
    ReleaseImport.objects.update(claimed_until=datetime.now(UTC) - timedelta(seconds=1))
    workers = [start_process(*WORK) for _ in range(2)]
    assert [each.wait(60) for each in workers] == [0, 0]
    row = again(row)
    assert (row.state, row.done, row.count["new"]) == (ImportState.FINISHED, 2_000, 2_000)
    assert Release.objects.count() == 2_000


def _organisation() -> Person:
    from tests.factories import OrganisationFactory
    from tests.factories.releases import staffed_area

    OrganisationFactory()
    staffed_area(slug="payments", name="Payments")
    policy()
    return in_role(Role.PRODUCT_OPS, name="Maja")
