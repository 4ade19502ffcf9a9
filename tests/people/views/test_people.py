"""Pages about people."""

import json
import re
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from productops import paging
from productops.audit.models import DomainEvent
from productops.people import tokens
from productops.people.enums import Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.signals import mail_wanted
from tests.factories import PersonFactory, in_role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails() -> Any:
    heard: list[tuple[str, Person]] = []

    def hear(kind: str, person: Person, **_kwargs: Any) -> None:
        heard.append((kind, person))

    mail_wanted.connect(hear)
    yield heard
    mail_wanted.disconnect(hear)


def names_on(client: Client, query: str) -> list[str]:
    page = client.get(f"/people/{query}")
    assert page.status_code == 200
    return re.findall(r'<th scope="row"><a class="person[^>]*><i[^>]*>\w+</i>([^<]+)', page.content.decode())


class TestList:
    def test_is_found_without_accents_by_name_role_function_and_state(self, as_admin: Client) -> None:
        support = Function.objects.get(slug="support")
        in_role(Role.EXECUTIVE, name="Łucja Żak")
        PersonFactory(name="Piotr Nowak", function=support)
        PersonFactory(name="Gone Before", is_active=False, deactivated_at=timezone.now())
        PersonFactory(name="Not In", invited_at=timezone.now())
        assert names_on(as_admin, "?q=zak+lucja") == ["Łucja Żak"]
        assert names_on(as_admin, "?q=ŁUC") == ["Łucja Żak"]
        assert names_on(as_admin, "?function=support") == ["Piotr Nowak"]
        assert names_on(as_admin, "?role=executive") == ["Łucja Żak"]
        assert names_on(as_admin, "?state=inactive") == ["Gone Before"]
        assert names_on(as_admin, "?state=invited") == ["Not In"]
        assert names_on(as_admin, "?q=nobody-of-that-name") == []

    @pytest.mark.parametrize(
        "query", ["?q=%00", "?page=x", "?page=-1", "?page=99999999999", "?role=x'--", "?q=%25_%5C"]
    )
    def test_odd_questions_are_answered(self, as_admin: Client, query: str) -> None:
        assert as_admin.get(f"/people/{query}").status_code == 200

    def test_queries_stay_the_same(self, as_admin: Client, payments: Area) -> None:
        as_admin.get("/people/")
        with CaptureQueriesContext(connection) as few:
            as_admin.get("/people/")
        for _each in range(30):
            in_role(Role.PM, Role.STAKEHOLDER, function=Function.objects.first())
        with CaptureQueriesContext(connection) as many:
            as_admin.get("/people/")
        assert len(many) == len(few)
        assert len(names_on(as_admin, "")) == 25

    def test_beyond_what_is_counted_it_says_so(self, as_admin: Client, payments: Area) -> None:
        for _each in range(30):
            PersonFactory()
        with mock.patch.object(paging, "MOST", 25):
            page = as_admin.get("/people/").content.decode()
        assert "More than 25 people" in page
        assert "1 – 25 of more than 25" in page
        assert 'rel="next"' in page

    def test_a_row_says_roles_areas_and_whether_one_is_there_yet(self, as_reader: Client, payments: Area) -> None:
        contact = PersonFactory(name="Ada Contact", invited_at=timezone.now())
        AreaRole.objects.create(
            area=payments,
            person=contact,
            kind="contact",
            function=Function.objects.get(slug="support"),
            starts_on="2020-01-01",
        )
        gone = PersonFactory(name="Ada Gone", is_active=False, deactivated_at=timezone.now(), invited_at=timezone.now())
        rows = re.findall(
            r"<tr>\s*<th scope=.row.>.*?</tr>", as_reader.get("/people/?q=ada&state=all").content.decode(), re.S
        )
        assert [f"/people/{who.pk}/" in row for who, row in zip([contact, gone], rows, strict=True)] == [True, True]
        assert ">Invited<" in rows[0]
        assert "contact of Support" in rows[0]
        assert f'href="/areas/{payments.slug}/"' in rows[0]
        assert ">Deactivated<" in rows[1]
        assert "person--away" in rows[1]

    def test_only_who_may_invite_is_offered_it(self, as_admin: Client, as_reader: Client) -> None:
        assert b"/people/invite/" in as_admin.get("/people/").content
        assert b"/people/invite/" not in as_reader.get("/people/").content


