"""The pages of corrections: the PM's form, the desk of a published week, the revisions that everybody reads."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comms.models import Notice
from productops.editions.models import Edition
from productops.people.enums import Role
from rituals.actions.corrections import propose
from rituals.correcting import Wording, part_in, wording_of
from rituals.models import Correction
from tests.factories import in_role
from tests.factories.weekly import part, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.pages import Form, form

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "Queries fell to 8.6 %", "Queries fell to 6.8 %"
PREVIEW, PUBLISH = "revisions/preview/", "revisions/"


def address(week: Week, tail: str = "") -> str:
    return f"/weekly/{week.update.key}/{tail}"


@pytest.fixture
def read(week: Week, clock: Clock) -> Week:
    """Published: the first area said a wrong figure, the others nothing. It is the day after."""
    submitted(week.update, week.area, {"wins": [WRONG, "Shipped <it>"], "next": ["More"]})
    published(week.update, week.ops, title="Search launched")
    clock.at = week.update.publish_at
    week.update.refresh_from_db()
    return week


@pytest.fixture
def as_pm(read: Week, signed_in: SignedIn) -> Client:
    return signed_in(read.pm)


@pytest.fixture
def as_ops(read: Week, signed_in: SignedIn) -> Client:
    return signed_in(read.ops)


def own(week: Week) -> str:
    return address(week, f"areas/{week.area.slug}/correction/")


def opened(browser: Client, week: Week) -> Form:
    """The PM's form as it comes, with the health that the radio buttons say."""
    found = form(browser.get(own(week)).content.decode(), "/correction/")
    return Form(found.action, found.fields | {"health": "on_track"})


def corrected(browser: Client, week: Week, why: str = "It was 6.8 %.") -> Form:
    page = opened(browser, week)
    page.fields[page.having(WRONG)] = RIGHT
    page.fields["why"] = why
    return page


def proposal(week: Week, text: str = RIGHT) -> Correction:
    edition = week.update.edition
    assert edition is not None
    found = part_in(edition.content, week.area.slug)
    assert found is not None
    said = wording_of(found)
    first, *others = said.lines["wins"]
    lines = {**said.lines, "wins": (type(first)(first.id, text), *others)}
    wording = Wording("on_track", "", lines)
    return propose(
        area_update=part(week.update, week.area), wording=wording, why="It was 6.8 %.", seen=edition, seen_version=None,
        by=week.pm, now=week.update.publish_at,
    )  # fmt: skip


def text_of(html: str) -> str:
    """What the difference says, without the words for screen readers."""
    silent = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?(ins|del)\b)[^>]*>", "", silent))


