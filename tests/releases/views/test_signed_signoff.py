"""Signing off by the link in a message: two clicks, bound to one person and one ask, dead when it should be."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from comms.models import Delivery, Notice
from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from releases.actions.planning import edit
from releases.actions.signoffs import answer, ask
from releases.enums import Answer
from releases.mail import letter, prepare
from releases.models import Release, Signoff, SignoffRequest
from releases.signoff_links import DAYS, link_path
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import bundled, filled, fresh
from tests.factories.releases import planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db
WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Requests see the tests' now."""
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def release(payments: Area, now: datetime) -> Release:
    row = planned(payments, now)
    row.area = payments
    row = filled(row, now)
    bundled(row, now, in_role(Role.PRODUCT_OPS, name="Maja"), published=False)
    return fresh(row, payments)


@pytest.fixture
def lena(release: Release) -> Person:
    return Person.objects.get(name="Lead of support")


def asked(release: Release) -> SignoffRequest:
    return SignoffRequest.objects.select_related("release", "function").get(release=release, function__slug="support")


@pytest.fixture
def link(release: Release, lena: Person) -> str:
    return link_path(asked(release), lena)


def written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def test_ready_in_two_clicks_from_the_mail(release: Release, lena: Person, now: datetime) -> None:
    """One to open the link, one to press the button; no sign-in, nothing else to fill in."""
    notice = Notice.objects.get(data__event="signoff_asked", data__request=asked(release).pk)
    mail = letter(prepare(notice), lena, Delivery(notice=notice, person=lena, channel="email", created_at=now))
    assert mail is not None
    assert mail.subject == f"Is Support ready for {release.key} Instant payouts?"
    (path,) = set(re.findall(r"/releases/signoffs/[^/\s\"]+/", mail.text))
    browser = Client()
    page = browser.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "You sign as Lead of support, for Support." in page.text
    assert "About support." in page.text
    stamp = page.text.partition('name="stamp" value="')[2].partition('"')[0]
    done = browser.post(path, {"answer": "ready", "stamp": stamp, "comment": ""})
    assert (done.status_code, "Recorded" in done.text) == (200, True)
    given = Signoff.objects.get()
    assert (given.answer, given.via, given.given_by, given.ask) == ("ready", "link", lena, 1)


def test_a_scanner_that_opens_it_changes_nothing(link: str) -> None:
    before = written()
    for method in ("get", "head"):
        assert getattr(Client(), method)(link).status_code == 200
    assert {table for table, count in written().items() if count != before.get(table, 0)} == set()
    assert not Signoff.objects.exists()


def test_it_works_once_and_then_shows_what_was_said(link: str) -> None:
    assert Client().post(link, {"answer": "ready"}).status_code == 200
    page = Client().get(link)
    assert (page.status_code, "You have answered" in page.text) == (200, True)
    again = Client().post(link, {"answer": "not_ready", "comment": "Changed my mind"})
    assert (again.status_code, Signoff.objects.count()) == (409, 1)


def test_what_was_typed_stays_when_something_is_missing(link: str) -> None:
    bare = Client().post(link, {"answer": "not_ready", "comment": ""})
    assert (bare.status_code, "Say what is missing" in bare.text) == (422, True)
    none = Client().post(link, {"comment": "Two macros"})
    assert (none.status_code, ">\nTwo macros</textarea>" in none.text) == (422, True)
    assert not Signoff.objects.exists()


