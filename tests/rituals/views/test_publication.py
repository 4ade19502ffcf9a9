"""The publish button: says what will happen, publishes what was seen, once, and leaks nobody's draft."""

import re
from typing import Any

import pytest
from django.test import Client

from comms.models import Notice, Subscription
from productops.editions.models import Edition
from productops.people.enums import Role
from rituals.actions.area_updates import excuse, save_draft
from rituals.actions.publishing import aggregate, edit_front
from rituals.enums import UpdateState
from rituals.queries import stamp_of
from tests.factories import in_role
from tests.factories.weekly import draft_of, part, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import form

pytestmark = pytest.mark.django_db


def address(week: Week, tail: str = "publication/") -> str:
    return f"/weekly/{week.update.key}/{tail}"


@pytest.fixture
def ready(week: Week, clock: Clock) -> Week:
    """Aggregated, with a headline; one area submitted of three."""
    submitted(week.update, week.area, {"wins": ["Launched"], "risks": ["A risk"]})
    row = aggregate(update=week.update, by=week.ops, now=clock.at)
    week.update = edit_front(
        update=row, title="Search launched", lines=[], by=week.ops, now=clock.at, seen_version=row.version
    )
    return week


@pytest.fixture
def as_ops(ready: Week, signed_in: SignedIn) -> Client:
    return signed_in(ready.ops)


def test_says_exactly_what_will_happen(ready: Week, as_ops: Client, clock: Clock) -> None:
    Subscription.objects.create(person=in_role(Role.STAKEHOLDER), created_at=clock.at)
    Subscription.objects.create(
        person=in_role(Role.STAKEHOLDER, is_active=False, deactivated_at=clock.at), created_at=clock.at
    )
    html = as_ops.get(address(ready)).content.decode()
    assert "“Search launched” becomes the update of week 48 for everybody." in html
    assert "It goes to 1 reader." in html
    assert "2 areas have not submitted" in html
    assert form(html, "publication/").fields["seen"] == stamp_of(ready.update)
    assert not Edition.objects.exists()


def test_publishes_and_says_so(ready: Week, as_ops: Client) -> None:
    page = form(as_ops.get(address(ready)).content.decode(), "publication/")
    response = as_ops.post(address(ready), page.fields)
    assert (response.status_code, response["Location"]) == (302, address(ready, ""))
    assert b"Published. It is on its way to its readers." in as_ops.get(address(ready, "")).content
    ready.update.refresh_from_db()
    assert (ready.update.state, ready.update.published_by) == (UpdateState.PUBLISHED, ready.ops)


def test_with_htmx_the_browser_is_sent_on(ready: Week, as_ops: Client) -> None:
    data = {"seen": stamp_of(ready.update)}
    response = as_ops.post(address(ready), data, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, address(ready, ""))


def test_pressed_again_it_says_that_it_is_done(ready: Week, as_ops: Client, signed_in: SignedIn) -> None:
    data = {"seen": stamp_of(ready.update)}
    as_ops.post(address(ready), data)
    other = signed_in(in_role(Role.PRODUCT_OPS))
    for browser in (as_ops, other):
        assert browser.post(address(ready), data)["Location"] == address(ready, "")
        assert b"Week 48 is published already." in browser.get(address(ready, "")).content
        assert browser.get(address(ready))["Location"] == address(ready, "")
    assert (Edition.objects.count(), Notice.objects.filter(kind="weekly_update").count()) == (1, 1)


@pytest.mark.parametrize("seen", ["", "x", "0" * 16, "\x00"])
def test_what_was_not_seen_is_shown_first(ready: Week, as_ops: Client, seen: str) -> None:
    response = as_ops.post(address(ready), {"seen": seen})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Something changed since you looked." in html
    assert form(html, "/front/").fields["seen"] == stamp_of(ready.update)
    assert not Edition.objects.exists()


def test_a_change_after_looking_stops_it(ready: Week, as_ops: Client, clock: Clock) -> None:
    page = form(as_ops.get(address(ready)).content.decode(), "publication/")
    save_draft(area_update=ready.part, draft=draft_of({"wins": ["More"]}, base=ready.part), by=ready.pm, now=clock.at)
    response = as_ops.post(address(ready), page.fields)
    assert response.status_code == 409
    assert b"More" in response.content
    assert not Edition.objects.exists()


