"""Bringing in releases, step by step as people do: who may, what is said when it goes wrong, nothing before start."""

import io
import re
from datetime import datetime

import pytest
from django.test import Client

from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.receiving import BODY
from releases.actions.importing import undo
from releases.enums import ImportState
from releases.importing.work import work_due
from releases.models import Release, ReleaseImport
from tests.factories import in_role
from tests.factories.releases import policy
from tests.releases.conftest import SignedIn
from tests.releases.sheets import checked, rows_of, sheet, started, uploaded

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


@pytest.fixture
def ops(payments: Area) -> Person:
    policy()
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def maja(ops: Person, signed_in: SignedIn) -> Client:
    return signed_in(ops)


def upload(browser: Client, content: bytes, name: str = "releases.csv") -> str:
    file = io.BytesIO(content)
    file.name = name
    response = browser.post("/releases/imports/", {"file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def posted_of(page: str) -> dict[str, str]:
    """What the form of the columns would post, as suggested."""
    chosen = re.findall(r'<select name="(column-\d+)".*?</select>', page, re.DOTALL)
    values = re.findall(r'<select name="column-\d+".*?</select>', page, re.DOTALL)
    found = (re.search(r'<option value="(\w*)" selected', value) for value in values)
    return {name: match[1] if match else "" for name, match in zip(chosen, found, strict=True)}


def test_from_the_file_to_the_releases_and_back(maja: Client, now: datetime) -> None:
    content = sheet([*rows_of(2), ("", HOSTILE, "Paymnets", "1", "3/4/2027", "", HOSTILE)])
    address = upload(maja, content, name="../../<b>x.csv")
    page = maja.get(address).content.decode()
    assert "Do you mean Payments?" in page
    assert "<script>alert" not in page
    assert "<b>x.csv" not in page
    assert "Nothing is guessed: say what comes first." in page
    values = posted_of(page)
    assert values == {
        "column-0": "key", "column-1": "name", "column-2": "area", "column-3": "tier", "column-4": "launch",
        "column-5": "stage", "column-6": "pm",
    }  # fmt: skip
    refused = maja.post(address, values)
    assert refused.status_code == 422
    assert "can be read in two ways" in refused.content.decode()
    checked_at = maja.post(address, values | {"order": "dmy"})["Location"]
    page = maja.get(checked_at).content.decode()
    assert "2 new releases." in page
    assert "Nobody is notified" in page
    assert Release.objects.count() == 0
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    errors = maja.get(f"{checked_at}errors/")
    assert errors["Content-Disposition"].startswith("attachment")
    assert "4,Area,There is no area “Paymnets”. Do you mean Payments?\r\n" in errors.content.decode()
    refused = maja.post(f"{checked_at}start/", {"seen": seen[1]})
    assert refused.status_code == 422
    assert "Leave it out, or correct the file" in refused.content.decode()
    start = {"seen": seen[1], "leave_out": "on"}
    assert maja.post(f"{checked_at}start/", start)["Location"] == checked_at
    assert "Rows brought in: 0 of 3" in maja.get(checked_at).content.decode()
    work_due(clock=lambda: now)
    page = maja.get(checked_at, headers={"HX-Request": "true", "HX-Target": "import-state"}).content.decode()
    assert page.lstrip().startswith("<div")
    assert "2 releases were brought in." in page
    assert "1 row with an error was left out." in page
    assert maja.post(f"{checked_at}start/", start).status_code == 409
    assert maja.get(address)["Location"] == checked_at
    for _twice in range(2):
        assert maja.post(f"{checked_at}undo/")["Location"] == checked_at
        work_due(clock=lambda: now)
    assert "2 releases were removed." in maja.get(checked_at).content.decode()
    assert Release.objects.count() == 0


def test_what_changed_since_is_listed_after_undoing(maja: Client, ops: Person, now: datetime) -> None:
    row = started(rows_of(2), ops, now)
    work_due(clock=lambda: now)
    Release.objects.filter(key="IMP-2").update(version=2)
    undo(imported=row, by=ops, now=now)
    work_due(clock=lambda: now)
    page = maja.get(row.get_absolute_url()).content.decode()
    assert "1 was changed since and stays." in page
    assert 'href="/releases/IMP-2/"' in page


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The file is empty."), (b"PK\x03\x04xlsx", "save it as CSV"), (b"Name\n", "nothing below it")],
)
def test_files_that_are_none_are_refused_at_the_field(maja: Client, content: bytes, words: str) -> None:
    response = maja.post("/releases/imports/", {"file": io.BytesIO(content)})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ReleaseImport.objects.exists()


def test_too_much_is_refused_before_it_is_read(maja: Client) -> None:
    response = maja.generic(
        "POST", "/releases/imports/", b"", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(2 * 2**30)
    )
    assert response.status_code == 413
    assert BODY < 2 * 2**30
    assert maja.post("/releases/imports/", {"file": "no file"}).status_code == 422
    assert maja.post("/releases/imports/").status_code == 422


def test_the_preview_follows_the_choice_and_changes_nothing(maja: Client, ops: Person, now: datetime) -> None:
    row = uploaded([("", "A", "Payments", "1", "3/4/2027", "", "")], ops, now)
    before = ReleaseImport.objects.values().get()
    htmx = {"HX-Request": "true", "HX-Target": "preview"}
    query = "?look=1&column-1=name&column-2=area&column-4=launch"
    address = f"/releases/imports/{row.pk}/mapping/"
    asked = maja.get(f"{address}{query}", headers=htmx).content.decode()
    assert asked.lstrip().startswith("<div")
    assert "Say what comes first" in asked
    assert "Sat 3 Apr 2027" in maja.get(f"{address}{query}&order=dmy", headers=htmx).content.decode()
    assert "Thu 4 Mar 2027" in maja.get(f"{address}{query}&order=mdy", headers=htmx).content.decode()
    assert ReleaseImport.objects.values().get() == before
    twice = maja.post(address, {"column-0": "name", "column-1": "name"})
    assert twice.status_code == 422
    assert "“Key” is this already." in twice.content.decode()


def test_the_same_file_again_is_said(maja: Client, ops: Person, now: datetime) -> None:
    started(rows_of(1), ops, now)
    work_due(clock=lambda: now)
    address = upload(maja, sheet(rows_of(1)))
    assert "This very file was brought in before, by Maja" in maja.get(address).content.decode()
    page = maja.get(maja.post(address, posted_of(maja.get(address).content.decode()))["Location"]).content.decode()
    assert "1 exists already and is left alone." in page
    assert "Bring in" not in re.sub(r"<h1>.*|Bring in releases", "", page)


def test_a_long_sheet_is_checked_by_a_worker(maja: Client, ops: Person, now: datetime) -> None:
    address = upload(maja, sheet(rows_of(1_001)))
    page = maja.get(maja.post(address, posted_of(maja.get(address).content.decode()))["Location"]).content.decode()
    assert "Every row is being looked at" in page
    assert 'hx-trigger="load delay:700ms"' in page
    work_due(clock=lambda: now)
    assert "1001 new releases." in maja.get(address.removesuffix("mapping/")).content.decode()


def test_who_may(payments: Area, ops: Person, signed_in: SignedIn, now: datetime) -> None:
    row = checked(rows_of(1), ops, now)
    admin, pm = signed_in(in_role(Role.ADMIN)), signed_in(payments.pm)  # type: ignore[attr-defined]
    for path in ("", f"{row.pk}/", f"{row.pk}/mapping/", f"{row.pk}/errors/"):
        assert admin.get(f"/releases/imports/{path}").status_code == 200
        assert pm.get(f"/releases/imports/{path}").status_code == 403
    for path in ("start", "undo", "resumption"):
        assert pm.post(f"/releases/imports/{row.pk}/{path}/").status_code == 403
        assert admin.get(f"/releases/imports/{row.pk}/{path}/").status_code == 405
        assert admin.post(f"/releases/imports/0/{path}/").status_code == 404
    assert admin.post(f"/releases/imports/{row.pk}/undo/").status_code == 409
    assert ReleaseImport.objects.get().state == ImportState.CHECKED
