"""Doors of action items: asked, followed, cancelled; done, opened again, handed over, moved; and who hears of it."""

from datetime import date, timedelta

import pytest

from comms.enums import NoticeKind
from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.followups.actions.doing import finish, hand_over, move, reopen
from productops.followups.enums import ActionState, RaisedFor
from productops.followups.models import ActionItem
from productops.followups.story import story_of
from productops.people.permissions import PermissionRefused
from tests.factories import PersonFactory, in_role
from tests.followups.conftest import FRIDAY, Asking

MONDAY = date(2026, 11, 30)


def told() -> list[tuple[str, list[int], int]]:
    """(what about, whom, how many items) in the order of telling."""
    rows = Notice.objects.filter(kind=NoticeKind.ACTION_ITEM).order_by("id")
    return [(row.data["about"], row.people, len(row.data["items"])) for row in rows]


def events() -> list[str]:
    names = DomainEvent.objects.filter(object_type="followups.actionitem").order_by("id").values_list("name", flat=True)
    return [name.removeprefix("action_item.") for name in names]


class TestAsking:
    def test_made_once_and_told_once(self, asking: Asking, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        first = asking.ensure(asking.ask(), asking.ask("Book the dry run", source="bullet:2"))
        assert [(item.what, item.due_on, item.raised_for) for item in first] == [
            ("Write the macros", FRIDAY, RaisedFor.ROADMAP_REVIEW),
            ("Book the dry run", FRIDAY, RaisedFor.ROADMAP_REVIEW),
        ]
        with django_assert_max_num_queries(4):  # two of them the savepoint's
            again = asking.ensure(asking.ask(), asking.ask("Book the dry run", source="bullet:2"))
        assert [item.pk for item in again] == [item.pk for item in first]
        assert told() == [("asked", [asking.lena.pk], 2), ("informed", [asking.eng_lead.pk], 2)]
        assert events() == ["asked", "asked"]

    def test_nobody_hears_of_what_she_asks_of_herself(self, asking: Asking) -> None:
        asking.ensure(asking.ask(of=asking.pm), asking.ask(of=asking.eng_lead, source="bullet:2"))
        assert told() == [("asked", [asking.eng_lead.pk], 1), ("informed", [asking.eng_lead.pk], 1)]

    def test_what_is_dropped_is_cancelled_and_comes_back(self, asking: Asking) -> None:
        asking.ensure(asking.ask())
        asking.ensure()
        asking.ensure()
        assert (asking.item.state, asking.item.closed_by) == (ActionState.CANCELLED, asking.pm)
        asking.ensure(asking.ask())
        assert (asking.item.state, asking.item.closed_at) == (ActionState.OPEN, None)
        assert events() == ["asked", "cancelled", "changed"]
        assert [about for about, *_rest in told()] == ["asked", "informed", "asked"]

    def test_what_is_done_is_not_cancelled(self, asking: Asking) -> None:
        asking.ensure(asking.ask())
        finish(item=asking.item, by=asking.lena, now=asking.now)
        asking.ensure()
        assert asking.item.state == ActionState.DONE

    def test_another_document_takes_up_the_same_ask(self, asking: Asking) -> None:
        """A risk carried over: one item lives on, and the later document does not cancel what it did not make."""
        from dataclasses import replace

        from productops.followups.actions.asking import ensure

        asking.ensure(asking.ask())
        later = replace(asking.document, origin="area_update:2", title="Weekly update, week 49")
        ensure(document=later, asks=[asking.ask(by=MONDAY)], by=asking.pm, now=asking.now)
        item = asking.item
        assert (item.due_on, item.source_title, item.origin) == (MONDAY, "Weekly update, week 49", "area_update:1")
        ensure(document=later, asks=[], by=asking.pm, now=asking.now)
        assert asking.item.state == ActionState.OPEN

    def test_by_hand_and_then_asked_of_somebody_else(self, asking: Asking) -> None:
        asking.ensure(asking.ask())
        ola, ian = PersonFactory(name="Ola"), PersonFactory(name="Ian")
        hand_over(item=asking.item, person=ola, reason="on leave", version=1, by=asking.lena, now=asking.now)
        asking.ensure(asking.ask("Write all macros"))
        assert (asking.item.assignee, asking.item.what) == (ola, "Write all macros")
        asking.ensure(asking.ask(of=ian))
        assert asking.item.assignee == ian
        assert told()[2:] == [("asked", [ola.pk], 1), ("asked", [ian.pk], 1)]


class TestDoing:
    @pytest.fixture
    def item(self, asking: Asking) -> ActionItem:
        return asking.ensure(asking.ask())[0]

    def test_done_and_not_done_after_all(self, asking: Asking, item: ActionItem) -> None:
        for _time in range(2):
            finish(item=item, by=asking.lena, now=asking.now)
        done = asking.item
        assert (done.state, done.closed_by, done.closed_at) == (ActionState.DONE, asking.lena, asking.now)
        for _time in range(2):
            reopen(item=item, by=asking.pm, now=asking.now)
        assert (asking.item.state, asking.item.closed_by) == (ActionState.OPEN, None)
        assert events() == ["asked", "done", "reopened"]
        assert told()[2:] == [("done", [asking.pm.pk], 1), ("reopened", [asking.lena.pk], 1)]

    def test_who_says_it_herself_hears_nothing(self, asking: Asking, item: ActionItem) -> None:
        finish(item=item, by=asking.pm, now=asking.now)
        reopen(item=item, by=asking.lena, now=asking.now)
        assert len(told()) == 2

    def test_by_whom(self, asking: Asking, item: ActionItem) -> None:
        for somebody in (asking.eng_lead, in_role("product_ops"), in_role("admin")):
            for door in (finish, reopen):
                with pytest.raises(PermissionRefused):
                    door(item=item, by=somebody, now=asking.now)

    def test_handed_over_with_a_reason(self, asking: Asking, item: ActionItem) -> None:
        ola = PersonFactory(name="Ola Nowak")
        hand_over(item=item, person=ola, reason="on leave", version=1, by=asking.lena, now=asking.now)
        assert (asking.item.assignee, asking.item.asked_of, asking.item.version) == (ola, asking.lena, 2)
        assert told()[-1] == ("asked", [ola.pk], 1)
        entry = story_of(item)[0]
        assert (entry.who, entry.what, entry.detail) == (
            "Lena Brandt", "handed it over: Lena Brandt → Ola Nowak", "on leave"
        )  # fmt: skip
        with pytest.raises(PermissionRefused):
            finish(item=item, by=asking.lena, now=asking.now)

    def test_moved_and_the_slip_stays_visible(self, asking: Asking, item: ActionItem) -> None:
        move(item=item, due_on=MONDAY, reason="two people ill", version=1, by=asking.lena, now=asking.now)
        assert (asking.item.due_on, asking.item.asked_for_on, asking.item.has_slipped) == (MONDAY, FRIDAY, True)
        entry = story_of(item)[0]
        assert (entry.what, entry.detail) == ("moved the date: Fri 27 Nov → Mon 30 Nov", "two people ill")

    @pytest.mark.parametrize(
        ("day", "reason", "field"),
        [(FRIDAY, "why", "due_on"), (date(2026, 11, 24), "why", "due_on"), (date(3026, 11, 27), "why", "due_on"),
         (MONDAY, "", "reason"), (MONDAY, "x" * 201, "reason")],
        ids=["the same day", "over", "a mistyped year", "no reason", "a novel"],
    )  # fmt: skip
    def test_not_moved(self, asking: Asking, item: ActionItem, day: date, reason: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            move(item=item, due_on=day, reason=reason, version=1, by=asking.lena, now=asking.now)
        assert set(refused.value.errors) == {field}
        assert (asking.item.due_on, asking.item.changes.count()) == (FRIDAY, 0)

    def test_not_handed_over(self, asking: Asking, item: ActionItem) -> None:
        gone = PersonFactory(is_active=False, deactivated_at=asking.now)
        for person in (asking.lena, gone):
            with pytest.raises(Invalid) as refused:
                hand_over(item=item, person=person, reason="", version=1, by=asking.pm, now=asking.now)
            assert set(refused.value.errors) == {"person", "reason"}

    def test_two_at_once(self, asking: Asking, item: ActionItem) -> None:
        move(item=item, due_on=MONDAY, reason="ill", version=1, by=asking.lena, now=asking.now)
        later = MONDAY + timedelta(days=1)
        with pytest.raises(Stale) as stale:
            move(item=item, due_on=later, reason="longer", version=1, by=asking.pm, now=asking.now)
        assert stale.value.context["version"] == 2
        move(item=item, due_on=later, reason="longer", version=2, by=asking.pm, now=asking.now)

    def test_what_is_over_stays_as_it_is(self, asking: Asking, item: ActionItem) -> None:
        finish(item=item, by=asking.lena, now=asking.now)
        with pytest.raises(Invalid, match="Open it again first"):
            move(item=item, due_on=MONDAY, reason="ill", version=2, by=asking.lena, now=asking.now)
        reopen(item=item, by=asking.lena, now=asking.now)
        asking.ensure()
        for door in (finish, reopen):
            with pytest.raises(Stale, match="not needed any more"):
                door(item=item, by=asking.lena, now=asking.now)
