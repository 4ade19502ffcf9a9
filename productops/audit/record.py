"""`record`: the one way to write a domain event; `record_each` for the same of many things."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from productops.audit.models import DomainEvent
from productops.audit.origin import origin


def record(
    name: str, *, by: models.Model | None, obj: models.Model, now: datetime, area_id: int | None = None, **data: Any
) -> DomainEvent:
    """Write that `name` happened to `obj`. Must run inside the transaction of the change it tells of.

    `by` is None for what the schedule does. `data` holds ids, codes, counts: nothing personal, no free text.
    """
    assert connection.in_atomic_block, f"{name} recorded outside the transaction of its change"
    event = _event(name, by, obj, now, area_id, data)
    event.save(force_insert=True)
    return event


def record_each(
    name: str,
    things: Iterable[tuple[models.Model, int | None, dict[str, Any]]],
    *,
    by: models.Model | None,
    now: datetime,
) -> None:
    """`record` for many things in one statement: each with its area, if any, and its data."""
    assert connection.in_atomic_block, f"{name} recorded outside the transaction of its change"
    DomainEvent.objects.bulk_create([_event(name, by, obj, now, area_id, data) for obj, area_id, data in things])


def _event(
    name: str, by: models.Model | None, obj: models.Model, now: datetime, area_id: int | None, data: dict[str, Any]
) -> DomainEvent:
    source = origin.get()
    return DomainEvent(
        at=now,
        name=name,
        actor_id=by.pk if by else None,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        area_id=area_id,
        data=data,
        request_id=source.request_id,
        route=source.route,
    )
