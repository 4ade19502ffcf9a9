"""What the people app announces and this app answers: what a person is to do, and asked for, is part of her data."""

from typing import Any

from django.db.models import Q

from productops.followups.models import ActionItem
from productops.people.models import Person
from productops.people.signals import data_wanted


def data_is_wanted(sender: object, *, person: Person, **_: object) -> dict[str, Any]:
    items = ActionItem.objects.filter(Q(assignee=person) | Q(asked_of=person) | Q(asked_by=person))
    columns = ("what", "due_on", "asked_for_on", "state", "source_title", "created_at", "closed_at")
    return {"action_items": list(items.order_by("id").values(*columns))}


def connect() -> None:
    """Called once, from `ready()`."""
    data_wanted.connect(data_is_wanted, dispatch_uid="followups.data_is_wanted")
