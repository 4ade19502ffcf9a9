"""Home: what is new stays new on the way back and after a reload, for this visit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.followups.actions.asking import Document, ensure
from productops.followups.asks import Ask
from productops.people.enums import Role
from productops.people.models import Person
from productops.people.standing import day_of
from tests.factories import in_role
from tests.factories.weekly import published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week

pytestmark = pytest.mark.django_db
NEW = '<span class="tag tag--new">'


@pytest.fixture
def reader(week: Week, clock: Clock, signed_in: SignedIn) -> Client:
    """Looked last before the update of this week was published."""
    submitted(week.update, week.area)
    edition = published(week.update, week.ops)
    clock.at = edition.published_at + timedelta(hours=1)
    person = in_role(Role.STAKEHOLDER)
    Person.objects.filter(pk=person.pk).update(last_looked_at=clock.at - timedelta(days=8))
    return signed_in(person)


def home(reader: Client) -> str:
    return reader.get("/").content.decode()


def test_a_reload_leaves_new_what_is_new(reader: Client, clock: Clock) -> None:
    assert NEW in home(reader)
    clock.at += timedelta(minutes=5)
    assert NEW in home(reader)


def test_the_next_visit_has_seen_it(reader: Client, clock: Clock) -> None:
    assert NEW in home(reader)
    clock.at += timedelta(minutes=16)
    assert NEW not in home(reader)
    assert "Nothing new since you last looked" in home(reader)


def test_what_is_asked_of_me_waits_here(week: Week, clock: Clock, signed_in: SignedIn) -> None:
    """Overdue or due within a week; of many the first, and a way to the rest."""
    person = in_role(Role.STAKEHOLDER)
    browser = signed_in(person)
    document = Document("test", "Weekly update, week 48", "/weekly/2026-W48/", week.area)
    today = day_of(person, clock.at)
    assert "Nothing needs you" in home(browser)

    def ask(*days: int) -> None:
        asks = [Ask(f"s:{n}", f"Thing {n}", person.pk, today + timedelta(days=n)) for n in days]
        ensure(document=document, asks=asks, by=week.pm, now=clock.at)

    ask(-2, 6, 7)
    html = home(browser)
    assert "2 things need you" in html
    assert f"{week.area.name}: Weekly update, week 48" in html
    assert html.index("Thing -2") < html.index("Thing 6")
    assert '<span class="late">Due' in html
    assert "Thing 7" not in html
    with CaptureQueriesContext(connection) as few:
        home(browser)
    ask(*range(-9, 7))
    with CaptureQueriesContext(connection) as many:
        html = home(browser)
    assert (html.count("Look and finish"), "More action items" in html) == (4, True)
    assert len(many) == len(few)