class TestThePMs:
    def test_the_link_stands_at_her_area_alone(self, read: Week, as_pm: Client, signed_in: SignedIn) -> None:
        links = re.findall(r'href="([^"]*/correction/)"', as_pm.get(address(read)).content.decode())
        assert links == [own(read)]
        reader = signed_in(in_role(Role.STAKEHOLDER))
        assert "/correction/" not in reader.get(address(read)).content.decode()

    def test_the_published_text_is_in_the_fields(self, read: Week, as_pm: Client) -> None:
        page = opened(as_pm, read)
        assert page.texts("wins-") == [WRONG, "Shipped <it>"]
        assert page.fields["edition"] == str(read.update.edition_id)

    def test_the_difference_is_shown_and_nothing_stored(self, read: Week, as_pm: Client) -> None:
        page = corrected(as_pm, read)
        response = as_pm.post(f"{own(read)}preview/", page.fields)
        html = response.content.decode()
        assert response.status_code == 200
        assert "Queries fell to <del>8.6</del><ins>6.8</ins> %" in text_of(html)
        assert ">deleted: </span>" in html
        assert ">inserted: </span>" in html
        assert form(html, "/correction/").texts("wins-") == [RIGHT, "Shipped <it>"]
        assert not Correction.objects.exists()
        same = as_pm.post(f"{own(read)}preview/", opened(as_pm, read).fields).content.decode()
        assert "Nothing differs from what is published." in same

    def test_proposed_it_has_a_page(self, read: Week, as_pm: Client) -> None:
        response = as_pm.post(own(read), corrected(as_pm, read).fields)
        made = Correction.objects.get()
        assert (response.status_code, response["Location"]) == (302, made.get_absolute_url())
        html = as_pm.get(made.get_absolute_url()).content.decode()
        assert "<del>8.6</del><ins>6.8</ins>" in text_of(html)
        assert "Your proposed correction" in as_pm.get(address(read)).content.decode()
        again = opened(as_pm, read)
        assert (again.texts("wins-")[0], again.fields["why"], again.fields["version"]) == (RIGHT, "It was 6.8 %.", "1")

    def test_what_is_missing_is_said_at_its_field_and_the_text_kept(self, read: Week, as_pm: Client) -> None:
        response = as_pm.post(own(read), corrected(as_pm, read, why="").fields)
        html = response.content.decode()
        assert response.status_code == 422
        assert 'id="why-error"' in html
        assert form(html, "/correction/").texts("wins-")[0] == RIGHT

    def test_a_second_tab_is_told_and_keeps_its_text(self, read: Week, as_pm: Client) -> None:
        late = corrected(as_pm, read)
        proposal(read, "Said elsewhere")
        response = as_pm.post(own(read), late.fields)
        assert response.status_code == 409
        kept = form(response.content.decode(), "/correction/")
        assert (kept.texts("wins-")[0], kept.fields["version"]) == (RIGHT, "1")
        assert as_pm.post(own(read), kept.fields | {"health": "on_track"}).status_code == 302

    def test_withdrawn(self, read: Week, as_pm: Client) -> None:
        proposal(read)
        assert as_pm.post(f"{own(read)}withdrawal/").status_code == 302
        assert Correction.objects.get().state == "withdrawn"
        assert as_pm.post(f"{own(read)}withdrawal/").status_code == 409

    def test_a_missing_area_can_still_come_in(self, read: Week, signed_in: SignedIn) -> None:
        silent = read.areas[1]
        browser = signed_in(silent.pm)  # type: ignore[attr-defined]
        html = browser.get(address(read, f"areas/{silent.slug}/correction/")).content.decode()
        assert form(html, "/correction/").texts("wins-") == []

    @pytest.mark.parametrize("tail", ["", "preview/", "withdrawal/"])
    def test_others(self, read: Week, signed_in: SignedIn, as_ops: Client, tail: str) -> None:
        where = own(read) + tail
        assert as_ops.post(where).status_code == 403
        for person in (in_role(Role.STAKEHOLDER), read.areas[1].pm):  # type: ignore[attr-defined]
            assert signed_in(person).post(where).status_code == 404


