"""What decisions are about, as far as that can be hidden: who may not see which subjects, and who may.

The log stands below the apps whose things are decided about, so those say it from `AppConfig.ready()`, which a search
for `subjects.register` finds:

    subjects.register("release", unseen=logged_subjects.unseen, readers=logged_subjects.readers, codes=...)

A subject is a kind and a key: 'release:PAY-31'. What nobody registered is nobody's secret.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from productops.people.models import Person

Readers = tuple[int, ...]


@dataclass(frozen=True)
class Kind:
    """`unseen(person)`: a query of one column, the subjects ('release:PAY-31') that she may not see.

    `readers(keys, now)`: of the keys that not everybody may see, who may (ids of people). `codes`: the action codes of
    decisions about this kind, in words.
    """

    unseen: Callable[[Person], "QuerySet[Any, Any]"]
    readers: Callable[[Collection[str], datetime], Mapping[str, Readers]]
    codes: Mapping[str, str | Promise] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    unseen: Callable[[Person], "QuerySet[Any, Any]"],
    readers: Callable[[Collection[str], datetime], Mapping[str, Readers]],
    codes: Mapping[str, str | Promise] | None = None,
) -> None:
    """Declare who knows which subjects of this kind are hidden. Called from `AppConfig.ready()`."""
    _kinds[kind] = Kind(unseen, readers, dict(codes or {}))


def unseen_by(person: Person) -> "list[QuerySet[Any, Any]]":
    """A query per kind, to be put into another one: it asks the database nothing by itself."""
    return [kind.unseen(person) for kind in _kinds.values()]


def readers_of(subjects: Collection[str], *, now: datetime) -> dict[str, Readers]:
    """Subject -> who may see it, of those that not everybody may. As many statements however many subjects."""
    found: dict[str, Readers] = {}
    for name, kind in _kinds.items():
        keys = {subject.removeprefix(f"{name}:") for subject in subjects if subject.startswith(f"{name}:")}
        if keys:
            found |= {f"{name}:{key}": people for key, people in kind.readers(keys, now).items()}
    return found


def codes() -> dict[str, str]:
    """Action code -> its words, of every kind, in the language of the moment."""
    return {code: str(words) for kind in _kinds.values() for code, words in kind.codes.items()}
