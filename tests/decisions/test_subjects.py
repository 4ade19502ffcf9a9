"""What is decided about something hidden is hidden with it: in the log, in files of it, in the finder, at home."""

from datetime import datetime

import pytest

from productops.decisions.actions import correct, supersede
from productops.decisions.models import DecisionEntry
from productops.decisions.search import key_of, push_all
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.search.models import SearchRow
from releases.actions.confidentiality import keep_confidential, let_in, open_up
from releases.models import Release
from releases.search import refresh_readers
from tests.decisions.conftest import SignedIn
from tests.factories import in_role
from tests.factories.log import DECIDED, SAID, logged, said
from tests.factories.releases import planned

pytestmark = pytest.mark.django_db
SECRET = "Zeppelin"


@pytest.fixture
def release(payments: Area, pm: Person, now: datetime) -> Release:
    made = planned(payments, now)
    return keep_confidential(release=made, reason="Not announced", by=pm, now=now)


@pytest.fixture
def secret(release: Release, payments: Area, pm: Person, now: datetime) -> DecisionEntry:
    return logged(pm, now, area=payments, title=SECRET, subject=f"release:{release.key}", subject_title=str(release))


def sees(person: Person, signed_in: SignedIn, entry: DecisionEntry) -> set[str]:
    """In which places the person finds it."""
    browser = signed_in(person)
    places = {
        "list": f"/decisions/?show=all&q={SECRET.lower()}",
        "sheet": "/decisions/sheet/?show=all",
        "markdown": "/decisions/markdown/?show=all",
        "page": entry.get_absolute_url(),
        "finder": f"/find/?q={SECRET.lower()}",
        "palette": f"/palette/?q={SECRET.lower()}",
    }
    found = set()
    for name, address in places.items():
        answer = browser.get(address)
        if f"D-{entry.number}" in answer.text and SECRET in answer.text:
            assert answer.status_code == 200
            found.add(name)
        elif name == "page":
            assert answer.status_code == 404
    return found


EVERYWHERE = {"list", "sheet", "markdown", "page", "finder", "palette"}


def test_who_may_not_see_a_release_sees_no_decision_about_it(
    release: Release, secret: DecisionEntry, pm: Person, reader: Person, now: datetime, signed_in: SignedIn
) -> None:
    head = in_role(Role.HEAD_OF_PRODUCT)
    assert sees(reader, signed_in, secret) == set()
    assert sees(pm, signed_in, secret) == EVERYWHERE
    refresh_readers(now=now)
    assert sees(head, signed_in, secret) == EVERYWHERE  # came after the row was pushed
    let_in(release=release, person=reader, by=pm, now=now)
    assert sees(reader, signed_in, secret) == EVERYWHERE
    assert sees(in_role(), signed_in, secret) == set()
    open_up(release=release, by=pm, now=now)
    assert SearchRow.objects.get(key=key_of(secret.number)).readers is None
    assert sees(in_role(), signed_in, secret) == EVERYWHERE
    keep_confidential(release=release, reason="After all", by=pm, now=now)
    assert sees(in_role(), signed_in, secret) == set()


def test_what_follows_it_is_hidden_too(
    secret: DecisionEntry, pm: Person, reader: Person, now: datetime, signed_in: SignedIn
) -> None:
    words = said(title=f"{SECRET} again")
    later = supersede(entry=secret, said=words, owner=pm, decided_on=DECIDED, by=pm, now=now)
    better = correct(entry=later, said=said(title=f"{SECRET} at last"), by=pm, now=now)
    for entry in (secret, better):
        assert sees(reader, signed_in, entry) == set()
    assert sees(pm, signed_in, better) == EVERYWHERE
    SearchRow.objects.all().delete()
    assert push_all(now=now) == 2
    assert sees(reader, signed_in, better) == set()
    assert sees(pm, signed_in, better) == EVERYWHERE


def test_a_deactivated_person_sees_nothing(pm: Person, reader: Person, now: datetime) -> None:
    logged(pm, now)
    assert DecisionEntry.objects.visible_to(reader).count() == 1
    reader.is_active = False
    assert DecisionEntry.objects.visible_to(Person(pk=reader.pk, is_active=False)).count() == 0


def test_the_owner_is_not_told_of_what_is_hidden_from_her(
    secret: DecisionEntry, pm: Person, reader: Person, now: datetime, signed_in: SignedIn
) -> None:
    """She owned it while she was PM; now she is somewhere else."""
    hers = logged(
        reader, now, title=SECRET, subject=secret.subject, decided_on=DECIDED.replace(day=1), review_on=DECIDED
    )
    assert hers.number == 2
    assert "wants a second look" not in signed_in(reader).get("/").text
    assert SAID.title not in signed_in(reader).get("/decisions/?show=mine").text