def test_after_its_time_it_says_so(release: Release, lena: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed fifteen days ago, as the clock of the signature says."""
    then = timezone.now() - timedelta(days=DAYS + 1)
    with monkeypatch.context() as long_ago:
        long_ago.setattr(signing, "time", SimpleNamespace(time=then.timestamp))
        old = link_path(asked(release), lena)
    monkeypatch.setattr(signing, "time", SimpleNamespace(time=timezone.now().timestamp))
    page = Client().get(old)
    assert (page.status_code, "It was good for 14 days." in page.text) == (410, True)
    assert Client().post(old, {"answer": "ready"}).status_code == 410
    assert release.name not in page.text  # a link that is over tells nothing
    assert not Signoff.objects.exists()


def test_who_lost_the_role_or_left_signs_nothing(link: str, lena: Person) -> None:
    Function.objects.filter(slug="support").update(lead=PersonFactory(name="Next lead"))
    page = Client().post(link, {"answer": "ready"})
    assert (page.status_code, "You no longer answer for this function" in page.text) == (403, True)
    Person.objects.filter(pk=lena.pk).update(is_active=False, deactivated_at=timezone.now())
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"answer": "ready"}).status_code == 404
    assert not Signoff.objects.exists()


def test_an_older_link_is_over_when_the_question_was_asked_anew(
    release: Release, link: str, lena: Person, now: datetime
) -> None:
    answer(request=asked(release), answer=Answer.READY, comment="", by=lena, now=now)
    pm = release.area.pm  # type: ignore[attr-defined]
    edit(release=release, fields={"build_tag": "5.0"}, by=pm, now=now, seen_version=release.version)
    assert asked(release).asks == 2
    page = Client().get(link)
    assert (page.status_code, "asked again after something changed" in page.text) == (410, True)
    assert Client().post(link, {"answer": "ready"}).status_code == 409
    newer = link_path(asked(release), lena)
    assert "Changed since the last answer: the build." in Client().get(newer).text
    assert Client().post(newer, {"answer": "ready"}).status_code == 200
    assert Signoff.objects.filter(via="link").count() == 1


def test_what_changed_after_opening_is_not_signed(release: Release, link: str, now: datetime) -> None:
    stamp = Client().get(link).text.partition('name="stamp" value="')[2].partition('"')[0]
    pm = release.area.pm  # type: ignore[attr-defined]
    edit(release=release, fields={"build_tag": "5.0"}, by=pm, now=now, seen_version=release.version)
    late = Client().post(link, {"answer": "ready", "stamp": stamp})
    assert (late.status_code, "changed after you opened the page" in late.text) == (409, True)
    assert not Signoff.objects.exists()


def test_forwarded_to_somebody_who_is_signed_in(link: str, release: Release, signed_in: SignedIn, lena: Person) -> None:
    other = signed_in(PersonFactory(name="Aino"))
    for page in (other.get(link), other.post(link, {"answer": "ready"})):
        assert (page.status_code, "This link is somebody else’s" in page.text) == (403, True)
        assert release.name not in page.text  # perhaps she may not see it
    assert not Signoff.objects.exists()
    assert signed_in(lena).post(link, {"answer": "ready"}).status_code == 200


def test_a_tampered_link_and_one_of_another_purpose_lead_nowhere(release: Release, link: str, lena: Person) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    request = asked(release)
    wrong = [
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        signing.dumps([request.pk, lena.pk, 1], salt="releases.other", compress=True),
        signing.dumps({"no": "list"}, salt="releases.signoff", compress=True),
        signing.dumps([request.pk, 10**6, 1], salt="releases.signoff", compress=True),
        "x",
    ]
    for each in wrong:
        assert Client().get(f"/releases/signoffs/{each}/").status_code == 404
        assert Client().post(f"/releases/signoffs/{each}/", {"answer": "ready"}).status_code == 404


def test_a_release_that_became_confidential_is_gone_for_who_may_not_see_it(release: Release, now: datetime) -> None:
    """Legal has no part in it but for its signature."""
    legal = Function.objects.select_related("lead").get(slug="legal")
    pm = release.area.pm  # type: ignore[attr-defined]
    (request,) = ask(release=release, functions=[legal], by=pm, now=now)
    assert legal.lead
    link = link_path(request, legal.lead)
    assert Client().get(link).status_code == 200
    Release.objects.filter(pk=release.pk).update(confidential_at=now, confidential_reason="A deal")
    assert Client().get(link).status_code == 404


def test_in_the_language_of_who_signs(link: str, lena: Person) -> None:
    Person.objects.filter(pk=lena.pk).update(language="pl")
    assert '<html lang="pl"' in Client().get(link).text
