"""The front door of the weekly update: this week, what one has to do in it, every earlier one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from productops.people.enums import Role
from rituals.actions.area_updates import excuse
from tests.factories import OrganisationFactory, in_role
from tests.factories.weekly import published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week

pytestmark = pytest.mark.django_db


def shown(browser: Client, query: str = "") -> str:
    response = browser.get(f"/weekly/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_before_there_is_anything(signed_in: SignedIn) -> None:
    assert "Nothing is published yet" in shown(signed_in(in_role(Role.STAKEHOLDER)))
    OrganisationFactory()
    assert "Nothing is published yet" in shown(signed_in(in_role(Role.STAKEHOLDER)))


def test_a_pm_finds_her_part_and_what_became_of_it(week: Week, signed_in: SignedIn, clock: Clock) -> None:
    as_pm = signed_in(week.pm)
    link = f'href="/weekly/{week.update.key}/areas/{week.area.slug}/"'
    assert link in shown(as_pm)
    assert "Write and submit" in shown(as_pm)
    excuse(area_update=week.part, reason="on leave", by=week.pm, now=clock.at)
    assert "on leave" in shown(as_pm)
    submitted(week.update, week.area)
    assert "Submitted" in shown(as_pm)
    assert link in shown(as_pm)
    published(week.update, week.ops)
    assert link not in shown(as_pm)


def test_a_reader_sees_who_is_missing_and_nothing_to_press(week: Week, signed_in: SignedIn) -> None:
    submitted(week.update, week.area)
    html = shown(signed_in(in_role(Role.STAKEHOLDER)))
    assert "2 areas are missing" in html
    assert week.areas[1].name in html
    assert "Open the desk" not in html
    assert "Write and submit" not in html


def test_product_ops_finds_the_desk(week: Week, signed_in: SignedIn) -> None:
    assert f'href="/weekly/{week.update.key}/desk/"' in shown(signed_in(week.ops))


def test_every_earlier_update_stays_reachable(week: Week, signed_in: SignedIn) -> None:
    submitted(week.update, week.area)
    published(week.update, week.ops, title="Search launched")
    html = shown(signed_in(in_role(Role.STAKEHOLDER)))
    assert html.count("Search launched") == html.count(f'href="/weekly/{week.update.key}/">Search launched</a>') == 1
    assert "This week" not in html


def test_an_area_leads_its_writers_to_this_weeks_part(week: Week, signed_in: SignedIn, clock: Clock) -> None:
    address, page = f"/weekly/areas/{week.area.slug}/", f"/areas/{week.area.slug}/"
    as_pm, as_reader = signed_in(week.pm), signed_in(in_role(Role.STAKEHOLDER))
    assert address in as_pm.get(page).content.decode()
    assert address not in as_reader.get(page).content.decode()
    part = f"/weekly/{week.update.key}/areas/{week.area.slug}/"
    assert as_pm.get(address).headers["Location"] == part
    assert as_pm.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == part
    assert as_reader.get(address).status_code == 403
    assert as_pm.get("/weekly/areas/nowhere/").status_code == 404
    assert as_pm.post(address).status_code == 405
    clock.at += timedelta(weeks=1)  # that week is not open yet
    nothing = signed_in(week.pm).get(address, follow=True)
    assert nothing.redirect_chain == [("/weekly/", 302)]
    assert "There is no update to write" in nothing.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999999999999999", "%00", "%B2", "1.5", ""])
def test_a_page_that_is_none(week: Week, signed_in: SignedIn, page: str) -> None:
    assert shown(signed_in(in_role(Role.STAKEHOLDER)), f"?page={page}")


def test_the_week_is_that_of_the_organisations_clock(week: Week, signed_in: SignedIn, clock: Clock) -> None:
    as_reader = signed_in(in_role(Role.STAKEHOLDER, timezone="America/New_York"))
    clock.at = datetime(2026, 11, 29, 22, 59, tzinfo=UTC)  # Sunday, a minute to midnight in Warsaw
    assert "This week" in shown(as_reader)
    clock.at += timedelta(minutes=1)
    assert "This week" not in shown(as_reader)


def test_reading_only(signed_in: SignedIn) -> None:
    assert signed_in(in_role(Role.STAKEHOLDER)).post("/weekly/").status_code == 405


def test_who_is_not_signed_in_signs_in_first(client: Client) -> None:
    assert client.get("/weekly/")["Location"] == "/sign-in/?next=/weekly/"
