"""The page of recurring meetings, and saying in which week one takes place."""

from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from productops.audit.models import DomainEvent
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.worktime import wall_clock
from rituals.models import Meeting
from tests.factories import area_with_pm, in_role

pytestmark = pytest.mark.django_db
NINE = time(9)


def meeting(area: Area, name: str = "Sync", **fields: Any) -> Meeting:
    """Every two weeks from yesterday at 9:00 in Los Angeles, nobody knows in which week."""
    day = timezone.now().date() - timedelta(days=1)
    facts = {
        "rrule": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={'MO TU WE TH FR SA SU'.split()[day.weekday()]}",
        "starts_at": wall_clock(day, NINE, "America/Los_Angeles"),
        "timezone": "America/Los_Angeles",
        "week_to_confirm": True,
        "minutes_assumed": True,
        "as_written": "9:00, PT, biweekly",
    }
    return Meeting.objects.create(area=area, name=name, **facts | fields)


def unscheduled(area: Area, name: str = "Odd one") -> Meeting:
    return Meeting.objects.create(area=area, name=name, why_not="Nobody can tell.", as_written="whenever")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def area() -> Area:
    return area_with_pm(slug="docs", name="Docs")


@pytest.fixture
def as_reader() -> Client:
    return signed_in(in_role(Role.STAKEHOLDER))


@pytest.fixture
def as_pm(area: Area) -> Client:
    return signed_in(area.pm)  # type: ignore[attr-defined]


def choice(client: Client, row: Meeting, which: int) -> dict[str, str]:
    """What the page of a meeting's week would post, with one of its days chosen."""
    form = client.get(f"/meetings/{row.pk}/week/").context["form"]
    return {"starts_on": form.fields["starts_on"].choices[which][0], "version": form.initial["version"]}


class TestList:
    def test_shows_what_is_assumed(self, as_reader: Client, area: Area) -> None:
        meeting(area)
        unscheduled(area)
        meeting(area, "Weekly", rrule="FREQ=WEEKLY;BYDAY=MO", week_to_confirm=False, minutes_assumed=False, minutes=45)
        page = as_reader.get("/meetings/").content.decode()
        for words in ("Sync", "Week to confirm", "length assumed", "Unscheduled", "Nobody can tell.", "45 min"):
            assert words in page
        assert page.count("length assumed") == 1
        assert "/week/" not in page

    def test_next_is_said_in_the_readers_zone(self, area: Area) -> None:
        reader = in_role(Role.STAKEHOLDER, timezone="Asia/Tokyo")
        row = meeting(area)
        line = signed_in(reader).get("/meetings/").context["lines"][0]
        assert line.next_at.date() - row.starts_at.date() == timedelta(days=14)
        shown = timezone.localtime(line.next_at, ZoneInfo("Asia/Tokyo"))
        assert f"{shown:%H:%M}" in signed_in(reader).get("/meetings/").content.decode()

    def test_filters(self, as_reader: Client, area: Area) -> None:
        meeting(area)
        unscheduled(area_with_pm(slug="apps", name="Apps"))

        def names(query: str) -> list[str]:
            return [line.meeting.name for line in as_reader.get(f"/meetings/?{query}").context["lines"]]

        assert names("area=docs") == ["Sync"]
        assert names("state=unscheduled") == ["Odd one"]
        assert names("state=confirm") == ["Sync"]
        assert names("area=nowhere") == []
        assert names("area=%00docs&page=x&state=%F0") == ["Sync"]

    def test_pages_with_constant_queries(self, as_reader: Client, area: Area) -> None:
        meeting(area)
        as_reader.get("/meetings/")
        with CaptureQueriesContext(connection) as few:
            as_reader.get("/meetings/")
        for number in range(30):
            meeting(area if number % 2 else area_with_pm(), f"Meeting {number}")
        with CaptureQueriesContext(connection) as many:
            page = as_reader.get("/meetings/")
        assert len(page.context["lines"]) == 25
        assert len(many) == len(few)
        assert len(as_reader.get("/meetings/?page=2").context["lines"]) == 6

    def test_empty_and_closed(self, as_reader: Client, area: Area) -> None:
        assert b"No meetings yet" in as_reader.get("/meetings/").content
        row = meeting(area)
        area.closed_at = timezone.now()
        area.save()
        assert b"No meetings yet" in as_reader.get("/meetings/").content
        assert as_reader.get(f"/meetings/{row.pk}/week/").status_code == 404

    def test_an_area_leads_here(self, as_reader: Client, area: Area) -> None:
        assert b"/meetings/?area=docs" in as_reader.get("/areas/docs/").content

    def test_strangers_sign_in_first(self) -> None:
        assert Client().get("/meetings/")["Location"].startswith("/sign-in/")


