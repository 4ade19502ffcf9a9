"""Who may know which field of a release, and that asking for many costs as much as asking for one."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Organisation, Person
from releases.enums import Stage
from releases.models import Release
from releases.visible import facts_for, facts_for_many
from tests.factories.people import LONG_AGO, OrganisationFactory, PersonFactory, area_with_pm, in_role
from tests.factories.releases import LAUNCH, functions_with_leads, planned, staffed_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return datetime.fromisoformat("2026-11-25T09:00Z")


@pytest.fixture
def area() -> Area:
    OrganisationFactory()
    functions_with_leads()
    return staffed_area(name="Payments", slug="payments")


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_those_who_prepare_know_the_date_and_everybody_else_the_window(area: Area, now: datetime) -> None:
    row = planned(area, now, window_from=date(2027, 1, 11), window_to=date(2027, 1, 20))
    Release.objects.filter(pk=row.pk).update(decision_on=date(2027, 1, 15), customer_from=date(2027, 1, 20))
    row = Release.objects.get(pk=row.pk)
    slugs = set(row.items.values_list("function__slug", flat=True))
    assert {"support", "product", "engineering"} <= slugs
    support, product = Function.objects.get(slug="support"), Function.objects.get(slug="product")
    contact = PersonFactory(name="Contact")
    AreaRole.objects.create(area=area, person=contact, kind=AreaRoleKind.CONTACT, function=support, starts_on=LONG_AGO)
    owner = PersonFactory(name="Owner of one item")
    row.items.filter(pk=row.items.first().pk).update(person=owner)
    assert support.lead is not None
    inside = [
        area.pm, area.eng_lead, contact, owner, support.lead,  # type: ignore[attr-defined]
        PersonFactory(name="Works in Support", function=support), in_role(Role.PRODUCT_OPS),
        in_role(Role.HEAD_OF_PRODUCT),
    ]  # fmt: skip
    outside = [
        in_role(Role.STAKEHOLDER), in_role(Role.ADMIN), in_role(Role.EXECUTIVE),
        area_with_pm(pm=in_role(Role.PM, name="Other PM", function=product)).pm,  # type: ignore[attr-defined]
        PersonFactory(name="Left", is_active=False, deactivated_at=now, function=support),
    ]  # fmt: skip
    day = Organisation.current().day(now)
    for person in inside:
        seen = facts_for(row, fresh(person), on=day)
        assert (seen.launch_on, seen.first_launch_on, seen.inside, seen.dated, seen.internal, seen.slips) == (
            LAUNCH, LAUNCH, True, True, True, True,
        ), person  # fmt: skip
        assert (seen.decision_on, seen.notice_needed) == (date(2027, 1, 15), row.notice_needed)
    for person in outside:
        seen = facts_for(row, fresh(person), on=day)
        assert (seen.launch_on, seen.first_launch_on, seen.decision_on, seen.notice_needed, seen.notice_given) == (
            None, None, None, None, None,
        ), person  # fmt: skip
        assert {seen.inside, seen.dated, seen.internal, seen.slips, seen.short_notice} == {False}
        assert (seen.window_from, seen.window_to) == (date(2027, 1, 11), date(2027, 1, 20))
    # Approved, the date is said; how it moved stays with those who prepared it.
    row.stage, row.customer_word = Stage.APPROVED, "from"
    told = facts_for(row, fresh(outside[0]), on=day)
    assert (told.launch_on, told.dated, told.internal, told.slips, told.first_launch_on) == (
        LAUNCH, True, False, False, None,
    )  # fmt: skip
    assert told.customer_from == date(2027, 1, 20)


def test_many_cost_one_statement(area: Area, now: datetime) -> None:
    rows = [planned(area, now, name=f"Release {number}") for number in range(3)]
    other = staffed_area(name="Ledger", slug="ledger")
    rows.append(planned(other, now, name="Other"))
    day = Organisation.current().day(now)
    lead = fresh(area.eng_lead)  # type: ignore[attr-defined]
    facts_for_many([], lead, on=day)  # her standing is read once
    with CaptureQueriesContext(connection) as asked:
        seen = facts_for_many(rows, lead, on=day)
    assert len(asked) == 1
    assert [seen[row.pk].inside for row in rows] == [True, True, True, False]
    item = rows[3].items.get(key=rows[3].items.first().key)
    item.person = lead
    item.save()
    assert facts_for(rows[3], lead, on=day).inside
