"""Everything the portal keeps about one person, in one document she can take along."""

from typing import Any

from productops.audit.models import DomainEvent, PersonalValue
from productops.people.models import Person, RaciEntry
from productops.people.signals import data_wanted

FIELDS = (
    "id", "name", "email", "title", "timezone", "language", "theme", "working_days", "day_starts", "day_ends",
    "shortcuts", "is_active", "invited_at", "deactivated_at", "last_login", "last_looked_at",
)  # fmt: skip


def data_of(person: Person) -> dict[str, Any]:
    """JSON-ready. Apps above answer `data_wanted` with their share."""
    document: dict[str, Any] = {
        "person": {name: getattr(person, name) for name in FIELDS},
        "function": person.function.name if person.function else None,
        "roles": sorted(person.groups.values_list("name", flat=True)),
        "areas": list(person.area_roles.order_by("starts_on").values("area__name", "kind", "starts_on", "ends_on")),
        "leads": list(person.leads.values_list("name", flat=True)),
        "delegate_of": list(person.delegate_of.values_list("name", flat=True)),
        "raci": list(RaciEntry.objects.filter(person=person).values("activity__name", "letter", "note")),
        "earlier_values": list(
            PersonalValue.objects.filter(subject_id=person.pk).order_by("pk").values("field", "value")
        ),
        "what_you_did": list(
            DomainEvent.objects.filter(actor_id=person.pk)
            .order_by("id")
            .values("at", "name", "object_type", "object_id", "data")
        ),
        "what_happened_to_your_account": list(
            DomainEvent.objects.filter(object_type="people.person", object_id=str(person.pk))
            .order_by("id")
            .values("at", "name", "data")
        ),
    }
    shares: list[tuple[Any, Any]] = data_wanted.send(sender=Person, person=person)
    for _receiver, share in shares:
        document |= share or {}
    return document
