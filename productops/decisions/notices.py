"""Who hears of decisions. The words and the sending belong to `comms`, which listens to `signals.review_wanted`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from productops.decisions.models import DecisionEntry
from productops.decisions.signals import review_wanted
from productops.people.enums import AreaRoleKind, Role
from productops.people.models import AreaRole, Organisation, Person


def to_review(entries: Sequence[DecisionEntry], *, now: datetime) -> None:
    """The owner is to look at each again. Of one who left, the PM of its area, or else the Head of Product.

    Of `entries` with `look_on` and owner; at most two queries for all of them.
    """
    left = [entry for entry in entries if not entry.owner.is_active]
    heirs = _heirs(left, now) if left else {}
    for entry in entries:
        people = [entry.owner_id] if entry.owner.is_active else heirs[entry.pk]
        if people:
            review_wanted.send(
                sender=DecisionEntry,
                entry=entry.pk,
                people=people,
                owners=entry.owner.is_active,
                now=now,
                key=f"review:{entry.number}:{entry.look_on}",  # type: ignore[attr-defined]
            )


def _heirs(entries: Sequence[DecisionEntry], now: datetime) -> dict[int, list[int]]:
    roles = AreaRole.objects.on(Organisation.current().day(now)).filter(
        area__in={entry.area_id for entry in entries if entry.area_id}, kind=AreaRoleKind.PM, person__is_active=True
    )
    pms: dict[int | None, list[int]] = defaultdict(list)
    for area, person in roles.values_list("area_id", "person_id"):
        pms[area].append(person)
    heads = list(
        Person.objects.active().filter(groups__name=Role.HEAD_OF_PRODUCT).order_by("pk").values_list("pk", flat=True)
    )
    return {entry.pk: pms.get(entry.area_id) or heads for entry in entries}
