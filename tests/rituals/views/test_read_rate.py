"""The reading page counts who read it, once; Product Ops and Heads of Product see how many of each function did."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from rituals.models import Opened
from tests.factories import FunctionFactory, in_role
from tests.factories.weekly import published, submitted
from tests.rituals.conftest import SignedIn, Week
from tests.rituals.pages import form

pytestmark = pytest.mark.django_db


def address(week: Week, tail: str = "") -> str:
    return f"/weekly/{week.update.key}/{tail}"


@pytest.fixture
def read(week: Week) -> Week:
    submitted(week.update, week.area)
    published(week.update, week.ops)
    return week


@pytest.fixture
def as_reader(read: Week, signed_in: SignedIn) -> Client:
    return signed_in(in_role(Role.STAKEHOLDER, function=FunctionFactory(slug="support")))


def test_the_page_asks_once(read: Week, as_reader: Client) -> None:
    page = form(as_reader.get(address(read)).content.decode(), "/opening/")
    assert not Opened.objects.exists()
    response = as_reader.post(page.action, page.fields)
    assert (response.status_code, response["Location"]) == (302, address(read))
    html = as_reader.get(address(read)).content.decode()
    assert "Marked as read." in html
    assert "/opening/" not in html
    assert Opened.objects.count() == 1


def test_by_the_page_itself_nothing_is_swapped(read: Week, as_reader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "opening"}
    for _twice in range(2):
        assert as_reader.post(address(read, "opening/"), headers=headers).status_code == 204
    assert Opened.objects.count() == 1


def test_looking_alone_counts_nothing(read: Week, as_reader: Client) -> None:
    """As a mail scanner does, on every address of the week."""
    for tail in ("", "markdown/", "comparison/", "revisions/", "revisions/1/"):
        as_reader.get(address(read, tail))
        as_reader.head(address(read, tail))
    assert as_reader.get(address(read, "opening/")).status_code == 405
    assert not Opened.objects.exists()


def test_how_many_of_each_function(read: Week, as_reader: Client, signed_in: SignedIn) -> None:
    in_role(Role.STAKEHOLDER, name="Never Reads", function=FunctionFactory(slug="support"))
    as_reader.post(address(read, "opening/"))
    for role in (Role.PRODUCT_OPS, Role.HEAD_OF_PRODUCT):
        html = signed_in(in_role(role)).get(address(read, "readers/")).content.decode()
        assert "Support" in html
        assert "1 of 2" in html
        assert "50 %" in html
        assert "Never Reads" not in html
        assert "<polyline" in html
        assert ("/comms/deliveries/" in html) == (role == Role.PRODUCT_OPS)  # no way to a page that refuses


def test_queries_stay_the_same(read: Week, signed_in: SignedIn) -> None:
    ops = signed_in(read.ops)

    def queries() -> int:
        ops.get(address(read, "readers/"))
        with CaptureQueriesContext(connection) as found:
            assert ops.get(address(read, "readers/")).status_code == 200
        return len(found)

    few = queries()
    for slug in ("support", "sales", "legal", "marketing"):
        for _each in range(5):
            in_role(Role.STAKEHOLDER, function=FunctionFactory(slug=slug))
    assert queries() == few
