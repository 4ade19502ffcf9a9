"""The palette: places, what one may do, what there is; as dialog and as page; never more than may be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from tests.factories import in_role
from tests.factories.weekly import MONDAY, a_week

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true", "HX-Target": "palette-results"}


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(days=2))


def asked(client: Client, q: str = "", **headers: str) -> str:
    response = client.get("/palette/", {"q": q} if q else {}, headers=headers)
    assert response.status_code == 200
    return response.text


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="productops.people.backends.PersonBackend")  # type: ignore[arg-type]
    return client


def test_everybody_is_offered_what_she_may_do_and_nothing_else() -> None:
    update, areas, ops = a_week()
    part = f'href="/weekly/{update.key}/areas/{areas[0].slug}/"'
    desk = f'href="/weekly/{update.key}/desk/"'
    rights = {part: "pm", desk: "ops", 'href="/people/invite/"': "admin", 'href="/areas/new/"': "admin",
              'href="/find/missing/"': "ops", 'href="/subscriptions/"': None}  # fmt: skip
    rights.pop('href="/subscriptions/"')
    people = {"pm": areas[0].pm, "ops": ops, "admin": in_role(Role.ADMIN), "reader": in_role(Role.STAKEHOLDER)}  # type: ignore[attr-defined]
    for name, person in people.items():
        html = asked(client_of(person), **LIVE)
        assert {address for address in rights if address in html} == {
            address for address, who in rights.items() if who == name
        }
        assert 'href="/comms/subscriptions/"' in html
        assert 'formaction="/sign-out/"' in html


def test_things_are_found_and_a_command_that_begins_so_comes_first() -> None:
    update, areas, _ops = a_week()
    area = areas[0]
    area.name = "Payments"
    area.save()
    from productops.people.search import push_areas

    push_areas([area], now=MONDAY)
    pm = client_of(area.pm)  # type: ignore[attr-defined]
    for q in ("payments", "paymnets"):
        html = asked(pm, q, **LIVE)
        assert html.index(f'href="/areas/{area.slug}/"') < html.index(f"/weekly/{update.key}/areas/{area.slug}/")
    assert "Showing results for <b>payments</b>" in html
    html = asked(pm, "write pay", **LIVE)
    assert f'href="/weekly/{update.key}/areas/{area.slug}/"' in html
    html = asked(pm, "areas", **LIVE)
    assert html.index('href="/areas/"') < html.index("Status of")


def test_the_page_and_the_dialog_answer_alike() -> None:
    person = in_role(Role.STAKEHOLDER)
    client = client_of(person)
    page, live = asked(client, "dark"), asked(client, "dark", **LIVE)
    assert "<h1>" in page
    assert "<h1>" not in live
    for html in (page, live):
        assert 'form="palette-do" formaction="/theme/" name="theme" value="dark"' in html
    assert 'role="option"' in live
    assert 'role="option"' not in page.partition('<div class="palette-page">')[2]
    assert "Nothing found for “zeppelin”." in asked(client, "zeppelin", **LIVE)


def test_as_many_queries_whatever_is_found() -> None:
    _update, areas, _ops = a_week(1)
    client = client_of(areas[0].pm)  # type: ignore[attr-defined]

    def number() -> int:
        asked(client, "area", **LIVE)
        with CaptureQueriesContext(connection) as queries:
            asked(client, "area", **LIVE)
        return len(queries)

    few = number()
    a_week_more(40)
    assert number() == few


def a_week_more(count: int) -> None:
    from productops.people.search import push_areas
    from tests.factories import area_with_pm

    push_areas([area_with_pm() for _area in range(count)], now=MONDAY)
