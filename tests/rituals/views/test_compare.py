"""Compare with the week before: counts in front, filters in the address, by product group when large."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Area
from rituals.models import WeeklyUpdate
from tests.factories import ProductGroupFactory, area_with_pm, in_role
from tests.factories.weekly import MONDAY, WEEK, open_with, published, submitted
from tests.rituals.conftest import SignedIn, Week

pytestmark = pytest.mark.django_db
PAGE = "/weekly/2026-W49/comparison/"


@pytest.fixture
def two(week: Week) -> Week:
    """Two published weeks: the first area kept its promise and slipped, the second said nothing the second time."""
    first, second, _third = week.areas
    submitted(week.update, first, {"next": ["Instant payouts for Poland"], "risks": ["Legal answers late"]})
    submitted(week.update, second, {"next": ["Order approvals"]})
    published(week.update, week.ops)
    later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    submitted(
        later, first, {"wins": ["Instant **payouts** are on in Poland"], "risks": ["Two are ill"]}, "at_risk", "Ill"
    )
    published(later, week.ops)
    return week


@pytest.fixture
def as_reader(two: Week, signed_in: SignedIn) -> Client:
    return signed_in(in_role(Role.STAKEHOLDER))


def test_says_what_was_promised_and_what_became_of_it(two: Week, as_reader: Client) -> None:
    html = as_reader.get(PAGE).content.decode()
    assert "1 of 2 promises shipped" in html
    assert "Instant <strong>payouts</strong> are on in Poland" in html
    for words in ("no update", "New risks and asks", "Two are ill", "Not named any more", "Legal answers late"):
        assert words in html
    assert as_reader.get("/weekly/2026-W49/").content.decode().count(PAGE) == 1


def test_filters(two: Week, as_reader: Client) -> None:
    first, second, third = two.areas
    for query, shown in (
        (f"area={first.slug}", {first}),
        ("health=at_risk", {first}),
        ("health=none", {second, third}),
        ("health=off_track", set()),
        ("with=2026-W48&health=at_risk", {first}),
    ):
        html = as_reader.get(f"{PAGE}?{query}").content.decode()
        assert {area for area in two.areas if f'<h2 id="{area.slug}"' in html} == shown, query


@pytest.mark.parametrize("query", ["with=2026-W49", "with=2026-W50", "with=x", "with=2026-W40"])
def test_only_with_an_earlier_published_week(two: Week, as_reader: Client, query: str) -> None:
    assert as_reader.get(f"{PAGE}?{query}").status_code == 404


def test_the_first_week_has_nothing_to_compare_with(two: Week, as_reader: Client) -> None:
    html = as_reader.get("/weekly/2026-W48/comparison/").content.decode()
    assert "Nothing to compare week 48 with" in html
    assert "/weekly/2026-W48/comparison/" not in as_reader.get("/weekly/2026-W48/").content.decode()


def test_a_large_organisation_is_compared_by_group(
    two: Week, as_reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rituals.views.compare.ONE_PAGE", 2)
    money = ProductGroupFactory(slug="money", name="Money")
    later = WeeklyUpdate.objects.get(key="2026-W49")
    Area.objects.filter(pk=two.area.pk).update(group=money)
    assert later.edition is not None
    front = as_reader.get(PAGE).content.decode()
    assert "By product group" in front
    assert "<section><h2 id=" not in front
    group = as_reader.get(f"{PAGE}?group=none").content.decode()
    assert group.count("<section><h2 id=") == 3  # the edition is as it was: no area had a group then


def test_queries_stay_the_same(two: Week, as_reader: Client) -> None:
    def queries(where: str) -> int:
        as_reader.get(where)
        with CaptureQueriesContext(connection) as found:
            assert as_reader.get(where).status_code == 200
        return len(found)

    few = queries(PAGE)
    areas = [area_with_pm() for _each in range(20)]
    later = open_with(*areas, now=MONDAY + timedelta(days=14), week=WEEK.next().next())
    for area in areas:
        submitted(later, area)
    published(later, two.ops)
    assert queries("/weekly/2026-W50/comparison/") == few
