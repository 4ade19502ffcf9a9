"""The weekly update as Atom: what an independent feed reader finds, and when it is told that nothing is new."""

import io
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comms.actions import feeds as doors
from comms.actions import wishes
from comms.models import ChannelHealth, FeedAddress
from productops.editions.actions import Section, freeze
from productops.editions.models import Edition
from productops.editions.naming import open_name
from productops.people.models import Area, Person
from productops.text import clean_text
from tests.factories import AreaFactory, OrganisationFactory, PersonFactory
from tests.rituals.hostile import ODD, SCRIPTS, harm_in

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)
SAID = {
    "payments": "<p>Payouts <strong>work</strong></p>",
    "search": '<p>See <a class="ref" href="/areas/x/">x</a></p>',
}


def publish(
    key: str, at: datetime, said: Mapping[str, str] = SAID, *, title: str = "Search launched", note: str = ""
) -> Edition:
    """A week's edition, in two languages; said again, a correction of it."""
    by = Person.objects.first() or PersonFactory()
    sections = []
    for code in ("en", "pl"):
        front = Section(
            code, 0, "highlights", "Najważniejsze" if code == "pl" else "Highlights", "<ul><li>H</li></ul>", "H"
        )
        areas = [
            Section(code, place, slug, slug.title(), html, html, health="at_risk" if place == 1 else "")
            for place, (slug, html) in enumerate(said.items(), 1)
        ]
        sections += [front, *areas]
    return freeze(kind="weekly_update", key=key, title=title, content={}, sections=sections, by=by, now=at, note=note)


@pytest.fixture
def reader() -> Person:
    OrganisationFactory()
    person: Person = PersonFactory()
    return person


@pytest.fixture
def address(reader: Person) -> str:
    _row, token = doors.make_address(by=reader, now=FIRST)
    return f"/feeds/weekly/{token}.atom"


def get(address: str, **headers: str) -> Any:
    return Client().get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


def parsed(address: str) -> Any:
    response = get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content, sanitize_html=False)
    assert (found.bozo, found.version) == (0, "atom10")
    return found


def test_a_feed_reader_finds_the_weeks_newest_first(address: str) -> None:
    for week in range(30, 53):
        publish(f"2026-W{week}", FIRST + timedelta(days=week), title=f"Week {week} & <b>more</b>")
    found = parsed(address)
    assert (found.feed.title, found.feed.author, found.feed.language) == ("Meridian: weekly update", "Meridian", "en")
    assert [entry.title for entry in found.entries] == [f"Week {week} & <b>more</b>" for week in range(52, 32, -1)]
    newest = found.entries[0]
    assert newest.id == "tag:localhost,2026:weekly-update/2026-W52"
    assert newest.link == "http://localhost:8000/weekly/2026-W52/"
    assert (newest.summary, newest.summary_detail.type) == ("H", "text/plain")
    assert newest.published_parsed[:5] == newest.updated_parsed[:5] == (FIRST + timedelta(days=52)).timetuple()[:5]
    content = newest.content[0]
    assert content.type == "text/html"
    assert re.findall("<h2>(.*?)</h2>", content.value) == [
        "Highlights", "Payments <small>(At risk)</small>", "Search <small>(not confirmed by the PM)</small>",
    ]  # fmt: skip
    assert "Payouts <strong>work</strong>" in content.value
    assert 'href="http://localhost:8000/areas/x/"' in content.value


def test_a_correction_changes_when_and_what_but_not_which(address: str) -> None:
    publish("2026-W46", FIRST)
    before = parsed(address).entries[0]
    publish("2026-W46", FIRST + timedelta(days=2), {"payments": "<p>Right</p>"}, note="The date was wrong")
    (after,) = parsed(address).entries
    assert (after.id, after.published, after.link) == (before.id, before.published, before.link)
    assert after.updated_parsed[:3] == (2026, 11, 14)
    assert after.summary == "Corrected: The date was wrong\nH"
    assert "The date was wrong" in after.content[0].value
    assert "Right" in after.content[0].value


def test_it_holds_what_the_person_follows_in_her_language(address: str, reader: Person) -> None:
    publish("2026-W46", FIRST)
    areas = {slug: AreaFactory(slug=slug) for slug in ("search", "mobile")}
    reader.language = "pl"
    reader.save()
    wishes.follow(by=reader, all_areas=False, areas=areas.values(), now=FIRST)
    found = parsed(address)
    assert found.feed.language == "pl"
    headings = re.findall("<h2>(.*?)</h2>", found.entries[0].content[0].value)
    assert [heading.split(" <")[0] for heading in headings] == ["Najważniejsze", "Search"]


def test_of_a_very_large_update_it_holds_the_highlights_and_the_way_to_the_rest(address: str) -> None:
    publish("2026-W46", FIRST, {f"area-{n}": f"<p>{n}</p>" for n in range(61)})
    content = parsed(address).entries[0].content[0].value
    assert re.findall("<h2>(.*?)</h2>", content) == ["Highlights"]
    assert 'href="http://localhost:8000/weekly/2026-W46/"' in content


