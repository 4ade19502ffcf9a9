"""The PM's page: what is typed is saved, asked about or shown with a message, and never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from productops.audit.models import DomainEvent
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import AreaRole, Person
from rituals.actions.area_updates import excuse, save_draft
from rituals.enums import AreaState
from tests.factories import in_role
from tests.factories.weekly import draft_of, part, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import Form, form

pytestmark = pytest.mark.django_db
SAVED = {"HX-Request": "true", "HX-Target": "saved"}


def address(week: Week, tail: str = "") -> str:
    return f"/weekly/{week.update.key}/areas/{week.area.slug}/{tail}"


def opened(as_pm: Client, week: Week) -> Form:
    """The page's form as shown now."""
    response = as_pm.get(address(week))
    assert response.status_code == 200
    return form(response.content.decode(), address(week))


def after(response: Any, posted: Form) -> Form:
    """What the page holds after a save by itself: the same fields, with the answered bases."""
    fragment = form(f"<form action=''>{response.content.decode()}</form>", "")
    return Form(posted.action, {**posted.fields, **fragment.fields})


@pytest.fixture
def deputy(week: Week) -> Person:
    person = in_role(Role.PM, name="Dana Deputy")
    AreaRole.objects.create(
        area=week.area, person=person, kind=AreaRoleKind.DEPUTY, starts_on="2026-11-01", ends_on="2026-12-01"
    )
    return person


@pytest.fixture
def as_pm(week: Week, signed_in: SignedIn) -> Client:
    return signed_in(week.pm)


class TestWho:
    def test_the_pm_and_the_deputy(self, week: Week, signed_in: SignedIn, deputy: Person) -> None:
        assert signed_in(week.pm).get(address(week)).status_code == 200
        assert signed_in(deputy).get(address(week)).status_code == 200

    @pytest.mark.parametrize("tail", ["", "submission/", "excuse/", "suggestions/carry-over:x/dismissal/"])
    @pytest.mark.parametrize("roles", [[Role.PRODUCT_OPS], [Role.ADMIN], [Role.PM], [Role.HEAD_OF_PRODUCT], []])
    def test_for_others_a_draft_is_not_there(
        self, week: Week, signed_in: SignedIn, tail: str, roles: list[Role]
    ) -> None:
        save_draft(area_update=week.part, draft=draft_of({"wins": ["Secret"]}), by=week.pm, now=week.update.opened_at)
        response = signed_in(in_role(*roles)).post(address(week, tail), {"reason": "x", "excuse": "x"})
        assert response.status_code == 404
        assert b"Secret" not in response.content
        assert week.part.version == 2

    def test_product_ops_sees_a_submitted_one_but_may_not_write_it(self, week: Week, signed_in: SignedIn) -> None:
        submitted(week.update, week.area)
        for tail in ("", "submission/", "excuse/"):
            response = signed_in(week.ops).post(address(week, tail), {"reason": "x"})
            assert response.status_code == 403
            assert "Product Ops informs, PMs decide." in response.content.decode()

    def test_who_is_not_signed_in_signs_in_first(self, week: Week, client: Client) -> None:
        assert client.get(address(week))["Location"].startswith("/sign-in/")
        assert client.post(address(week), headers=SAVED)["HX-Redirect"].startswith("/sign-in/")

    @pytest.mark.parametrize(
        "wrong", ["/weekly/2026-W49/areas/{}/", "/weekly/2026-W48/areas/none/", "/weekly/x/areas/{}/"]
    )
    def test_no_such_week_or_area(self, week: Week, as_pm: Client, wrong: str) -> None:
        assert as_pm.get(wrong.format(week.area.slug)).status_code == 404

    @pytest.mark.parametrize(
        "tail", ["submission/", "excuse/", "suggestions/x/acceptance/", "suggestions/x/dismissal/"]
    )
    def test_reading_such_an_address_changes_nothing(self, week: Week, as_pm: Client, tail: str) -> None:
        assert as_pm.get(address(week, tail)).status_code == 405


