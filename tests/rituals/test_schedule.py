"""What the schedule does: opened once, reminded once on the person's clock, aggregated at the deadline."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from comms.models import Notice
from productops.people.models import Organisation
from rituals import schedule
from rituals.enums import UpdateState
from rituals.models import AreaUpdate, WeeklyUpdate
from rituals.reminders import due_reminder
from tests.factories import OrganisationFactory, PersonFactory, area_with_pm
from tests.factories.weekly import MONDAY, a_week, submitted

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WARSAW)


def test_a_week_is_opened_once_and_takes_in_new_areas() -> None:
    OrganisationFactory()
    area_with_pm()
    schedule.run(now=MONDAY)
    schedule.run(now=MONDAY + timedelta(minutes=1))
    assert list(WeeklyUpdate.objects.values_list("key", flat=True)) == ["2026-W48"]
    area_with_pm()
    schedule.run(now=MONDAY + timedelta(hours=1))
    assert AreaUpdate.objects.count() == 2


def test_no_organisation_no_week() -> None:
    assert schedule.run(now=MONDAY) == {"open": 0, "reminded": 0, "aggregated": 0}


def test_deadline_moves_off_a_holiday_and_survives_week_53() -> None:
    OrganisationFactory()
    area_with_pm()
    schedule.run(now=datetime(2026, 12, 28, 8, tzinfo=UTC))
    update = WeeklyUpdate.objects.get()
    assert update.key == "2026-W53"
    assert update.deadline_at == datetime(2026, 12, 31, 14, tzinfo=WARSAW)
    organisation = Organisation.current()
    organisation.submit_weekday = 4  # New Year's Day
    organisation.save()
    WeeklyUpdate.objects.all().delete()
    schedule.run(now=datetime(2026, 12, 28, 8, tzinfo=UTC))
    assert WeeklyUpdate.objects.get().deadline_at == datetime(2026, 12, 31, 14, tzinfo=WARSAW)


def test_reminders_come_24_and_2_hours_before_each_once() -> None:
    _update, [first, second], _ops = a_week(2)
    submitted(WeeklyUpdate.objects.get(), second)
    moments = [at(25, 13, 59), at(25, 14), at(25, 14, 1), at(26, 11, 59), at(26, 12), at(26, 13, 59), at(26, 14)]
    counts = []
    for moment in moments:
        schedule.run(now=moment)
        schedule.run(now=moment)
        counts.append(Notice.objects.filter(kind="weekly_reminder").count())
    assert counts == [0, 1, 1, 1, 2, 2, 2]
    reminders = Notice.objects.filter(kind="weekly_reminder")
    assert {tuple(notice.people) for notice in reminders} == {(first.pm.pk,)}


def test_a_scheduler_that_was_down_reminds_once_and_not_after_the_deadline() -> None:
    a_week(1)
    schedule.run(now=at(26, 13))
    assert Notice.objects.filter(kind="weekly_reminder").count() == 1
    WeeklyUpdate.objects.all().delete()
    Notice.objects.all().delete()
    a_week(1)
    schedule.run(now=at(27, 9))
    assert not Notice.objects.filter(kind="weekly_reminder").exists()


def test_outside_working_hours_it_comes_at_the_end_of_the_day_before() -> None:
    person = PersonFactory.build(
        timezone="America/New_York", working_days=[0, 1, 2, 3, 4], day_starts=time(9), day_ends=time(17)
    )
    facts = {
        "deadline": at(26, 14),
        "opened": at(23, 8),
        "person": person,
        "calendar": OrganisationFactory.build().calendar,
    }
    # 14:00 in Warsaw is 08:00 in New York: both reminders fall before working hours.
    evening = datetime(2026, 11, 24, 17, tzinfo=ZoneInfo("America/New_York"))
    assert due_reminder(now=evening - timedelta(minutes=1), **facts) is None
    assert due_reminder(now=evening, **facts) == "20261124T2200"
    assert due_reminder(now=evening + timedelta(days=1), **facts) == "20261125T2200"


def test_at_the_deadline_the_week_is_aggregated_once() -> None:
    update, [area], _ops = a_week(1)
    submitted(update, area)
    assert schedule.run(now=at(26, 13, 59))["aggregated"] == 0
    assert schedule.run(now=at(26, 14))["aggregated"] == 1
    assert schedule.run(now=at(26, 14, 1))["aggregated"] == 0
    update.refresh_from_db()
    assert (update.state, update.aggregated_by) == (UpdateState.AGGREGATED, None)


def test_at_the_deadline_the_accountable_hear_who_is_missing_once() -> None:
    update, [first, _second], ops = a_week(2)
    submitted(update, first)
    schedule.run(now=at(26, 14))
    schedule.run(now=at(26, 14, 1))
    notice = Notice.objects.get(kind="weekly_missing")
    assert (notice.people, notice.data) == ([ops.pk], {"week": "2026-W48"})


def test_weeks_missed_while_down_are_caught_up_in_one_run() -> None:
    update, [area], _ops = a_week(1)
    submitted(update, area)
    result = schedule.run(now=at(30, 9))  # Monday of the next week
    assert result["aggregated"] == 1
    assert list(WeeklyUpdate.objects.order_by("key").values_list("key", "state")) == [
        ("2026-W48", "aggregated"),
        ("2026-W49", "collecting"),
    ]
