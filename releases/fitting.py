"""Whether values fit the fields they are for: lengths, choices, addresses that lead to the web."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

WEB = ("https://", "http://")


def objections(row: models.Model, *, only: Collection[str] | None = None) -> dict[str, str]:
    """What does not fit, by field; of the fields in `only` when said. Asks the database nothing but foreign keys."""
    fields = [field for field in row._meta.concrete_fields if only is None or field.name in only]
    others = {field.name for field in row._meta.concrete_fields} - {field.name for field in fields}
    found = {}
    try:
        row.clean_fields(exclude=others)
    except ValidationError as refused:
        found = {name: " ".join(words) for name, words in refused.message_dict.items()}
    for field in fields:
        address = getattr(row, field.attname)
        if isinstance(field, models.URLField) and address and not address.lower().startswith(WEB):
            found[field.name] = _("An address begins with https:// or http://.")
    return found
