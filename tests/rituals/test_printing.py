"""The PDF says what the page says, line by line, in both languages, whatever people wrote."""

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from productops.editions import pdf
from productops.editions.actions import Section, freeze
from productops.editions.models import Edition
from productops.people.enums import Role
from productops.people.models import Area, Person
from productops.text import clean_text
from rituals.actions.area_updates import excuse, note
from rituals.models import WeeklyUpdate
from rituals.printing import document_of, facts_of, names_in
from tests.factories import in_role
from tests.factories.weekly import MONDAY, WEEK, open_with, part, published, submitted
from tests.rituals.conftest import Clock, SignedIn, Week
from tests.rituals.hostile import SCRIPTS
from tests.rituals.paper import lines_of, squeezed, text_of

pytestmark = pytest.mark.django_db


def printed(edition: Edition, language: str = "en") -> bytes:
    return pdf.printed(document_of(edition, language), on_page=lambda page: None)


def edition_of(week: Week) -> Edition:
    return Edition.objects.get(key=week.update.key)


@pytest.fixture
def told(week: Week, clock: Clock) -> Week:
    """The week after one that was published: everything an article can say, in Polish letters too."""
    first, second, third = week.areas
    Area.objects.filter(pk=first.pk).update(name="Płatności i gęś")
    Person.objects.filter(pk=week.pm.pk).update(name="Łucja Źdźbło")
    wins = ["Zażółć **gęślą** jaźń", "See `code` and [a link](https://x.example/a)"]
    risks = [f"Waits for #{second.slug}"]
    submitted(week.update, first, {"wins": wins, "risks": risks}, "at_risk", "Legal ‘reads’ – still")
    submitted(week.update, second, {"next": ["Order approvals", "Line " + "long " * 90]}, "off_track", "The server")
    submitted(week.update, third, {"next": ["What the third area planned"]})
    published(week.update, week.ops)
    clock.at += timedelta(days=7)
    later = open_with(now=MONDAY + timedelta(days=7), week=WEEK.next())
    submitted(
        later,
        first,
        {
            "wins": [
                f"Win number {number}, told at some length so that it fills its line and more, and then some more"
                for number in range(30)
            ]
        },
    )
    excuse(area_update=part(later, second), reason="On leave – Zürich", by=second.pm, now=clock.at)  # type: ignore[attr-defined]
    note(area_update=part(later, first), text="Note of the *editor*:\n\n- one\n- two", by=week.ops, now=clock.at)
    published(later, week.ops, title="Wielkie ogłoszenie: “Ledger”")
    week.update = later
    return week


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_line_of_the_page_is_on_paper_in_its_order(told: Week, signed_in: SignedIn, language: str) -> None:
    html = signed_in(in_role(Role.STAKEHOLDER, language=language)).get(f"/weekly/{told.update.key}/").content.decode()
    lines, paper = lines_of(html), text_of(printed(edition_of(told), language))
    assert len(lines) > 45
    assert [line for line in lines if line not in paper] == []
    place = 0
    for line in lines:
        place = paper.index(line, place)
    assert squeezed("Wielkie ogłoszenie: “Ledger”") in paper


def test_what_it_says_about_itself(told: Week) -> None:
    reader = PdfReader(io.BytesIO(printed(edition_of(told), "pl")))
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Wielkie ogłoszenie: “Ledger” · ")
    assert (reader.metadata.author, reader.trailer["/Root"]["/Lang"]) == ("Meridian", "pl")  # type: ignore[index]
    outline: Any = reader.outline
    assert [each.title for each in outline][1:] == [area["name"] for area in edition_of(told).content["areas"]]
    number = len(reader.pages)
    assert number > 1
    assert [f"{n} / {number}" in page.extract_text() for n, page in enumerate(reader.pages, 1)] == [True] * number
    links = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    assert f"http://localhost:8000/areas/{told.area.slug}/" in links


def test_a_correction_says_so(told: Week, clock: Clock) -> None:
    first = edition_of(told)
    columns = ("language", "position", "key", "title", "html", "text", "health", "owner_id")
    sections = [Section(**row) for row in first.sections.values(*columns)]
    second = freeze(
        kind=first.kind, key=first.key, title=first.title, content=first.content, sections=sections, by=told.ops,
        now=clock.at, note="The date of the launch was wrong",
    )  # fmt: skip
    WeeklyUpdate.objects.filter(pk=told.update.pk).update(edition=second)
    text = text_of(printed(second))
    assert squeezed("Corrected: The date of the launch was wrong") in text
    assert squeezed("revision 2") in text
    assert "revision" not in text_of(printed(first))


def test_names_are_todays(told: Week) -> None:
    edition = edition_of(told)
    before = facts_of(names_in(edition))
    assert document_of(edition, "en").facts == before
    Person.objects.filter(pk=told.pm.pk).update(name="Somebody erased")
    document = document_of(edition, "pl")
    assert "Łucja" not in document.html
    assert "Somebody erased" in document.html
    assert document.facts == facts_of(names_in(edition)) != before


def test_hostile_text_is_text(week: Week, clock: Clock) -> None:
    """Everything that tries to act stands there as words, and the document loads and runs nothing."""
    # As a form leaves them; and in a document with fullwidth letters pypdf cannot read the others any more.
    texts = [clean_text(text) for text in SCRIPTS if "\uff1c" not in text]
    for turn, area in enumerate(week.areas):
        Area.objects.filter(pk=area.pk).update(name=texts[turn][:60])
        submitted(week.update, area, {"wins": texts[turn::6], "risks": texts[turn + 3 :: 6]}, "at_risk", texts[turn])
    published(week.update, week.ops, title=texts[3])
    content = printed(edition_of(week))
    reader = PdfReader(io.BytesIO(content))
    text = text_of(content)
    for piece in ("<script>alert(1)</script>", "{{request.user.password}}", "onerror=alert(1)", "<iframesrc="):
        assert piece in text
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm", b"/EmbeddedFile", b"/URI (javascript:"):
        assert word not in content
    addresses = {
        str(note.get_object()["/A"]["/URI"]).partition(":")[0]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    }
    assert addresses <= {"http", "https", "mailto"}
