"""What everybody reads: the edition, filtered as the address says, its download; or how far the week is."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comms.models import Subscription
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person
from productops.people.search import push_areas
from rituals.models import WeeklyUpdate
from tests.factories import FunctionFactory, ProductGroupFactory, area_with_pm, in_role
from tests.factories.weekly import MONDAY, WEEK, open_with, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week

pytestmark = pytest.mark.django_db


def address(week: Week, tail: str = "") -> str:
    return f"/weekly/{week.update.key}/{tail}"


@pytest.fixture
def as_reader(week: Week, signed_in: SignedIn) -> Client:
    return signed_in(in_role(Role.STAKEHOLDER))


@pytest.fixture
def read(week: Week) -> Week:
    """Published: the first area at risk and concerning Support, the second on track, the third missing."""
    FunctionFactory(slug="support")
    Area.objects.filter(pk=week.areas[1].pk).update(group=ProductGroupFactory(slug="money"))
    submitted(week.update, week.area, {"wins": ["Launched **it**"], "risks": ["Support waits"]}, "at_risk", "Legal")
    submitted(week.update, week.areas[1], {"next": ["Order approvals"]})
    published(week.update, week.ops, title="Search launched")
    return week


def sections(response: Any) -> list[str]:
    """The slugs of the areas shown."""
    return re.findall(r'<section><h2 id="([\w-]+)"', response.content.decode())


class TestEdition:
    def test_answers_first_what_matters_then_the_areas(self, read: Week, as_reader: Client) -> None:
        response = as_reader.get(address(read))
        html = response.content.decode()
        assert response.status_code == 200
        assert "<h1>Search launched</h1>" in html
        assert html.index('id="highlights"') < html.index(f'id="{read.area.slug}"')
        assert "Launched <strong>it</strong>" in html
        assert read.pm.name in html
        assert "not confirmed by the PM" in html
        assert sorted(sections(response)) == sorted(area.slug for area in read.areas)

    def test_who_heads_an_area_is_who_headed_it_then(self, read: Week, as_reader: Client) -> None:
        name = read.pm.name
        AreaRole.objects.filter(area=read.area, kind=AreaRoleKind.PM).delete()
        assert name in as_reader.get(address(read)).content.decode()
        Person.objects.filter(pk=read.pm.pk).update(name="Somebody erased")
        assert name not in as_reader.get(address(read)).content.decode()

    def test_in_polish(self, read: Week, signed_in: SignedIn) -> None:
        html = signed_in(in_role(Role.STAKEHOLDER, language="pl")).get(address(read)).content.decode()
        assert '<html lang="pl"' in html
        assert "Launched <strong>it</strong>" in html

    @pytest.mark.parametrize(
        ("query", "which"),
        [
            ("area={0}", [0]),
            ("area={1}", [1]),
            ("health=at_risk", [0]),
            ("health=on_track", [1]),
            ("health=off_track", []),
            ("health=none", [2]),
            ("function=support", [0]),
            ("group=money", [1]),
            ("health=at_risk&function=support", [0]),
            ("health=on_track&function=support", []),
            ("area=&health=&function=", [0, 1, 2]),
            ("area=nothing", []),
            ("health=%00", [0, 1, 2]),
            ("health=at_%00risk%0B", [0]),
            ("function=%27%22%3E", []),
            ("page=x", [0, 1, 2]),
        ],
    )
    def test_filters(self, read: Week, as_reader: Client, query: str, which: list[int]) -> None:
        slugs = [area.slug for area in read.areas]
        response = as_reader.get(f"{address(read)}?{query.format(*slugs)}")
        assert response.status_code == 200
        assert sorted(sections(response)) == sorted(slugs[number] for number in which)
        filtered = which != [0, 1, 2]
        assert ('id="highlights"' in response.content.decode()) is not filtered
        assert ("No area fits these filters" in response.content.decode()) is (which == [])

    def test_neighbours_and_whether_one_follows(
        self, read: Week, as_reader: Client, clock: Clock, signed_in: SignedIn
    ) -> None:
        later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        submitted(later, read.area)
        published(later, read.ops)
        html = as_reader.get(address(read)).content.decode()
        assert 'rel="next" href="/weekly/2026-W49/"' in html
        assert 'rel="prev"' not in html
        assert "You follow this" not in html
        reader = in_role(Role.STAKEHOLDER)
        Subscription.objects.create(person=reader, created_at=clock.at)
        html = signed_in(reader).get("/weekly/2026-W49/").content.decode()
        assert 'rel="prev" href="/weekly/2026-W48/"' in html
        assert "You follow this" in html

    def test_frozen_whatever_changes_later(self, read: Week, as_reader: Client) -> None:
        before = sections(as_reader.get(address(read)))
        Area.objects.filter(pk=read.area.pk).update(name="Renamed", closed_at=MONDAY)
        read.part.bullets.all().delete()
        response = as_reader.get(address(read))
        assert sections(response) == before
        assert "Renamed" not in response.content.decode()


class TestMarkdown:
    def test_is_a_file_with_everything(self, read: Week, as_reader: Client) -> None:
        response = as_reader.get(address(read, "markdown/"))
        assert response.status_code == 200
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="weekly-update-2026-W48.md"'
        text = response.content.decode()
        assert text.startswith("# Search launched\n\n2026-W48 · ")
        assert f"## {read.area.name} ({read.pm.name})\n\n**At risk**: Legal\n" in text
        assert "- Launched **it**\n" in text
        assert "*Not confirmed by the PM*" in text

    def test_not_before_publishing(self, week: Week, as_reader: Client) -> None:
        assert as_reader.get(address(week, "markdown/")).status_code == 404


class TestCollecting:
    def test_says_who_is_in(self, week: Week, as_reader: Client) -> None:
        submitted(week.update, week.area)
        html = as_reader.get(address(week)).content.decode()
        assert "Week 48 is being written" in html
        assert "1 of 3 submitted" in html
        assert "Shipped it" not in html
        assert week.pm.name in html

    def test_many_areas_come_in_pages(self, week: Week, as_reader: Client) -> None:
        areas = [area_with_pm(name=f"Z {number:02}") for number in range(40)]
        open_with(*areas)
        first, second = as_reader.get(address(week)), as_reader.get(address(week) + "?page=2")
        assert b"Z 39" not in first.content
        assert b"Z 39" in second.content


@pytest.mark.parametrize(
    "wrong", ["2026-W50", "2026-W54", "2026-48", "x", "0000-W00", "9999-W99", "2026-W48%20", "²026-W48"]
)
def test_no_such_week(week: Week, as_reader: Client, wrong: str) -> None:
    for tail in ("", "markdown/"):
        assert as_reader.get(f"/weekly/{wrong}/{tail}").status_code == 404


def test_reading_only(read: Week, as_reader: Client) -> None:
    for tail in ("", "markdown/"):
        assert as_reader.post(address(read, tail)).status_code == 405
        assert as_reader.head(address(read, tail)).status_code == 200


def test_queries_stay_the_same(signed_in: SignedIn, week: Week, clock: Clock) -> None:
    """The reading page, its download, this week's, home and the finder: with 3 areas, and a week later with 33."""
    people = [in_role(Role.STAKEHOLDER), week.ops, week.pm]
    pages = ["/weekly/{}/", "/weekly/{}/markdown/", "/weekly/{}/?health=at_risk", "/weekly/", "/", "/find/?q=area"]

    def queries(update: WeeklyUpdate, areas: list[Area]) -> list[int]:
        for area in areas:
            submitted(update, area, {"wins": ["a"], "risks": [f"See #{week.area.slug}"]}, "at_risk", "b")
        published(update, week.ops)
        clock.at += timedelta(days=7)
        open_with(now=clock.at, week=update.iso_week.next())
        numbers = []
        for browser in map(signed_in, people):
            for page in pages:
                browser.get(page.format(update.key))
                with CaptureQueriesContext(connection) as queries:
                    assert browser.get(page.format(update.key)).status_code == 200
                numbers.append(len(queries))
        return numbers

    few = queries(week.update, week.areas[:1])
    more = [area_with_pm() for _each in range(30)]
    push_areas(more, now=MONDAY)
    later = open_with(*more, now=MONDAY + timedelta(days=7), week=WEEK.next())
    many = queries(later, more[:20])
    assert many == few


class TestLarge:
    def test_is_read_by_product_group_with_the_highlights_in_front(
        self, as_reader: Client, week: Week, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rituals.views.reader.ONE_PAGE", 2)
        money = ProductGroupFactory(slug="money", name="Money")
        Area.objects.filter(pk__in=[week.areas[0].pk, week.areas[1].pk]).update(group=money)
        submitted(week.update, week.areas[0], {"wins": ["Launched"]}, "at_risk", "Legal")
        published(week.update, week.ops)
        front = as_reader.get(address(week))
        html = front.content.decode()
        assert sections(front) == []
        assert 'id="highlights"' in html
        assert "At risk: 1" in html
        assert "Other areas" in html
        in_money = sections(as_reader.get(address(week), {"group": "money"}))
        assert sorted(in_money) == sorted(area.slug for area in week.areas[:2])
        assert sections(as_reader.get(address(week), {"group": "none"})) == [week.areas[2].slug]
        assert sections(as_reader.get(address(week), {"health": "at_risk"})) == [week.areas[0].slug]
