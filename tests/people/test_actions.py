"""Doors about people: result, event, refusal, nothing half-done."""

import threading
from datetime import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.db import connection, connections
from psycopg import sql

from productops.audit.models import DomainEvent
from productops.doors import Invalid, Stale
from productops.people import tokens
from productops.people.actions import people as doors
from productops.people.actions.functions import change_function
from productops.people.actions.sessions import accept_invitation, use_link
from productops.people.enums import Role
from productops.people.models import Area, Function, Person
from productops.people.permissions import PermissionRefused
from productops.people.signals import mail_wanted, person_erased
from tests.factories import PersonFactory, in_role


def events_of(person: Person) -> list[tuple[str, int | None]]:
    rows = DomainEvent.objects.filter(object_type="people.person", object_id=str(person.pk)).order_by("id")
    return [(row.name, row.actor_id) for row in rows]


@pytest.mark.django_db
class TestInvite:
    FACTS: dict[str, Any] = {
        "name": "Noor",
        "email": "noor@example.org",
        "title": "",
        "function": None,
        "roles": ["pm"],
    }

    def test_account_event_and_mail_together(self, admin: Person, organisation: None, now: datetime) -> None:
        noor = doors.invite(**self.FACTS, by=admin, now=now)
        assert (noor.invited_at, noor.timezone, noor.has_usable_password()) == (now, "Europe/Warsaw", False)
        assert events_of(noor) == [("person.invited", admin.pk), ("roles.changed", admin.pk)]

    def test_a_failing_mail_leaves_nothing(self, admin: Person, now: datetime) -> None:
        def fail(**_kwargs: Any) -> None:
            raise RuntimeError

        mail_wanted.connect(fail)
        try:
            with pytest.raises(RuntimeError):
                doors.invite(**self.FACTS, by=admin, now=now)
        finally:
            mail_wanted.disconnect(fail)
        assert not Person.objects.filter(email="noor@example.org").exists()
        assert not DomainEvent.objects.filter(name="person.invited").exists()

    def test_refused(self, ops: Person, now: datetime) -> None:
        with pytest.raises(PermissionRefused):
            doors.invite(**self.FACTS, by=ops, now=now)
        assert not Person.objects.filter(email="noor@example.org").exists()


@pytest.mark.django_db
class TestRoles:
    def test_event_says_before_and_after(self, admin: Person, ops: Person, now: datetime) -> None:
        doors.change_roles(person=ops, roles=["pm", "product_ops"], by=admin, now=now)
        event = DomainEvent.objects.get(name="roles.changed")
        assert event.data == {"before": ["product_ops"], "after": ["pm", "product_ops"]}
        doors.change_roles(person=ops, roles=["pm", "product_ops"], by=admin, now=now)
        assert DomainEvent.objects.filter(name="roles.changed").count() == 1

    def test_the_last_admin_stays(self, admin: Person, now: datetime) -> None:
        in_role(Role.ADMIN, is_active=False, deactivated_at=now)
        with pytest.raises(Invalid, match="only admin"):
            doors.change_roles(person=admin, roles=[], by=admin, now=now)
        other = in_role(Role.ADMIN)
        doors.change_roles(person=admin, roles=[], by=other, now=now)
        assert not admin.groups.exists()

    def test_only_an_admin(self, ops: Person, now: datetime) -> None:
        with pytest.raises(PermissionRefused):
            doors.change_roles(person=ops, roles=["admin"], by=ops, now=now)


