"""What the people app announces and editions do something about."""

from productops.editions.models import EditionFile, EditionSection
from productops.people.models import Person
from productops.people.signals import person_erased


def person_is_erased(sender: object, *, person: Person, **_: object) -> None:
    """Files name who headed the areas. They go, and are made anew, without the name, when somebody asks."""
    named = EditionSection.objects.filter(owner_id=person.pk).values("edition")
    EditionFile.objects.filter(edition__in=named).delete()


def connect() -> None:
    """Called once, from `ready()`."""
    person_erased.connect(person_is_erased, dispatch_uid="editions.person_is_erased")
