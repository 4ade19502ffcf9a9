"""The page of the inbox and the number at the bell."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from comms.enums import NoticeKind
from comms.models import InboxItem
from tests.comms.test_inbox import item_for
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PAGE = "/inbox/"


@pytest.fixture
def reader(client: Client) -> Any:
    person = PersonFactory()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


def test_newest_first_with_what_is_new_marked(client: Client, reader: Any, now: datetime) -> None:
    old = item_for(reader, now - timedelta(days=1), title="Read <b>this</b>", read_at=now)
    new = item_for(reader, now, kind=NoticeKind.ACTION_ITEM, title="Do that", text="One\nTwo", url="/actions/")
    item_for(PersonFactory(), now, title="Somebody else's")
    page = client.get(PAGE)
    assert [item.pk for item in page.context["page_obj"]] == [new.pk, old.pk]
    assert "Read &lt;b&gt;this&lt;/b&gt;" in page.text
    assert page.text.count("Mark as read") == 1
    assert f'<a class="what" href="/actions/" data-reads="read-{new.pk}">' in page.text
    assert InboxItem.objects.filter(read_at=None).count() == 2  # looking reads nothing
    for query, titles in (
        ("kind=request", [old]),
        ("unread=1", [new]),
        ("kind=nonsense", [new, old]),
        ("page=9", [new, old]),
    ):
        assert list(client.get(f"{PAGE}?{query}").context["page_obj"]) == titles


def test_empty_says_what_comes(client: Client, reader: Any, now: datetime) -> None:
    assert "Nothing here yet." in client.get(PAGE).text
    item_for(reader, now, read_at=now)
    assert "Nothing new." in client.get(f"{PAGE}?unread=1").text


def test_marking_one(client: Client, reader: Any, now: datetime) -> None:
    item = item_for(reader, now)
    address = f"{PAGE}{item.pk}/reading/"
    assert client.get(address).status_code == 405
    row = client.post(address, headers={"HX-Request": "true", "HX-Target": f"item-{item.pk}"})
    assert f'<li id="item-{item.pk}">' in row.text
    assert "<html" not in row.text
    assert client.post(address, {"kind": "request"}).headers["Location"] == f"{PAGE}?kind=request"
    theirs = item_for(PersonFactory(), now)
    assert client.post(f"{PAGE}{theirs.pk}/reading/").status_code == 404


def test_marking_all_and_taking_it_back(client: Client, reader: Any, now: datetime) -> None:
    for _ in range(3):
        item_for(reader, now)
    before = item_for(reader, now, read_at=now)
    page = client.post(f"{PAGE}reading/", follow=True)
    assert "3 items marked as read." in page.text
    assert not InboxItem.objects.filter(read_at=None).exists()
    undo = page.text.partition('action="/inbox/reading/')[2].partition('"')[0]
    assert client.post(f"{PAGE}reading/{undo}").status_code == 302
    assert InboxItem.objects.filter(read_at=None).count() == 3
    assert InboxItem.objects.get(pk=before.pk).read_at == now
    assert client.post(f"{PAGE}reading/{undo}").status_code == 404
    assert client.post(f"{PAGE}reading/{'9' * 30}/undo/").status_code == 404


def test_the_bell_asks_for_its_number_and_is_on_every_page(
    client: Client, reader: Any, now: datetime, django_assert_max_num_queries: Any
) -> None:
    assert 'data-unread="/inbox/unread/"' in client.get(PAGE).text
    assert client.get(f"{PAGE}unread/").json() == {"number": 0, "words": "Inbox"}
    item_for(reader, now)
    with django_assert_max_num_queries(4):  # session, person, number
        assert client.get(f"{PAGE}unread/").json() == {"number": 1, "words": "Inbox, 1 new"}


def test_costs_the_same_with_one_and_with_many(
    client: Client, reader: Any, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        item_for(reader, now)
    client.get(PAGE)
    with django_assert_max_num_queries(6):
        assert len(client.get(PAGE).context["page_obj"]) == 25
