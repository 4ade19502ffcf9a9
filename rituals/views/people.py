"""Names for the ids that editions hold."""

from collections.abc import Iterable

from productops.people.models import Person


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Person id -> name, one query; erased people have a neutral name."""
    return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))
