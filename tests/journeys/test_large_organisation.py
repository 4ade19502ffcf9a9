"""An organisation of 300 areas: Product Ops publishes, people read by product group and find the one they look for."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from productops.people.enums import Role
from productops.people.models import Person, ProductGroup
from rituals.models import WeeklyUpdate
from tests.factories import OrganisationFactory, in_role
from tests.factories.large import all_submitted, grown
from tests.factories.weekly import MONDAY, WEEK, open_with, published
from tests.journeys.clock import AT_THE_DEADLINE, Clock
from tests.journeys.conftest import Window
from tests.journeys.onlookers import cookie_of
from tests.journeys.stages import Stages

GROUPS = ("Money", "Logistics", "Platform")


def prepare() -> None:
    """Last week published, this week submitted by all but one."""
    OrganisationFactory()
    ops = in_role(Role.PRODUCT_OPS, email="ops@example.org")
    in_role(Role.STAKEHOLDER, email="reader@example.org")
    for place, name in enumerate(GROUPS):
        grown(100, ProductGroup.objects.create(slug=name.lower(), name=name, position=place))
    before = open_with(now=MONDAY - timedelta(days=7), week=WEEK.previous())
    all_submitted(before)
    published(before, ops, title="All is said")
    week = open_with()
    all_submitted(week)
    week.area_updates.filter(area__slug="area-0217").update(
        state="open", health="", health_reason="", submitted_at=None
    )


@pytest.fixture
def large(stages: Stages, clock: Clock) -> Iterator[None]:
    with stages.playing("large", prepare):
        clock.set(AT_THE_DEADLINE)
        yield


def test_300_areas_are_published_and_read_by_group(large: None, window: Window) -> None:
    def come_in(email: str, path: str) -> None:
        page.context.clear_cookies()
        page.context.add_cookies([cookie_of(Person.objects.get(email=email))])
        page.goto(path)

    page = window()
    come_in("ops@example.org", f"/weekly/{WEEK.key}/desk/")
    page.get_by_role("button", name="Aggregate now").click()
    expect(page.locator("#message")).to_contain_text("Aggregated.")
    expect(page.get_by_role("main")).to_contain_text("299 of 300 submitted")
    page.get_by_label("Headline").fill("Three groups, one page each")
    page.get_by_role("button", name="Save the front").click()
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish the update").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three groups, one page each")
    edition = WeeklyUpdate.objects.get(key=WEEK.key).edition
    assert edition is not None
    assert len(edition.content["areas"]) == 300

    # A reader meets the highlights and the groups, not 300 sections.
    come_in("reader@example.org", f"/weekly/{WEEK.key}/")
    expect(page.locator("#highlights")).to_be_visible()
    article = page.locator("article")
    for name in GROUPS:
        expect(article.get_by_role("link", name=name).first).to_be_visible()
    expect(article.locator("section h2 > a")).to_have_count(0)
    article.get_by_role("link", name="Platform").first.click()
    page.wait_for_url("**group=platform**")
    expect(article.locator("section h2 > a")).to_have_count(100)
    expect(article.locator("#area-0217")).to_contain_text("not confirmed by the PM")
    page.get_by_role("navigation", name="Areas").get_by_role("link", name="Area 0217").click()
    expect(article.locator("#area-0217")).to_be_in_viewport()

    # A link to one area leads to the page that has it.
    page.goto(f"/weekly/{WEEK.key}/?at=area-0123#area-0123")
    expect(article.locator("#area-0123")).to_be_in_viewport()

    # From anywhere, the one area among 300 in a few letters.
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("area 0217")
    answer = page.locator("#finder-results li").first
    expect(answer.get_by_role("link")).to_have_text("Area 0217")
    expect(answer).to_contain_text("PM of Area 0217")
    answer.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/areas/area-0217/"))
