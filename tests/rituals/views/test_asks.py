"""A risk names who should do what by when: typed, kept, merged, asked about; an action item once it is submitted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from productops.followups.actions.doing import finish, hand_over, move
from productops.followups.enums import ActionState
from productops.followups.models import ActionItem
from productops.people.enums import Role
from productops.people.models import Person
from productops.people.permissions import PermissionRefused
from rituals.actions.area_updates import answer_suggestion, submit
from rituals.enums import Answer
from rituals.offering import offers
from tests.factories import PersonFactory, in_role
from tests.factories.weekly import MONDAY, WEEK, a_week, open_with, part, published
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import Form, form

pytestmark = pytest.mark.django_db
SAVED = {"HX-Request": "true", "HX-Target": "saved"}
FRIDAY = date(2026, 11, 27)
LENA = "Lena Brandt (lena@example.org)"


@pytest.fixture
def lena() -> Person:
    person: Person = PersonFactory(name="Lena Brandt", email="lena@example.org")
    return person


class Page:
    """The PM's page with its one risk, as a browser without a script fills it in."""

    def __init__(self, week: Week, browser: Client) -> None:
        self.week, self.browser = week, browser
        self.address = f"/weekly/{week.update.key}/areas/{week.area.slug}/"
        self.open()

    def open(self) -> "Page":
        self.form: Form = form(self.browser.get(self.address).content.decode(), self.address)
        return self

    def ask(self, text: str = "Write the macros", who: str = "Lena Brandt", due: str = "2026-11-27") -> str:
        """Fill the risk in; its id."""
        there = [name for name, value in self.form.fields.items() if name.startswith("risks-") and value]
        pk = (there or [self.form.empty("risks-")])[0].removeprefix("risks-")
        self.form.fields |= {f"risks-{pk}": text, f"who-{pk}": who, f"due-{pk}": due, "health": "on_track"}
        return pk

    def save(self, **headers: str) -> Any:
        return self.browser.post(self.address, self.form.fields, headers=headers)

    def submit(self) -> Any:
        return self.browser.post(f"{self.address}submission/", self.form.fields)


@pytest.fixture
def writing(week: Week, signed_in: SignedIn, lena: Person) -> Page:
    return Page(week, signed_in(week.pm))


def stored(week: Week) -> tuple[str, str | None, date | None]:
    bullet = week.part.bullets.select_related("assignee").get(heading="risks")
    return bullet.text, bullet.assignee.name if bullet.assignee else None, bullet.due_on


def test_a_draft_keeps_it_and_makes_no_action_item(week: Week, writing: Page) -> None:
    pk = writing.ask()
    assert writing.save().status_code == 302
    assert stored(week) == ("Write the macros", "Lena Brandt", FRIDAY)
    shown = writing.open().form.fields
    assert (shown[f"who-{pk}"], shown[f"due-{pk}"]) == (LENA, "2026-11-27")
    assert writing.save().status_code == 302
    assert not ActionItem.objects.exists()
    writing.ask(who="", due="")
    writing.save()
    assert stored(week) == ("Write the macros", None, None)


def test_submitted_it_is_one_and_follows(week: Week, writing: Page, lena: Person) -> None:
    pk = writing.ask()
    assert writing.submit().status_code == 302
    item = ActionItem.objects.get()
    assert (item.what, item.assignee, item.due_on, item.area, item.source) == (
        "Write the macros", lena, FRIDAY, week.area, f"bullet:{pk}"
    )  # fmt: skip
    assert (item.source_url, item.source_title) == (
        week.update.address_of(week.area.slug), "Weekly update, week 48"
    )  # fmt: skip
    writing.open().ask("Write **all** macros", due="2026-11-30")
    assert writing.save(**SAVED).status_code == 200
    item.refresh_from_db()
    assert (item.what, item.due_on, item.has_slipped) == ("Write all macros", date(2026, 11, 30), False)
    writing.open().form.fields |= {f"risks-{pk}": "", writing.form.empty("wins-"): "Another line"}
    assert writing.save().status_code == 302
    item.refresh_from_db()
    assert item.state == ActionState.CANCELLED


