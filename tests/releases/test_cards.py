"""The card: one page, stored as made, verified byte by byte."""

import io
from datetime import datetime, timedelta

import pytest
from django.test import Client

from productops.people.enums import Role
from productops.people.models import Area, Person
from releases import cards
from releases.actions.items import set_state
from releases.enums import ItemState, Outcome
from releases.models import Card, Release, ShipDecision
from tests.factories import OrganisationFactory, PersonFactory, in_role
from tests.factories.decisions import decided, fresh, to_be_decided
from tests.factories.releases import functions_with_leads, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(db: None) -> Person:
    OrganisationFactory()
    functions_with_leads()
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def area(ops: Person) -> Area:
    return staffed_area(slug="payments", name="Payments")


@pytest.fixture
def decision(area: Area, ops: Person, now: datetime) -> ShipDecision:
    row = to_be_decided(area, now, ops)
    found = decided(row, now)
    cards.make_due(now=lambda: now)
    return found


def pages_of(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def test_a_card_is_one_page_and_stored_as_made(decision: ShipDecision, now: datetime) -> None:
    card = Card.objects.get()
    content = bytes(card.content)
    assert content.startswith(b"%PDF")
    assert pages_of(content) == 1
    assert card.evidence_sha256 == decision.evidence_sha256
    assert cards.make_due(now=lambda: now) == 0  # again makes no other one
    assert bytes(Card.objects.get().content) == content


def test_a_long_checklist_still_fits_one_page(area: Area, ops: Person, now: datetime) -> None:
    row = to_be_decided(area, now, ops)
    found = decided(row, now, Outcome.NO_GO, rationale="Not yet. " * 80)
    item = found.evidence["items"][0]
    signoff = found.evidence["signoffs"][0]
    open_item = item | {"state": "open", "title": "A title that is about as long as titles of items are"}
    blockers = [{"ref": f"item:{n}", "words": open_item["title"], "reserved": False} for n in range(60)]
    many = found.evidence | {
        "items": [open_item] * 60,
        "signoffs": [signoff | {"comment": "Needs one dry run with the night shift and the new macros."}] * 8,
        "dependencies": [{"name": "PLAT-8 Ledger v3", "delivered": False}] * 10,
        "blockers": blockers,
    }
    found.evidence = many  # not saved: nothing of a decision can be
    assert pages_of(cards.printed(found, "en")) == 1


def test_verification_says_genuine_current_superseded_or_not(
    decision: ShipDecision, area: Area, ops: Person, now: datetime
) -> None:
    card = Card.objects.get()
    assert cards.verify(card.sha256, ops).current
    assert cards.verify(decision.evidence_sha256, ops).decision == decision
    assert not cards.verify("0" * 64, ops).genuine
    row = fresh(decision.release)
    set_state(
        items=[row.items.get(key="macros")],
        state=ItemState.OPEN,
        by=Person.objects.get(name="Lead of support"),
        now=now,
    )
    stale = cards.verify(card.sha256, ops)
    assert (stale.genuine, stale.current) == (True, False)
    decided(fresh(decision.release, area), now + timedelta(hours=1), Outcome.NO_GO, rationale="Wait.")
    replaced = cards.verify(card.sha256, ops)
    assert (replaced.current, replaced.newer.outcome if replaced.newer else "") == (False, "no_go")


def test_a_doctored_pdf_is_not_genuine(decision: ShipDecision, ops: Person, client: Client) -> None:
    content = bytes(Card.objects.get().content)
    client.force_login(ops)

    def handed_in(pdf: bytes) -> str:
        from django.core.files.uploadedfile import SimpleUploadedFile

        answer = client.post("/releases/verify/", {"file": SimpleUploadedFile("card.pdf", pdf, "application/pdf")})
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Genuine and current." in handed_in(content)
    assert "Not genuine." in handed_in(content.replace(b"%%EOF", b"%%EOF\n", 1))
    assert "Not genuine." in handed_in(content[:-1] + b" ")
    assert client.post("/releases/verify/", {"sha256": "no hash"}).status_code == 422
    assert client.post("/releases/verify/", {}).status_code == 422


def test_who_may_not_see_the_release_learns_nothing(decision: ShipDecision, now: datetime) -> None:
    Release.objects.filter(pk=decision.release_id).update(confidential_at=now, confidential_reason="An acquisition")
    assert not cards.verify(Card.objects.get().sha256, PersonFactory()).genuine
