"""Asking those who may."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from comms.models import Notice
from productops.audit.models import DomainEvent
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import AreaRole, Person
from tests.factories import FunctionFactory, PersonFactory, area_with_pm, in_role
from tests.factories.people import LONG_AGO

pytestmark = pytest.mark.django_db
PAGE = "/comms/requests/new/"
WISH = {"permission": "weekly_update.publish", "path": "/weekly/2026-W48/"}


@pytest.fixture
def asker(client: Client) -> Person:
    person = in_role(Role.PM, name="Tomek Wrona")
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return person


@pytest.fixture
def ops() -> Person:
    return in_role(Role.PRODUCT_OPS, name="Ewa Lis")


def test_the_page_says_whom_it_would_ask_and_asks_nobody(client: Client, asker: Person, ops: Person) -> None:
    page = client.get(PAGE, WISH)
    assert "Ask Ewa Lis?" in page.text
    assert "Tomek Wrona asks you to publish the weekly update" in page.text
    assert not Notice.objects.exists()


def test_asking_tells_everybody_who_may_once_a_day(client: Client, asker: Person, ops: Person, now: datetime) -> None:
    lead = in_role(Role.PRODUCT_OPS_LEAD)
    in_role(Role.PRODUCT_OPS, is_active=False, deactivated_at=now)
    for _ in range(2):
        answer = client.post(PAGE, WISH)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    notice = Notice.objects.get()
    assert sorted(notice.people) == sorted([ops.pk, lead.pk])
    assert notice.data == {
        "asker": asker.pk, "permission": "weekly_update.publish", "area": None, "function": None, "path": WISH["path"]
    }  # fmt: skip
    assert list(DomainEvent.objects.values_list("name", "actor_id")) == [("permission.asked", asker.pk)]


def test_of_an_area_its_pm_and_deputy_are_asked(client: Client, asker: Person) -> None:
    area, elsewhere = area_with_pm(), area_with_pm()
    engineer = PersonFactory()
    AreaRole.objects.create(area=area, person=engineer, kind=AreaRoleKind.ENG_LEAD, starts_on=LONG_AGO)
    client.post(PAGE, {"permission": "weekly_update.write", "area": area.pk, "path": "/"})
    assert Notice.objects.get().people == [area.pm.pk]
    assert elsewhere.pm.pk != area.pm.pk


def test_of_a_function_its_lead_and_delegates_are_asked(client: Client, asker: Person) -> None:
    lead, delegate = PersonFactory(), PersonFactory()
    function = FunctionFactory(slug="translation", lead=lead)
    function.delegates.add(delegate)
    client.post(PAGE, {"permission": "release.sign_off", "function": function.pk, "path": "/"})
    assert Notice.objects.get().people == [lead.pk, delegate.pk]


def test_when_nobody_else_may_the_page_says_so(client: Client, asker: Person) -> None:
    for answer in (client.get(PAGE, WISH), client.post(PAGE, WISH)):
        assert answer.status_code == 422
        assert "Nobody else can do this at present." in answer.text
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"permission": "nothing.known"},
        {"area": "77"},
        {"path": "https://elsewhere.example/"},
        {"path": "//elsewhere.example/"},
        {"path": "/\\elsewhere.example/"},
        {"path": ""},
    ],
)
def test_what_does_not_come_from_our_page_is_refused(
    client: Client, asker: Person, ops: Person, change: dict[str, Any]
) -> None:
    assert client.get(PAGE, WISH | change).status_code == 400
    assert client.post(PAGE, WISH | change).status_code == 400
    assert not Notice.objects.exists()


def test_a_refusal_leads_to_the_page(client: Client, asker: Person, ops: Person) -> None:
    refusal = client.get("/comms/deliveries/")
    assert refusal.status_code == 403
    page = client.get(refusal.context["ask"])
    assert page.status_code == 200
    assert "Ask Ewa Lis?" in page.text
