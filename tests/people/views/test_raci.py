"""The RACI's pages: reading for everybody, changing for the Admin, as page and as htmx row."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from productops.people.enums import Role
from productops.people.matrix import lines_of
from productops.people.models import Area, Person, RaciActivity, RaciEntry
from productops.people.raci import ORGANISATION, RaciHolder, RaciScope, letters_of
from tests.factories import AreaFactory, FunctionFactory, PersonFactory, ProductGroupFactory, area_with_pm, in_role

pytestmark = pytest.mark.django_db
CELL = "/raci/organisation/roadmap/role-pm/"
ROW = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "raci-row-roadmap"}
PM, HEAD = RaciHolder(role="pm"), RaciHolder(role="head_of_product")
SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(client: Client) -> SignedIn:
    def sign_in(*roles: Role, **fields: Any) -> Client:
        client.force_login(in_role(*roles, **fields))
        return client

    return sign_in


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in(Role.ADMIN, name="Ravi Nair")


@pytest.fixture(autouse=True)
def somebody_else_in_charge() -> None:
    """The refusal page names who can; a portal always has an admin."""
    in_role(Role.ADMIN, name="Other Admin")


@pytest.fixture
def mobile() -> Area:
    area: Area = area_with_pm(name="Mobile", slug="mobile", group=ProductGroupFactory(name="Buying", slug="buying"))
    return area


def held(code: str, holder: RaciHolder, scope: RaciScope = ORGANISATION) -> str:
    return letters_of(lines_of(RaciActivity.objects.get(code=code)).get(scope, ()), holder)


def text(response: HttpResponse) -> str:
    return response.content.decode()


class TestReading:
    PAGES = (
        "/raci/",
        "/raci/organisation/",
        "/raci/area-mobile/",
        "/raci/group-buying/",
        "/raci/organisation/history/",
        "/raci/area-mobile/history/?activity=roadmap&holder=role-pm",
        "/raci/organisation/raci.csv",
        "/raci/area-mobile/raci.md",
        "/raci/organisation/roadmap/",
        "/raci/group-buying/roadmap/",
        CELL,
    )

    @pytest.mark.parametrize("path", PAGES)
    def test_everybody_reads(self, signed_in: SignedIn, mobile: Area, path: str) -> None:
        assert signed_in(Role.STAKEHOLDER).get(path).status_code == 200

    @pytest.mark.parametrize("path", PAGES)
    def test_strangers_sign_in_first(self, client: Client, mobile: Area, path: str) -> None:
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/")

    @pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.PM, Role.PRODUCT_OPS, Role.HEAD_OF_PRODUCT])
    def test_nothing_offers_to_change_it(self, signed_in: SignedIn, role: Role) -> None:
        page = text(signed_in(role).get("/raci/"))
        for sign in ("data-letters", 'hx-get="/raci', "Add an activity", "letter--none"):
            assert sign not in page
        assert "hx-post" not in text(signed_in(role).get(CELL))

    @pytest.mark.parametrize(
        "path",
        [
            "/raci/nowhere/", "/raci/area-nowhere/", "/raci/group-nowhere/", "/raci/organisation/nothing/",
            "/raci/organisation/roadmap/role-king/", "/raci/organisation/roadmap/function-999999/",
            "/raci/organisation/roadmap/person-999999/", "/raci/?scope=area-nowhere", "/raci/?scope=x",
            "/raci/organisation/history/?activity=nothing", "/raci/organisation/history/?holder=role-king",
        ],
    )  # fmt: skip
    def test_what_is_not_there(self, admin: Client, path: str) -> None:
        assert admin.get(path).status_code == 404

    def test_the_selector_works_without_a_script(self, admin: Client, mobile: Area) -> None:
        assert admin.get("/raci/?scope=area-mobile")["Location"] == "/raci/area-mobile/"

    def test_the_activity_says_who_that_is_today(self, signed_in: SignedIn, mobile: Area) -> None:
        page = text(signed_in(Role.STAKEHOLDER).get("/raci/area-mobile/post-launch/"))
        assert mobile.pm.name in page  # type: ignore[attr-defined]
        assert f"PM of Mobile: {mobile.pm.name}." in page  # type: ignore[attr-defined]


class TestSetting:
    def test_as_a_page(self, admin: Client) -> None:
        assert "Who is" not in text(admin.get(CELL))
        response = admin.post(CELL, {"letters": "A", "note": "content", "version": 1}, follow=True)
        assert response.redirect_chain == [("/raci/organisation/", 302)]
        assert "PM is now Accountable for Stakeholder roadmap; the A moved here from Head of Product." in text(response)
        assert 'action="/raci/organisation/roadmap/undo/2/"' in text(response)
        assert (held("roadmap", PM), held("roadmap", HEAD)) == ("A", "")

    def test_as_a_row(self, admin: Client) -> None:
        editor = admin.get(CELL, {"columns": "role-pm,role-head_of_product"}, **ROW)
        assert text(editor).lstrip().startswith('<tr id="raci-row-roadmap"')
        assert 'name="version" value="1"' in text(editor)
        assert text(editor).count("<td ") == 2
        assert "<template>" not in text(editor)
        row = admin.post(CELL, {"letters": "AR", "note": "", "version": 1, "columns": "role-pm"}, **ROW)
        assert row.status_code == 200
        assert 'data-version="2"' in text(row)
        assert 'data-letters="AR"' in text(row)
        assert 'hx-swap-oob="innerHTML"' in text(row)
        assert text(row).count("<td ") == 1

    def test_a_key_keeps_the_note(self, admin: Client) -> None:
        path = "/raci/organisation/roadmap/role-product_ops/"
        admin.post(path, {"letters": "AR", "version": 1}, **ROW)
        assert set(
            RaciEntry.objects.filter(activity__code="roadmap", role="product_ops").values_list("note", flat=True)
        ) == {"format, distribution"}

    @pytest.mark.parametrize("extra", [{}, ROW])
    def test_refused_with_words_and_the_choice_kept(self, admin: Client, extra: dict[str, Any]) -> None:
        path = "/raci/organisation/roadmap/role-head_of_product/"
        response = admin.post(path, {"letters": "C", "note": "why not", "version": 1}, **extra)
        assert response.status_code == 422
        assert "This is the only Accountable" in text(response)
        assert '<option value="C" selected>' in text(response)
        assert 'value="why not"' in text(response)
        assert held("roadmap", HEAD) == "A"

    def test_release_readiness_stays_with_product_people(self, admin: Client) -> None:
        path = "/raci/organisation/release-readiness/role-product_ops/"
        response = admin.post(path, {"letters": "AR", "note": "", "version": 1})
        assert response.status_code == 422
        assert "the ship decision stays with product people" in text(response)

    @pytest.mark.parametrize("extra", [{}, ROW])
    def test_stale_shows_what_changed_and_keeps_the_choice(self, admin: Client, extra: dict[str, Any]) -> None:
        admin.post(CELL, {"letters": "I", "note": "", "version": 1})
        response = admin.post(CELL, {"letters": "AR", "note": "mine", "version": 1}, **extra)
        assert response.status_code == 409
        page = text(response)
        assert "Somebody else changed “Stakeholder roadmap”" in page
        assert "Ravi Nair · PM: C → I" in page
        assert '<option value="AR" selected>' in page
        assert 'value="mine"' in page
        assert 'name="version" value="2"' in page
        assert held("roadmap", PM) == "I"

    @pytest.mark.parametrize("version", ["", "x", "-1", "99"])
    def test_odd_versions(self, admin: Client, version: str) -> None:
        assert admin.post(CELL, {"letters": "A", "version": version}).status_code in (409, 422)

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
    def test_only_the_admin(self, signed_in: SignedIn, role: Role) -> None:
        client = signed_in(role)
        for path in (CELL, "/raci/organisation/roadmap/inherited/", "/raci/organisation/roadmap/undo/1/",
                     "/raci/organisation/roadmap/name/", "/raci/activities/"):  # fmt: skip
            assert client.post(path, {"letters": "A", "version": 1, "name": "x"}).status_code == 403
        assert client.get(CELL, **ROW).status_code == 403
        assert client.get("/raci/activities/").status_code == 403
        assert client.get("/raci/organisation/people/").status_code == 403
        assert RaciActivity.objects.get(code="roadmap").version == 1

    @pytest.mark.parametrize("noun", ["inherited/", "undo/1/", "name/"])
    def test_get_changes_nothing(self, admin: Client, noun: str) -> None:
        assert admin.get(f"/raci/organisation/roadmap/{noun}").status_code == 405

    @pytest.mark.parametrize(
        "path", ["/raci/", "/raci/organisation/", "/raci/organisation/history/", "/raci/ownership/"]
    )
    def test_post_where_there_is_nothing_to_post(self, admin: Client, path: str) -> None:
        assert admin.post(path).status_code == 405

    def test_undo(self, admin: Client) -> None:
        admin.post(CELL, {"letters": "A", "note": "", "version": 1})
        response = admin.post("/raci/organisation/roadmap/undo/2/", follow=True)
        assert "Stakeholder roadmap is as it was." in text(response)
        assert (held("roadmap", PM), held("roadmap", HEAD)) == ("C", "A")
        assert admin.post("/raci/organisation/roadmap/undo/2/").status_code == 409

    def test_what_is_typed_is_cleaned(self, admin: Client) -> None:
        admin.post(CELL, {"letters": "C", "note": "a\x00\u202e  b", "version": 1})
        assert RaciEntry.objects.get(activity__code="roadmap", role="pm").note == "a b"
        page = text(admin.post(CELL, {"letters": "C", "note": "<script>x</script>", "version": 2}, follow=True))
        assert "<script>x" not in page


class TestScopes:
    def test_override_and_back(self, admin: Client, mobile: Area) -> None:
        path = "/raci/area-mobile/roadmap/role-pm/"
        assert "Saving gives Mobile a row of its own" in text(admin.get(path))
        said = text(admin.post(path, {"letters": "A", "note": "", "version": 1}, follow=True))
        assert "Mobile now has a row of its own for it." in said
        assert "1 area overrides it" in text(admin.get("/raci/"))
        assert "1 row of its own" in text(admin.get("/raci/area-mobile/"))
        assert (held("roadmap", PM, RaciScope(area_id=mobile.pk)), held("roadmap", PM)) == ("A", "C")
        response = admin.post("/raci/area-mobile/roadmap/inherited/", {"version": 2}, follow=True)
        assert "Mobile no longer has a row of its own" in text(response)
        assert "holds in every area" in text(admin.get("/raci/"))

    def test_dropping_from_a_row(self, admin: Client, mobile: Area) -> None:
        admin.post("/raci/area-mobile/roadmap/role-pm/", {"letters": "A", "version": 1})
        row = admin.post("/raci/area-mobile/roadmap/inherited/", {"version": 2}, **ROW)
        assert "As in: Organisation" in text(row)
        for extra in ({}, ROW):
            late = admin.post("/raci/area-mobile/roadmap/inherited/", {"version": 2}, **extra)
            assert late.status_code == 409
            assert "Somebody else changed" in text(late)

    def test_columns_can_be_added(self, admin: Client) -> None:
        legal, ewa = FunctionFactory(slug="legal"), PersonFactory(name="Ewa Lis", email="ewa@meridian.example")
        page = text(admin.get(f"/raci/?column=function-{legal.pk}&column=person-{ewa.pk}&column=nonsense"))
        assert '<th scope="col"><span>Legal</span></th>' in page
        assert '<th scope="col"><span>Ewa Lis</span></th>' in page
        found = text(admin.get(f"/raci/organisation/people/?q=lis&column=function-{legal.pk}"))
        assert f"/raci/organisation/?column=function-{legal.pk}&amp;column=person-{ewa.pk}" in found
        assert "Nobody is called that." in text(admin.get("/raci/organisation/people/?q=nobody+of+this+name"))


class TestActivities:
    def test_add(self, admin: Client) -> None:
        facts = {"name": "Pricing reviews", "accountable": "role-head_of_product", "responsible": "role-pm"}
        assert "Pricing reviews is in the matrix." in text(admin.post("/raci/activities/", facts, follow=True))
        assert held("pricing-reviews", HEAD) == "A"
        again = admin.post("/raci/activities/", facts)
        assert again.status_code == 422
        assert "already an activity" in text(again)

    @pytest.mark.parametrize("left_out", ["name", "accountable", "responsible"])
    def test_it_needs_both_at_once(self, admin: Client, left_out: str) -> None:
        facts = {"name": "X", "accountable": "role-head_of_product", "responsible": "role-pm"}
        assert admin.post("/raci/activities/", {**facts, left_out: ""}).status_code == 422
        assert not RaciActivity.objects.filter(name="X").exists()

    def test_rename(self, admin: Client) -> None:
        path = "/raci/organisation/roadmap/name/"
        assert "The roadmap" in text(admin.post(path, {"name": "The roadmap", "version": 1}, follow=True))
        assert admin.post(path, {"name": "Weekly product update", "version": 2}).status_code == 422
        stale = admin.post(path, {"name": "Mine", "version": 1})
        assert stale.status_code == 409
        assert 'value="Mine"' in text(stale)


class TestRecord:
    def test_history_of_matrix_and_cell(self, admin: Client) -> None:
        admin.post(CELL, {"letters": "A", "note": "content", "version": 1})
        for path in (
            "/raci/organisation/history/",
            "/raci/organisation/history/?activity=roadmap&holder=role-pm",
            CELL,
        ):
            page = text(admin.get(path))
            assert "<b>Ravi Nair</b> changed Stakeholder roadmap" in page
            assert "Head of Product: A → –; PM: C → A, note “content”" in page
        elsewhere = text(admin.get("/raci/organisation/history/?activity=roadmap&holder=role-eng_lead"))
        assert "Nothing was changed here." in elsewhere

    def test_csv_is_safe_and_says_what_the_page_says(self, admin: Client, mobile: Area) -> None:
        support = FunctionFactory(slug="support")
        support.name = "=HYPERLINK(1)"
        support.save()
        RaciActivity.objects.filter(code="roadmap").update(name="@Roadmap, „żółty”")
        admin.post("/raci/area-mobile/roadmap/role-pm/", {"letters": "A", "note": "-1", "version": 1})
        response = admin.get("/raci/area-mobile/raci.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert 'filename="raci-area-mobile.csv"' in response["Content-Disposition"]
        assert response.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        row = next(row for row in rows if "Roadmap" in row["Activity"])
        assert row["Activity"] == "'@Roadmap, „żółty”"
        assert row["'=HYPERLINK(1)"] == "I"
        assert (row["Row of"], row["PM"], row["Product Ops"]) == ("Mobile", "A (-1)", "R (format, distribution)")
        assert rows[0]["Row of"] == "Organisation"
        for cell in response.content.decode("utf-8-sig").replace("\r\n", ",").split(","):
            assert not cell.strip('"').startswith(("=", "+", "-", "@", "\t"))

    def test_markdown_is_one_table(self, admin: Client) -> None:
        RaciActivity.objects.filter(code="roadmap").update(name="Road|map *x*")
        response = text(admin.get("/raci/organisation/raci.md"))
        table = [line for line in response.splitlines() if line.startswith("|")]
        assert len(table) == 2 + RaciActivity.objects.count()
        assert len({line.replace("\\|", "").count("|") for line in table}) == 1
        assert "| Road\\|map \\*x\\* | R (format, distribution) |  | **A** | C |" in response


class TestOwnership:
    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.ADMIN, 200), (Role.PRODUCT_OPS, 200), (Role.PRODUCT_OPS_LEAD, 200), (Role.HEAD_OF_PRODUCT, 200),
         (Role.PM, 403), (Role.STAKEHOLDER, 403)],
    )  # fmt: skip
    def test_who_sees_it(self, signed_in: SignedIn, role: Role, status: int) -> None:
        assert signed_in(role).get("/raci/ownership/").status_code == status

    def test_one_button_per_finding(self, admin: Client) -> None:
        for role in (Role.PRODUCT_OPS, Role.PRODUCT_OPS_LEAD):
            in_role(role)
        AreaFactory(name="Mobile", slug="mobile")
        page = text(admin.get("/raci/ownership/"))
        assert "There is no PM. There is no deputy." in page
        assert 'href="/areas/mobile/roles/?what=pm"' in page
        assert "resolve to nobody" in page
        assert "There is no PM." in text(admin.get("/raci/"))

    def test_readers_are_not_warned(self, signed_in: SignedIn) -> None:
        AreaFactory(name="Mobile")
        assert "There is no PM" not in text(signed_in(Role.STAKEHOLDER).get("/raci/"))


class TestQueries:
    def _count(self, client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    @pytest.mark.parametrize(
        "path", ["/raci/", "/raci/area-mobile/", "/raci/ownership/", "/raci/organisation/weekly-update/",
                 "/raci/organisation/history/", "/raci/organisation/raci.csv"],
    )  # fmt: skip
    def test_constant(self, admin: Client, mobile: Area, path: str) -> None:
        admin.post("/raci/area-mobile/roadmap/role-pm/", {"letters": "I", "version": 1})
        few = self._count(admin, path)
        pm: Person = mobile.pm  # type: ignore[attr-defined]
        for n in range(30):
            area = area_with_pm(pm) if n % 2 else AreaFactory(group=mobile.group)
            for letter in "AR":
                RaciEntry.objects.create(
                    activity=RaciActivity.objects.get(code="roadmap"), area=area, letter=letter, person=pm
                )
        assert self._count(admin, path) <= few + 2  # a kind that was not there before may ask once
        assert few <= 40