class TestWeek:
    def test_the_pm_confirms(self, as_pm: Client, area: Area) -> None:
        row = meeting(area)
        facts = choice(as_pm, row, 0)
        answer = as_pm.post(f"/meetings/{row.pk}/week/", facts, follow=True)
        assert "The week of Sync is settled." in answer.content.decode()
        row.refresh_from_db()
        assert not row.week_to_confirm
        local = timezone.localtime(row.starts_at, ZoneInfo("America/Los_Angeles"))
        assert (local.date().isoformat(), local.time()) == (facts["starts_on"], NINE)
        event = DomainEvent.objects.get(name="meeting.week_confirmed")
        assert (event.actor_id, event.area_id) == (area.pm.pk, area.pk)  # type: ignore[attr-defined]
        # Once more changes nothing.
        as_pm.post(f"/meetings/{row.pk}/week/", facts)
        assert DomainEvent.objects.filter(name="meeting.week_confirmed").count() == 1

    def test_the_assumed_day_is_chosen_and_can_be_changed_later(self, as_pm: Client, area: Area) -> None:
        row = meeting(area)
        page = as_pm.get(f"/meetings/{row.pk}/week/").content.decode()
        assert page.count("checked") == 1
        as_pm.post(f"/meetings/{row.pk}/week/", choice(as_pm, row, 1))
        as_pm.post(f"/meetings/{row.pk}/week/", choice(as_pm, row, 0))
        assert DomainEvent.objects.filter(name="meeting.week_confirmed").count() == 2

    def test_an_admin_may_and_others_may_not(self, as_reader: Client, area: Area) -> None:
        row = meeting(area)
        admin = signed_in(in_role(Role.ADMIN))
        facts = choice(admin, row, 0)
        for client in (as_reader, signed_in(in_role(Role.PRODUCT_OPS)), signed_in(area_with_pm().pm)):  # type: ignore[attr-defined]
            assert client.get(f"/meetings/{row.pk}/week/").status_code == 403
            assert client.post(f"/meetings/{row.pk}/week/", facts).status_code == 403
        assert admin.post(f"/meetings/{row.pk}/week/", facts).status_code == 302
        assert admin.get("/meetings/999999/week/").status_code == 404

    @pytest.mark.parametrize("starts_on", ["", "2020-01-01", "nonsense", "2026-02-30", "\x00"])
    def test_another_day_is_refused(self, as_pm: Client, area: Area, starts_on: str) -> None:
        row = meeting(area)
        answer = as_pm.post(f"/meetings/{row.pk}/week/", {"starts_on": starts_on})
        assert answer.status_code == 422
        row.refresh_from_db()
        assert row.week_to_confirm

    def test_the_second_of_two_is_told(self, as_pm: Client, area: Area) -> None:
        row = meeting(area)
        mine, theirs = choice(as_pm, row, 0), choice(as_pm, row, 1)
        as_pm.post(f"/meetings/{row.pk}/week/", theirs)
        answer = as_pm.post(f"/meetings/{row.pk}/week/", mine)
        assert answer.status_code == 409
        assert b"Somebody changed the week" in answer.content
        again = {"starts_on": mine["starts_on"], "version": answer.context["form"].data["version"]}
        assert as_pm.post(f"/meetings/{row.pk}/week/", again).status_code == 302

    def test_with_htmx_the_address_follows(self, as_pm: Client, area: Area) -> None:
        row = meeting(area)
        answer = as_pm.post(f"/meetings/{row.pk}/week/", choice(as_pm, row, 0), headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/meetings/")

    def test_one_without_a_choice_has_no_page(self, as_pm: Client, area: Area) -> None:
        row = unscheduled(area)
        assert as_pm.get(f"/meetings/{row.pk}/week/")["Location"] == "/meetings/"
