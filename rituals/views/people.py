"""Names for the ids that editions hold."""

from collections.abc import Iterable

from django.db import connection


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Person id -> name, one query; erased people have a neutral name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM people_person WHERE id = ANY(%s)", [[pk for pk in ids if pk]])
        return dict(cursor.fetchall())
