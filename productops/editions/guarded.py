"""Kinds of editions that not everybody may read: said by the app whose kind it is, asked by `Edition.visible_to`.

Editions stand below the apps that publish them, so those register from `AppConfig.ready()`, which a search for
`guarded.register` finds. A kind that nobody registered is for everybody who signs in.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from productops.people.models import Person

Keys = Callable[[Person], "QuerySet[Any, Any] | None"]
_KINDS: dict[str, Keys] = {}


def register(kind: str, *, keys: Keys) -> None:
    """`keys(person)`: the keys of this kind's editions that the person may read, a query of one column; None: none."""
    _KINDS[kind] = keys


def readable_by(person: Person) -> Q:
    """What the person may read of all kinds, for a filter of editions; asks the database nothing by itself."""
    readable = ~Q(kind__in=list(_KINDS))
    for kind, keys in _KINDS.items():
        if (known := keys(person)) is not None:
            readable |= Q(kind=kind, key__in=known)
    return readable
