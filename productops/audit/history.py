"""Row history written by the database itself, and what each model says about its texts.

`@audited(...)` on a model does two things:

* it declares every text field as *personal* (about the person named by `subject`) or *plain*; a test fails
  on a field that is neither;
* it has django-pghistory keep every insert, update and delete of the row in an append-only table. In that
  table a personal field holds `sha256:...`, salted per person; the value itself is in
  `audit_personalvalue`, which erasing the person empties (`productops.audit.personal`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models

ModelT = TypeVar("ModelT", bound=type[models.Model])


@dataclass(frozen=True)
class Texts:
    """What a model declares: which text fields are personal, about whom, and which are not."""

    subject: str | None
    personal: frozenset[str]
    plain: frozenset[str]


DECLARED: dict[type[models.Model], Texts] = {}


def append_only_triggers() -> list[pgtrigger.Trigger]:
    """Refuse UPDATE and DELETE of a row and TRUNCATE of the table, whoever asks. For `Meta.triggers`."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(),
    ]


def no_truncate() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
    )


def is_append_only(model: type[models.Model]) -> bool:
    return any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", []))


def declares(
    *, subject: str | None = None, personal: Iterable[str] = (), plain: Iterable[str] = ()
) -> Callable[[ModelT], ModelT]:
    """Declare a model's texts without keeping its history (deliveries, search rows, tokens)."""

    def decorate(model: ModelT) -> ModelT:
        DECLARED[model] = Texts(subject, frozenset(personal), frozenset(plain))
        return model

    return decorate


def audited(
    *,
    subject: str | None = None,
    personal: Iterable[str] = (),
    plain: Iterable[str] = (),
    unkept: Iterable[str] = (),
) -> Callable[[ModelT], ModelT]:
    """Declare a model's texts and keep its row history.

    `subject`: the column that holds the id of the person the personal fields are about ('id' for the person
    itself). `unkept`: fields whose changes are no history (last sign-in, password hash).
    """

    def decorate(model: ModelT) -> ModelT:
        personal_fields = sorted(set(personal))
        declares(subject=subject, personal=personal_fields, plain=plain)(model)
        triggers: list[pgtrigger.Trigger] = [no_truncate()]
        if personal_fields:
            assert subject, f"{model.__name__} has personal fields but names no subject"
            triggers.append(_pseudonymise(model, subject, personal_fields))
        tracked: ModelT = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*unkept],
            context_id_field=None,  # type: ignore[arg-type]
            meta={"triggers": triggers},
        )(model)
        return tracked

    return decorate


def _pseudonymise(model: type[models.Model], subject: str, fields: list[str]) -> pgtrigger.Trigger:
    label = model._meta.label_lower
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    lines = []
    for name in fields:
        field_column = columns[name]
        lines.append(
            f"NEW.{field_column} := audit_pseudonym(NEW.{columns[subject]}, '{label}.{name}', NEW.{field_column});"
        )
    return pgtrigger.Trigger(
        name="personal_apart",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=" ".join(lines) + " RETURN NEW;",
    )


def history_of(row: models.Model) -> "models.QuerySet[Any]":
    """The kept versions of one row, newest first."""
    versions: models.QuerySet[Any] = row.history  # type: ignore[attr-defined]
    return versions.order_by("-pgh_id")
