"""The schedule against the clock: two at once, outages, changed clocks, week 53, a Thursday that is a holiday.

Every run is given its time; the moments are those at which something could go wrong.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from comms.models import Notice
from productops.people.enums import Role
from productops.people.models import Person
from productops.worktime import Week
from rituals import schedule
from rituals.actions.publishing import aggregate
from rituals.models import AreaUpdate, WeeklyUpdate
from tests.factories import OrganisationFactory, area_with_pm, in_role
from tests.factories.weekly import a_week, open_with, published, submitted
from tests.rituals.test_together import at_once

WARSAW, NEW_YORK = ZoneInfo("Europe/Warsaw"), ZoneInfo("America/New_York")


def walk(start: datetime, end: datetime, step: timedelta = timedelta(hours=1)) -> Iterator[datetime]:
    """Every hour: everything that is due falls on a full one."""
    while start <= end:
        yield start
        start += step


def told(kind: str, person: Person | None = None) -> list[datetime]:
    """When notices of a kind were written, to one person or at all."""
    rows = Notice.objects.filter(kind=kind).order_by("created_at")
    return [row.created_at for row in rows if person is None or person.pk in row.people]


def run(moments: Iterable[datetime]) -> None:
    for moment in moments:
        schedule.run(now=moment)


def local(moments: Iterable[datetime], zone: ZoneInfo) -> list[str]:
    return [moment.astimezone(zone).strftime("%a %d %b %H:%M") for moment in moments]


@pytest.mark.django_db
class TestClocks:
    """Reminders are what a person's own clock shows, each once; the walk is over the whole week."""

    @pytest.mark.parametrize(
        ("monday", "zone", "expected"),
        [
            # Warsaw's clocks went back on Sunday 25 Oct: the week after, and the week before the other way round.
            (date(2026, 10, 19), WARSAW, ["Wed 21 Oct 14:00", "Thu 22 Oct 12:00"]),
            (date(2026, 10, 26), WARSAW, ["Wed 28 Oct 14:00", "Thu 29 Oct 12:00"]),
            (date(2027, 3, 29), WARSAW, ["Wed 31 Mar 14:00", "Thu 01 Apr 12:00"]),
            # New York follows on 1 Nov: in between 14:00 in Warsaw is 09:00 there, not 08:00.
            (date(2026, 10, 19), NEW_YORK, ["Tue 20 Oct 17:00", "Wed 21 Oct 17:00"]),
            (date(2026, 10, 26), NEW_YORK, ["Wed 28 Oct 09:00", "Wed 28 Oct 17:00"]),
            (date(2026, 11, 2), NEW_YORK, ["Tue 03 Nov 17:00", "Wed 04 Nov 17:00"]),
            # In spring New York goes first, on 14 March.
            (date(2027, 3, 15), NEW_YORK, ["Wed 17 Mar 09:00", "Wed 17 Mar 17:00"]),
            (date(2027, 3, 29), NEW_YORK, ["Tue 30 Mar 17:00", "Wed 31 Mar 17:00"]),
        ],
    )
    def test_reminders_are_wall_clock(self, monday: date, zone: ZoneInfo, expected: list[str]) -> None:
        OrganisationFactory()
        area = area_with_pm()
        pm: Person = area.pm  # type: ignore[attr-defined]
        Person.objects.filter(pk=pm.pk).update(timezone=zone.key)
        begin = datetime.combine(monday, time(8), WARSAW)
        run(walk(begin, begin + timedelta(days=4)))
        assert local(told("weekly_reminder", pm), zone) == expected
        assert len(told("weekly_missing")) == 1

    @pytest.mark.parametrize(
        ("sunday", "zone", "hours"),
        [
            (date(2026, 10, 25), "Europe/Warsaw", 25),
            (date(2027, 3, 28), "Europe/Warsaw", 23),
            (date(2026, 11, 1), "America/New_York", 25),
            (date(2027, 3, 14), "America/New_York", 23),
        ],
    )
    def test_across_the_night_itself_the_day_before_is_a_day_before(self, sunday: date, zone: str, hours: int) -> None:
        """Due on Sunday, for people who work at weekends: the night between has 23 or 25 hours."""
        home = ZoneInfo(zone)
        OrganisationFactory(timezone=zone, country="", submit_weekday=6)
        area = area_with_pm()
        pm: Person = area.pm  # type: ignore[attr-defined]
        Person.objects.filter(pk=pm.pk).update(timezone=zone, working_days=list(range(7)))
        deadline = datetime.combine(sunday, time(14), home)
        # Organisations work from Monday to Friday: the update itself is moved to that Sunday.
        update = open_with(area, now=deadline - timedelta(days=5), week=Week(*sunday.isocalendar()[:2]))
        WeeklyUpdate.objects.filter(pk=update.pk).update(deadline_at=deadline, publish_at=deadline)
        run(walk(deadline - timedelta(days=2), deadline + timedelta(hours=1)))
        first, second = told("weekly_reminder", pm)
        assert [each.astimezone(home).strftime("%a %H:%M") for each in (first, second)] == ["Sat 14:00", "Sun 12:00"]
        assert deadline.astimezone(UTC) - first == timedelta(hours=hours)

    def test_a_thursday_that_is_a_holiday(self) -> None:
        """Corpus Christi, 27 May 2027: due on Wednesday, so reminded on Tuesday and Wednesday."""
        OrganisationFactory()
        area = area_with_pm()
        begin = datetime(2027, 5, 24, 8, tzinfo=WARSAW)
        run(walk(begin, begin + timedelta(days=4)))
        update = WeeklyUpdate.objects.get()
        assert local([update.deadline_at], WARSAW) == ["Wed 26 May 14:00"]
        pm: Person = area.pm  # type: ignore[attr-defined]
        assert local(told("weekly_reminder", pm), WARSAW) == ["Tue 25 May 14:00", "Wed 26 May 12:00"]
        assert local(told("weekly_missing"), WARSAW) == ["Wed 26 May 14:00"]

    def test_over_week_53_into_the_new_year(self) -> None:
        OrganisationFactory()
        area = area_with_pm()
        begin = datetime(2026, 12, 21, 8, tzinfo=WARSAW)
        run(walk(begin, datetime(2027, 1, 8, 8, tzinfo=WARSAW), timedelta(hours=1)))
        weeks = WeeklyUpdate.objects.order_by("starts_on")
        assert [(update.key, *local([update.deadline_at], WARSAW)) for update in weeks] == [
            ("2026-W52", "Wed 23 Dec 14:00"),
            ("2026-W53", "Thu 31 Dec 14:00"),
            ("2027-W01", "Thu 07 Jan 14:00"),
        ]
        pm: Person = area.pm  # type: ignore[attr-defined]
        assert local(told("weekly_reminder", pm), WARSAW) == [
            *("Tue 22 Dec 14:00", "Wed 23 Dec 12:00"),
            *("Wed 30 Dec 14:00", "Thu 31 Dec 12:00"),
            *("Tue 05 Jan 17:00", "Thu 07 Jan 12:00"),  # 6 January is a holiday
        ]
        assert len(told("weekly_missing")) == 3


