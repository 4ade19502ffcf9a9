"""The stage of a release: what its page offers, what each act says before it happens, and that it happens once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comms.models import Notice
from productops.people.enums import Role
from productops.people.models import Area, Person
from releases.actions.stages import move
from releases.enums import Stage, Tier
from releases.models import Release
from releases.stages import Move
from tests.factories import OrganisationFactory, in_role
from tests.factories.releases import functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def area(db: None) -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(slug="payments", name="Payments")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return client


def at(name: str, release: Release) -> str:
    return reverse(f"releases:{name}", args=[release.key])


def now_is(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def test_the_page_offers_what_is_possible_and_says_why_not(area: Area, now: datetime) -> None:
    release = planned(area, now)
    pm = signed_in(area.pm).get(at("stage", release)).content.decode()  # type: ignore[attr-defined]
    assert "Begin the review…" in pm
    assert "It was not reviewed." in pm
    assert at("launch", release) not in pm
    assert at("launch-record", release) in pm
    ops = signed_in(in_role(Role.PRODUCT_OPS)).get(at("stage", release)).content.decode()
    assert at("launch-record", release) in ops
    assert at("hold", release) not in ops
    assert "Product Ops informs, PMs decide." in ops


def test_a_review_begins_once(area: Area, now: datetime) -> None:
    release = planned(area, now, Tier.HIGH)
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    said = client.get(at("review", release), headers=HTMX).content.decode()
    assert "Mock review · Staging review · Go/no-go" in said
    assert "<html" not in said
    assert client.post(at("review", release), headers=HTMX).headers["HX-Redirect"] == release.get_absolute_url()
    assert now_is(release).stage == Stage.IN_REVIEW
    again = client.post(at("review", release))
    assert again.status_code == 409
    assert "A release that is in review cannot take this step." in again.content.decode()
    assert client.get(at("review", release)).status_code == 409


def test_a_launch_without_approval_is_recorded_with_its_moment(area: Area, now: datetime) -> None:
    head = in_role(Role.HEAD_OF_PRODUCT, name="Ewa Lis")
    release = planned(area, now)
    client = signed_in(in_role(Role.PRODUCT_OPS))
    assert client.post(at("launch", release)).status_code == 403
    said = client.get(at("launch-record", release)).content.decode()
    assert "It is marked “launched without approval”." in said
    assert "Ewa Lis" in said
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    refused = client.post(at("launch-record", release), {"launched_at": later})
    assert (refused.status_code, later in refused.content.decode()) == (422, True)
    client.post(at("launch-record", release), {"launched_at": "2026-11-19T08:30"})
    launched = now_is(release)
    assert (launched.stage, launched.launched_without_approval) == (Stage.LAUNCHED, True)
    assert launched.launched_at == datetime(2026, 11, 19, 7, 30, tzinfo=UTC)  # as it was on her clock
    assert head.pk in Notice.objects.get(data__event="launched_without_approval").people


def test_hold_and_cancel_want_a_reason_and_are_taken_back(area: Area, now: datetime) -> None:
    release = planned(area, now)
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    for name in ("hold", "cancellation"):
        assert client.post(at(name, release), {"reason": ""}).status_code == 422
    page = client.post(at("hold", release), {"reason": "Legal looks"}, follow=True).content.decode()
    assert at("hold-removal", release) in page  # the message undoes it
    assert now_is(release).hold_reason == "Legal looks"
    client.post(at("hold-removal", release))
    assert now_is(release).held_at is None
    client.post(at("cancellation", release), {"reason": "The bank said no"})
    assert now_is(release).stage == Stage.CANCELLED
    assert "Take it up again" in client.get(at("stage", release)).content.decode()
    client.post(at("cancellation-removal", release))
    assert now_is(release).stage == Stage.PLANNED


def test_a_launched_release_is_rolled_back_and_closed(area: Area, now: datetime) -> None:
    release = planned(area, now, Tier.LOW)
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    assert client.post(at("rollback", release), {"reason": "x"}).status_code == 409
    client.post(at("launch", release))
    assert client.post(at("rollback", release), {"reason": ""}).status_code == 422
    client.post(at("rollback", release), {"reason": "Wrong word in German"})
    assert client.post(at("closing", release)).status_code == 302
    closed = now_is(release)
    assert (closed.stage, closed.rollback_reason) == (Stage.CLOSED, "Wrong word in German")
    assert "Nothing more: it is closed." in client.get(at("stage", release)).content.decode()


def test_a_draft_waits_for_its_tier(area: Area, now: datetime) -> None:
    release = planned(area, now)
    Release.objects.filter(pk=release.pk).update(tier=None)
    page = signed_in(area.pm).get(at("stage", release)).content.decode()  # type: ignore[attr-defined]
    assert page.count("Assign a tier first.") == 3
    assert at("cancellation", release) in page


def test_two_people_launch_at_once(area: Area, now: datetime) -> None:
    release = planned(area, now, Tier.LOW)
    client = signed_in(area.pm)  # type: ignore[attr-defined]
    assert client.get(at("launch", release)).status_code == 200
    move(release=release, move=Move.LAUNCH, by=area.pm, now=now)  # type: ignore[attr-defined]
    assert client.post(at("launch", release)).status_code == 409
    assert now_is(release).launched_at == now
