"""`record`: the one way to write a domain event."""

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
    source = origin.get()
    return DomainEvent.objects.create(
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