class TestPerson:
    def test_shows_areas_with_dates_and_history_to_whom_it_concerns(
        self, as_admin: Client, as_reader: Client, payments: Area
    ) -> None:
        pm = payments.pm  # type: ignore[attr-defined]
        pm.title = "PM, Payments"
        pm.save()
        mine = as_admin.get(f"/people/{pm.pk}/").content.decode()
        assert "Payments" in mine
        assert "since" in mine
        assert "PM, Payments" in mine
        assert "Title: nothing → PM, Payments" in mine
        other = as_reader.get(f"/people/{pm.pk}/").content.decode()
        assert "Title: nothing" not in other
        assert "Download data" not in other

    def test_missing_is_404(self, as_reader: Client) -> None:
        assert as_reader.get("/people/99999/").status_code == 404
        assert as_reader.get(f"/people/{10**25}/").status_code == 404

    def test_needs_sign_in(self, client: Client, reader: Person) -> None:
        assert client.get(f"/people/{reader.pk}/")["Location"] == f"/sign-in/?next=/people/{reader.pk}/"
        told = client.get(f"/people/{reader.pk}/", headers={"HX-Request": "true"})
        assert (told.status_code, "HX-Redirect" in told.headers) == (204, True)


class TestInvitation:
    FACTS = {"name": "Noor Haddad", "email": "Noor@Example.org", "title": "Researcher", "roles": ["pm"]}

    def test_admin_invites_person_chooses_a_password(
        self, as_admin: Client, client: Client, admin: Person, mails: list[Any]
    ) -> None:
        assert as_admin.get("/people/invite/").status_code == 200
        response = as_admin.post("/people/invite/", self.FACTS)
        noor = Person.objects.get(email="noor@example.org")
        assert response["Location"] == f"/people/{noor.pk}/"
        assert mails == [("invitation", noor)]
        assert list(noor.groups.values_list("name", flat=True)) == ["pm"]
        assert not noor.has_usable_password()
        path = tokens.invitation_path(noor, timezone.now())
        for _scan in range(2):
            assert client.get(path).status_code == 200
        assert "_auth_user_id" not in client.session
        short = client.post(path, {"password": "short"})
        assert short.status_code == 422
        assert client.post(path, {"password": PASSWORD}).status_code == 302
        assert client.session["_auth_user_id"] == str(noor.pk)
        assert Client().get(path).status_code == 410
        assert Client().post(path, {"password": PASSWORD}).status_code == 410
        events = DomainEvent.objects.filter(object_type="people.person", object_id=str(noor.pk)).order_by("id")
        assert [event.name for event in events] == ["person.invited", "roles.changed", "invitation.accepted"]

    def test_address_in_use_is_said_at_the_field(self, as_admin: Client, reader: Person) -> None:
        response = as_admin.post("/people/invite/", self.FACTS | {"email": "AINO@example.org"})
        assert response.status_code == 422
        assert b"Aino Rask has this address already." in response.content
        assert b"Noor Haddad" in response.content

    def test_once_more(self, as_admin: Client, reader: Person, mails: list[Any]) -> None:
        noor = PersonFactory(name="Noor", invited_at=timezone.now())
        noor.set_unusable_password()
        noor.save()
        assert as_admin.get(f"/people/{noor.pk}/invitation/").status_code == 405
        as_admin.post(f"/people/{noor.pk}/invitation/")
        as_admin.post(f"/people/{reader.pk}/invitation/")
        assert mails == [("invitation", noor)]

    def test_only_admins(self, as_pm: Client, as_reader: Client, admin: Person) -> None:
        for somebody in (as_pm, as_reader):
            assert somebody.get("/people/invite/").status_code == 403
            assert somebody.post("/people/invite/", self.FACTS).status_code == 403
        assert not Person.objects.filter(email__iexact="noor@example.org").exists()


