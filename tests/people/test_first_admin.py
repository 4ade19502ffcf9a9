"""The first person of an empty portal, made by whoever operates the server."""

import re
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from productops.audit.models import DomainEvent
from productops.doors import Invalid
from productops.people.actions.first_admin import make_first_admin
from productops.people.enums import Role
from productops.people.models import Person
from tests.factories import in_role


@pytest.mark.django_db
def test_an_account_a_role_and_two_events(organisation: None, now: datetime) -> None:
    person = make_first_admin(email="Ewa@Example.org", name="Ewa Nowak", now=now)
    assert (person.email, person.is_superuser, person.has_usable_password()) == ("ewa@example.org", False, False)
    assert list(person.groups.values_list("name", flat=True)) == [Role.ADMIN]
    events = DomainEvent.objects.filter(object_id=str(person.pk)).values_list("name", "actor_id")
    assert sorted(events) == [("person.invited", None), ("roles.changed", None)]


@pytest.mark.django_db
def test_somebody_who_is_there_keeps_her_account_and_roles(organisation: None, now: datetime) -> None:
    known = in_role(Role.PRODUCT_OPS, name="Maja Okoń", email="maja@example.org")
    person = make_first_admin(email="MAJA@example.org", name="Another Name", now=now)
    assert (person.pk, person.name) == (known.pk, "Maja Okoń")
    assert set(person.groups.values_list("name", flat=True)) == {Role.ADMIN, Role.PRODUCT_OPS}


@pytest.mark.django_db
def test_refused_when_there_is_an_admin(admin: Person, now: datetime) -> None:
    with pytest.raises(Invalid):
        make_first_admin(email="ewa@example.org", name="Ewa", now=now)
    assert not Person.objects.filter(email="ewa@example.org").exists()
    with pytest.raises(CommandError, match="There is an admin already"):
        call_command("first_admin", "ewa@example.org", "Ewa")


@pytest.mark.django_db
def test_refused_for_a_closed_account(organisation: None, now: datetime) -> None:
    gone = in_role(Role.PM, name="Tomek", email="tomek@example.org")
    Person.objects.filter(pk=gone.pk).update(is_active=False, deactivated_at=now, deactivated_by=gone)
    with pytest.raises(Invalid):
        make_first_admin(email="tomek@example.org", name="Tomek", now=now)
    assert not gone.groups.filter(name=Role.ADMIN).exists()


@pytest.mark.django_db
def test_the_printed_link_lets_her_in(organisation: None, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_admin", "ewa@example.org", "Ewa Nowak")
    link = re.search(r"http://localhost:8000(/\S+)", capsys.readouterr().out)
    assert link is not None
    assert client.get(link[1]).status_code == 200


@pytest.mark.django_db
def test_an_address_must_be_one() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("first_admin", "ewa", "Ewa")
