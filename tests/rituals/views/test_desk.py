"""Product Ops' desk: who is in, the front in edit, the notes."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Person
from productops.people.search import push_areas
from rituals.actions.area_updates import note, save_draft
from rituals.actions.publishing import aggregate, edit_front
from rituals.enums import UpdateState
from rituals.models import Highlight
from tests.factories import area_with_pm, in_role
from tests.factories.weekly import MONDAY, draft_of, open_with, part, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import form

pytestmark = pytest.mark.django_db
POSTED = ["aggregation/", "front/", "areas/{}/note/"]


def address(week: Week, tail: str = "desk/") -> str:
    return f"/weekly/{week.update.key}/{tail.format(week.area.slug)}"


@pytest.fixture
def as_ops(week: Week, signed_in: SignedIn) -> Client:
    return signed_in(week.ops)


@pytest.fixture
def aggregated(week: Week, clock: Clock) -> Week:
    """With one highlight, "Launched"."""
    submitted(week.update, week.area, {"wins": ["Launched"]})
    week.update = aggregate(update=week.update, by=week.ops, now=clock.at)
    return week


class TestWho:
    @pytest.mark.parametrize("roles", [[Role.PM], [Role.STAKEHOLDER], [Role.ADMIN], [Role.HEAD_OF_PRODUCT]])
    def test_others_are_told_who_may(self, week: Week, signed_in: SignedIn, roles: list[Role]) -> None:
        other = signed_in(in_role(*roles))
        assert other.get(address(week)).status_code == 403
        for tail in POSTED:
            response = other.post(address(week, tail), {"title": "x", "note": "x"})
            assert response.status_code == 403
            assert "Product Ops" in response.content.decode()
            fragment = other.post(address(week, tail), headers={"HX-Request": "true"})
            assert fragment.status_code == 403
            assert b"<html" not in fragment.content
        week.update.refresh_from_db()
        assert (week.update.state, week.update.title, week.update.version) == (UpdateState.COLLECTING, "", 1)

    def test_the_lead_of_product_ops_may(self, week: Week, signed_in: SignedIn) -> None:
        assert signed_in(in_role(Role.PRODUCT_OPS_LEAD)).get(address(week)).status_code == 200

    @pytest.mark.parametrize("tail", POSTED)
    def test_reading_such_an_address_changes_nothing(self, week: Week, as_ops: Client, tail: str) -> None:
        assert as_ops.get(address(week, tail)).status_code == 405

    @pytest.mark.parametrize("tail", ["desk/", *POSTED])
    def test_no_such_week(self, week: Week, as_ops: Client, tail: str) -> None:
        method: Callable[[str], object] = as_ops.get if tail == "desk/" else as_ops.post
        assert method(f"/weekly/2026-W50/{tail.format(week.area.slug)}").status_code == 404  # type: ignore[attr-defined]
        assert as_ops.post("/weekly/2026-W48/areas/none/note/").status_code == 404


class TestPage:
    def test_says_who_is_in_and_shows_what_is_submitted(self, week: Week, as_ops: Client) -> None:
        submitted(week.update, week.area, {"wins": ["Launched **search**"]}, "at_risk", "Legal")
        html = as_ops.get(address(week)).content.decode()
        assert "1 of 3 submitted" in html
        assert "Launched <strong>search</strong>" in html
        assert "Legal" in html
        assert "Aggregate now" in html

    def test_once_published_it_is_about_corrections_and_readers(self, week: Week, as_ops: Client) -> None:
        submitted(week.update, week.area)
        published(week.update, week.ops)
        html = as_ops.get(address(week)).content.decode()
        assert "Proposed corrections" in html
        assert "Read by 0 of " in html
        assert f'href="{address(week, "")}"' in html

    def test_queries_stay_the_same(self, week: Week, as_ops: Client) -> None:
        submitted(week.update, week.area, {"wins": ["a"], "risks": [f"See #{week.area.slug}"]})
        as_ops.get(address(week))
        with CaptureQueriesContext(connection) as few:
            as_ops.get(address(week))
        areas = [area_with_pm() for _each in range(30)]
        push_areas(areas, now=MONDAY)
        open_with(*areas)
        for area in areas[:20]:
            submitted(week.update, area, {"wins": ["a"], "risks": [f"See #{areas[0].slug}"]})
        with CaptureQueriesContext(connection) as many:
            as_ops.get(address(week))
        assert len(many) == len(few)


class TestAggregating:
    def test_by_the_button_and_again(self, week: Week, as_ops: Client) -> None:
        submitted(week.update, week.area, {"wins": ["Launched"]})
        for _time in range(2):
            response = as_ops.post(address(week, "aggregation/"))
            assert (response.status_code, response["Location"]) == (302, address(week))
        week.update.refresh_from_db()
        assert (week.update.state, week.update.version) == (UpdateState.AGGREGATED, 2)
        assert form(as_ops.get(address(week)).content.decode(), "front/").texts("line-") == ["Launched"]

    def test_with_htmx(self, week: Week, as_ops: Client) -> None:
        response = as_ops.post(address(week, "aggregation/"), headers={"HX-Request": "true"})
        assert (response.status_code, response["HX-Redirect"]) == (204, address(week))

    def test_not_once_published(self, week: Week, as_ops: Client) -> None:
        submitted(week.update, week.area)
        published(week.update, week.ops)
        response = as_ops.post(address(week, "aggregation/"))
        assert response.status_code == 409
        assert f'href="{address(week, "")}"' in response.content.decode()


class TestFront:
    def test_headline_and_lines(self, aggregated: Week, as_ops: Client) -> None:
        page = form(as_ops.get(address(aggregated)).content.decode(), "front/")
        page.fields |= {"title": "Search launched", page.having("Launched"): "Launched *for all*", "new-risk": "A risk"}
        response = as_ops.post(address(aggregated, "front/"), page.fields)
        assert (response.status_code, response["Location"]) == (302, address(aggregated))
        lines = Highlight.objects.filter(removed_at=None).order_by("-kind").values_list("kind", "text", "html")
        assert list(lines) == [
            ("shipped", "Launched *for all*", "Launched <em>for all</em>"),
            ("risk", "A risk", "A risk"),
        ]

    @pytest.mark.parametrize(
        ("name", "text", "where"),
        [
            ("title", "x" * 161, "title-error"),
            ("new-risk", "x" * 501, "risk-error"),
            ("old", "x" * 501, "line-{}-error"),
        ],
    )
    def test_too_long_is_kept_with_the_message_at_it(
        self, aggregated: Week, as_ops: Client, name: str, text: str, where: str
    ) -> None:
        page = form(as_ops.get(address(aggregated)).content.decode(), "front/")
        pk = Highlight.objects.get().pk
        page.fields |= {"title": "T", "new-next": "Kept too", (f"line-{pk}" if name == "old" else name): text}
        response = as_ops.post(address(aggregated, "front/"), page.fields)
        html = response.content.decode()
        assert response.status_code == 422
        assert f'id="{where.format(pk)}">At most' in html
        assert f'aria-describedby="{where.format(pk)}"' in html
        shown = form(html, "front/").fields
        assert text in shown.values() or f">{text}</textarea>" in html
        assert ">Kept too</textarea>" in html
        assert list(Highlight.objects.values_list("text", flat=True)) == ["Launched"]

    def test_two_at_once_the_second_keeps_both(self, aggregated: Week, as_ops: Client, clock: Clock) -> None:
        stale = form(as_ops.get(address(aggregated)).content.decode(), "front/")
        line = Highlight.objects.get()
        other = in_role(Role.PRODUCT_OPS)
        edit_front(
            update=aggregated.update,
            title="Theirs",
            lines=[(line.pk, "", "Launched, they say"), (None, "next", "Added meanwhile")],
            by=other,
            now=clock.at,
            seen_version=aggregated.update.version,
        )
        stale.fields |= {"title": "Mine", f"line-{line.pk}": "Launched, I say", "new-risk": "My risk"}
        response = as_ops.post(address(aggregated, "front/"), stale.fields)
        html = response.content.decode()
        assert response.status_code == 409
        shown = form(html, "front/")
        assert (shown.fields["title"], shown.fields[f"line-{line.pk}"]) == ("Mine", "Launched, I say")
        assert shown.texts("line-") == ["Launched, I say", "Added meanwhile"]
        assert ">My risk</textarea>" in html
        assert "Saved meanwhile: Theirs" in html
        assert "Saved meanwhile: Launched, they say" in html
        aggregated.update.refresh_from_db()
        assert aggregated.update.title == "Theirs"
        shown.fields["new-risk"] = "My risk"
        assert as_ops.post(address(aggregated, "front/"), shown.fields).status_code == 302
        texts = Highlight.objects.filter(removed_at=None).order_by("id").values_list("text", flat=True)
        assert list(texts) == ["Launched, I say", "Added meanwhile", "My risk"]

    def test_what_was_typed_into_a_line_that_is_gone_is_kept(
        self, aggregated: Week, as_ops: Client, clock: Clock
    ) -> None:
        stale = form(as_ops.get(address(aggregated)).content.decode(), "front/")
        line = Highlight.objects.get()
        edit_front(
            update=aggregated.update,
            title="",
            lines=[(line.pk, "", "")],
            by=aggregated.ops,
            now=clock.at,
            seen_version=aggregated.update.version,
        )
        stale.fields[f"line-{line.pk}"] = "Launched, I say"
        html = as_ops.post(address(aggregated, "front/"), stale.fields).content.decode()
        assert 'name="new-shipped" maxlength="500" aria-label="Shipped, new line">Launched, I say</textarea>' in html

    @pytest.mark.parametrize("version", ["", "0", "-1", "x", "²", "٣", "9" * 40, "1.0", "999999999"])
    def test_a_version_that_is_none_is_an_old_one(self, aggregated: Week, as_ops: Client, version: str) -> None:
        response = as_ops.post(address(aggregated, "front/"), {"title": "Mine", "version": version})
        assert response.status_code == 409

    def test_lines_of_another_week_and_kinds_that_are_none_are_passed_over(
        self, aggregated: Week, as_ops: Client
    ) -> None:
        data = {"title": "T", "version": aggregated.update.version, "line-999999999999999999": "x", "new-lies": "x"}
        assert as_ops.post(address(aggregated, "front/"), data).status_code == 302
        assert list(Highlight.objects.values_list("text", flat=True)) == ["Launched"]

    def test_more_lines_than_anybody_reads(self, aggregated: Week, as_ops: Client) -> None:
        data = {"title": "T", "version": aggregated.update.version, "new-risk": ["x"] * 41}
        response = as_ops.post(address(aggregated, "front/"), data)
        assert response.status_code == 422
        assert Highlight.objects.count() == 1

    def test_after_publishing_the_words_are_kept(self, aggregated: Week, as_ops: Client) -> None:
        stale = form(as_ops.get(address(aggregated)).content.decode(), "front/")
        published(aggregated.update, in_role(Role.PRODUCT_OPS))
        stale.fields |= {"title": "My headline"}
        response = as_ops.post(address(aggregated, "front/"), stale.fields)
        assert response.status_code == 409
        assert "My headline" in response.content.decode()


class TestNote:
    def test_is_marked_as_theirs(self, week: Week, as_ops: Client) -> None:
        page = form(as_ops.get(address(week)).content.decode(), "note/")
        page.fields["note"] = "Figures **checked**"
        response = as_ops.post(address(week, "areas/{}/note/"), page.fields)
        assert (response.status_code, response["Location"]) == (302, f"{address(week)}#{week.area.slug}")
        assert week.part.editor_note_html == "<p>Figures <strong>checked</strong></p>\n"
        assert week.part.editor_note_by == week.ops
        again = as_ops.post(address(week, "areas/{}/note/"), page.fields)
        assert (again.status_code, week.part.version) == (302, 2)

    def test_too_long_is_kept_at_its_area(self, week: Week, as_ops: Client) -> None:
        response = as_ops.post(address(week, "areas/{}/note/"), {"note": "x" * 601})
        html = response.content.decode()
        assert response.status_code == 422
        assert f'id="note-{week.area.slug}-error">At most 600' in html
        assert form(html, f"{week.area.slug}/note/").fields["note"] == "x" * 601
        assert week.part.editor_note == ""

    def test_on_a_further_page_the_area_is_shown(self, week: Week, as_ops: Client) -> None:
        areas = [area_with_pm(name=f"Z {number:02}") for number in range(45)]
        open_with(*areas)
        last = areas[-1].slug
        where = f"/weekly/{week.update.key}/areas/{last}/note/"
        assert form(as_ops.post(where, {"note": "x" * 601}).content.decode(), where).fields["note"] == "x" * 601
        assert as_ops.post(where, {"note": "x"})["Location"] == f"{address(week)}?page=2#{last}"

    def test_two_at_once_the_second_keeps_both(self, week: Week, as_ops: Client, clock: Clock) -> None:
        stale = form(as_ops.get(address(week)).content.decode(), "note/")
        note(area_update=week.part, text="Theirs", by=in_role(Role.PRODUCT_OPS), now=clock.at)
        stale.fields["note"] = "Mine"
        response = as_ops.post(address(week, "areas/{}/note/"), stale.fields)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Saved meanwhile: Theirs" in html
        shown = form(html, f"{week.area.slug}/note/")
        assert shown.fields["note"] == "Mine"
        assert week.part.editor_note == "Theirs"
        assert as_ops.post(address(week, "areas/{}/note/"), shown.fields).status_code == 302
        assert week.part.editor_note == "Mine"


def test_who_still_writes_does_not_keep_product_ops_from_publishing(
    aggregated: Week, as_ops: Client, clock: Clock
) -> None:
    """The desk shows no drafts, so a draft that changes is nothing that was not seen."""
    edit_front(
        update=aggregated.update,
        title="Search launched",
        lines=[],
        by=aggregated.ops,
        now=clock.at,
        seen_version=aggregated.update.version,
    )
    front = form(as_ops.get(address(aggregated)).content.decode(), "/front/")
    asked = as_ops.post(front.action, front.fields | {"then": "publication"}, follow=True)
    page = form(asked.content.decode(), "publication/")
    writer: Person = aggregated.areas[1].pm  # type: ignore[attr-defined]
    save_draft(
        area_update=part(aggregated.update, aggregated.areas[1]),
        draft=draft_of({"wins": ["Still writing"]}),
        by=writer,
        now=clock.at,
    )
    response = as_ops.post(address(aggregated, "publication/"), page.fields)
    assert (response.status_code, response["Location"]) == (302, address(aggregated, ""))


def test_publish_takes_along_what_is_typed(as_ops: Client, aggregated: Week) -> None:
    """Who writes the headline and presses "Publish…" is asked about that headline."""
    page = as_ops.get(address(aggregated)).content.decode()
    data = form(page, "/front/").fields | {"title": "Search launched", "then": "publication"}
    answer = as_ops.post(address(aggregated, "front/"), data, follow=True)
    assert "“Search launched” becomes the update" in answer.content.decode()
    seen = form(answer.content.decode(), "/publication/").fields
    answer = as_ops.post(address(aggregated, "publication/"), seen, follow=True)
    aggregated.update.refresh_from_db()
    assert aggregated.update.state == UpdateState.PUBLISHED


def test_publish_without_a_headline_asks_for_one_at_once(as_ops: Client, aggregated: Week) -> None:
    data = form(as_ops.get(address(aggregated)).content.decode(), "/front/").fields | {"then": "publication"}
    answer = as_ops.post(address(aggregated, "front/"), data)
    assert answer.status_code == 422
    assert "Give the update a headline" in answer.content.decode()


def test_publish_with_a_typed_headline_still_shows_what_came_in(as_ops: Client, aggregated: Week) -> None:
    """The front may be new; what an area said meanwhile was not seen, so it is not published."""
    page = as_ops.get(address(aggregated)).content.decode()
    submitted(aggregated.update, aggregated.areas[1], {"wins": ["Unseen"]})
    data = form(page, "/front/").fields | {"title": "Search launched", "then": "publication"}
    answer = as_ops.post(address(aggregated, "front/"), data, follow=True)
    answer = as_ops.post(address(aggregated, "publication/"), form(answer.content.decode(), "/publication/").fields)
    assert answer.status_code == 409
    aggregated.update.refresh_from_db()
    assert aggregated.update.state == UpdateState.AGGREGATED


def test_aggregating_again_takes_along_what_is_typed(as_ops: Client, aggregated: Week) -> None:
    page = as_ops.get(address(aggregated)).content.decode()
    data = form(page, "/front/").fields | {"title": "Search launched", "then": "aggregation"}
    assert as_ops.post(address(aggregated, "front/"), data).status_code == 302
    aggregated.update.refresh_from_db()
    assert aggregated.update.title == "Search launched"


def test_a_front_that_says_nothing_new_changes_nothing(as_ops: Client, aggregated: Week) -> None:
    page = as_ops.get(address(aggregated)).content.decode()
    version = aggregated.update.version
    as_ops.post(address(aggregated, "front/"), form(page, "/front/").fields)
    aggregated.update.refresh_from_db()
    assert aggregated.update.version == version