class TestTheDesk:
    def desk(self, browser: Client, week: Week) -> Form:
        return form(browser.get(address(week, "desk/")).content.decode(), PREVIEW)

    def posted(self, page: Form, *corrections: Correction, **change: Any) -> dict[str, Any]:
        chosen = [f"{each.pk}.{each.version}" for each in corrections]
        return {"edition": page.fields["edition"], "title": page.fields["title"], "correction": chosen} | change

    def test_shows_proposals_with_their_difference(self, read: Week, as_ops: Client) -> None:
        made = proposal(read)
        html = as_ops.get(address(read, "desk/")).content.decode()
        assert f'value="{made.pk}.1" checked' in html
        assert "<del>8.6</del><ins>6.8</ins>" in text_of(html)
        assert "Read by 0 of " in html
        assert b"1 correction of week 48 is proposed" in as_ops.get("/").content

    def test_from_the_question_to_the_next_revision(self, read: Week, as_ops: Client, signed_in: SignedIn) -> None:
        made = proposal(read)
        page = self.desk(as_ops, read)
        response = as_ops.post(address(read, PREVIEW), self.posted(page, made, **{"front-risk": "Legal & co"}))
        html = response.content.decode()
        assert response.status_code == 200
        assert "Publish revision 2 of week 48?" in html
        assert "<ins>Legal &amp; co</ins>" in text_of(html)
        assert Edition.objects.count() == 1
        question = form(html, PUBLISH)
        assert (question.fields["note"], question.fields["front-risk"]) == ("It was 6.8 %.", "Legal & co")
        del question.fields["mail"]
        response = as_ops.post(address(read, PUBLISH), question.fields)
        assert (response.status_code, response["Location"]) == (302, address(read))
        html = signed_in(in_role(Role.STAKEHOLDER)).get(address(read)).content.decode()
        assert RIGHT in html
        assert "Legal &amp; co" in html
        assert re.search(r'class="corrected">Corrected <time.*</time>: It was 6\.8 %\.', html)
        assert address(read, "revisions/2/") in html
        assert Notice.objects.filter(kind="weekly_update").count() == 1

    def test_without_a_note_nothing_is_published(self, read: Week, as_ops: Client) -> None:
        page = self.desk(as_ops, read)
        response = as_ops.post(address(read, PUBLISH), self.posted(page, proposal(read), note=" ", mail="1"))
        html = response.content.decode()
        assert response.status_code == 422
        assert 'id="note-error"' in html
        assert 'name="mail" value="1" checked' in html
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize("tail", [PREVIEW, PUBLISH])
    def test_what_moved_is_shown_again_and_the_text_kept(self, read: Week, as_ops: Client, tail: str) -> None:
        made = proposal(read)
        data = self.posted(self.desk(as_ops, read), made, title="Another headline", note="x")
        Correction.objects.filter(pk=made.pk).update(version=2)
        response = as_ops.post(address(read, tail), data)
        assert response.status_code == 409
        kept = form(response.content.decode(), PREVIEW)
        assert kept.fields["title"] == "Another headline"
        assert f"{made.pk}.2" in response.content.decode()
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize("change", [{}, {"title": ""}, {"title": "x" * 161}, {"correction": ["1.x", "y"]}])
    def test_nothing_to_publish_is_said(self, read: Week, as_ops: Client, change: dict[str, Any]) -> None:
        page = self.desk(as_ops, read)
        data = self.posted(page) | {"front-shipped": [WRONG], "front-next": ["More"]} | change
        assert as_ops.post(address(read, PREVIEW), data).status_code == 422

    def test_declined_with_a_reason(self, read: Week, as_ops: Client, as_pm: Client) -> None:
        made = proposal(read)
        where = f"{made.get_absolute_url()}refusal/"
        assert as_pm.post(where).status_code == 403
        silent = as_ops.post(where, {"version": "1", "answer": ""})
        assert silent.status_code == 422
        assert 'id="answer-error"' in silent.content.decode()
        assert as_ops.post(where, {"version": "7", "answer": "No"}).status_code == 409
        assert as_ops.post(where, {"version": "1", "answer": "Data says <8.6>"})["Location"] == address(read, "desk/")
        html = as_pm.get(made.get_absolute_url()).content.decode()
        assert "Data says &lt;8.6&gt;" in html
        assert as_ops.post(where, {"version": "1", "answer": "No"}).status_code == 409

    def test_queries_stay_the_same(self, read: Week, as_ops: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                assert as_ops.get(address(read, "desk/")).status_code == 200
            return len(found)

        as_ops.get(address(read, "desk/"))
        none = queries()
        first = proposal(read)
        one = queries()
        for area in read.areas[1:]:
            Correction.objects.create(
                area_update=part(read.update, area), edition=first.edition, why="x", content=first.content,
                proposed_at=first.proposed_at, proposed_by=read.pm,
            )  # fmt: skip
        assert queries() == one <= none + 1


class TestRevisions:
    @pytest.fixture
    def twice(self, read: Week, as_ops: Client) -> Week:
        made = proposal(read)
        data = {
            "edition": read.update.edition_id,
            "title": "Search launched",
            "correction": f"{made.pk}.1",
            "note": "So",
        }
        assert as_ops.post(address(read, PUBLISH), data).status_code == 302
        return read

    def test_every_one_stays_readable(self, twice: Week, signed_in: SignedIn) -> None:
        reader = signed_in(in_role(Role.STAKEHOLDER))
        listed = reader.get(address(twice, "revisions/")).content.decode()
        assert [address(twice, f"revisions/{number}/") in listed for number in (1, 2, 3)] == [True, True, False]
        for edition in Edition.objects.all():
            assert edition.sha256 in listed
        first, second = (reader.get(address(twice, f"revisions/{number}/")).content.decode() for number in (1, 2))
        assert WRONG in first
        assert "<del>" not in first
        assert "This is not what holds now: revision 2 does." in first
        assert "<del>8.6</del><ins>6.8</ins>" in text_of(second)
        assert "This is not what holds now" not in second

    def test_filters_stay_on_their_revision(self, twice: Week, as_pm: Client) -> None:
        html = as_pm.get(address(twice, f"revisions/1/?area={twice.area.slug}")).content.decode()
        assert f'action="{address(twice, "revisions/1/")}"' in html
        assert WRONG in html

    def test_of_no_such_number(self, twice: Week, as_pm: Client) -> None:
        assert as_pm.get(address(twice, "revisions/3/")).status_code == 404
        assert as_pm.get("/weekly/2026-W50/revisions/").status_code == 404