def test_without_a_headline_the_message_is_at_its_field(ready: Week, as_ops: Client, clock: Clock) -> None:
    edit_front(update=ready.update, title="", lines=[], by=ready.ops, now=clock.at, seen_version=ready.update.version)
    ready.update.refresh_from_db()
    response = as_ops.post(address(ready), {"seen": stamp_of(ready.update)})
    assert response.status_code == 422
    assert 'id="title-error">Give the update a headline' in response.content.decode()


def test_not_before_it_is_aggregated(week: Week, signed_in: SignedIn) -> None:
    response = signed_in(week.ops).post(address(week), {"seen": stamp_of(week.update)})
    assert response.status_code == 409
    assert "Aggregate the update first" in response.content.decode()


@pytest.mark.parametrize("roles", [[Role.PM], [Role.STAKEHOLDER], [Role.ADMIN], [Role.HEAD_OF_PRODUCT]])
def test_others_are_told_who_may(ready: Week, signed_in: SignedIn, roles: list[Role]) -> None:
    other = signed_in(in_role(*roles))
    for response in (other.get(address(ready)), other.post(address(ready), {"seen": stamp_of(ready.update)})):
        assert response.status_code == 403
        assert "publish the weekly update" in response.content.decode()
    assert not Edition.objects.exists()


def test_no_such_week(as_ops: Client) -> None:
    assert as_ops.get("/weekly/2026-W50/publication/").status_code == 404
    assert as_ops.post("/weekly/2026-W50/publication/").status_code == 404


CANARY = re.compile("canary[a-z]*")


class TestDraftsStayWithTheirWriters:
    """A word of each draft is looked for in everything that others can ask for, before and after publishing."""

    @pytest.fixture
    def drafts(self, ready: Week, clock: Clock) -> Week:
        """The second area has a draft, the third is explained and has one; the first a note and is submitted."""
        _first, second, third = ready.areas
        for area, word in ((second, "canarydraft"), (third, "canaryexplained")):
            draft = draft_of({"wins": [f"{word}wins #{second.slug}"], "next": [f"{word}next"]}, "off_track", word)
            save_draft(area_update=part(ready.update, area), draft=draft, by=area.pm, now=clock.at)  # type: ignore[attr-defined]
        excuse(area_update=part(ready.update, third), reason="on leave", by=third.pm, now=clock.at)  # type: ignore[attr-defined]
        return ready

    def addresses(self, week: Week) -> list[str]:
        slugs = [area.slug for area in week.areas]
        tails = ["", "markdown/", "desk/", "publication/", *(f"areas/{slug}/" for slug in slugs)]
        tails += [f"?area={slugs[1]}", "?health=off_track", "?health=none", "?function=support"]
        pages = ["/", "/weekly/", *(address(week, tail) for tail in tails), *(f"/areas/{slug}/" for slug in slugs)]
        words = ["canary", "canarydraftwins", "canaryexplained", slugs[1], slugs[2], week.areas[2].name]
        pages += [f"/find/?q={word}" for word in words]
        return [*pages, "/areas/", "/people/", "/comms/subscriptions/", "/comms/deliveries/"]

    def leaks(self, browser: Client, week: Week) -> dict[str, set[str]]:
        found = {}
        for where in self.addresses(week):
            for headers in ({}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "finder-results"}):
                text = browser.get(where, headers=headers, follow=not headers).content.decode()
                asked = where.partition("?q=")[2]
                if words := {word for word in CANARY.findall(text) if not asked.startswith("canary")}:
                    found[where] = words
        return found

    @pytest.mark.parametrize(
        "roles", [[Role.PRODUCT_OPS], [Role.PRODUCT_OPS_LEAD], [Role.ADMIN], [Role.HEAD_OF_PRODUCT], [Role.STAKEHOLDER]]
    )
    def test_nowhere(self, drafts: Week, as_ops: Client, signed_in: SignedIn, roles: list[Role]) -> None:
        reader = signed_in(in_role(*roles))
        assert self.leaks(reader, drafts) == {}
        as_ops.post(address(drafts), {"seen": stamp_of(drafts.update)})
        assert self.leaks(reader, drafts) == {}
        assert not CANARY.search(str(Edition.objects.get().content))

    def test_nor_for_another_pm(self, drafts: Week, signed_in: SignedIn) -> None:
        assert self.leaks(signed_in(drafts.pm), drafts) == {}

    def test_only_the_writer(self, drafts: Week, signed_in: SignedIn) -> None:
        second: Any = drafts.areas[1]
        found = self.leaks(signed_in(second.pm), drafts)
        assert found == {
            address(drafts, f"areas/{second.slug}/"): {"canarydraft", "canarydraftwins", "canarydraftnext"}
        }
