"""The daily look: once a business day in the morning, chains settled in one go, told once, whoever runs it again."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from comms.models import Notice
from productops.audit.heartbeat import last_beat
from productops.audit.models import DomainEvent
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Organisation, Person
from productops.search.models import SearchRow
from releases.actions.health import reassess_all
from releases.chains import in_order
from releases.models import Dependency, Release
from releases.schedule import ASSESSED, is_due, run
from releases.search import push_all, refresh_readers
from tests.factories.people import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, staffed_area

WARSAW = Organisation(name="Meridian", timezone="Europe/Warsaw", country="PL")
MORNING = datetime.fromisoformat("2026-11-25T06:30+01:00")  # a Wednesday


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-25T06:00+01:00", True),
        (None, "2026-11-25T05:59+01:00", False),
        (None, "2026-11-25T04:59Z", False),
        (None, "2026-11-28T09:00+01:00", False),  # a Saturday
        (None, "2026-11-11T09:00+01:00", False),  # Independence Day
        ("2026-11-25T06:01+01:00", "2026-11-25T23:59+01:00", False),
        ("2026-11-25T06:01+01:00", "2026-11-26T05:00+01:00", False),
        ("2026-11-25T06:01+01:00", "2026-11-26T06:00+01:00", True),
        ("2026-11-20T06:01+01:00", "2026-11-25T17:00+01:00", True),  # down for days
        ("2026-11-25T03:00+01:00", "2026-11-25T07:00+01:00", True),  # by hand in the night
        ("2026-10-23T06:30+02:00", "2026-10-26T06:05+01:00", True),  # the clocks went back
    ],
)
def test_when_it_is_due(last: str | None, now: str, due: bool) -> None:
    before = datetime.fromisoformat(last) if last else None
    assert is_due(WARSAW, before, datetime.fromisoformat(now)) is due


@given(waits=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_what_others_wait_for_comes_first_and_circles_end(waits: list[tuple[int, int]]) -> None:
    levels = in_order(range(9), waits)
    assert sorted(each for level in levels for each in level) == list(range(9))
    downwards = [(one, other) for one, other in waits if other < one]
    place = {each: number for number, level in enumerate(in_order(range(9), downwards)) for each in level}
    assert all(place[other] < place[one] for one, other in downwards)


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(name="Payments", slug="payments")


def wait(release: Release, other: Release, now: datetime) -> None:
    Dependency.objects.create(release=release, on_release=other, added_at=now, added_by=release.created_by)


def test_a_chain_settles_in_one_run_and_is_told_once(area: Area) -> None:
    ops, start = in_role(Role.PRODUCT_OPS), MORNING - timedelta(days=20)
    # Made in the order in which they wait, so that by id the first would be looked at too early.
    rows = [planned(area, start, name=f"Number {number}", launch_on=date(2026, 11, 30)) for number in range(3)]
    Release.objects.update(launch_on=date(2026, 11, 27), notice_needed=None, notice_given=None)
    for row in rows:
        row.items.update(state="done", state_at=start)
        row.rollback_procedure, row.rollback_criteria, row.rollback_owner = "Switch off", "5 %", area.pm  # type: ignore[attr-defined]
        row.save(update_fields=["rollback_procedure", "rollback_criteria", "rollback_owner"])
    wait(rows[0], rows[1], start)
    wait(rows[1], rows[2], start)
    Release.objects.filter(pk=rows[2].pk).update(launch_on=date(2026, 11, 20))  # passed, and not launched
    Release.objects.update(health="on_track", health_reasons=[])
    before = Notice.objects.count()
    assert run(now=MORNING)["worsened"] == 3
    assert dict(Release.objects.values_list("name", "health")) == {
        "Number 0": "at_risk", "Number 1": "at_risk", "Number 2": "off_track",
    }  # fmt: skip
    assert Notice.objects.count() == before + 3
    for notice in Notice.objects.filter(data__event="health").order_by("-pk")[:3]:
        assert {ops.pk, area.pm.pk} <= set(notice.people)  # type: ignore[attr-defined]
    assert SearchRow.objects.get(key=rows[0].key.lower()).health == "at_risk"
    assert last_beat(ASSESSED) == MORNING
    # The same day again, another scheduler, and by hand: nothing is written and nobody hears again.
    assert run(now=MORNING + timedelta(minutes=5))["worsened"] == 0
    assert reassess_all(now=MORNING + timedelta(minutes=6)) == []
    call_command("releases", verbosity=0)
    assert Notice.objects.count() == before + 3
    assert DomainEvent.objects.filter(at__gt=MORNING, name="release.health_changed").count() == 0


def test_who_finds_a_draft_follows_the_roles_of_the_day(area: Area) -> None:
    now = MORNING
    row = planned(area, now, name="Quiet thing")
    Release.objects.filter(pk=row.pk).update(confidential_at=now, confidential_reason="A customer asked")
    push_all(now=now)
    found = SearchRow.objects.get(key=row.key.lower())
    may = {
        person.pk for person in Person.objects.active() if Release.objects.visible_to(person).filter(pk=row.pk).exists()
    }
    assert set(found.readers or ()) == may
    assert len(may) > 1
    # Her deputy takes over from tomorrow: no change tells the finder, the schedule does.
    deputy = in_role(Role.PM, name="Deputy")
    tomorrow = now + timedelta(days=1)
    AreaRole.objects.create(
        area=area, person=deputy, kind=AreaRoleKind.DEPUTY, starts_on=tomorrow.date(), ends_on=tomorrow.date()
    )
    assert refresh_readers(now=now) == 0
    assert refresh_readers(now=tomorrow) == 1
    found.refresh_from_db()
    assert deputy.pk in (found.readers or ())
    assert refresh_readers(now=tomorrow + timedelta(days=1)) == 1
    found.refresh_from_db()
    assert deputy.pk not in (found.readers or ())
