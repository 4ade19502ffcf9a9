"""Row history: kept by the database, personal values apart, nothing changeable from the application's account."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from productops.audit.history import DECLARED
from productops.audit.models import DomainEvent, PersonalValue
from productops.audit.personal import erase, values_behind
from productops.people.models import Person
from tests.factories import PersonFactory

OURS = {"audit", "people", "editions", "search", "comms", "rituals"}
TEXT = (models.CharField, models.TextField, models.JSONField)


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "pgh_tracked_model")
    ]


def test_every_text_field_is_declared_personal_or_plain() -> None:
    undeclared = []
    for model in our_models():
        declared = DECLARED.get(model)
        known = (declared.personal | declared.plain) if declared else frozenset()
        for field in model._meta.local_concrete_fields:
            has_text = isinstance(field, TEXT) and not isinstance(field, models.UUIDField)
            if has_text and field.name not in known:
                undeclared.append(f"{model._meta.label}.{field.name}")
    assert undeclared == []


@pytest.mark.django_db
def test_history_keeps_personal_values_apart() -> None:
    person = PersonFactory(name="Łucja Żak", email="lucja@example.org", timezone="Europe/Berlin")
    person.name = "Łucja Nowak"
    person.save()
    versions = list(person.history.order_by("pgh_id"))
    assert [version.pgh_label for version in versions] == ["insert", "update"]
    assert versions[0].timezone == "Europe/Berlin"
    assert versions[0].name.startswith("sha256:")
    assert versions[0].name != versions[1].name
    known = values_behind([person.pk], [versions[0].name, versions[1].name])
    assert known == {versions[0].name: "Łucja Żak", versions[1].name: "Łucja Nowak"}


@pytest.mark.django_db
def test_erasing_a_person_leaves_history_without_values() -> None:
    person = PersonFactory(name="Łucja Żak")
    digest = person.history.get().name
    assert erase(person.pk) == 4 - 1  # name, e-mail, sort key; the title is empty
    assert values_behind([person.pk], [digest]) == {}
    assert not PersonalValue.objects.filter(subject_id=person.pk).exists()
    assert person.history.get().name == digest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_domainevent SET name = 'x'",
        "DELETE FROM audit_domainevent",
        "TRUNCATE audit_domainevent",
        "UPDATE people_personevent SET timezone = 'x'",
        "DELETE FROM people_personevent",
        "TRUNCATE people_personevent",
        "UPDATE editions_edition SET title = 'x'",
        "DELETE FROM editions_edition",
        "TRUNCATE editions_edition CASCADE",
        "ALTER TABLE people_personevent DISABLE TRIGGER ALL",
        "DROP TABLE people_personevent",
    ],
)
def test_the_application_cannot_change_the_record(statement: str) -> None:
    PersonFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_history_table_is_append_only_and_cannot_be_truncated() -> None:
    events = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")] + [DomainEvent]
    assert len(events) > 10
    for model in events:
        names = {trigger.name for trigger in model._meta.triggers}
        assert {"append_only", "no_truncate"} <= names, model


@pytest.mark.django_db
def test_nobody_is_a_superuser() -> None:
    person = PersonFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_superuser=True)
