"""Two misses in a row: the rule, what counts as a miss, and the one letter that tells of it."""

from datetime import timedelta
from typing import Any

import pytest

from comms.models import Notice
from comms.sweeping import sweep
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole
from rituals import schedule
from rituals.actions.area_updates import excuse, submit
from rituals.escalation import just_in_a_row
from rituals.models import WeeklyUpdate
from tests.comms.post_office import PostOffice
from tests.factories import area_with_pm, in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, open_with, part, published, submitted


@pytest.mark.parametrize(
    ("missed", "told"),
    [
        ([], set()),
        ([{1}], set()),
        ([{1}, {1}], {1}),
        ([{1}, {2}], set()),
        ([{1, 2}, {2, 1}], {1, 2}),
        ([{1}, {1}, {1}], set()),  # a row of three was told of at its second
        ([{1}, {1}, {2}], {1}),
        ([{1}, set(), {1}], set()),
        ([{1, 2}, {1, 2}, {1}], {2}),
    ],
)
def test_the_second_miss_of_a_row(missed: list[set[int]], told: set[int]) -> None:
    assert just_in_a_row(missed) == told


@pytest.mark.django_db
class TestMisses:
    """Areas of three weeks; `closed(n)` passes the deadline of week n."""

    @pytest.fixture(autouse=True)
    def made(self) -> None:
        self.first, self.areas, self.ops = a_week(2)
        self.head = in_role(Role.HEAD_OF_PRODUCT, name="Ewa")

    def week(self, number: int) -> WeeklyUpdate:
        week = WEEK
        for _each in range(number):
            week = week.next()
        return open_with(now=MONDAY + timedelta(days=7 * number), week=week)

    def closed(self, number: int, *said: Area) -> WeeklyUpdate:
        update = self.week(number)
        for area in said:
            submitted(update, area)
        schedule.close(update, now=update.deadline_at)
        return update

    def told(self) -> list[tuple[str, list[int]]]:
        rows = Notice.objects.filter(kind="weekly_escalation").order_by("created_at")
        assert all(row.people == [self.head.pk] for row in rows)
        return [(row.data["week"], row.data["areas"]) for row in rows]

    def test_told_once_for_all_areas_at_the_second_deadline(self) -> None:
        self.closed(0)
        assert self.told() == []
        self.closed(1)
        self.closed(2)
        assert self.told() == [("2026-W49", sorted(area.pk for area in self.areas))]

    def test_a_week_that_came_in_breaks_the_row(self) -> None:
        first, second = self.areas
        self.closed(0, second)
        self.closed(1, first, second)
        self.closed(2, second)
        assert self.told() == []

    def test_late_is_a_miss_and_explained_in_time_is_none(self) -> None:
        first, second = self.areas
        update = self.week(0)
        for area in self.areas:
            excuse_at = update.deadline_at - timedelta(hours=1)
            if area == second:
                excuse(area_update=part(update, area), reason="on leave", by=area.pm, now=excuse_at)  # type: ignore[attr-defined]
        schedule.close(update, now=update.deadline_at)
        # Both submit an hour after the deadline: who had explained missed nothing, though the part forgets it.
        for area in self.areas:
            submitted(update, area)
            row = part(update, area)
            row.submitted_at = update.deadline_at + timedelta(hours=1)
            row.save()
        self.closed(1)
        assert self.told() == [("2026-W49", [first.pk])]

    def test_an_area_made_in_between_counts_from_its_first_week(self) -> None:
        self.closed(0, *self.areas)
        new = area_with_pm()
        self.closed(1, *self.areas)
        assert self.told() == []
        self.closed(2, *self.areas)
        assert self.told() == [("2026-W50", [new.pk])]

    def test_a_week_without_an_update_breaks_no_row(self) -> None:
        self.closed(0, self.areas[1])
        self.closed(2, self.areas[1])
        assert self.told() == [("2026-W50", [self.areas[0].pk])]

    def test_a_week_published_before_its_deadline_is_nobodys_miss(self) -> None:
        self.closed(0)
        early = self.week(1)
        published(early, self.ops, now=early.deadline_at - timedelta(hours=3))
        schedule.close(early, now=early.deadline_at)
        assert self.told() == []
        self.closed(2)
        assert [week for week, _areas in self.told()] == ["2026-W50"]

    def test_a_closed_area_is_not_told_of(self) -> None:
        self.closed(0)
        Area.objects.filter(pk=self.areas[0].pk).update(closed_at=MONDAY)
        self.closed(1)
        assert self.told() == [("2026-W49", [self.areas[1].pk])]

    def test_the_schedule_back_after_days_finds_the_same(self) -> None:
        self.closed(0, self.areas[1])
        update = self.week(1)
        submitted(update, self.areas[1])
        row = part(update, self.areas[0])
        row.health = "on_track"
        row.save()
        row.bullets.create(heading="wins", text="late", html="late", saved_at=MONDAY)
        submit(area_update=row, by=self.areas[0].pm, now=update.deadline_at + timedelta(days=1))  # type: ignore[attr-defined]
        schedule.run(now=update.deadline_at + timedelta(days=3))
        assert self.told() == [("2026-W49", [self.areas[0].pk])]

    def test_queries_do_not_grow_with_areas(self, django_assert_max_num_queries: Any) -> None:
        self.closed(0)
        for _each in range(10):
            area_with_pm()
        update = self.week(1)
        with django_assert_max_num_queries(60):
            schedule.close(update, now=update.deadline_at)

    def test_the_letter_names_areas_pms_weeks_and_what_is_known(self, post_office: PostOffice) -> None:
        first, second = self.areas
        earlier = self.closed(0, first, second)
        published(earlier, self.ops)
        self.closed(1)
        second_miss = self.closed(2)
        AreaRole.objects.filter(area=second, kind=AreaRoleKind.PM).delete()
        sweep(clock=lambda: second_miss.deadline_at)
        [mail] = [each for each in post_office.mails if "Ewa" in str(each["To"]) and "row" in str(each["Subject"])]
        assert mail["Subject"] == "2 areas missed their weekly update two weeks in a row"
        text = mail.get_body(["plain"]).get_content()  # type: ignore[union-attr]
        for words in (
            first.name,
            second.name,
            first.pm.name,
            "no PM",
            "weeks 49 and 50",
            "Last said on Thu 26 Nov",
            "Ship more",
        ):  # type: ignore[attr-defined]
            assert words in text