class TestChanging:
    def facts(self, person: Person, **more: Any) -> dict[str, Any]:
        return {"name": person.name, "email": person.email, "version": person.version, "title": ""} | more

    def test_admin_edits(self, as_admin: Client, reader: Person) -> None:
        address = f"/people/{reader.pk}/edit/"
        assert as_admin.get(address).status_code == 200
        assert as_admin.post(address, self.facts(reader, name="Aino  Räsk")).status_code == 302
        reader.refresh_from_db()
        assert (reader.name, reader.version) == ("Aino Räsk", 2)

    def test_second_writer_sees_what_changed_keeps_the_text_and_may_insist(
        self, as_admin: Client, reader: Person
    ) -> None:
        address = f"/people/{reader.pk}/edit/"
        as_admin.post(address, self.facts(reader, title="Sales lead"))
        late = as_admin.post(address, self.facts(reader, name="Aino R."))
        assert late.status_code == 409
        said = late.content.decode()
        assert "Title: nothing → Sales lead" in said
        assert 'value="Aino R."' in said
        assert 'name="version" value="2"' in said
        assert as_admin.post(address, self.facts(reader, name="Aino R.", version=2)).status_code == 302

    def test_not_for_others(self, as_reader: Client, reader: Person, admin: Person) -> None:
        for page in ("edit", "roles", "deactivation", "erasure"):
            assert as_reader.get(f"/people/{reader.pk}/{page}/").status_code == 403
            assert as_reader.post(f"/people/{reader.pk}/{page}/", {"roles": ["admin"]}).status_code == 403
        for page in ("invitation", "reactivation"):
            assert as_reader.post(f"/people/{reader.pk}/{page}/").status_code == 403

    def test_roles(self, as_admin: Client, admin: Person, reader: Person) -> None:
        address = f"/people/{reader.pk}/roles/"
        assert as_admin.get(address).status_code == 200
        assert as_admin.post(address, {"roles": ["pm", "executive"]}).status_code == 302
        assert sorted(reader.groups.values_list("name", flat=True)) == ["executive", "pm"]
        assert as_admin.post(address, {}).status_code == 302
        assert not reader.groups.exists()
        assert as_admin.post(address, {"roles": ["emperor"]}).status_code == 422
        refused = as_admin.post(f"/people/{admin.pk}/roles/", {"roles": ["pm"]})
        assert refused.status_code == 422
        assert b"only admin" in refused.content

    def test_extra_fields_are_ignored(self, as_admin: Client, reader: Person) -> None:
        more = {"is_superuser": "1", "is_active": "", "password": "x", "groups": "1", "pk": "1"}
        assert as_admin.post(f"/people/{reader.pk}/edit/", self.facts(reader, **more)).status_code == 302
        reader.refresh_from_db()
        assert (reader.is_active, reader.is_superuser, reader.check_password(PASSWORD)) == (True, False, True)


