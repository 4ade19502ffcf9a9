"""Asking for the PDF of a week, watching it being made, downloading it."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from productops.editions import files
from productops.editions.enums import Fault
from productops.editions.making import make_due
from productops.editions.models import EditionFile
from productops.people.enums import Role
from productops.people.models import Person
from tests.factories import in_role
from tests.factories.weekly import published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import form

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true", "HX-Target": "pdf"}
PAGE, FILE = "/weekly/2026-W48/pdf/", "/weekly/2026-W48/pdf/file/"


@pytest.fixture
def read(week: Week) -> Week:
    submitted(week.update, week.area)
    published(week.update, week.ops)
    return week


@pytest.fixture
def as_reader(read: Week, signed_in: SignedIn) -> Client:
    return signed_in(in_role(Role.STAKEHOLDER))


def text(browser: Client, **headers: str) -> str:
    response = browser.get(PAGE, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_asked_for_on_the_reading_page_watched_and_downloaded(as_reader: Client, clock: Clock) -> None:
    button = form(as_reader.get("/weekly/2026-W48/").content.decode(), "/pdf/")
    assert as_reader.post(button.action, button.fields)["Location"] == PAGE
    assert "Waiting for its turn…" in text(as_reader)
    row = files.claim(now=clock.at)
    assert row is not None
    files.advance(row, done=3, total=7, now=clock.at)
    fragment = text(as_reader, **FRAGMENT)
    assert "<h1" not in fragment
    assert 'value="3" max="7"' in fragment
    assert "Pages laid out: 3 of about 7" in fragment
    assert f'hx-get="{PAGE}" hx-trigger="load delay' in fragment
    clock.at += timedelta(minutes=5)
    assert make_due(clock=clock) == 1
    done = text(as_reader, **FRAGMENT)
    assert FILE in done
    assert "hx-get" not in done
    assert as_reader.post(PAGE)["Location"] == FILE


def test_before_anybody_asked_it_is_offered_and_looking_makes_nothing(as_reader: Client) -> None:
    assert form(text(as_reader), "/pdf/").action == PAGE
    assert as_reader.get(FILE)["Location"] == PAGE
    assert not EditionFile.objects.exists()


def test_the_file(as_reader: Client, signed_in: SignedIn) -> None:
    as_reader.post(PAGE)
    polish = signed_in(in_role(Role.STAKEHOLDER, language="pl"))
    polish.post(PAGE, headers={"HX-Request": "true"})
    assert make_due() == 2
    response = as_reader.get(FILE)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="weekly-update-2026-W48.pdf"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "Wins and shipped" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Wins and shipped" not in PdfReader(io.BytesIO(polish.get(FILE).content)).pages[0].extract_text()
    unchanged = as_reader.get(FILE, headers={"If-None-Match": response["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert as_reader.post(FILE).status_code == 405


def test_a_file_with_yesterdays_names_is_made_anew(as_reader: Client, read: Week) -> None:
    as_reader.post(PAGE)
    make_due()
    Person.objects.filter(pk=read.pm.pk).update(name="Somebody else")
    assert FILE not in text(as_reader)
    assert as_reader.get(FILE)["Location"] == PAGE
    assert as_reader.post(PAGE)["Location"] == PAGE
    make_due()
    assert "Somebody else" in PdfReader(io.BytesIO(as_reader.get(FILE).content)).pages[0].extract_text()


@pytest.mark.parametrize("fault", Fault)
def test_what_went_wrong_is_said_and_can_be_tried_again(as_reader: Client, clock: Clock, fault: Fault) -> None:
    as_reader.post(PAGE)
    row = files.claim(now=clock.at)
    assert row is not None
    files.fail(row, fault)
    html = text(as_reader)
    assert str(fault.label) in html
    assert "Try again" in html
    assert as_reader.post(PAGE)["Location"] == PAGE
    assert "Waiting for its turn…" in text(as_reader)


@pytest.mark.parametrize("address", ["/weekly/2026-W48/pdf/", "/weekly/2026-W50/pdf/", "/weekly/x/pdf/"])
def test_only_of_what_is_published(week: Week, signed_in: SignedIn, address: str) -> None:
    browser = signed_in(week.ops)
    for where in (address, f"{address}file/"):
        assert browser.get(where).status_code == 404
    assert browser.post(address).status_code == 404
