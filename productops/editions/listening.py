"""What the people app announces and editions do something about."""

from django.db.models import Q

from productops.editions.models import EditionFile, EditionSection
from productops.people.models import Person
from productops.people.signals import person_erased


def person_is_erased(sender: object, *, person: Person, **_: object) -> None:
    """Files name who headed the areas and who was asked. They go, and are made anew, without the name, when wanted."""
    headed = EditionSection.objects.filter(owner_id=person.pk).values("edition")
    EditionFile.objects.filter(Q(edition__in=headed) | Q(edition__named__contains=[person.pk])).delete()


def connect() -> None:
    """Called once, from `ready()`."""
    person_erased.connect(person_is_erased, dispatch_uid="editions.person_is_erased")