class TestLeaving:
    def test_page_says_what_follows_and_the_session_ends(self, as_admin: Client, as_pm: Client, payments: Area) -> None:
        pm = payments.pm  # type: ignore[attr-defined]
        assert as_pm.get("/areas/").status_code == 200
        asked = as_admin.get(f"/people/{pm.pk}/deactivation/").content.decode()
        assert "Payments has no PM who can act" in asked
        pm.refresh_from_db()
        assert pm.is_active
        assert as_admin.post(f"/people/{pm.pk}/deactivation/").status_code == 302
        assert as_pm.get("/areas/").status_code == 302
        assert as_admin.post(f"/people/{pm.pk}/reactivation/").status_code == 302
        pm.refresh_from_db()
        assert pm.is_active

    def test_neither_oneself_nor_the_last_admin(self, as_admin: Client, admin: Person) -> None:
        assert as_admin.post(f"/people/{admin.pk}/deactivation/").status_code == 422

    def test_data_can_be_taken_along(self, as_reader: Client, as_admin: Client, reader: Person, ops: Person) -> None:
        assert as_reader.get(f"/people/{reader.pk}/data/").status_code == 405
        mine = as_reader.post(f"/people/{reader.pk}/data/")
        document = json.loads(mine.content)
        assert document["person"]["email"] == "aino@example.org"
        assert "attachment" in mine["Content-Disposition"]
        assert "password" not in document["person"]
        assert as_reader.post(f"/people/{ops.pk}/data/").status_code == 403
        assert as_admin.post(f"/people/{reader.pk}/data/").status_code == 200

    def test_only_the_deactivated_are_forgotten(self, as_admin: Client, reader: Person) -> None:
        address = f"/people/{reader.pk}/erasure/"
        assert as_admin.post(address).status_code == 422
        as_admin.post(f"/people/{reader.pk}/deactivation/")
        assert b"Nobody can undo this" in as_admin.get(address).content
        assert as_admin.post(address).status_code == 302
        page = as_admin.get(f"/people/{reader.pk}/").content.decode()
        assert f"Former colleague {reader.pk}" in page
        assert "Aino" not in page
        assert as_admin.post(f"/people/{reader.pk}/reactivation/").status_code == 302
        reader.refresh_from_db()
        assert not reader.is_active


class TestPreferences:
    def facts(self, **more: Any) -> dict[str, Any]:
        return {
            "timezone": "Europe/Lisbon", "language": "pl", "theme": "dark", "working_days": ["0", "1", "2"],
            "day_starts": "08:00", "day_ends": "14:30", "shortcuts": "", "version": 1,
        } | more  # fmt: skip

    def test_are_ones_own(self, as_reader: Client, reader: Person) -> None:
        assert as_reader.get("/preferences/").status_code == 200
        assert as_reader.post("/preferences/", self.facts(name="Somebody", email="x@y.example")).status_code == 302
        reader.refresh_from_db()
        assert (reader.timezone, reader.language, reader.theme, reader.working_days) == (
            "Europe/Lisbon", "pl", "dark", [0, 1, 2],
        )  # fmt: skip
        assert (str(reader.day_ends), reader.shortcuts, reader.name) == ("14:30:00", False, "Aino Rask")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"timezone": "Mars/Base"}, "timezone"),
            ({"working_days": []}, "working_days"),
            ({"day_ends": "07:00"}, "day_ends"),
            ({"language": "xx"}, "language"),
        ],
    )
    def test_nonsense_is_said_at_the_field(self, as_reader: Client, wrong: dict[str, Any], field: str) -> None:
        response = as_reader.post("/preferences/", self.facts(**wrong))
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in response.content.decode()

    @pytest.mark.parametrize(("typed", "zone"), [("warsaw", "Europe/Warsaw"), ("new york", "America/New_York")])
    def test_zone_by_city(self, as_reader: Client, reader: Person, typed: str, zone: str) -> None:
        as_reader.post("/preferences/", self.facts(timezone=typed))
        reader.refresh_from_db()
        assert reader.timezone == zone

    def test_password_ends_other_sessions(self, as_reader: Client, reader: Person) -> None:
        elsewhere = Client()
        elsewhere.force_login(reader)
        assert as_reader.get("/preferences/password/").status_code == 200
        wrong = as_reader.post("/preferences/password/", {"present": "no", "password": "another horse entirely"})
        assert wrong.status_code == 422
        right = as_reader.post("/preferences/password/", {"present": PASSWORD, "password": "another horse entirely"})
        assert right.status_code == 302
        assert as_reader.get("/preferences/").status_code == 200
        assert elsewhere.get("/preferences/").status_code == 302
