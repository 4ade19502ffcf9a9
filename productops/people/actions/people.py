"""Changes to people: their own choices, invitations, roles, leaving, being forgotten."""

from datetime import datetime

from django.db import transaction

from productops.people.models import Person


@transaction.atomic
def set_language(*, person: Person, language: str, now: datetime) -> None:
    """`person` reads in another language from now on. Row history keeps the change; no event."""
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def set_theme(*, person: Person, theme: str, now: datetime) -> None:
    """`person` sees the portal light, dark, or as her system says."""
    person.theme = theme
    person.save(update_fields=["theme"])
