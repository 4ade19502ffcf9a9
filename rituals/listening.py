"""What the people app announces and this app answers: what a person read and how long she wrote is part of her data."""

from typing import Any

from productops.people.models import Person
from productops.people.signals import data_wanted
from rituals.models import Opened, WritingSpell


def data_is_wanted(sender: object, *, person: Person, **_: object) -> dict[str, Any]:
    opened = Opened.objects.filter(person=person).order_by("opened_at", "pk")
    spells = WritingSpell.objects.filter(person=person).order_by("began_at", "pk")
    return {
        "updates_you_opened": list(opened.values("weekly_update__key", "revision", "opened_at")),
        "how_long_you_wrote": list(
            spells.values("area_update__weekly_update__key", "area_update__area__name", "seconds", "began_at")
        ),
    }


def connect() -> None:
    """Called once, from `ready()`."""
    data_wanted.connect(data_is_wanted, dispatch_uid="rituals.data_is_wanted")
