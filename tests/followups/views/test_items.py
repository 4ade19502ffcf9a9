"""The list with its filters, one item's page, and its buttons, plainly and by htmx."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.followups.actions.doing import finish
from productops.followups.enums import ActionState
from productops.followups.models import ActionItem
from productops.people.models import Person
from tests.factories import PersonFactory
from tests.followups.conftest import FRIDAY, Asking
from tests.page_forms import forms_of

SignedIn = Callable[[Person], Client]
MINE, LATE, OTHERS, DONE = "Write the macros", "Book the dry run", "Check the terms", "Order the phones"


@pytest.fixture
def items(asking: Asking) -> dict[str, ActionItem]:
    """Lena has one that is due and one that is late; somebody else has one; and one is done."""
    made = asking.ensure(
        asking.ask(MINE),
        asking.ask(LATE, by=date(2026, 11, 20), source="bullet:2"),
        asking.ask(OTHERS, of=asking.pm, source="bullet:3"),
        asking.ask(DONE, source="bullet:4"),
    )
    finish(item=made[3], by=asking.lena, now=asking.now)
    return {item.what: item for item in made}


def form_at(client: Client, address: str) -> dict[str, str]:
    """What the page's own form holds."""
    forms = forms_of(client.get(address).content.decode(), address)
    return dict(next(form for form in forms if form.action == address).values)


def shown(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/actions/{query}").content.decode()
    found = [(html.find(f">{what}</a>"), what) for what in (MINE, LATE, OTHERS, DONE)]
    return [what for place, what in sorted(found) if place >= 0]


def test_filters(asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn) -> None:
    lena, pm = signed_in(asking.lena), signed_in(asking.pm)
    assert shown(lena) == [LATE, MINE]
    assert shown(lena, "?show=overdue") == [LATE]
    assert shown(lena, "?show=done") == [DONE]
    assert shown(lena, "?show=asked") == []
    assert shown(lena, "?show=review") == shown(lena, "?area=payments") == [LATE, MINE, OTHERS]
    assert shown(lena, "?area=elsewhere") == shown(lena, "?show=mine&area=elsewhere") == []
    assert shown(lena, "?show=nonsense") == [LATE, MINE]
    assert shown(pm, "?show=asked") == [LATE, MINE, OTHERS]


@pytest.mark.parametrize("show", ["mine", "asked", "open", "overdue", "review", "done"])
def test_nothing_there_says_what_to_do(asking: Asking, signed_in: SignedIn, show: str) -> None:
    assert 'class="empty"' in signed_in(asking.lena).get(f"/actions/?show={show}").content.decode()


def test_as_many_queries_for_many(asking: Asking, signed_in: SignedIn) -> None:
    lena = signed_in(asking.lena)
    asking.ensure(asking.ask())
    lena.get("/actions/")
    with CaptureQueriesContext(connection) as one:
        lena.get("/actions/?show=open")
    asking.ensure(*(asking.ask(of=PersonFactory(), source=f"bullet:{n}") for n in range(12)), asking.ask(source="b:1"))
    with CaptureQueriesContext(connection) as many:
        assert lena.get("/actions/?show=open").content.decode().count('<tr id="action-') == 13
    assert len(many) == len(one) < 9


class TestDone:
    def test_plainly_with_a_way_back(self, asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn) -> None:
        lena, pk = signed_in(asking.lena), items[MINE].pk
        response = lena.post(f"/actions/{pk}/completion/")
        assert (response.status_code, response["Location"]) == (302, f"/actions/{pk}/")
        html = lena.get(f"/actions/{pk}/").content.decode()
        assert f'action="/actions/{pk}/reopening/"' in html
        assert "Done: Write the macros" in html
        assert lena.post(f"/actions/{pk}/reopening/")["Location"] == f"/actions/{pk}/"
        items[MINE].refresh_from_db()
        assert items[MINE].state == ActionState.OPEN

    def test_in_the_list(self, asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn) -> None:
        lena, pk = signed_in(asking.lena), items[MINE].pk
        headers = {"HX-Request": "true", "HX-Target": f"action-{pk}"}
        for _time in range(2):
            html = lena.post(f"/actions/{pk}/completion/?show=mine", headers=headers).content.decode()
            assert f'<tr id="action-{pk}">' in html
            assert "<html" not in html
            assert 'hx-swap-oob="innerHTML"' in html
        assert f'action="/actions/{pk}/reopening/?show=mine"' in html
        response = lena.post(f"/actions/{pk}/reopening/?show=overdue&area=payments")
        assert response["Location"] == "/actions/?show=overdue&area=payments"
        assert shown(lena) == [LATE, MINE]

    def test_cancelled_meanwhile(self, asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn) -> None:
        lena, pk = signed_in(asking.lena), items[MINE].pk
        asking.ensure()
        assert lena.post(f"/actions/{pk}/completion/").status_code == 409
        response = lena.post(f"/actions/{pk}/completion/", headers={"HX-Request": "true", "HX-Target": f"action-{pk}"})
        assert response.status_code == 409
        assert "not needed any more" in response.content.decode()

    def test_only_who_may(self, asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn) -> None:
        stranger, pk = signed_in(PersonFactory()), items[MINE].pk
        assert stranger.post(f"/actions/{pk}/completion/").status_code == 403
        assert "/completion/" not in stranger.get("/actions/?show=open").content.decode()
        assert stranger.post("/actions/1234567/completion/").status_code == 404


class TestChanging:
    def test_handed_over(self, asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn) -> None:
        lena, address = signed_in(asking.lena), f"/actions/{items[MINE].pk}/handover/"
        PersonFactory(name="Ola Nowak", email="ola@example.org")
        form = form_at(lena, address)
        assert "Ola Nowak (ola@example.org)" in lena.get(address).content.decode()
        response = lena.post(address, form | {"person": "Nobody Known", "reason": ""})
        assert response.status_code == 422
        assert "Nobody active is called “Nobody Known”." in response.content.decode()
        response = lena.post(address, form | {"person": "ola nowak", "reason": " on\nleave "})
        assert response["Location"] == f"/actions/{items[MINE].pk}/"
        html = signed_in(asking.pm).get(response["Location"]).content.decode()
        assert "handed it over: Lena Brandt → Ola Nowak" in html
        assert "on leave" in html
        assert lena.get(address).status_code == 403

    def test_moved(self, asking: Asking, items: dict[str, ActionItem], signed_in: SignedIn, now: datetime) -> None:
        lena, address = signed_in(asking.lena), f"/actions/{items[MINE].pk}/date/"
        form = form_at(lena, address)
        assert form["due_on"] == FRIDAY.isoformat()
        later = (FRIDAY + timedelta(days=7)).isoformat()
        assert lena.post(address, form | {"due_on": "fri"}).status_code == 422
        response = lena.post(address, form | {"due_on": later, "reason": "ill"})
        assert response["Location"] == f"/actions/{items[MINE].pk}/"
        html = lena.get("/actions/").content.decode()
        assert "first asked for" in html
        stale = lena.post(address, form | {"due_on": (FRIDAY + timedelta(days=9)).isoformat(), "reason": "more"})
        assert stale.status_code == 409
        assert "Save mine all the same" in stale.content.decode()
