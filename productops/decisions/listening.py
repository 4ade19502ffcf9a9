"""What the people app announces and this app answers: decisions that a person owns or wrote are part of her data."""

from typing import Any

from django.db.models import Q

from productops.decisions.models import DecisionEntry
from productops.people.models import Person
from productops.people.signals import data_wanted


def data_is_wanted(sender: object, *, person: Person, **_: object) -> dict[str, Any]:
    entries = DecisionEntry.objects.filter(Q(owner=person) | Q(made_by=person)).order_by("pk")
    columns = ("number", "wording", "title", "context", "decision", "rationale", "decided_on", "made_at")
    return {"decisions": list(entries.values(*columns))}


def connect() -> None:
    """Called once, from `ready()`."""
    data_wanted.connect(data_is_wanted, dispatch_uid="decisions.data_is_wanted")
