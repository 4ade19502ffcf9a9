"""The finder: live and as a page, typing errors, what updates say, what is noted and what Product Ops sees of it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.models import Person
from productops.search.engine import Row, push
from productops.search.models import HandledLookup, Lookup
from productops.search.passages import Said, push_passages
from tests.factories import OrganisationFactory, in_role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
LIVE = {"HX-Request": "true", "HX-Target": "finder-results"}
MISSING = "/find/missing/"


@pytest.fixture(autouse=True)
def world() -> None:
    OrganisationFactory()
    push([Row(kind="area", key="payments", title="Payments", url="/areas/payments/", health="at_risk",
              sentence="Support is not ready")], now=NOW)  # fmt: skip
    push_passages("2026-W47", [Said("payments", "/w/", "Support needs macros", title="Payments")], at=NOW)


def client_of(*roles: Role) -> Client:
    return signed_in(in_role(*roles))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="productops.people.backends.PersonBackend")
    return client


@pytest.fixture
def reader() -> Client:
    return client_of(Role.STAKEHOLDER)


def test_another_spelling_is_said_and_can_be_refused(reader: Client) -> None:
    for headers in ({}, LIVE):
        html = reader.get("/find/?q=paymnets", headers=headers).text
        assert "Showing results for <b>payments</b>." in html
        assert 'href="/find/?q=paymnets&amp;exactly=1"' in html
        assert 'data-found="payments"' in html
        assert "1 place in updates says “payments”" in html
        assert 'href="/weekly/search/?q=payments"' in html
    exactly = reader.get("/find/?q=paymnets&exactly=1").text
    assert "Showing results" not in exactly
    assert "Nothing found for “paymnets”" in exactly


def test_what_is_only_said_leads_to_the_updates(reader: Client) -> None:
    html = reader.get("/find/?q=macros").text
    assert "Nothing is called “macros”." in html
    assert 'href="/weekly/search/?q=macros"' in html
    assert "1 place in updates says “macros”" in reader.get("/find/?q=marcos").text
    assert "data-nothing" not in html


def test_what_is_typed_stays_text(reader: Client) -> None:
    for path in ("/find/", "/palette/", "/weekly/search/"):
        html = reader.get(path, {"q": "<script>x</script>\"'"}).text
        assert "<script>x" not in html
        assert "&lt;script&gt;x" in html


def test_live_answers_ask_as_often_for_one_row_as_for_many(reader: Client) -> None:
    def asked(query: str) -> int:
        reader.get(f"/find/?q={query}", headers=LIVE)
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"/find/?q={query}", headers=LIVE)
        return len(queries)

    few = asked("payments")
    push([Row(kind="area", key=f"p{n}", title=f"Payments {n}", url=f"/areas/p{n}/") for n in range(40)], now=NOW)
    assert asked("payments") == few
    assert few <= 4


def test_nothing_found_is_told_by_a_button_or_by_the_script(reader: Client) -> None:
    page = reader.get("/find/?q=zeppelin").text
    assert "Tell Product Ops that this is missing" in page
    assert 'data-nothing="zeppelin"' in page
    assert not Lookup.objects.exists()  # looking changes nothing
    plain = reader.post("/find/lookups/", {"text": "Zeppelin"}, follow=True)
    assert plain.redirect_chain == [("/find/", 302)]
    assert "Product Ops sees that “Zeppelin” is missing." in plain.text
    quiet = reader.post("/find/lookups/", {"text": "zeppelin", "quiet": "1"})
    assert (quiet.status_code, quiet.content) == (204, b"")
    reader.post("/find/lookups/", {"text": "pay", "key": "payments", "quiet": "1"})
    reader.post("/find/lookups/", {})
    assert list(Lookup.objects.order_by("id").values_list("text", "key", "found")) == [
        ("zeppelin", "", False), ("pay", "payments", True),
    ]  # fmt: skip
    assert reader.get("/find/lookups/").status_code == 405


def test_product_ops_sees_how_many_and_handles_it() -> None:
    people = [in_role(Role.STAKEHOLDER) for _person in range(2)]
    for person in people:
        signed_in(person).post("/find/lookups/", {"text": "zeppelin"})
    ops = client_of(Role.PRODUCT_OPS)
    assert MISSING in ops.get("/find/").text
    html = ops.get(MISSING).text
    assert "zeppelin" in html
    assert "2 people · 2 times" in html
    assert not any(person.name in html for person in people)
    done = ops.post("/find/missing/handled/", {"text": "zeppelin"}, follow=True).text
    assert "“zeppelin” is handled." in done
    assert "Everybody found what they looked for" in done
    undo = f"/find/missing/handled/{HandledLookup.objects.get().pk}/undo/"
    assert undo in done
    for said in ("It is on the list again.", ""):  # the second time there is nothing to undo
        back = ops.post(undo, follow=True).text
        assert (said in back, "2 people" in back) == (True, True)
    assert ops.post("/find/missing/handled/", {"text": "!"}).status_code == 302
    assert not HandledLookup.objects.exists()


def test_nobody_else_sees_it(reader: Client) -> None:
    assert MISSING not in reader.get("/find/").text
    assert reader.get(MISSING).status_code == 403
    assert reader.post("/find/missing/handled/", {"text": "x"}).status_code == 403
    assert reader.post("/find/missing/handled/1/undo/").status_code == 403
    assert client_of(Role.PRODUCT_OPS).get("/find/missing/handled/").status_code == 405


def test_a_long_list_is_paged_and_asks_as_often(reader: Client) -> None:
    ops = client_of(Role.PRODUCT_OPS)
    counts = []
    for number in (1, 40):
        for n in range(number):
            reader.post("/find/lookups/", {"text": f"zeppelin {n}"})
        ops.get(MISSING)
        with CaptureQueriesContext(connection) as queries:
            html = ops.get(MISSING).text
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert html.count('name="text"') == 25
    assert "zeppelin" in ops.get(f"{MISSING}?page=2").text