def test_asked_again_it_says_that_nothing_is_new_with_one_query(address: str) -> None:
    publish("2026-W46", FIRST)
    first = get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Last-Modified"] == "Thu, 12 Nov 2026 15:00:00 GMT"
    assert not first.cookies
    with CaptureQueriesContext(connection) as queries:
        again = get(address, If_None_Match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"], len(queries)) == (304, b"", first["ETag"], 1)
    assert get(address, If_None_Match=f'"other", W/{first["ETag"]}').status_code == 304
    assert get(address, If_None_Match='"other"').content == first.content
    assert get(address, If_Modified_Since=first["Last-Modified"]).status_code == 304
    assert get(address, If_Modified_Since="Thu, 12 Nov 2026 14:59:59 GMT").status_code == 200
    assert Client().head(address).status_code == 200


def test_whatever_changes_the_document_changes_its_etag(address: str, reader: Person) -> None:
    area: Area = AreaFactory(slug="search")
    asked = PersonFactory(name="Lena Brandt")
    publish("2026-W46", FIRST, {"payments": f"<p>{open_name(asked.pk)} decides</p>"})
    seen, documents = set(), set()

    def changed() -> None:
        response = get(address)
        seen.add(response["ETag"])
        documents.add(response.content)

    changed()
    assert b"Lena Brandt decides" in documents.copy().pop()
    Person.objects.filter(pk=asked.pk).update(name="Former colleague")
    changed()
    publish("2026-W46", FIRST, {"payments": "<p>No</p>", "search": "<p>s</p>"}, note="Corrected")
    changed()
    publish("2026-W47", FIRST + timedelta(days=7))
    changed()
    wishes.follow(by=reader, all_areas=False, areas=[area], now=FIRST)
    changed()
    Person.objects.filter(pk=reader.pk).update(language="pl")
    changed()
    assert (len(seen), len(documents)) == (6, 6)
    changed()
    assert (len(seen), len(documents)) == (6, 6)


def test_an_empty_feed_is_one(address: str) -> None:
    found = parsed(address)
    assert (found.entries, found.feed.updated_parsed[:3]) == ([], (2026, 11, 12))
    assert get(address, If_None_Match=get(address)["ETag"]).status_code == 304


def test_revoked_or_of_somebody_who_left_it_is_gone(address: str, reader: Person) -> None:
    assert get("/feeds/weekly/forged.atom").status_code == 404
    Person.objects.filter(pk=reader.pk).update(is_active=False, deactivated_at=FIRST)
    assert get(address).status_code == 410
    Person.objects.filter(pk=reader.pk).update(is_active=True, deactivated_at=None)
    assert get(address).status_code == 200
    doors.revoke(address=FeedAddress.objects.get(), by=reader, now=FIRST)
    gone = get(address, If_None_Match="*")
    assert (gone.status_code, gone.content) == (410, b"This address was revoked.\n")


def test_that_it_was_asked_is_remembered_once_an_hour(address: str, monkeypatch: Any) -> None:
    moment = FIRST
    monkeypatch.setattr(timezone, "now", lambda: moment)
    times = []
    for minutes in (0, 10, 59, 61):
        moment = FIRST + timedelta(minutes=minutes)
        get(address)
        times.append(FeedAddress.objects.get().last_polled_at)
    assert times == [FIRST, FIRST, FIRST, moment]
    assert ChannelHealth.objects.get(name="atom").last_ok_at == moment


def test_nothing_that_was_written_breaks_it_or_lives_in_it(address: str, reader: Person) -> None:
    """Also what got into the database in other ways than through our forms."""
    from productops.markdown import bullet_html

    odd = [text for text in ODD if "\x00" not in text and len(text) < 5000]
    said = {f"a{n}": f"<p>{bullet_html(text)}</p>" for n, text in enumerate([*SCRIPTS, *odd][:60])}
    said["a0"] += "\x0b\x1f\ufffe ]]> &nbsp;"
    reader.name = "x"
    publish("2026-W46", FIRST, said, title="\x0bTitle\x0c ]]> <script>")
    publish("2026-W47", FIRST, SAID, title="T")
    publish("2026-W47", FIRST, SAID, title="T", note="</summary>\x0b<script>alert(1)</script>")
    content = get(address).content
    ElementTree.fromstring(content)
    found = parsed(address)
    assert found.entries[1].title == "Title ]]> <script>"
    assert found.entries[0].summary.startswith("Corrected: </summary><script>alert(1)</script>")
    assert [harm for entry in found.entries for harm in harm_in(entry.content[0].value)] == []
    assert clean_text(content.decode()) == content.decode()


def test_the_token_is_nowhere_but_in_the_hands_of_its_owner(address: str) -> None:
    token = address.rpartition("/")[2].removesuffix(".atom")
    row = FeedAddress.objects.get()
    assert (len(token), row.prefix, token in str(vars(row))) == (43, token[:6], False)
    handler: Any = next(each for each in logging.getLogger().handlers if each.name == "stderr")
    logging.getLogger("django.request").setLevel(logging.NOTSET)  # another test may have silenced it
    written, before = io.StringIO(), handler.stream
    handler.setStream(written)
    try:
        assert Client().post(address).status_code == 405
        assert get(address.replace(".atom", "x.atom")).status_code == 404
    finally:
        handler.setStream(before)
    log = written.getvalue()
    assert log.count("/feeds/weekly/…") == 2
    assert token[6:] not in log
    assert token.encode() not in get(address).content
