"""What is looked up: noted once an hour, counted without saying who, handled, forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from productops.audit.models import DomainEvent
from productops.people.actions.people import erase
from productops.people.enums import Role
from productops.people.export import data_of
from productops.people.models import Person
from productops.people.permissions import PermissionRefused
from productops.search import actions
from productops.search.engine import Row, push
from productops.search.models import HandledLookup, Lookup
from productops.search.passages import Said, push_passages
from productops.search.queries import asked_about, looked_up_in_vain
from productops.search.tidying import tidy
from tests.factories import in_role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 15, 20, tzinfo=UTC)


@pytest.fixture
def reader() -> Person:
    return in_role(Role.STAKEHOLDER)


@pytest.fixture
def ops() -> Person:
    return in_role(Role.PRODUCT_OPS)


@pytest.fixture(autouse=True)
def payments() -> None:
    push([Row(kind="area", key="payments", title="Payments", url="/areas/payments/")], now=NOW)


def noted(text: str, key: str = "", *, by: Person, now: datetime = NOW) -> bool:
    return actions.note_lookup(text=text, key=key, by=by, now=now)


def missing() -> list[tuple[str, int, int]]:
    return [(row["text"], row["people"], row["times"]) for row in looked_up_in_vain()]


def test_noted_once_per_person_text_and_hour(reader: Person, ops: Person) -> None:
    assert noted("Zeppelin  Mode", by=reader)
    noted("zeppelin mode", by=reader, now=NOW + timedelta(minutes=30))
    assert missing() == [("zeppelin mode", 1, 1)]
    noted("zeppelin MODE", by=reader, now=NOW + timedelta(hours=1))
    noted("zeppelin mode", by=ops)
    assert missing() == [("zeppelin mode", 2, 3)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("payments", ""),  # is found
        ("paymnets", ""),  # is found in another spelling
        ("reconciled", ""),  # is found in what was published
        ("recnociled", ""),  # and this in another spelling
        ("?!", ""),  # says nothing
        ("payments", "nothing-of-this-key"),
    ],
)
def test_what_is_not_noted(reader: Person, text: str, key: str) -> None:
    push_passages("w", [Said("payments", "/w/", "The ledger is reconciled")], at=NOW)
    assert not noted(text, key, by=reader)
    assert not Lookup.objects.exists()


def test_a_thing_of_others_is_not_noted(reader: Person) -> None:
    push([Row(kind="area", key="secret", title="Zanzibar", url="/z/", readers=(0,))], now=NOW)
    assert not noted("zanz", "secret", by=reader)
    assert noted("zanzibar", by=reader)  # for her there is nothing


def test_a_flood_ends_in_an_hour(reader: Person) -> None:
    assert sum(noted(f"zeppelin {n}", by=reader) for n in range(70)) == actions.AN_HOUR
    assert noted("zeppelin", by=reader, now=NOW + timedelta(hours=1))


def test_handled_ones_leave_until_they_are_looked_up_again(reader: Person, ops: Person) -> None:
    noted("zeppelin", by=reader)
    noted("dirigible", by=reader)
    row = actions.handle(text="Zeppelin", by=ops, now=NOW + timedelta(minutes=1))
    assert missing() == [("dirigible", 1, 1)]
    assert actions.take_up_again(pk=row.pk, by=ops, now=NOW)
    assert not actions.take_up_again(pk=row.pk, by=ops, now=NOW)
    assert [text for text, _people, _times in missing()] == ["dirigible", "zeppelin"]
    actions.handle(text="zeppelin", by=ops, now=NOW + timedelta(minutes=1))
    noted("zeppelin", by=reader, now=NOW + timedelta(hours=2))
    assert ("zeppelin", 1, 1) in missing()
    names = DomainEvent.objects.filter(name__startswith="lookup.").order_by("id").values_list("name", flat=True)
    assert list(names) == ["lookup.handled", "lookup.taken_up_again", "lookup.handled"]


def test_only_product_ops_handles(reader: Person) -> None:
    for act in (lambda: actions.handle(text="x", by=reader, now=NOW),
                lambda: actions.take_up_again(pk=1, by=reader, now=NOW)):  # fmt: skip
        with pytest.raises(PermissionRefused):
            act()
    assert not HandledLookup.objects.exists()


def test_readers_are_counted_not_clicks_and_not_who_answers(reader: Person, ops: Person) -> None:
    pm = in_role(Role.PM)
    for person, text in ((reader, "pay"), (reader, "payments"), (ops, "pay"), (pm, "pay")):
        assert noted(text, "Payments", by=person)
    since = NOW - timedelta(days=28)
    asked = asked_about(["payments", "other"], since=since, reader=reader, besides=[pm.pk])
    assert [(each.key, each.title, each.people) for each in asked] == [("payments", "Payments", 2)]
    assert asked_about(["payments"], since=NOW + timedelta(1), reader=reader) == []
    assert asked_about([], since=since, reader=reader) == []


def test_after_half_a_year_they_are_forgotten(reader: Person) -> None:
    noted("zeppelin", by=reader)
    assert tidy(now=NOW + timedelta(days=179))["lookups forgotten"] == 0
    assert tidy(now=NOW + timedelta(days=181))["lookups forgotten"] == 1


def test_they_are_the_persons_own(reader: Person) -> None:
    noted("zeppelin", by=reader)
    assert [each["text"] for each in data_of(reader)["what_you_looked_up"]] == ["zeppelin"]
    reader.is_active, reader.deactivated_at = False, NOW
    reader.save()
    erase(person=reader, by=in_role(Role.ADMIN), now=NOW)
    assert not Lookup.objects.exists()