class TestSaving:
    def test_by_the_button(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields |= {"health": "at_risk", "reason": "Legal", page.empty("wins-"): "Launched  **search**\x0b"}
        response = as_pm.post(address(week), page.fields)
        assert (response.status_code, response["Location"]) == (302, address(week))
        assert (week.part.health, week.part.health_reason, week.texts) == ("at_risk", "Legal", ["Launched **search**"])
        shown = opened(as_pm, week)
        assert (shown.fields["reason"], shown.texts("wins-")) == ("Legal", ["Launched **search**"])

    def test_by_itself_answers_the_region_alone(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields[page.empty("wins-")] = "One"
        response = as_pm.post(address(week), page.fields, headers=SAVED)
        assert response.status_code == 200
        assert response.content.decode().lstrip().startswith('<div class="saved" id="saved"')
        assert "Saved 10:00, only you see the draft" in response.content.decode()

    def test_one_goes_on_writing_the_same_line(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        name = page.empty("wins-")
        for text in ("O", "On", "One", "", "One again"):
            page.fields[name] = text
            response = as_pm.post(address(week), page.fields, headers=SAVED)
            assert response.status_code == 200
            page = after(response, page)
        assert week.texts == ["One again"]

    def test_repeated_it_changes_nothing(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields[page.empty("wins-")] = "One"
        for _time in range(3):
            assert as_pm.post(address(week), page.fields).status_code == 302
        assert (week.texts, week.part.version) == (["One"], 2)

    def test_a_page_that_says_nothing_of_its_bases_overwrites_nothing(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        name = page.empty("wins-")
        page.fields[name] = "One"
        as_pm.post(address(week), page.fields)
        for bases in ("", "no json", "[" * 65_536, '{"a":' * 65_536, "9" * 5_000, "[1]", '{"x": {"y": 1}}'):
            response = as_pm.post(address(week), {name: "Other", "bases": bases})
            assert response.status_code == 409
            assert week.texts == ["One"]

    @pytest.mark.parametrize(
        "name",
        [
            "wins-" + "-" * 36,
            "wins-" + "a" * 36,
            "wins-00000000-0000-0000-0000-00000000000",
            "wins-{00000000-0000-0000-0000-000000000000}",
            "lies-00000000-0000-0000-0000-000000000000",
            "choice-00000000-0000-0000-0000-000000000000",
            "version",
            "state",
        ],
    )
    def test_what_is_no_line_is_passed_over(self, week: Week, as_pm: Client, name: str) -> None:
        assert as_pm.post(address(week), {name: "submitted"}).status_code == 302
        assert (week.texts, week.part.state, week.part.version) == ([], "open", 1)

    def test_too_long_a_line_is_kept_with_the_message_at_it(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        name, other = page.empty("wins-"), page.empty("next-")
        page.fields |= {name: "x" * 601, other: "fine", "reason": "y" * 201}
        response = as_pm.post(address(week), page.fields)
        html = response.content.decode()
        assert response.status_code == 422
        shown = form(html, address(week))
        assert (shown.fields[name], shown.fields[other], shown.fields["reason"]) == ("x" * 601, "fine", "y" * 201)
        pk = name.removeprefix("wins-")
        assert f'aria-invalid="true" aria-describedby="error-{pk}"' in html
        assert f'id="error-{pk}">At most 600 characters fit here; this has 601.' in html
        assert f'<a href="#line-{pk}">' in html
        assert 'id="reason-error">At most 200' in html
        assert week.texts == []

    def test_too_long_a_line_while_typing(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        name = page.empty("wins-")
        page.fields[name] = "x" * 601
        response = as_pm.post(address(week), page.fields, headers=SAVED)
        assert (response.status_code, response["HX-Retarget"]) == (422, "#saved")
        assert f'href="#line-{name.removeprefix("wins-")}">At most 600' in response.content.decode()
        assert "<html" not in response.content.decode()
        page = after(response, page)
        page.fields[name] = "short"
        assert as_pm.post(address(week), page.fields, headers=SAVED).status_code == 200
        assert week.texts == ["short"]

    def test_what_a_closing_page_sends_is_not_spoken_of_later(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields |= {page.empty("wins-"): "Last words", "quiet": "1"}
        as_pm.post(address(week), page.fields)
        assert week.texts == ["Last words"]
        assert b"Only you see the draft.</" not in as_pm.get("/weekly/").content

    def test_after_publishing_what_is_typed_is_shown_to_copy(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        submitted(week.update, week.area)
        published(week.update, week.ops)
        page.fields |= {page.empty("wins-"): "Too late", "reason": "Legal"}
        for tail in ("", "submission/"):
            response = as_pm.post(address(week, tail), page.fields)
            assert response.status_code == 409
            assert "- Too late" in response.content.decode()
            assert f'href="/weekly/{week.update.key}/"' in response.content.decode()
            assert "Legal" in response.content.decode()
        response = as_pm.post(address(week), page.fields, headers=SAVED)
        assert (response.status_code, response["HX-Retarget"]) == (409, "#saved")
        assert "is published" in response.content.decode()
        assert "Too late" not in week.texts
        assert as_pm.get(address(week))["Location"] == f"/weekly/{week.update.key}/"


class TestTwoWriters:
    """PM and deputy, or two tabs."""

    @pytest.fixture
    def pages(self, week: Week, as_pm: Client, signed_in: SignedIn, deputy: Person) -> tuple[Client, Form, Form]:
        """A line "Old" in both pages; the deputy then saves "Theirs" in its place, and a line more."""
        first = opened(as_pm, week)
        first.fields |= {first.empty("wins-"): "Old", "health": "on_track"}
        as_pm.post(address(week), first.fields)
        other = signed_in(deputy)
        mine, theirs = opened(as_pm, week), opened(other, week)
        theirs.fields |= {theirs.having("Old"): "Theirs", theirs.empty("risks-"): "A risk", "health": "at_risk"}
        theirs.fields["reason"] = "Legal"
        assert other.post(address(week), theirs.fields).status_code == 302
        return other, mine, theirs

    def test_different_lines_both_stay(self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]) -> None:
        _other, mine, _theirs = pages
        mine.fields[mine.empty("next-")] = "Mine"
        response = as_pm.post(address(week), mine.fields, headers=SAVED)
        assert response.status_code == 200
        assert "4 lines were changed elsewhere: show them" in response.content.decode()
        assert sorted(week.texts) == ["A risk", "Mine", "Theirs"]
        assert (week.part.health, week.part.health_reason) == ("at_risk", "Legal")

    def test_saving_by_itself_asks_and_keeps_both_texts(
        self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]
    ) -> None:
        _other, mine, _theirs = pages
        name = mine.having("Old")
        mine.fields |= {name: "Mine", mine.empty("next-"): "Next"}
        response = as_pm.post(address(week), mine.fields, headers=SAVED)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Dana Deputy changed the same line. Which one stays?" in html
        assert "<p>Theirs</p>" in html
        assert "<p>Mine</p>" in html
        assert sorted(week.texts) == ["A risk", "Next", "Theirs"]
        again = as_pm.post(address(week), after(response, mine).fields, headers=SAVED)
        assert again.status_code == 409
        assert "Theirs" in week.texts

    def test_a_choice_waits_for_the_button(self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]) -> None:
        """Choosing saves by itself too, and must not settle one of two conflicts and lose sight of the other."""
        _other, mine, _theirs = pages
        name = mine.having("Old")
        pk = name.removeprefix("wins-")
        mine.fields |= {name: "Mine", "health": "off_track", "reason": "Other"}
        response = as_pm.post(address(week), mine.fields, headers=SAVED)
        page = after(response, mine)
        page.fields[f"choice-{pk}"] = "mine"
        response = as_pm.post(address(week), page.fields, headers=SAVED)
        html = response.content.decode()
        assert response.status_code == 409
        assert f'id="mine-{pk}" name="choice-{pk}" value="mine" checked' in html
        assert html.count("<fieldset") == 3
        assert "<p>At risk</p>" in html
        assert "Theirs" in week.texts

    @pytest.mark.parametrize(
        ("choice", "left"),
        [("mine", ["Mine", "A risk"]), ("theirs", ["Theirs", "A risk"]), ("both", ["Theirs", "Mine", "A risk"])],
    )
    def test_the_button_settles_it(
        self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form], choice: str, left: list[str]
    ) -> None:
        _other, mine, _theirs = pages
        name = mine.having("Old")
        mine.fields[name] = "Mine"
        page = after(as_pm.post(address(week), mine.fields, headers=SAVED), mine)
        page.fields["choice-" + name.removeprefix("wins-")] = choice
        assert as_pm.post(address(week), page.fields).status_code == 302
        assert sorted(week.texts) == sorted(left)

    def test_without_script_the_page_shows_both_and_all_that_is_new(
        self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]
    ) -> None:
        _other, mine, _theirs = pages
        name = mine.having("Old")
        pk = name.removeprefix("wins-")
        mine.fields |= {name: "Mine", mine.empty("next-"): "Next"}
        response = as_pm.post(address(week, "submission/"), mine.fields)
        html = response.content.decode()
        assert response.status_code == 409
        shown = form(html, address(week))
        assert (shown.fields[name], shown.texts("risks-"), shown.texts("next-")) == ("Mine", ["A risk"], ["Next"])
        assert "<p>Theirs</p>" in html
        assert week.part.state == AreaState.OPEN
        shown.fields |= {f"choice-{pk}": "both"}
        assert as_pm.post(address(week, "submission/"), shown.fields).status_code == 302
        assert sorted(week.texts) == ["A risk", "Mine", "Next", "Theirs"]
        assert week.part.state == AreaState.SUBMITTED

    def test_a_choice_does_not_count_for_what_was_not_seen(
        self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]
    ) -> None:
        other, mine, _theirs = pages
        name = mine.having("Old")
        mine.fields[name] = "Mine"
        page = after(as_pm.post(address(week), mine.fields, headers=SAVED), mine)
        theirs = opened(other, week)
        theirs.fields[theirs.having("Theirs")] = "Theirs, more"
        other.post(address(week), theirs.fields)
        page.fields["choice-" + name.removeprefix("wins-")] = "mine"
        response = as_pm.post(address(week), page.fields)
        assert response.status_code == 409
        assert "<p>Theirs, more</p>" in response.content.decode()
        assert "Theirs, more" in week.texts

    def test_both_is_no_answer_about_health(self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]) -> None:
        _other, mine, _theirs = pages
        mine.fields |= {"health": "off_track", "reason": "Mine", "choice-health": "both", "choice-reason": "both"}
        response = as_pm.post(address(week), mine.fields)
        assert response.status_code == 409
        assert 'value="both"' not in response.content.decode()
        assert (week.part.health, week.part.health_reason) == ("at_risk", "Legal")

    def test_what_i_removed_and_they_changed_is_asked(
        self, week: Week, as_pm: Client, pages: tuple[Client, Form, Form]
    ) -> None:
        _other, mine, _theirs = pages
        name = mine.having("Old")
        mine.fields[name] = ""
        response = as_pm.post(address(week), mine.fields)
        assert response.status_code == 409
        page = form(response.content.decode(), address(week))
        page.fields["choice-" + name.removeprefix("wins-")] = "mine"
        assert as_pm.post(address(week), page.fields).status_code == 302
        assert week.texts == ["A risk"]


class TestSubmitting:
    def test_saves_and_submits(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields |= {"health": "on_track", page.empty("wins-"): "Launched"}
        response = as_pm.post(address(week, "submission/"), page.fields)
        assert (response.status_code, response["Location"]) == (302, "/weekly/")
        assert (week.part.state, week.texts) == (AreaState.SUBMITTED, ["Launched"])
        assert b"is submitted. You can change it until it is published." in as_pm.get("/weekly/").content

    def test_with_htmx_the_browser_is_sent_on(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields |= {"health": "on_track", page.empty("wins-"): "Launched"}
        response = as_pm.post(address(week, "submission/"), page.fields, headers={"HX-Request": "true"})
        assert (response.status_code, response["HX-Redirect"]) == (204, "/weekly/")

    def test_twice_is_once(self, week: Week, as_pm: Client) -> None:
        page = opened(as_pm, week)
        page.fields |= {"health": "on_track", page.empty("wins-"): "Launched"}
        for _time in range(2):
            assert as_pm.post(address(week, "submission/"), page.fields).status_code == 302
        assert week.texts == ["Launched"]
        assert DomainEvent.objects.filter(name="area_update.submitted").count() == 1

    @pytest.mark.parametrize(
        ("typed", "where", "message"),
        [
            ({}, "health-error", "Say how it is going"),
            ({"health": "at_risk"}, "reason-error", "Say in one line why"),
            ({"health": "on_track", "wins": ""}, "wins", "Write at least one line"),
        ],
    )
    def test_what_is_missing_is_said_at_its_place_and_nothing_is_saved(
        self, week: Week, as_pm: Client, typed: dict[str, str], where: str, message: str
    ) -> None:
        page = opened(as_pm, week)
        line = page.empty("wins-")
        page.fields |= {line: typed.pop("wins", "Launched"), **typed}
        response = as_pm.post(address(week, "submission/"), page.fields)
        html = response.content.decode()
        assert response.status_code == 422
        assert message in html[html.index(f'id="{where}"') :]
        shown = form(html, address(week))
        assert shown.texts("wins-") == ([page.fields[line]] if page.fields[line] else [])
        assert shown.fields.get("health") == typed.get("health")
        assert (week.texts, week.part.state) == ([], AreaState.OPEN)

    def test_a_submitted_one_keeps_a_line(self, week: Week, as_pm: Client) -> None:
        submitted(week.update, week.area, {"wins": ["Only one"]})
        page = opened(as_pm, week)
        page.fields[page.having("Only one")] = ""
        response = as_pm.post(address(week), page.fields)
        assert response.status_code == 422
        assert "Write at least one line" in response.content.decode()
        assert week.texts == ["Only one"]


class TestExplaining:
    def test_explained(self, week: Week, as_pm: Client) -> None:
        response = as_pm.post(address(week, "excuse/"), {"excuse": " on\nleave "})
        assert (response.status_code, response["Location"]) == (302, "/weekly/")
        assert (week.part.state, week.part.excuse) == (AreaState.EXCUSED, "on leave")
        as_pm.post(address(week, "excuse/"), {"excuse": "on leave"})
        assert DomainEvent.objects.filter(name="area_update.excused").count() == 1

    @pytest.mark.parametrize("reason", ["", " ", "x" * 201])
    def test_not_without_a_reason_that_fits(self, week: Week, as_pm: Client, reason: str) -> None:
        response = as_pm.post(address(week, "excuse/"), {"excuse": reason})
        html = response.content.decode()
        assert response.status_code == 422
        assert 'aria-describedby="excuse-error"' in html
        assert form(html, "excuse/").fields["excuse"] == reason.strip()
        assert week.part.state == AreaState.OPEN

    def test_what_was_submitted_meanwhile_stays_and_the_words_are_kept(self, week: Week, as_pm: Client) -> None:
        submitted(week.update, week.area)
        response = as_pm.post(address(week, "excuse/"), {"excuse": "on leave until Monday"})
        assert response.status_code == 409
        assert "on leave until Monday" in response.content.decode()
        assert f'href="{address(week)}"' in response.content.decode()
        assert week.part.state == AreaState.SUBMITTED

    def test_a_page_of_an_explained_one_still_writes(self, week: Week, as_pm: Client, clock: Clock) -> None:
        excuse(area_update=week.part, reason="on leave", by=week.pm, now=clock.at)
        clock.at += timedelta(hours=1)
        page = opened(as_pm, week)
        page.fields |= {"health": "on_track", page.empty("wins-"): "Back"}
        assert as_pm.post(address(week, "submission/"), page.fields).status_code == 302
        assert (part(week.update, week.area).state, week.part.excuse) == (AreaState.SUBMITTED, "")
