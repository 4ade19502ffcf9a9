"""What Home asks of whom before a go: an answer, a condition, a decision, a bundle; and of nobody else."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from releases.actions import bundles
from releases.actions.decisions import meet_condition
from releases.actions.planning import edit
from releases.actions.rounds import ask_for_override, escalate, override
from releases.actions.signoffs import answer, wait_for
from releases.actions.stages import hold, resume
from releases.decision_needs import Wanted, wants_of
from releases.enums import Answer, Outcome
from releases.go_no_go import Promise
from releases.models import BundleReader, Condition, Release, SignoffRequest
from tests.factories.decisions import bundled, decided, filled, fresh, signed, to_be_decided
from tests.factories.people import LONG_AGO, PersonFactory, in_role
from tests.factories.releases import planned
from tests.releases.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(payments: Area) -> Person:
    return in_role(Role.PRODUCT_OPS, name="Maja")


@pytest.fixture
def asking(payments: Area, ops: Person, now: datetime) -> Release:
    """Its bundle is out for review, its sign-offs are asked."""
    row = planned(payments, now)
    row.area = payments
    row = filled(row, now)
    bundled(row, now, ops, published=False)
    return fresh(row, payments)


def again(person: Person) -> Person:
    """As another request has her."""
    return Person.objects.get(pk=person.pk)


def kinds(person: Person, now: datetime) -> list[str]:
    return [str(want.kind) for want in wants_of(again(person), now=now, today=now.date())]


def lead(slug: str) -> Person:
    return Person.objects.get(name=f"Lead of {slug}")


def home(browser: Client) -> str:
    said = unescape(re.sub(r"<[^>]*>", " ", browser.get("/").text))
    return " ".join(said.split()).replace(" .", ".")


def test_a_sign_off_waits_for_who_is_asked(
    asking: Release, payments: Area, ops: Person, now: datetime, signed_in: SignedIn
) -> None:
    support = lead("support")
    browser = signed_in(support)
    page = home(browser)
    assert f"Is Support ready for {asking} ? Due in 2 days" in page or f"Is Support ready for {asking}?" in page
    assert f'btn--main" href="/releases/{asking.key}/signoffs/support/">Answer' in browser.get("/").text
    assert kinds(ops, now) == ["publish"]
    assert kinds(in_role(Role.STAKEHOLDER), now) == []
    # While she waits for something, while it is held, and when there is a contact, Home does not ask her.
    request = SignoffRequest.objects.select_related("release").get(function__slug="support")
    wait_for(request=request, waiting_for="Prices", by=support, now=now)
    assert kinds(support, now) == []
    request.pauses.update(until=now)
    pm = payments.pm  # type: ignore[attr-defined]
    hold(release=asking, reason="Legal", by=pm, now=now)
    assert (kinds(support, now), kinds(ops, now)) == ([], [])
    resume(release=asking, by=pm, now=now)
    contact = PersonFactory(name="Contact")
    AreaRole.objects.create(
        area=payments, person=contact, kind=AreaRoleKind.CONTACT, function=request.function, starts_on=LONG_AGO
    )
    assert (kinds(support, now), kinds(contact, now)) == ([], ["signoff"])
    answer(request=request, answer=Answer.READY, comment="", by=again(contact), now=now)
    assert kinds(contact, now) == []


def test_what_a_pm_decides_confirms_and_promised(
    payments: Area, ops: Person, now: datetime, signed_in: SignedIn
) -> None:
    pm = payments.pm  # type: ignore[attr-defined]
    row = to_be_decided(payments, now, ops)
    page = home(signed_in(pm))
    assert f"You can decide on {row} Every function that was asked has answered. Go or no-go" in page
    assert kinds(ops, now) == []
    owner = PersonFactory(name="Owner")
    promise = Promise("Macros are written", owner.pk, date(2026, 12, 1))
    at = now + timedelta(minutes=1)
    decided(row, at, Outcome.CONDITIONAL_GO, conditions=(promise,))
    assert kinds(pm, at) == []
    page = home(signed_in(again(owner)))
    assert f"A condition of {row} is yours Due Tue 1 Dec, in 6 days. Macros are written Say that it is done" in page
    meet_condition(condition=Condition.objects.get(), how="Written", by=again(owner), now=at)
    assert kinds(owner, at) == []
    row = fresh(row, payments)
    edit(release=row, fields={"build_tag": "5"}, by=pm, now=at, seen_version=row.version)
    Release.objects.filter(pk=row.pk).update(health="off_track")
    page = home(signed_in(pm))
    assert f"The go for {row} is stale" in page
    assert "See why" not in page  # that it is off track is the same thing
    signed(row, at)
    assert kinds(pm, at) == ["stale"]
    # A delay was decided: until somebody answers anew there is nothing to decide.
    decided(fresh(row, payments), at, Outcome.DELAY, rationale="Later", new_launch_on=date(2027, 2, 9))
    assert kinds(pm, at) == []


def test_what_goes_up_to_the_head_of_product(payments: Area, ops: Person, now: datetime, signed_in: SignedIn) -> None:
    pm, head = payments.pm, in_role(Role.HEAD_OF_PRODUCT, name="Ewa")  # type: ignore[attr-defined]
    row = to_be_decided(payments, now, ops)
    row = edit(release=row, fields={"rollback_criteria": ""}, by=pm, now=now, seen_version=row.version)
    row.area = payments
    assert kinds(head, now) == []
    ask_for_override(release=row, ref="rollback", by=pm, now=now)
    ask_for_override(release=row, ref="rollback", by=ops, now=now)
    page = home(signed_in(head))
    assert f"You are asked about what stands in the way of {row} Only you may take it on" in page
    override(release=row, ref="rollback", reason="Read-only path", by=again(head), now=now)
    assert kinds(head, now) == []
    escalate(release=row, reason="Support and we do not agree.", by=pm, now=now)
    page = home(signed_in(again(head)))
    assert f"You are asked to decide on {row} Support and we do not agree. Go or no-go" in page
    decided(row, now, Outcome.NO_GO, rationale="Not now")
    assert kinds(head, now) == []


def test_a_bundle_is_published_and_read(asking: Release, ops: Person, now: datetime, signed_in: SignedIn) -> None:
    assert f"The bundle of {asking} waits to be published" in home(signed_in(ops))
    bundle = asking.bundle
    bundles.publish(bundle=bundle, seen_version=bundle.version, by=ops, now=now)
    assert kinds(ops, now) == []
    reader = lead("sales")
    assert kinds(reader, now) == ["read"]
    assert f"Read what {asking} means for you Before it reaches customers. Read and acknowledge" in home(
        signed_in(again(reader))
    )
    edition = BundleReader.objects.first().edition  # type: ignore[union-attr]
    bundles.acknowledge(release=asking, edition=edition, by=reader, now=now)
    assert kinds(reader, now) == []


def test_what_she_may_not_see_asks_her_nothing(asking: Release, payments: Area, ops: Person, now: datetime) -> None:
    support = lead("support")
    asking.items.update(person=None)
    Release.objects.update(confidential_at=now, confidential_reason="Merger", confidential_by=ops)
    assert kinds(support, now) == []
    asking.functions.set(Function.objects.filter(slug="support"))
    assert kinds(support, now) == ["signoff"]


def test_many_ask_as_much_as_one_and_home_stays_calm(
    payments: Area, ops: Person, now: datetime, signed_in: SignedIn
) -> None:
    def another(number: int) -> None:
        row = planned(payments, now, name=f"Number {number}")
        row.area = payments
        bundled(filled(row, now), now, ops, published=False)

    another(0)
    one, two = signed_in(lead("support")), signed_in(ops)
    home(one), home(two)
    with CaptureQueriesContext(connection) as few:
        home(one), home(two)
    for number in range(1, 6):
        another(number)
    with CaptureQueriesContext(connection) as many:
        pages = home(one), home(two)
    assert len(many) == len(few)
    assert pages[0].count("Is Support ready for") == 4
    assert "6 bundles wait to be published" in pages[1]
    assert pages[1].count("to be published") == 1
    with CaptureQueriesContext(connection) as asked:
        found = wants_of(ops, now=now, today=now.date())
    assert {want.kind for want in found} == {Wanted.PUBLISH}
    assert len(asked) <= 4
