"""Who is what from when to when, and guardian's grants as its projection."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from guardian.models import UserObjectPermission
from guardian.shortcuts import get_objects_for_user

from productops.audit.models import DomainEvent
from productops.doors import Invalid
from productops.people.actions.area_roles import (
    end_role,
    project_all_area_roles,
    project_area_roles,
    set_deputy,
    set_role,
)
from productops.people.actions.areas import close_area, reopen_area
from productops.people.actions.people import deactivate, reactivate
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import Area, AreaRole, Function, Person
from productops.people.permissions import PermissionRefused
from productops.search.models import SearchRow
from tests.factories import PersonFactory, area_with_pm, in_role

pytestmark = pytest.mark.django_db
PM, DEPUTY, CONTACT = AreaRoleKind.PM, AreaRoleKind.DEPUTY, AreaRoleKind.CONTACT


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()


def writers(area: Area) -> set[Person]:
    """Whom guardian lets write, asked the careful way."""
    return {
        person
        for person in Person.objects.all()
        if area
        in get_objects_for_user(
            person, "people.write_updates", Area, accept_global_perms=False, with_superuser=False, use_groups=False
        )
    }


class TestSetRole:
    def test_follows_whoever_held_it(self, admin: Person, payments: Area, now: datetime, today: date) -> None:
        sara = in_role(Role.PM)
        tomek = payments.pm  # type: ignore[attr-defined]
        set_role(area=payments, kind=PM, person=sara, starts_on=today + timedelta(days=3), by=admin, now=now)
        held = payments.roles.get(person=tomek)
        assert held.ends_on == today + timedelta(days=2)
        event = DomainEvent.objects.get(name="area_role.set")
        assert (event.area_id, event.data["person_id"]) == (payments.pk, sara.pk)
        assert writers(payments) == {tomek}
        project_all_area_roles(today + timedelta(days=3))
        assert writers(payments) == {sara}

    def test_finder_knows_the_owner_at_once_and_keeps_what_updates_said(
        self, admin: Person, payments: Area, now: datetime, today: date
    ) -> None:
        sara = in_role(Role.PM)
        set_role(area=payments, kind=PM, person=sara, starts_on=today, by=admin, now=now)
        SearchRow.objects.filter(key="payments").update(health="at_risk", sentence="Late.")
        end_role(role=payments.roles.get(person=sara), by=admin, now=now)
        row = SearchRow.objects.get(key="payments")
        assert (row.owner, row.health, row.sentence) == (None, "at_risk", "Late.")

    def test_contacts_are_one_per_function(self, admin: Person, payments: Area, now: datetime, today: date) -> None:
        support, legal = Function.objects.get(slug="support"), Function.objects.get(slug="legal")
        people = [PersonFactory() for _each in range(3)]
        for person, function in zip(people, [support, legal, support], strict=True):
            day = today if person is not people[2] else today + timedelta(days=1)
            set_role(area=payments, kind=CONTACT, function=function, person=person, starts_on=day, by=admin, now=now)
        in_force = payments.roles.on(today + timedelta(days=1)).filter(kind=CONTACT)
        assert {role.person for role in in_force} == {people[1], people[2]}

    def test_refusals(self, admin: Person, payments: Area, now: datetime, today: date) -> None:
        tomek = payments.pm  # type: ignore[attr-defined]
        gone = PersonFactory(is_active=False, deactivated_at=now)
        for person, field in ((tomek, "person"), (gone, "person")):
            with pytest.raises(Invalid) as refused:
                set_role(area=payments, kind=PM, person=person, starts_on=today, by=admin, now=now)
            assert list(refused.value.errors) == [field]
        with pytest.raises(PermissionRefused):
            set_role(area=payments, kind=PM, person=in_role(Role.PM), starts_on=today, by=tomek, now=now)
        set_role(area=payments, kind=PM, person=in_role(Role.PM), starts_on=today, by=admin, now=now)
        with pytest.raises(Invalid) as refused:
            set_role(area=payments, kind=PM, person=tomek, starts_on=today - timedelta(days=9), by=admin, now=now)
        assert list(refused.value.errors) == ["starts_on"]
        assert DomainEvent.objects.filter(name="area_role.set").count() == 1


class TestDeputy:
    def test_writes_between_the_days(self, payments: Area, now: datetime, today: date) -> None:
        tomek, sara = payments.pm, in_role(Role.PM)  # type: ignore[attr-defined]
        set_deputy(area=payments, person=sara, starts_on=today, ends_on=today + timedelta(days=2), by=tomek, now=now)
        assert writers(payments) == {tomek, sara}
        project_all_area_roles(today + timedelta(days=3))
        assert writers(payments) == {tomek}

    @pytest.mark.parametrize(
        ("starts", "ends", "field"), [(0, -1, "ends_on"), (-9, -8, "ends_on"), (2, 9, "starts_on")]
    )
    def test_days_that_do_not_fit(
        self, payments: Area, now: datetime, today: date, starts: int, ends: int, field: str
    ) -> None:
        tomek = payments.pm  # type: ignore[attr-defined]
        facts = {"area": payments, "by": tomek, "now": now}
        set_deputy(person=in_role(Role.PM), starts_on=today, ends_on=today + timedelta(days=2), **facts)
        days = {"starts_on": today + timedelta(days=starts), "ends_on": today + timedelta(days=ends)}
        with pytest.raises(Invalid) as refused:
            set_deputy(person=in_role(Role.PM), **days, **facts)
        assert list(refused.value.errors) == [field]

    def test_pm_cannot_stand_in_for_herself(self, payments: Area, now: datetime, today: date) -> None:
        tomek = payments.pm  # type: ignore[attr-defined]
        with pytest.raises(Invalid):
            set_deputy(area=payments, person=tomek, starts_on=today, ends_on=today, by=tomek, now=now)

    def test_pm_of_another_area_names_none_here(self, payments: Area, now: datetime, today: date) -> None:
        other = area_with_pm()
        with pytest.raises(PermissionRefused):
            set_deputy(
                area=payments, person=in_role(Role.PM), starts_on=today, ends_on=today,
                by=other.pm, now=now,  # type: ignore[attr-defined]
            )  # fmt: skip


class TestProjection:
    def test_ends_with_role_person_and_area(self, admin: Person, payments: Area, now: datetime, today: date) -> None:
        tomek = payments.pm  # type: ignore[attr-defined]
        project_area_roles(payments, on=today)
        assert writers(payments) == {tomek}
        deactivate(person=tomek, by=admin, now=now)
        assert writers(payments) == set()
        reactivate(person=tomek, by=admin, now=now)
        assert writers(payments) == {tomek}
        close_area(area=payments, by=admin, now=now)
        assert writers(payments) == set()
        reopen_area(area=payments, by=admin, now=now)
        assert writers(payments) == {tomek}
        end_role(role=payments.roles.get(), by=admin, now=now)
        assert writers(payments) == set()
        with pytest.raises(Invalid):
            end_role(role=AreaRole.objects.get(area=payments), by=admin, now=now)

    def test_twice_is_once_and_orphans_go(self, payments: Area, today: date) -> None:
        project_all_area_roles(today)
        orphan = UserObjectPermission.objects.get()
        orphan.pk, orphan.object_pk = None, "424242"
        UserObjectPermission.objects.bulk_create([orphan])
        assert project_all_area_roles(today) == 1
        assert UserObjectPermission.objects.count() == 1

    def test_is_set_based(self, today: date) -> None:
        ContentType.objects.get_for_model(Area)

        def queries() -> int:
            with CaptureQueriesContext(connection) as made:
                project_all_area_roles(today)
            return len(made)

        area_with_pm()
        few = queries()
        for _each in range(20):
            area_with_pm()
        assert queries() == few

    def test_command(self, payments: Area) -> None:
        out = StringIO()
        call_command("project_area_roles", stdout=out)
        assert out.getvalue() == "1 grants in force.\n"
