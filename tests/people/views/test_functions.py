"""Pages about functions, the organisation, and the admin's own pages."""

from typing import Any

import pytest
from django.test import Client

from productops.people.models import Function, Organisation, Person
from tests.factories import AreaFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(reader: Person) -> Function:
    function = Function.objects.get(slug="support")
    function.lead = reader
    function.save()
    return function


def facts(function: Function, **more: Any) -> dict[str, Any]:
    return {"name": function.name, "lead": "aino@example.org", "version": function.version} | more


class TestFunctions:
    def test_list_and_page_for_everybody(self, as_pm: Client, support: Function) -> None:
        assert "Aino Rask" in as_pm.get("/functions/").content.decode()
        page = as_pm.get("/functions/support/").content.decode()
        assert "Waiting for" in page
        assert "/functions/support/edit/" not in page
        assert as_pm.get("/functions/nowhere/").status_code == 404

    def test_lead_edits_notice_is_rendered_and_harmless(self, as_reader: Client, support: Function) -> None:
        pawel, tasha = PersonFactory(name="Pawel"), PersonFactory(name="Tasha")
        notice = "**5 days** <script>alert(1)</script> [x](javascript:alert(1))"
        assert as_reader.get("/functions/support/edit/").status_code == 200
        sent = facts(support, delegates=[pawel.email, "", f"Tasha ({tasha.email})"], standing_notice=notice)
        assert as_reader.post("/functions/support/edit/", sent).status_code == 302
        page = as_reader.get("/functions/support/").content.decode()
        assert "<strong>5 days</strong>" in page
        assert "<script>alert" not in page
        assert 'href="javascript:' not in page
        assert "nothing → Pawel, Tasha" in page
        assert set(support.delegates.all()) == {pawel, tasha}

    def test_second_writer_is_told(self, as_reader: Client, support: Function) -> None:
        as_reader.post("/functions/support/edit/", facts(support, standing_notice="Five days."))
        late = as_reader.post("/functions/support/edit/", facts(support, standing_notice="Six days."))
        assert late.status_code == 409
        assert "Five days." in late.content.decode()
        assert "Six days." in late.content.decode()

    def test_not_by_others(self, as_pm: Client, as_reader: Client, admin: Person, support: Function) -> None:
        assert as_pm.get("/functions/support/edit/").status_code == 403
        assert as_pm.post("/functions/support/edit/", facts(support)).status_code == 403
        assert as_reader.post("/functions/legal/edit/", facts(support)).status_code == 403
        assert as_reader.get("/functions/new/").status_code == 403
        assert as_reader.post("/functions/new/", {"name": "Magic"}).status_code == 403

    def test_admin_adds_one(self, as_admin: Client) -> None:
        assert as_admin.get("/functions/new/").status_code == 200
        assert as_admin.post("/functions/new/", {"name": "Facilities"})["Location"] == "/functions/facilities/edit/"
        assert as_admin.post("/functions/new/", {"name": "facilities"}).status_code == 422

    @pytest.mark.parametrize("wrong", [{"lead": "Nobody"}, {"delegates": ["Nobody"]}, {"name": ""}])
    def test_nonsense_is_said(self, as_reader: Client, support: Function, wrong: dict[str, Any]) -> None:
        assert as_reader.post("/functions/support/edit/", facts(support) | wrong).status_code == 422


class TestOrganisation:
    FACTS = {
        "name": "Meridian", "timezone": "Europe/Berlin", "country": "DE", "subdivision": "BY", "language": "en",
        "submit_weekday": "2", "submit_time": "12:00", "publish_time": "15:30",
    }  # fmt: skip

    def test_admin_changes_it(self, as_admin: Client) -> None:
        assert as_admin.get("/admin/organisation/").status_code == 200
        assert as_admin.post("/admin/organisation/", self.FACTS).status_code == 302
        found = Organisation.current()
        assert (found.country, found.subdivision, found.submit_weekday) == ("DE", "BY", 2)

    @pytest.mark.parametrize(
        "wrong", [{"subdivision": "XX"}, {"publish_time": "11:00"}, {"timezone": "x"}, {"country": "??"}]
    )
    def test_nonsense_is_refused(self, as_admin: Client, wrong: dict[str, str]) -> None:
        assert as_admin.post("/admin/organisation/", self.FACTS | wrong).status_code == 422
        assert not Organisation.objects.exists()

    def test_admin_pages_are_for_admins(self, as_admin: Client, as_pm: Client) -> None:
        for page in ("", "roles/", "organisation/"):
            assert as_admin.get(f"/admin/{page}").status_code == 200
            assert as_pm.get(f"/admin/{page}").status_code == 403
        assert as_pm.post("/admin/organisation/", self.FACTS).status_code == 403
        assert b"/areas/" in as_admin.get("/admin/").content

    def test_admins_are_told_what_has_no_owner(self, as_admin: Client) -> None:
        for number in range(5):
            AreaFactory(slug=f"orphan-{number}")
        page = as_admin.get("/admin/").content.decode()
        assert page.count("<li><span><b>") == 3
        assert 'href="/raci/ownership/">Show all' in page
        assert "more without an owner" in page
