"""Full text over the updates: by week, with filters in the address, for whoever may read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.search.models import Passage
from productops.search.passages import Said, push_passages
from tests.factories import in_role
from tests.factories.weekly import published, submitted
from tests.rituals.conftest import SignedIn, Week

pytestmark = pytest.mark.django_db
PATH = "/weekly/search/"


@pytest.fixture
def reader(week: Week, signed_in: SignedIn) -> Client:
    first, second, _third = week.areas
    submitted(week.update, first, {"wins": ["The payout ledger reconciles", "<b>Payout</b> terms"]}, "at_risk", "Late")
    submitted(week.update, second, {"wins": ["Płatności are faster"]})
    published(week.update, week.ops)
    return signed_in(in_role(Role.STAKEHOLDER))


def asked(client: Client, **query: str) -> str:
    response = client.get(PATH, query)
    assert response.status_code == 200
    return response.text


def test_what_was_said_by_week_with_the_words_marked(week: Week, reader: Client) -> None:
    html = asked(reader, q="payout led")
    assert "2 places" in html  # the area's own part, and the highlights that quote it
    assert f'href="{week.update.address_of(week.area.slug)}"' in html
    assert "The <mark>payout</mark> <mark>ledger</mark> reconciles" in html
    assert "&lt;b&gt;<mark>Payout</mark>&lt;/b&gt; terms" in html
    assert "Week 48" in html
    assert 'aria-label="Filters"' not in html
    html = asked(reader, q="platnosci")
    assert "<mark>Płatności</mark> are faster" in html


def test_another_spelling_is_said_and_can_be_refused(reader: Client) -> None:
    html = asked(reader, q="ledgre", area="")
    assert "Showing results for <b>ledger</b>." in html
    assert "<mark>ledger</mark>" in html
    assert "exactly=1" in html
    assert "No update says this" in asked(reader, q="ledgre", exactly="1")


def test_the_filters_narrow_it_down(week: Week, reader: Client) -> None:
    slug, other = week.area.slug, week.areas[1].slug
    day = week.update.publish_at.date()
    for query, found in (
        ({"area": slug}, True), ({"area": other}, False),
        ({"health": "at_risk"}, True), ({"health": "on_track"}, False), ({"health": "none"}, False),
        ({"from": str(day)}, True), ({"from": str(day + timedelta(days=1))}, False),
        ({"to": str(day)}, True), ({"to": str(day - timedelta(days=1))}, False),
        ({"from": "0001-01-01", "to": "9999-12-31"}, True),
        ({"area": "no-such", "health": "odd"}, False),
    ):  # fmt: skip
        html = asked(reader, q="payout", **query)
        assert ("<mark>payout</mark>" in html) == found, query
        assert ("Fewer filters may find more" in html) == (not found)
        assert f'href="{PATH}?q=payout">Clear' in html


def test_a_day_that_is_none_is_said_at_its_field(reader: Client) -> None:
    html = asked(reader, q="payout", **{"from": "soon"})
    assert "Say a day: 2026-11-26." in html
    assert 'value="soon" aria-invalid="true"' in html
    assert "<mark>" not in html
    assert "before the first one" in asked(reader, q="payout", **{"from": "2026-11-26", "to": "2026-11-01"})


def test_before_anything_is_asked_and_when_nothing_is_found(reader: Client) -> None:
    assert "What was said about…" in asked(reader)
    assert "Try fewer or other words" in asked(reader, q="zeppelin")


def test_what_others_may_read_is_not_found(week: Week, reader: Client) -> None:
    push_passages(
        week.update.key, [Said("secret", "/w/", "Acquisition talks", readers=(0,))], at=week.update.publish_at
    )
    assert "No update says this" in asked(reader, q="acquisition")
    assert "Showing results" not in asked(reader, q="acquistion")


def test_a_long_answer_is_paged_and_asks_as_often(week: Week, reader: Client) -> None:
    def number() -> int:
        asked(reader, q="payout")
        with CaptureQueriesContext(connection) as queries:
            asked(reader, q="payout")
        return len(queries)

    few = number()
    at = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    push_passages(week.update.key, [Said(f"a{n}", "/w/", "Payout again", title=f"A {n}") for n in range(60)], at=at)
    assert number() == few
    html = asked(reader, q="payout")
    assert html.count("<mark>") == 25
    assert "60 places" in html
    assert "page=3" in asked(reader, q="payout", page="2")
    assert asked(reader, q="payout", page="99").count("<mark>") == 10


def test_a_week_that_is_gone_is_passed_over(reader: Client) -> None:
    Passage.objects.update(source="1999-W01")
    assert "<mark>" not in asked(reader, q="payout")
