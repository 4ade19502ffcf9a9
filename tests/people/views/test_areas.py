"""Pages about areas and product groups."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Person, ProductGroup
from productops.search.models import SearchRow
from tests.factories import ProductGroupFactory, area_with_pm, in_role

pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return str(timezone.now().date() + timedelta(days=days))


class TestList:
    def test_in_the_agreed_order_with_who_answers(self, as_reader: Client, payments: Area) -> None:
        first = ProductGroupFactory(name="First", position=0)
        ProductGroup.objects.filter(slug="money").update(position=5)
        area_with_pm(name="Zoo", group=first, position=1)
        area_with_pm(name="Ape", group=first, position=2)
        area_with_pm(name="Loose")
        page = as_reader.get("/areas/").content.decode()
        names = re.findall(r'<th scope="row"><a href="/areas/[\w-]+/">([^<]+)', page)
        assert names == ["Zoo", "Ape", "Payments", "Loose"]
        assert "Tomek Wrona" in page
        assert "No product group" in page

    def test_a_row_says_who_answers_and_what_was_last_said(self, as_reader: Client, payments: Area) -> None:
        people = {kind: in_role(Role.PM, name=f"Ada {kind}") for kind in ("deputy", "eng_lead")}
        for kind, person in people.items():
            AreaRole.objects.create(
                area=payments, person=person, kind=kind, starts_on="2020-01-01", ends_on=timezone.now() + timedelta(9)
            )
        SearchRow.objects.update_or_create(
            key=payments.slug,
            defaults={"kind": "area", "health": "at_risk", "sentence": "x" * 200, "updated_at": timezone.now()},
        )
        page = as_reader.get("/areas/").content.decode()
        assert "Ada deputy is deputy" in page
        assert f'href="/people/{people["eng_lead"].pk}/"' in page
        assert "At risk" in page
        assert f"<small>{'x' * 109}…</small>" in page

    def test_filters(self, as_reader: Client, payments: Area) -> None:
        area_with_pm(name="Płatności kartą")
        assert b"Payments" not in as_reader.get("/areas/?q=platnosci").content
        assert "Płatności" in as_reader.get("/areas/?q=platnosci").content.decode()
        assert "Płatności" not in as_reader.get("/areas/?group=money").content.decode()

    def test_queries_stay_the_same(self, as_reader: Client, payments: Area) -> None:
        as_reader.get("/areas/")
        with CaptureQueriesContext(connection) as few:
            as_reader.get("/areas/")
        for _each in range(24):
            area_with_pm(group=ProductGroupFactory())
        with CaptureQueriesContext(connection) as many:
            as_reader.get("/areas/")
        assert len(many) == len(few)

    def test_empty_says_what_to_do(self, as_reader: Client, as_admin: Client) -> None:
        assert b"No areas yet" in as_reader.get("/areas/").content
        assert b"Add the first area" in as_admin.get("/areas/").content


class TestArea:
    def test_page(self, as_reader: Client, payments: Area) -> None:
        page = as_reader.get("/areas/payments/").content.decode()
        assert "Tomek Wrona" in page
        assert "#payments" in page
        assert "/areas/payments/edit/" not in page
        assert as_reader.get("/areas/nowhere/").status_code == 404

    def test_made_edited_closed_and_opened_by_an_admin(self, as_admin: Client, payments: Area) -> None:
        facts = {
            "name": "Kasy  sklepowe",
            "summary": "Tills.",
            "components": "pos, till ,pos",
            "pm": "tomek@example.org",
        }
        assert as_admin.get("/areas/new/").status_code == 200
        assert as_admin.post("/areas/new/", facts)["Location"] == "/areas/kasy-sklepowe/"
        made = Area.objects.get(slug="kasy-sklepowe")
        assert (made.name, made.components) == ("Kasy sklepowe", ["pos", "till"])
        row = SearchRow.objects.get(key="kasy-sklepowe")
        assert (row.title, row.owner.name, "till" in row.words) == ("Kasy sklepowe", "Tomek Wrona", True)

        edit = "/areas/kasy-sklepowe/edit/"
        assert as_admin.get(edit).status_code == 200
        assert as_admin.post(edit, {"name": "Tills", "version": 1}).status_code == 302
        assert SearchRow.objects.get(key="kasy-sklepowe").title == "Tills"
        late = as_admin.post(edit, {"name": "Checkout", "version": 1})
        assert late.status_code == 409
        assert "Name: Kasy sklepowe → Tills" in late.content.decode()

        assert b"You can open it again" in as_admin.get("/areas/kasy-sklepowe/closing/").content
        as_admin.post("/areas/kasy-sklepowe/closing/")
        as_admin.post("/areas/kasy-sklepowe/closing/")
        assert not SearchRow.objects.filter(key="kasy-sklepowe").exists()
        assert b"closed the area" in as_admin.get("/areas/kasy-sklepowe/").content
        assert b"Tills" in as_admin.get("/areas/?state=closed").content
        as_admin.post("/areas/kasy-sklepowe/reopening/")
        assert SearchRow.objects.filter(key="kasy-sklepowe").exists()

    def test_not_by_others(self, as_pm: Client, as_reader: Client, admin: Person, payments: Area) -> None:
        for somebody in (as_pm, as_reader):
            for page in ("new", "payments/edit", "payments/closing", "payments/roles"):
                assert somebody.get(f"/areas/{page}/").status_code == 403
                assert somebody.post(f"/areas/{page}/", {"name": "x"}).status_code == 403
            assert somebody.post("/areas/payments/reopening/").status_code == 403
            assert somebody.post("/areas/payments/place/", {"direction": "up"}).status_code == 403

    @pytest.mark.parametrize("name", ["", "\x00", "a" * 121])
    def test_name_is_needed(self, as_admin: Client, name: str) -> None:
        assert as_admin.post("/areas/new/", {"name": name, "summary": "kept"}).status_code == 422


class TestRoles:
    def test_pm_from_a_day_on(self, as_admin: Client, payments: Area) -> None:
        sara = in_role(Role.PM, name="Sara Haddad")
        address = "/areas/payments/roles/"
        assert as_admin.get(address).status_code == 200
        facts = {"what": "pm", "person": f"Sara Haddad ({sara.email})", "starts_on": day(10)}
        assert as_admin.post(address, facts).status_code == 302
        again = as_admin.post(address, facts)
        assert again.status_code == 422
        assert "is to begin on" in again.content.decode()
        page = as_admin.get("/areas/payments/").content.decode()
        assert "To come" in page
        assert "named Sara Haddad PM from" in page

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"person": "Nobody"}, "person"), ({"starts_on": "soon"}, "starts_on"), ({"what": "king"}, "what")],
    )
    def test_nonsense_is_said_at_the_field(
        self, as_admin: Client, payments: Area, wrong: dict[str, Any], field: str
    ) -> None:
        facts = {"what": "pm", "person": "Tomek Wrona", "starts_on": day(1)} | wrong
        response = as_admin.post("/areas/payments/roles/", facts)
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in response.content.decode()

    def test_pm_names_and_ends_a_deputy(self, as_pm: Client, as_reader: Client, admin: Person, payments: Area) -> None:
        in_role(Role.PM, name="Sara Haddad")
        address = "/areas/payments/deputy/"
        facts = {"person": "Sara Haddad", "starts_on": day(0), "ends_on": day(5)}
        assert as_reader.get(address).status_code == as_reader.post(address, facts).status_code == 403
        assert as_pm.get(address).status_code == 200
        assert as_pm.post(address, facts).status_code == 302
        assert as_pm.post(address, facts | {"starts_on": day(3)}).status_code == 422
        assert as_pm.post(address, facts | {"ends_on": day(-3)}).status_code == 422
        role = AreaRole.objects.get(kind=AreaRoleKind.DEPUTY)
        end = f"/areas/payments/roles/{role.pk}/end/"
        assert as_pm.get(end).status_code == 405
        assert as_reader.post(end).status_code == 403
        assert as_pm.post(end).status_code == 302
        assert not AreaRole.objects.filter(kind=AreaRoleKind.DEPUTY).exists()
        assert as_pm.post(end).status_code == 404

    def test_a_deputy_by_part_of_the_name(self, as_pm: Client, payments: Area) -> None:
        for name in ("Sara Haddad", "Sara Falk", "Łucja Haddad", "Ada Haddad", "Eva Haddad"):
            in_role(Role.PM, name=name)
        facts = {"starts_on": day(0), "ends_on": day(5)}

        def said(person: str) -> str:
            response = as_pm.post("/areas/payments/deputy/", facts | {"person": person})
            return "" if response.status_code == 302 else response.content.decode()

        assert "Several people fit: Sara Falk (" in said("sara")
        assert "Sara Haddad (" in said("Sara")
        assert "and others" in said("Haddad")
        assert "Nobody active is called" in said("Luc")
        assert said("haddad lucja") == ""
        assert AreaRole.objects.get(kind=AreaRoleKind.DEPUTY).person.name == "Łucja Haddad"

    def test_role_of_another_area_is_not_here(self, as_admin: Client, payments: Area) -> None:
        other = area_with_pm(slug="other")
        role = other.roles.get()
        assert as_admin.post(f"/areas/payments/roles/{role.pk}/end/").status_code == 404


class TestGroups:
    def test_made_renamed_moved(self, as_admin: Client, payments: Area) -> None:
        assert as_admin.get("/groups/new/").status_code == 200
        as_admin.post("/groups/new/", {"name": "Growth"})
        assert as_admin.post("/groups/new/", {"name": "growth"}).status_code == 422
        as_admin.post("/groups/growth/edit/", {"name": "Reach"})
        assert as_admin.get("/groups/growth/edit/").status_code == 200
        as_admin.post("/groups/growth/place/", {"direction": "up"})
        assert list(ProductGroup.objects.values_list("name", flat=True)) == ["Reach", "Money"]
        as_admin.post("/groups/growth/place/", {"direction": "up"})
        as_admin.post("/groups/growth/place/", {"direction": "down"})
        assert list(ProductGroup.objects.values_list("name", flat=True)) == ["Money", "Reach"]
        as_admin.post("/areas/payments/place/", {"direction": "down"})
        page = as_admin.get("/groups/").content.decode()
        assert page.index("Money") < page.index("Reach")

    def test_not_by_others(self, as_pm: Client, admin: Person) -> None:
        assert as_pm.get("/groups/").status_code == 200
        assert as_pm.get("/groups/new/").status_code == 403
        assert as_pm.post("/groups/new/", {"name": "Mine"}).status_code == 403
        assert as_pm.post("/groups/money/edit/", {"name": "Mine"}).status_code == 403
        assert as_pm.post("/groups/money/place/").status_code == 403