def test_what_cannot_be_understood_is_said_at_its_field(week: Week, writing: Page) -> None:
    pk = writing.ask(who="Nobody Known", due="2126-11-27")
    response = writing.save()
    html = response.content.decode()
    assert response.status_code == 422
    assert f'aria-describedby="error-{pk}.who"' in html
    assert "Nobody active is called “Nobody Known”." in html[html.index(f'id="error-{pk}.who"') :]
    assert "Is the year right?" in html[html.index(f'id="error-{pk}.due"') :]
    assert f'href="#line-{pk}.who"' in html
    again = form(html, writing.address).fields
    assert (again[f"risks-{pk}"], again[f"who-{pk}"], again[f"due-{pk}"]) == (
        "Write the macros", "Nobody Known", "2126-11-27"
    )  # fmt: skip
    assert not week.part.bullets.exists()


def test_while_typing_all_else_is_saved(week: Week, writing: Page) -> None:
    """Half a name must not keep the page from saving itself, nor from saving when it is closed."""
    writing.ask(who="Len", due="0002-11-27")
    response = writing.save(**SAVED)
    assert response.status_code == 200
    assert "Nobody active is called “Len”." in response.content.decode()
    assert stored(week) == ("Write the macros", None, None)
    writing.form.fields |= {"quiet": "1", writing.form.empty("wins-"): "Last words"}
    assert writing.save().status_code == 302
    assert "Last words" in week.texts


@pytest.mark.parametrize(
    ("who", "due", "text", "message"),
    [("Lena Brandt", "", "Macros", "By when?"), ("", "2026-11-27", "Macros", "Who should do it?"),
     ("Lena Brandt", "2026-11-27", "", "Say what should be done.")],
)  # fmt: skip
def test_an_ask_is_whole_when_it_is_submitted(
    week: Week, writing: Page, who: str, due: str, text: str, message: str
) -> None:
    writing.ask(text, who, due)
    writing.form.fields[writing.form.empty("wins-")] = "Launched"
    response = writing.submit()
    assert (response.status_code, message in response.content.decode()) == (422, True)
    assert not ActionItem.objects.exists()
    assert writing.save(**SAVED).status_code == 200, "half of it may stand in a draft"


def test_two_people_ask_somebody_else(week: Week, writing: Page, signed_in: SignedIn, lena: Person) -> None:
    pk = writing.ask()
    writing.save()
    PersonFactory(name="Ola Nowak", email="ola@example.org")
    PersonFactory(name="Ian Gray", email="ian@example.org")
    mine, theirs = Page(week, signed_in(week.pm)), Page(week, signed_in(week.pm))
    theirs.ask(who="Ola Nowak")
    assert theirs.save().status_code == 302
    mine.ask(who="Ian Gray", due="2026-11-30")
    response = mine.save(**SAVED)
    html = response.content.decode()
    assert response.status_code == 409
    assert "<p>Ola Nowak (ola@example.org)</p>" in html
    assert "<p>Ian Gray (ian@example.org)</p>" in html
    assert 'value="both"' not in html
    assert stored(week) == ("Write the macros", "Ola Nowak", date(2026, 11, 30))
    plain = form(mine.save().content.decode(), mine.address)
    plain.fields[f"choice-{pk}.who"] = "mine"
    mine.form = plain
    assert mine.save().status_code == 302
    assert stored(week) == ("Write the macros", "Ian Gray", date(2026, 11, 30))


def test_published_it_says_who_by_when_everywhere(week: Week, writing: Page, lena: Person, signed_in: SignedIn) -> None:
    """Names are looked up when it is read: an erased one is gone from all of it."""
    writing.ask()
    writing.submit()
    edition = published(week.update, week.ops)
    [line] = edition.content["areas"][0]["lines"]["risks"]
    assert (line["who"], line["due"], edition.named) == (lena.pk, "2026-11-27", [lena.pk])
    reader = signed_in(in_role(Role.STAKEHOLDER))
    address = f"/weekly/{week.update.key}/"
    assert '<span class="ask">Lena Brandt by Fri 27 Nov</span>' in reader.get(address).content.decode()
    assert "- Write the macros (**Lena Brandt by Fri 27 Nov**)" in reader.get(f"{address}markdown/").content.decode()
    Person.objects.filter(pk=lena.pk).update(name="Former colleague 7")
    for tail in ("", "markdown/"):
        html = reader.get(address + tail).content.decode()
        assert "Former colleague 7 by Fri 27 Nov" in html
        assert "Lena" not in html


