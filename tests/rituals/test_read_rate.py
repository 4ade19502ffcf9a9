"""Read rates: who counts, in which order, how it is drawn; counted once, whatever happens at the same time."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.models import Delivery, Notice, Subscription
from productops.people.enums import Role
from productops.people.models import Person, RaciActivity, RaciEntry
from rituals.actions.opened import opened
from rituals.models import Opened, WeeklyUpdate
from rituals.read_rate import Rate, Readers, outcome_of, readers_of, spark_points, trend_until, trends, worst_first
from rituals.views.reading_line import said
from tests.factories import FunctionFactory, in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, open_with, published, submitted


def rate(name: str, opened: int, people: int, *, informed: bool = False) -> Rate:
    return Rate(name.lower(), name, people, opened, informed=informed)


def test_worst_first_and_of_equals_who_is_to_be_informed() -> None:
    rates = [rate("Legal", 2, 2), rate("Data", 0, 3), rate("Sales", 0, 1, informed=True), rate("Empty", 0, 0)]
    assert [each.name for each in worst_first(rates)] == ["Sales", "Data", "Legal"]


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ([rate("Support", 2, 9, informed=True), rate("Sales", 1, 9)], "Read by 3 of 18 people; Support 2 of 9"),
        ([rate("Support", 9, 9, informed=True), rate("Sales", 1, 9)], "Read by 10 of 18 people; Sales 1 of 9"),
        ([rate("Support", 9, 9)], "Read by 9 of 9 people"),
        ([], "Read by 0 of 0 people"),
    ],
)
def test_the_line(rates: list[Rate], words: str) -> None:
    assert said(Readers(worst_first(rates))) == words


def test_trend_and_its_drawing() -> None:
    rows = [("W1", "a", "A", 4, 1), ("W2", "a", "A", 4, 4), ("W2", "b", "B", 2, 1)]
    by_function, everybody = trends(["W1", "W2"], rows)
    assert by_function["a"].rates == (25, 100)
    assert by_function["b"].rates == (None, 50)
    assert everybody.rates == (25, 83)
    assert spark_points([0, 100]) == ["2.0,22.0 94.0,2.0"]
    assert spark_points([50, None, 50]) == ["2.0,12.0", "94.0,12.0"]
    assert spark_points([]) == []


@pytest.mark.django_db
class TestCounting:
    @pytest.fixture
    def update(self) -> WeeklyUpdate:
        update, areas, ops = a_week(1)
        submitted(update, areas[0])
        published(update, ops)
        update.refresh_from_db()
        return update

    def test_once_per_person_and_week_whatever_revision(self, update: WeeklyUpdate, now: datetime) -> None:
        reader = in_role(Role.STAKEHOLDER)
        assert opened(update=update, by=reader, now=now)
        assert not opened(update=update, by=reader, now=now + timedelta(days=1))
        row = Opened.objects.get()
        assert (row.person, row.revision, row.opened_at) == (reader, 1, now)

    def test_not_before_it_is_published(self, now: datetime) -> None:
        update, _areas, _ops = a_week(1)
        assert not opened(update=update, by=in_role(Role.STAKEHOLDER), now=now)
        assert not Opened.objects.exists()

    def test_who_was_there_counts(self, update: WeeklyUpdate) -> None:
        assert update.published_at is not None
        support = FunctionFactory(slug="support")
        day = timedelta(days=1)
        people = {
            "reader": in_role(Role.STAKEHOLDER, function=support),
            "follower": in_role(Role.STAKEHOLDER, function=support),
            "left later": in_role(
                Role.STAKEHOLDER, function=support, is_active=False, deactivated_at=update.published_at + day
            ),
            "left before": in_role(
                Role.STAKEHOLDER, function=support, is_active=False, deactivated_at=update.published_at - day
            ),
            "came later": in_role(Role.STAKEHOLDER, function=support, invited_at=update.published_at + day),
        }
        opened(update=update, by=people["reader"], now=update.published_at)
        for name in ("reader", "follower"):
            Subscription.objects.create(person=people[name], created_at=MONDAY)
        found = next(rate for rate in readers_of(update).functions if rate.slug == "support")
        assert (found.people, found.opened, found.followers, found.unread) == (3, 1, 2, 1)

    def test_functions_that_the_raci_informs_are_marked(self, update: WeeklyUpdate) -> None:
        support, legal = FunctionFactory(slug="support"), FunctionFactory(slug="legal")
        for function in (support, legal):
            in_role(Role.STAKEHOLDER, function=function)
        RaciEntry.objects.filter(activity__code="weekly-update", letter="I").delete()
        activity = RaciActivity.objects.get(code="weekly-update")
        RaciEntry.objects.create(activity=activity, letter="I", function=support)
        marked = {rate.slug for rate in readers_of(update).functions if rate.informed}
        assert marked == {"support"}

    def test_what_became_of_the_messages(self, update: WeeklyUpdate, now: datetime) -> None:
        notice = Notice.objects.get(key=f"weekly.published:{update.key}:r1")
        for status in ("sent", "uncertain", "in_digest", "queued", "held", "dead", "cancelled"):
            Delivery.objects.create(
                notice=notice, person=in_role(Role.STAKEHOLDER), channel="email", status=status, next_attempt_at=now,
                created_at=now,
            )  # fmt: skip
        found = outcome_of(update)
        assert (found.sent, found.waiting, found.failed) == (3, 2, 1)

    def test_eight_weeks_and_as_many_queries_however_many_people(self, update: WeeklyUpdate) -> None:
        week, ops = WEEK, in_role(Role.PRODUCT_OPS)
        for number in range(1, 9):
            week = week.next()
            last = open_with(now=MONDAY + timedelta(days=7 * number), week=week)
            published(last, ops)
        last.refresh_from_db()

        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                readers_of(last)
                keys, _by_function, everybody = trend_until(last)
            assert len(keys) == len(everybody.rates) == 8
            assert keys[-1] == last.key
            return len(found)

        few = queries()
        for _each in range(15):
            opened(update=last, by=in_role(Role.STAKEHOLDER, function=FunctionFactory(slug="sales")), now=MONDAY)
        assert queries() == few == 3


@pytest.mark.usefixtures("committed")
def test_two_tabs_at_the_same_moment_count_once() -> None:
    from tests.rituals.test_together import again, at_once

    update, areas, ops = a_week(1)
    submitted(update, areas[0])
    published(update, ops)
    reader: Person = in_role(Role.STAKEHOLDER)
    answers = at_once(*(lambda: opened(update=update, by=again(reader), now=MONDAY) for _each in range(4)))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Opened.objects.count() == 1
