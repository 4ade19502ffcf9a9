"""Who is meant: a table of cases, then a law: never somebody who left, always the same answer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from productops.people.directory import AreaFact, Directory, FunctionFact
from productops.people.enums import AreaRoleKind, Holder, Role
from productops.people.models import Area, AreaRole, Person, RaciActivity, RaciEntry
from productops.people.raci import ORGANISATION, RaciHolder, RaciLine, RaciScope
from productops.people.resolution import (
    Resolution,
    UnknownActivity,
    answer,
    escalation_path,
    resolve,
    resolve_many,
)
from tests.factories import (
    AreaFactory,
    FunctionFactory,
    PersonFactory,
    ProductGroupFactory,
    area_with_pm,
    in_role,
)

TODAY = date(2026, 11, 25)
LEFT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def leave(person: Person) -> Person:
    person.is_active, person.deactivated_at = False, LEFT
    person.save()
    return person


def names(found: Resolution) -> list[str]:
    return [person.name for person in found.people]


@pytest.fixture
def ops_lead() -> Person:
    return in_role(Role.PRODUCT_OPS_LEAD, name="Henrik Solberg")


@pytest.fixture
def head() -> Person:
    return in_role(Role.HEAD_OF_PRODUCT, name="Ewa Lis")


@pytest.fixture
def mobile() -> Area:
    return area_with_pm(in_role(Role.PM, name="Jo Kvist"), name="Mobile")


def deputy(area: Area, name: str = "Priya Raman", until: date = date(2026, 11, 27)) -> Person:
    person: Person = PersonFactory(name=name)
    AreaRole.objects.create(
        area=area, person=person, kind=AreaRoleKind.DEPUTY, starts_on=date(2026, 11, 1), ends_on=until
    )
    return person


@pytest.mark.django_db
def test_pm_is_the_areas_pm(mobile: Area) -> None:
    deputy(mobile)
    found = resolve("post-launch", "A", area=mobile, on=TODAY)
    assert (names(found), found.escalated) == (["Jo Kvist"], False)
    assert found.steps == ("PM of Mobile: Jo Kvist.",)


@pytest.mark.django_db
def test_a_pm_who_left_falls_through_to_the_deputy(mobile: Area, ops_lead: Person) -> None:
    deputy(mobile)
    leave(mobile.pm)  # type: ignore[attr-defined]
    found = resolve("post-launch", "A", area=mobile, on=TODAY)
    assert (names(found), found.escalated) == (["Priya Raman"], False)
    assert found.steps == (
        "PM of Mobile: Jo Kvist left on Fri 20 Nov.",
        "Priya Raman is deputy until Fri 27 Nov.",
    )


@pytest.mark.django_db
def test_without_deputy_it_goes_up_the_escalation_path(mobile: Area, ops_lead: Person, head: Person) -> None:
    deputy(mobile, until=date(2026, 11, 24))
    leave(mobile.pm)  # type: ignore[attr-defined]
    found = resolve("post-launch", "A", area=mobile, on=TODAY)
    assert (names(found), found.escalated) == (["Henrik Solberg"], True)
    assert found.steps[1:] == ("There is no deputy.", "Escalation path, Product Ops lead: Henrik Solberg.")
    leave(ops_lead)
    assert names(resolve("post-launch", "A", area=mobile, on=TODAY)) == ["Ewa Lis"]
    leave(head)
    found = resolve("post-launch", "A", area=mobile, on=TODAY)
    assert (names(found), found.escalated, found.steps[-1]) == ([], True, "The escalation path is empty.")


@pytest.mark.django_db
def test_the_ship_decision_never_falls_to_product_ops(mobile: Area, ops_lead: Person, head: Person) -> None:
    leave(mobile.pm)  # type: ignore[attr-defined]
    assert names(resolve("release-readiness", "A", area=mobile, on=TODAY)) == ["Ewa Lis"]
    leave(head)
    assert names(resolve("release-readiness", "A", area=mobile, on=TODAY)) == []


@pytest.mark.django_db
def test_eng_lead_role_and_function(mobile: Area, ops_lead: Person) -> None:
    lead = PersonFactory(name="Arjun Menon")
    AreaRole.objects.create(area=mobile, person=lead, kind=AreaRoleKind.ENG_LEAD, starts_on=date(2026, 1, 1))
    qa, support, sales = (FunctionFactory(slug=slug) for slug in ("qa", "support", "sales"))
    qa.lead = PersonFactory(name="Ines Prado")
    qa.save()
    support.lead = leave(PersonFactory(name="Lena Brandt"))
    support.save()
    support.delegates.add(PersonFactory(name="Paweł Dudek"), leave(PersonFactory(name="Gone Delegate")))
    found = resolve("release-readiness", "C", area=mobile, on=TODAY)
    assert names(found) == ["Arjun Menon", "Ines Prado", "Paweł Dudek", "Henrik Solberg"]
    assert found.escalated  # Sales has neither lead nor delegate
    assert "Sales has no lead." in found.steps
    assert "Lead of Support: Lena Brandt left on Fri 20 Nov." in found.steps
    assert sales.lead is None


@pytest.mark.django_db
def test_informed_are_all_active_people_of_a_function(mobile: Area) -> None:
    for slug in ("cs", "marketing"):
        function = FunctionFactory(slug=slug)
        PersonFactory(name=f"First of {slug}", function=function)
        leave(PersonFactory(name=f"Gone of {slug}", function=function))
    found = resolve("release-readiness", "I", area=mobile, on=TODAY)
    assert sorted(names(found)) == ["First of cs", "First of marketing"]


@pytest.mark.django_db
def test_a_role_is_its_active_people(mobile: Area) -> None:
    in_role(Role.PRODUCT_OPS, name="Maja Okoń")
    in_role(Role.PRODUCT_OPS, name="Zofia Bielak")
    leave(in_role(Role.PRODUCT_OPS, name="Adam Gone"))
    assert names(resolve("roadmap", "R", area=mobile, on=TODAY)) == ["Maja Okoń", "Zofia Bielak"]


@pytest.mark.django_db
def test_without_an_area_pm_means_those_of_all_active_areas(mobile: Area) -> None:
    area_with_pm(in_role(Role.PM, name="Tomek Wrona"), name="Payments", position=1)
    area_with_pm(in_role(Role.PM, name="Old PM"), name="Closed", closed_at=LEFT)
    assert names(resolve("post-launch", "A", on=TODAY)) == ["Jo Kvist", "Tomek Wrona"]


@pytest.mark.django_db
def test_the_narrowest_scope_wins_as_a_whole(mobile: Area, head: Person) -> None:
    activity = RaciActivity.objects.get(code="post-launch")
    mobile.group = ProductGroupFactory()
    mobile.save()
    other = area_with_pm(group=mobile.group)
    for letter in "AR":
        RaciEntry.objects.create(activity=activity, group=mobile.group, letter=letter, role=Holder.HEAD_OF_PRODUCT)
    for letter in "AR":
        RaciEntry.objects.create(activity=activity, area=other, letter=letter, person=other.pm)  # type: ignore[attr-defined]
    assert names(resolve("post-launch", "A", area=mobile, on=TODAY)) == ["Ewa Lis"]
    assert names(resolve("post-launch", "A", area=other, on=TODAY)) == [other.pm.name]  # type: ignore[attr-defined]
    nobody = resolve("post-launch", "C", area=mobile, on=TODAY)  # the wider row's letters do not shine through
    assert (nobody.people, nobody.steps) == ((), ("Nobody has this letter.",))


@pytest.mark.django_db
def test_changing_a_row_changes_the_answer(mobile: Area, head: Person) -> None:
    assert names(resolve("post-launch", "A", area=mobile, on=TODAY)) == ["Jo Kvist"]
    RaciEntry.objects.filter(activity__code="post-launch", letter="A").update(role=Holder.HEAD_OF_PRODUCT)
    assert names(resolve("post-launch", "A", area=mobile, on=TODAY)) == ["Ewa Lis"]


@pytest.mark.django_db
def test_unknown_activity() -> None:
    with pytest.raises(UnknownActivity):
        resolve("nonsense", "A", on=TODAY)


@pytest.mark.django_db
def test_escalation_path(ops_lead: Person, head: Person) -> None:
    both = in_role(Role.PRODUCT_OPS_LEAD, Role.HEAD_OF_PRODUCT, name="Zed Both")
    leave(in_role(Role.PRODUCT_OPS_LEAD, name="Gone"))
    assert escalation_path(TODAY) == (ops_lead, both, head)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "letter"), [("weekly-update", "R"), ("release-readiness", "C"), ("weekly-update", "I")]
)
def test_many_areas_cost_no_more_queries_than_one(code: str, letter: str, mobile: Area, ops_lead: Person) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        resolve_many(code, letter, [mobile], TODAY)
    pm = in_role(Role.PM)
    areas = Area.objects.bulk_create(
        Area(slug=f"many-{n}", name=f"Many {n}", sort_key=f"{n:04}", position=n) for n in range(1000)
    )
    AreaRole.objects.bulk_create(
        AreaRole(area=area, person=pm, kind=kind, starts_on=date(2026, 1, 1))
        for area in areas[:900] for kind in (AreaRoleKind.PM, AreaRoleKind.ENG_LEAD)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        found = resolve_many(code, letter, areas, TODAY)
    assert len(many) <= len(one) <= 9
    assert len(found) == 1000
    if letter == "R":
        assert found[areas[0].pk].people == (pm,)
        assert found[areas[950].pk].people == (ops_lead,)


@pytest.mark.django_db
def test_one_and_many_agree(mobile: Area, ops_lead: Person) -> None:
    other = AreaFactory(name="Nobody's")
    found = resolve_many("weekly-update", "R", [mobile, other], TODAY)
    for area in (mobile, other):
        assert found[area.pk] == resolve("weekly-update", "R", area=area, on=TODAY)


# The law, over made-up organisations without a database -----------------------------------------

IDS = st.integers(1, 6)
HOLDERS = st.one_of(
    st.sampled_from(Holder.values).map(lambda role: RaciHolder(role=role)),
    st.integers(1, 3).map(lambda pk: RaciHolder(function_id=pk)),
    IDS.map(lambda pk: RaciHolder(person_id=pk)),
)
LINES = st.lists(st.builds(RaciLine, st.sampled_from("RACI"), HOLDERS), max_size=8).map(tuple)


@st.composite
def organisations(draw: Any) -> Directory:
    people = {
        pk: Person(pk=pk, name=f"P{pk}", is_active=active, deactivated_at=None if active else LEFT)
        for pk, active in draw(st.dictionaries(IDS, st.booleans())).items()
    }
    kinds = st.sampled_from([AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.ENG_LEAD])
    holding = st.dictionaries(kinds.map(str), st.tuples(IDS, st.sampled_from([None, TODAY, TODAY + timedelta(9)])))
    areas = {pk: AreaFact(pk, f"A{pk}", draw(st.sampled_from([None, 1])), draw(holding)) for pk in (1, 2)}
    ids = st.lists(IDS, max_size=3).map(tuple)
    functions = {pk: FunctionFact(f"F{pk}", draw(st.none() | IDS), draw(ids), draw(ids)) for pk in (1, 2)}
    members = {role: draw(ids) for role in Role.values}
    return Directory(TODAY, areas, functions, members, people)


@given(
    organisations(),
    st.dictionaries(st.sampled_from([ORGANISATION, RaciScope(1), RaciScope(None, 1)]), LINES),
    st.sampled_from("RACI"),
    st.sampled_from([None, 1, 2]),
    st.sampled_from(["weekly-update", "release-readiness"]),
)
def test_never_an_inactive_person_and_always_the_same(
    known: Directory, lines: dict[RaciScope, tuple[RaciLine, ...]], letter: str, area_id: int | None, code: str
) -> None:
    area = known.areas[area_id] if area_id else None
    found = answer(code, letter, lines, known, area)
    assert all(person.is_active for person in found.people)
    assert len(set(found.people)) == len(found.people)
    assert found.steps
    assert all(isinstance(step, str) and step for step in found.steps)
    assert answer(code, letter, lines, known, area) == found
