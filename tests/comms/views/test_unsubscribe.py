"""The link at the end of a mail, as people and mail programs use it."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from comms.enums import NoticeKind
from comms.links import unsubscribe_token
from comms.models import Preference
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link() -> Any:
    person = PersonFactory(name="Lena Brandt")
    return f"/comms/unsubscribe/{unsubscribe_token(person.pk, NoticeKind.WEEKLY_UPDATE)}/"


def modes() -> list[str]:
    return list(Preference.objects.values_list("mode", flat=True))


def test_opening_shows_a_button_and_changes_nothing(client: Client, link: str) -> None:
    page = client.get(link)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "Lena Brandt" in page.text
    assert f'action="{link}"' in page.text
    assert modes() == []


def test_a_mail_program_posts_without_session_and_form_token(link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, ONE_CLICK).status_code == 200
    assert strict.post(link, ONE_CLICK).status_code == 200
    assert modes() == ["off"]


def test_it_can_be_taken_back_from_the_page_that_follows(client: Client, link: str) -> None:
    page = client.post(link, ONE_CLICK)
    assert f'action="{link}undo/"' in page.text
    assert "Stop this mail" in client.post(f"{link}undo/").text
    assert modes() == ["now"]


def test_taking_back_needs_a_form_of_ours(link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(f"{link}undo/").status_code == 403
    assert Client().get(f"{link}undo/").status_code == 405


def test_in_the_language_of_the_person(client: Client) -> None:
    person = PersonFactory(language="pl")
    page = client.get(f"/comms/unsubscribe/{unsubscribe_token(person.pk, NoticeKind.REQUEST)}/")
    assert '<html lang="pl"' in page.text


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        signing.dumps([1, "weekly_update", "email"], salt="another purpose"),
        signing.dumps([1, "invitation", "email"], salt="comms.unsubscribe"),
        signing.dumps([1, "unknown", "email"], salt="comms.unsubscribe"),
        signing.dumps({"a": 1}, salt="comms.unsubscribe"),
        signing.dumps([999_999, "weekly_update", "email"], salt="comms.unsubscribe"),
    ],
    ids=["nonsense", "another purpose", "not to be stopped", "unknown kind", "other shape", "nobody"],
)
def test_any_other_token_leads_nowhere(client: Client, token: str) -> None:
    for answer in (client.get, client.post):
        assert answer(f"/comms/unsubscribe/{token}/").status_code == 404
    assert client.post(f"/comms/unsubscribe/{token}/undo/").status_code == 404
    assert modes() == []