def test_nobody_closes_what_others_are_to_do(writing: Page, lena: Person, clock: Clock) -> None:
    writing.ask()
    writing.submit()
    item = ActionItem.objects.get()
    for stranger in (in_role(Role.PRODUCT_OPS), in_role(Role.ADMIN), PersonFactory()):
        with pytest.raises(PermissionRefused):
            finish(item=item, by=stranger, now=clock.at)
    finish(item=item, by=lena, now=clock.at)


class TestCarriedOn:
    """A risk that is still one next week asks for the same thing: one action item lives on."""

    @pytest.fixture
    def later(self, lena: Person) -> Any:
        from tests.factories.weekly import draft_of

        update, [area, *_rest], ops = a_week()
        row = part(update, area)
        draft = draft_of({"risks": ["Write the macros"]}, base=row)
        pk = next(iter(draft.headings))
        from dataclasses import replace

        from rituals.actions.area_updates import save_draft
        from rituals.merge import Typed

        lines = (*draft.lines, Typed(f"{pk}.who", LENA, ""), Typed(f"{pk}.due", "2026-11-27", ""))
        at = MONDAY + timedelta(days=1)
        save_draft(area_update=row, draft=replace(draft, lines=lines), by=area.pm, now=at)  # type: ignore[attr-defined]
        submit(area_update=row, by=area.pm, now=at)  # type: ignore[attr-defined]
        published(update, ops)
        return area, part(open_with(now=MONDAY + timedelta(days=7), week=WEEK.next()), area)

    def test_accepted_it_keeps_who_and_when_and_stays_one_item(self, later: Any, lena: Person) -> None:
        area, row = later
        now = MONDAY + timedelta(days=8)
        item = ActionItem.objects.get()
        move(item=item, due_on=date(2026, 12, 4), reason="ill", version=1, by=lena, now=MONDAY + timedelta(days=2))
        [offer] = offers(row, now)
        assert str(offer.origin) == "a risk last week; Lena Brandt by Fri 4 Dec"
        answer_suggestion(area_update=row, source=offer.source, answer=Answer.ACCEPTED, by=area.pm, now=now)
        bullet = row.bullets.get()
        assert (bullet.assignee, bullet.due_on) == (lena, date(2026, 12, 4))
        row.health = "on_track"
        row.save()
        submit(area_update=row, by=area.pm, now=now)
        item = ActionItem.objects.get()
        assert (item.due_on, item.source_title) == (date(2026, 12, 4), "Weekly update, week 49")

    def test_done_it_is_offered_as_a_win(self, later: Any, lena: Person) -> None:
        _area, row = later
        finish(item=ActionItem.objects.get(), by=lena, now=MONDAY + timedelta(days=7, hours=3))
        [offer] = offers(row, MONDAY + timedelta(days=8))
        assert (offer.heading, offer.text, str(offer.origin)) == (
            "wins", "Write the macros", "action item, done by Lena Brandt yesterday"
        )  # fmt: skip

    def test_handed_over_to_somebody_who_left_it_asks_nobody(self, later: Any, lena: Person) -> None:
        _area, row = later
        gone = PersonFactory(name="Gone")
        at = MONDAY + timedelta(days=2)
        hand_over(item=ActionItem.objects.get(), person=gone, reason="x", version=1, by=lena, now=at)
        Person.objects.filter(pk=gone.pk).update(is_active=False, deactivated_at=at)
        [offer] = offers(row, MONDAY + timedelta(days=8))
        assert (offer.assignee_id, offer.due_on) == (None, FRIDAY)