@pytest.mark.django_db
class TestLeaving:
    def test_deactivated_once(self, admin: Person, ops: Person, now: datetime) -> None:
        for _time in range(2):
            doors.deactivate(person=ops, by=admin, now=now)
        ops.refresh_from_db()
        assert (ops.is_active, ops.deactivated_at, ops.deactivated_by) == (False, now, admin)
        assert events_of(ops) == [("person.deactivated", admin.pk)]

    def test_not_oneself(self, admin: Person, now: datetime) -> None:
        in_role(Role.ADMIN)
        with pytest.raises(Invalid):
            doors.deactivate(person=admin, by=admin, now=now)

    def test_forgotten_everywhere(self, admin: Person, payments: Area, now: datetime) -> None:
        person = in_role(Role.PM, name="Zbigniew Unikatowy", email="unikat@example.org", title="Rarissimus")
        person.name = "Zbigniew Niepowtarzalny"
        person.save()
        AccessAttempt.objects.create(username="unikat@example.org", ip_address="127.0.0.1", failures_since_start=1)
        heard: list[tuple[str, str]] = []

        def hear(name: str, email: str, **_kwargs: Any) -> None:
            heard.append((name, email))

        doors.deactivate(person=person, by=admin, now=now)
        person_erased.connect(hear)
        try:
            doors.erase(person=person, by=admin, now=now)
            doors.erase(person=person, by=admin, now=now)
        finally:
            person_erased.disconnect(hear)
        assert heard == [("Zbigniew Niepowtarzalny", "unikat@example.org")]
        person.refresh_from_db()
        assert (person.name, person.email) == (f"Former colleague {person.pk}", f"erased-{person.pk}@invalid")
        dump = everything_in_the_database()
        for secret in ("zbigniew", "unikat", "niepowtarzalny", "rarissimus"):
            assert secret not in dump
        assert "payments" in dump

    def test_not_while_active_and_never_back(self, admin: Person, ops: Person, now: datetime) -> None:
        with pytest.raises(Invalid):
            doors.erase(person=ops, by=admin, now=now)
        doors.deactivate(person=ops, by=admin, now=now)
        doors.erase(person=ops, by=admin, now=now)
        with pytest.raises(Invalid):
            doors.reactivate(person=ops, by=admin, now=now)


def everything_in_the_database() -> str:
    """Every row of every table as text, which is what a dump holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT string_agg(t::text, chr(10)) FROM {} t").format(sql.Identifier(table)))
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found).lower()


@pytest.mark.django_db
class TestChanging:
    def test_stale_says_what_changed(self, admin: Person, ops: Person, now: datetime) -> None:
        facts = {"name": ops.name, "email": ops.email, "function": None, "by": admin, "now": now}
        doors.change_details(person=ops, version=1, title="Lead", **facts)
        with pytest.raises(Stale) as stale:
            doors.change_details(person=ops, version=1, title="Other", **facts)
        assert [entry.detail for entry in stale.value.context["changes"]] == ["Title: nothing → Lead"]
        assert stale.value.context["version"] == 2

    def test_function_by_its_lead(self, ops: Person, reader: Person, now: datetime) -> None:
        support = Function.objects.get(slug="support")
        facts = {"name": "Support", "lead": reader, "delegates": [ops], "standing_notice": "*5 days*", "now": now}
        with pytest.raises(PermissionRefused):
            change_function(function=support, version=1, by=reader, **facts)
        Function.objects.filter(pk=support.pk).update(lead=reader)
        made = change_function(function=support, version=1, by=Person.objects.get(pk=reader.pk), **facts)
        assert (made.standing_notice_html.strip(), made.version) == ("<p><em>5 days</em></p>", 2)
        event = DomainEvent.objects.get(name="function.changed")
        assert event.data == {"delegates_before": [], "delegates_after": [ops.pk]}
        gone = PersonFactory(is_active=False, deactivated_at=now)
        with pytest.raises(Invalid):
            change_function(function=support, version=2, by=Person.objects.get(pk=reader.pk), **facts | {"lead": gone})


def at_once(*calls: Any) -> list[Any]:
    """What each call gives when all begin together, each in a thread and connection of its own."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = calls[index]()
        except Exception as problem:
            results[index] = problem  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_link_pressed_twice_at_once_lets_in_once(committed: None, now: datetime) -> None:
    person = PersonFactory()
    code, token = tokens.code_of(person), tokens.sign_in.make(person, now)
    results = at_once(*[lambda: use_link(code=code, token=token, now=now)] * 4)
    assert sorted(bool(result) for result in results) == [False, False, False, True]


def test_an_invitation_accepted_twice_at_once_sets_one_password(committed: None, now: datetime) -> None:
    person = PersonFactory()
    code, token = tokens.code_of(person), tokens.invitation.make(person, now)
    results = at_once(
        lambda: accept_invitation(code=code, token=token, password="one horse entirely", now=now),
        lambda: accept_invitation(code=code, token=token, password="two horses entirely", now=now),
    )
    assert sorted(bool(result) for result in results) == [False, True]


def test_two_admins_cannot_remove_each_other_at_once(committed: None, now: datetime) -> None:
    one, two = in_role(Role.ADMIN), in_role(Role.ADMIN)
    results = at_once(
        lambda: doors.change_roles(person=two, roles=[], by=one, now=now),
        lambda: doors.change_roles(person=one, roles=[], by=two, now=now),
    )
    assert Person.objects.filter(groups__name=Role.ADMIN).count() == 1
    # The slower one is refused: the last admin stays, or she is none any more when her turn comes.
    assert sum(isinstance(result, Invalid | PermissionRefused) for result in results) == 1
