"""The card of a decision: its page, the stored PDF, and what others than those who know the date see of it."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from productops.people.enums import Role
from productops.people.models import Area, Person
from releases import cards
from releases.actions.items import set_state
from releases.enums import ItemState, Outcome
from releases.models import Card, FreezeWindow, Release
from tests.factories import PersonFactory, in_role
from tests.factories.decisions import decided, fresh, later, to_be_decided
from tests.factories.releases import LAUNCH
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def ready(payments: Area, ops: Person, now: datetime) -> Release:
    return to_be_decided(payments, now, ops)


def at(release: Release, name: str = "card", number: int = 1) -> str:
    return reverse(f"releases:{name}", args=[release.key, number])


def test_the_page_says_what_was_decided_on_what_and_by_whom(
    ready: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    decision = decided(ready, now)
    reader = signed_in(PersonFactory())
    page = reader.get(at(ready)).text
    assert "Go: Instant payouts" in page
    assert "It is being made." in page
    assert reader.get(at(ready, "card-file")).status_code == 404
    cards.make_due(now=lambda: now)
    page = reader.get(at(ready)).text
    card = Card.objects.get()
    for words in (card.sha256, decision.evidence_sha256, "D-1", "Lead of support", "9 of 9 settled", "Tue 19 Jan 2027"):
        assert words in page
    file = reader.get(at(ready, "card-file"))
    assert (file.content, file["Content-Type"]) == (bytes(card.content), "application/pdf")
    assert reader.get(at(ready, "card-file"), headers={"If-None-Match": file["ETag"]}).status_code == 304
    assert reader.get(at(ready, number=2)).status_code == 404
    assert reader.post(at(ready)).status_code == 405
    Release.objects.filter(pk=ready.pk).update(confidential_at=now, confidential_reason="A deal")
    assert [reader.get(at(ready, name)).status_code for name in ("card", "card-file")] == [404, 404]


def test_a_stale_and_a_replaced_card_say_so(ready: Release, signed_in: SignedIn, now: datetime) -> None:
    decided(ready, now)
    pm = ready.area.pm  # type: ignore[attr-defined]
    support = Person.objects.get(name="Lead of support")
    set_state(items=[ready.items.get(key="macros")], state=ItemState.OPEN, by=support, now=now)
    assert "This approval is stale" in signed_in(pm).get(at(ready)).text
    decided(fresh(ready, ready.area), later(now, hours=1), Outcome.NO_GO, rationale="Wait.")
    page = signed_in(pm).get(at(ready)).text
    assert "A later round decided anew." in page
    assert "Round 2: No-go" in page


def test_before_an_approval_the_card_tells_others_no_date(
    ready: Release, ops: Person, signed_in: SignedIn, now: datetime
) -> None:
    """A delay moves an internal date: the page keeps it from those who do not prepare, and the PDF is not theirs."""
    FreezeWindow.objects.create(name="Quiet week of January", starts_on=LAUNCH, ends_on=LAUNCH)
    decided(ready, now, Outcome.DELAY, rationale="Waits for the ledger.", new_launch_on=date(2027, 2, 2))
    cards.make_due(now=lambda: now)
    inside = signed_in(ready.area.pm)  # type: ignore[attr-defined]
    page = inside.get(at(ready)).text
    assert "Quiet week of January" in page
    assert "2 Feb 2027" in page
    assert inside.get(at(ready, "card-file")).status_code == 200
    reader = signed_in(PersonFactory())
    page = reader.get(at(ready)).text
    assert "Waits for the ledger." in page
    assert "The launch falls into a freeze." in page
    assert "Quiet week" not in page
    assert "2027" not in page
    assert "Card as a PDF" not in page
    assert reader.get(at(ready, "card-file")).status_code == 404
    log = reader.get(reverse("decisions:decision", args=[1])).text
    assert "The launch falls into a freeze." in log
    assert "Quiet week" not in log
    assert "2027" not in log.partition("<main")[2].partition("review")[0]


def test_anybody_verifies_a_file_or_a_hash(ready: Release, signed_in: SignedIn, now: datetime) -> None:
    decided(ready, now)
    cards.make_due(now=lambda: now)
    card, reader, url = Card.objects.get(), signed_in(PersonFactory()), reverse("releases:verify")

    def verdict(**handed: Any) -> str:
        answer = reader.post(url, handed)
        assert answer.status_code == 200
        return answer.text

    pdf = SimpleUploadedFile("card.pdf", bytes(card.content), "application/pdf")
    assert "Genuine and current." in verdict(file=pdf)
    spaced = " ".join(card.sha256[at : at + 8].upper() for at in range(0, 64, 8))  # as somebody reads it off paper
    assert "Genuine and current." in verdict(sha256=spaced)
    assert "Not genuine." in verdict(sha256="0" * 64)
    typed = reader.post(url, {"sha256": "abc"})
    assert (typed.status_code, 'value="abc"' in typed.text) == (422, True)
    assert reader.post(url, {}).status_code == 422
