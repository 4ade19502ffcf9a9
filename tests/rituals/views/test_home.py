"""Home: what is new stays new on the way back and after a reload, for this visit."""

from datetime import timedelta

import pytest
from django.test import Client

from productops.people.enums import Role
from productops.people.models import Person
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