@pytest.mark.django_db
class TestOutages:
    """W48: due on Thursday 26 November at 14:00, reminders on Wednesday at 14:00 and Thursday at 12:00."""

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=WARSAW)

    def test_down_over_the_first_reminder_sends_one_at_the_return(self) -> None:
        _update, [area], _ops = a_week(1)
        run([self.at(25, 13), *walk(self.at(26, 11), self.at(26, 11, 30)), self.at(26, 12), self.at(26, 13)])
        pm: Person = area.pm  # type: ignore[attr-defined]
        assert local(told("weekly_reminder", pm), WARSAW) == ["Thu 26 Nov 11:00", "Thu 26 Nov 12:00"]

    def test_down_over_both_reminders_sends_one(self) -> None:
        _update, [area], _ops = a_week(1)
        run([self.at(25, 13), self.at(26, 13), self.at(26, 13, 30)])
        pm: Person = area.pm  # type: ignore[attr-defined]
        assert local(told("weekly_reminder", pm), WARSAW) == ["Thu 26 Nov 13:00"]

    def test_down_for_a_day_over_the_deadline(self) -> None:
        """No reminder any more; the deadline is worked off once, with its list and nothing twice."""
        update, [first, _second], ops = a_week(2)
        run([self.at(25, 13), *walk(self.at(27, 13), self.at(27, 15))])
        submitted(update, first)
        run(walk(self.at(27, 16), self.at(27, 18)))
        assert told("weekly_reminder") == []
        [notice] = Notice.objects.filter(kind="weekly_missing")
        assert (notice.created_at, notice.people) == (self.at(27, 13), [ops.pk])
        update.refresh_from_db()
        assert (update.state, update.closed_at) == ("aggregated", self.at(27, 13))

    def test_down_for_three_days_into_the_next_week(self) -> None:
        update, _areas, _ops = a_week(2)
        run([self.at(26, 11), *walk(self.at(30, 9), self.at(30, 12))])
        update.refresh_from_db()
        assert update.closed_at == self.at(30, 9)
        assert WeeklyUpdate.objects.filter(key="2026-W49", state="collecting").exists()
        assert len(told("weekly_missing")) == 1
        assert local(told("weekly_reminder"), WARSAW) == ["Thu 26 Nov 11:00"] * 2  # each of two PMs, before the outage

    def test_published_by_hand_meanwhile_nobody_is_told_who_is_missing(self) -> None:
        update, _areas, ops = a_week(2)
        published(update, ops, now=self.at(26, 15))
        run([self.at(27, 9)])
        assert told("weekly_missing") == []
        update.refresh_from_db()
        assert (update.state, update.closed_at) == ("published", self.at(27, 9))

    def test_aggregated_before_the_deadline_still_reminds_and_tells(self) -> None:
        update, _areas, ops = a_week(2)
        aggregate(update=update, by=ops, now=self.at(25, 9))
        run(walk(self.at(25, 10), self.at(26, 15)))
        assert len(told("weekly_reminder")) == 4
        assert local(told("weekly_missing"), WARSAW) == ["Thu 26 Nov 14:00"]

    def test_one_reminder_for_all_areas_of_a_person(self) -> None:
        pm = in_role(Role.PM)
        areas = [area_with_pm(pm) for _each in range(3)]
        update = open_with(*areas)
        submitted(update, areas[0])
        run([self.at(25, 14)])
        [notice] = Notice.objects.filter(kind="weekly_reminder")
        assert (notice.people, notice.data["areas"]) == ([pm.pk], sorted(area.pk for area in areas[1:]))


@pytest.mark.usefixtures("committed")
class TestTwoSchedulers:
    def test_at_the_same_moments_everything_happens_once(self) -> None:
        """A second miss in a row, so that everything there is to tell is told."""
        _update, areas, ops = a_week(3)
        in_role(Role.HEAD_OF_PRODUCT)
        thursday = datetime(2026, 11, 26, 14, tzinfo=WARSAW)
        for week in range(2):
            for hours in (-24, -2, 0):
                moment = thursday + timedelta(days=7 * week, hours=hours)
                answers = at_once(*(lambda moment=moment: schedule.run(now=moment) for _each in range(3)))
                assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert AreaUpdate.objects.count() == 6
        assert len(told("weekly_reminder")) == len(areas) * 2 * 2
        assert len(told("weekly_missing", ops)) == 2
        [escalation] = Notice.objects.filter(kind="weekly_escalation")
        assert escalation.data["areas"] == sorted(area.pk for area in areas)
