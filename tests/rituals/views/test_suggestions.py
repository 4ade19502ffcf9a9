"""What was promised last week is offered: accepted or dismissed by one click, once, and no typed text is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from productops.audit.models import DomainEvent
from rituals.models import AreaUpdate, WeeklyUpdate
from tests.factories.weekly import MONDAY, WEEK, open_with, part, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import Form, form

pytestmark = pytest.mark.django_db
LINES = {"HX-Request": "true", "HX-Target": "lines"}
SAVED = {"HX-Request": "true", "HX-Target": "saved"}


class Now:
    """The week after one in which the first area promised two things."""

    def __init__(self, week: Week, browser: Client) -> None:
        submitted(week.update, week.area, {"wins": ["Done"], "next": ["Tablet layout", "Order approvals"]})
        published(week.update, week.ops)
        self.update: WeeklyUpdate = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
        self.area, self.browser = week.area, browser
        self.address = f"/weekly/{self.update.key}/areas/{week.area.slug}/"
        promised = AreaUpdate.objects.get(weekly_update=week.update, area=week.area).bullets.filter(heading="next")
        self.offers = {text: f"carry-over:{pk}" for pk, text in promised.values_list("pk", "text")}

    def open(self) -> Form:
        return form(self.html, self.address)

    @property
    def html(self) -> str:
        return self.browser.get(self.address).content.decode()

    def answer(self, text: str, answer: str, data: dict[str, str] | None = None, **headers: str):  # type: ignore[no-untyped-def]
        where = f"{self.address}suggestions/{self.offers[text]}/{answer}/"
        return self.browser.post(where, data or {}, headers=headers)

    @property
    def texts(self) -> list[str]:
        return list(part(self.update, self.area).bullets.order_by("heading", "position").values_list("text", flat=True))


@pytest.fixture
def this(week: Week, signed_in: SignedIn, clock: Clock) -> Now:
    now = Now(week, signed_in(week.pm))
    clock.at += timedelta(days=7)
    return now


def test_both_are_offered_with_where_they_come_from(this: Now) -> None:
    assert this.html.count('<li class="offer"') == 2
    assert '<a class="from" href="/weekly/2026-W48/?at=' in this.html
    assert "said last week, not shipped yet</a>" in this.html
    assert "Last week you said" in this.html


def test_after_a_week_without_an_update_the_last_one_counts(week: Week, signed_in: SignedIn, clock: Clock) -> None:
    this = Now(week, signed_in(week.pm))
    published(this.update, week.ops)
    clock.at += timedelta(days=14)
    this.update = open_with(now=MONDAY + timedelta(days=14), week=WEEK.next().next())
    this.address = f"/weekly/{this.update.key}/areas/{week.area.slug}/"
    this.browser = signed_in(week.pm)
    assert "said in week 48, not shipped yet" in this.html
    assert "In week 48 you said" in this.html


def test_accepted_it_becomes_a_line_at_the_end(this: Now) -> None:
    page = this.open()
    page.fields[page.empty("next-")] = "Something else"
    response = this.answer("Tablet layout", "acceptance", page.fields)
    assert (response.status_code, response["Location"]) == (302, this.address)
    assert this.texts == ["Something else", "Tablet layout"]
    assert part(this.update, this.area).bullets.get(text="Tablet layout").origin == this.offers["Tablet layout"]
    assert this.html.count('<li class="offer"') == 1


def test_dismissed_it_is_not_offered_again(this: Now) -> None:
    assert this.answer("Tablet layout", "dismissal").status_code == 302
    assert this.texts == []
    assert this.html.count('<li class="offer"') == 1


@pytest.mark.parametrize("answer", ["acceptance", "dismissal"])
def test_repeated_it_changes_nothing(this: Now, answer: str) -> None:
    for _time in range(3):
        assert this.answer("Tablet layout", answer).status_code == 302
    assert len(this.texts) == (answer == "acceptance")
    assert DomainEvent.objects.filter(name="suggestion.answered").count() == 1


def test_with_htmx_the_lines_come_anew_and_beside_them_their_bases(this: Now) -> None:
    """What was typed and accepted in one go can be edited at once, without a conflict with oneself."""
    page = this.open()
    typed = page.empty("next-")
    page.fields[typed] = "Typed just before"
    response = this.answer("Tablet layout", "acceptance", page.fields, **LINES)
    html = response.content.decode()
    assert response.status_code == 200
    accepted = part(this.update, this.area).bullets.get(text="Tablet layout")
    assert f'data-focus="{accepted.pk}"' in html
    assert "<html" not in html
    assert html.count("hx-swap-oob") == 1
    page.fields = form(f"<form action=''>{html}</form>", "").fields
    assert page.texts("next-") == ["Typed just before", "Tablet layout"]
    page.fields |= {typed: "Typed and changed", f"next-{accepted.pk}": "Tablet layout, first half"}
    assert this.browser.post(this.address, page.fields, headers=SAVED).status_code == 200
    assert this.texts == ["Typed and changed", "Tablet layout, first half"]


def test_a_conflict_is_asked_first_and_the_typed_text_stays(this: Now) -> None:
    page = this.open()
    name = page.empty("next-")
    this.browser.post(this.address, page.fields | {name: "From the other window"})
    page.fields[name] = "From this window"
    response = this.answer("Tablet layout", "acceptance", page.fields, **LINES)
    assert (response.status_code, response["HX-Retarget"]) == (409, "#saved")
    assert "The same line was changed in another window." in response.content.decode()
    response = this.answer("Tablet layout", "acceptance", page.fields)
    assert response.status_code == 409
    assert form(response.content.decode(), this.address).fields[name] == "From this window"
    assert this.texts == ["From the other window"]


def test_too_long_a_line_is_not_lost_either(this: Now) -> None:
    page = this.open()
    name = page.empty("next-")
    page.fields[name] = "x" * 601
    response = this.answer("Tablet layout", "acceptance", page.fields, **LINES)
    assert (response.status_code, response["HX-Retarget"]) == (422, "#saved")
    response = this.answer("Tablet layout", "acceptance", page.fields)
    assert response.status_code == 422
    assert form(response.content.decode(), this.address).fields[name] == "x" * 601
    assert this.texts == []


def test_an_offer_that_is_gone_takes_nothing_with_it(this: Now) -> None:
    page = this.open()
    page.fields[page.empty("wins-")] = "Tablet layout is live"
    response = this.answer("Tablet layout", "acceptance", page.fields)
    assert response.status_code == 302
    assert this.texts == ["Tablet layout is live"]
    assert "This suggestion is gone" in this.html
    response = this.answer("Tablet layout", "acceptance", page.fields, **LINES)
    assert response.status_code == 200


@pytest.mark.parametrize("source", ["x", "carry-over:", "carry-over:00000000-0000-0000-0000-000000000000", "x" * 500])
def test_an_unknown_offer(this: Now, source: str) -> None:
    response = this.browser.post(f"{this.address}suggestions/{source}/acceptance/", {})
    assert response.status_code == 302
    assert this.texts == []


def test_another_areas_promise_cannot_be_taken(this: Now, week: Week, signed_in: SignedIn) -> None:
    other = week.areas[1]
    address = f"/weekly/{this.update.key}/areas/{other.slug}/suggestions/{this.offers['Tablet layout']}/acceptance/"
    signed_in(other.pm).post(address, {})  # type: ignore[attr-defined]
    assert not part(this.update, other).bullets.exists()


def test_after_publishing(this: Now, week: Week) -> None:
    page = this.open()
    page.fields[page.empty("next-")] = "Too late"
    submitted(this.update, this.area)
    published(this.update, week.ops)
    response = this.answer("Tablet layout", "acceptance", page.fields)
    assert response.status_code == 409
    assert "- Too late" in response.content.decode()
    assert this.answer("Tablet layout", "acceptance", {}, **LINES).status_code == 409
