"""Places in an agreed order, and address parts that nobody has yet. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import slugify

from productops.text import unaccented


def free_slug(name: str, taken: Iterable[str]) -> str:
    """An address part made of a name that nobody has: 'Płatności' -> 'platnosci', 'platnosci-2'."""
    base = slugify(unaccented(name))[:70].strip("-") or "area"
    used = {"new", *taken}  # "new" is the address of the form
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in used)


def move(found: Sequence[Any], row: Any, up: bool) -> None:
    """Give rows the positions 1, 2, 3... with `row` one place up or down; unsaved."""
    rows = list(found)
    here = next((index for index, each in enumerate(rows) if each.pk == row.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is not None and there is not None and 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for position, each in enumerate(rows, start=1):
        each.position = position
