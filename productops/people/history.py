"""Row history said in words: who changed which field from what to what, and when.

History keeps digests where a value is about a person; here they become values again, or "erased" when the person
was forgotten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from productops import dates
from productops.audit.history import DECLARED, history_of
from productops.audit.personal import PREFIX, values_behind
from productops.people.models import Person

# What a reader does not care for, and what a domain event says better.
QUIET = frozenset(
    {"id", "version", "sort_key", "position", "slug", "standing_notice_html", "is_active", "is_superuser"}
    | {"deactivated_at", "deactivated_by", "invited_at", "closed_at"}
)


@dataclass(frozen=True)
class Entry:
    """One line of a history: at what time, who, what, and detail where a line is not enough."""

    at: datetime
    who: str
    what: str
    detail: str = ""


def row_history(row: models.Model, *, limit: int = 30, after_version: int | None = None) -> list[Entry]:
    """The last changes of one row, newest first; only those after a version when said. Constant queries."""
    versions = list(history_of(row)[: limit + 1])
    if after_version is not None:
        versions = _after(versions, after_version)
    if not versions:
        return []
    said = Words(type(row), versions)
    names = names_of(actor_of(version) for version in versions)
    entries = []
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        if older is None:
            if newer.pgh_label == "insert" and after_version is None:
                entries.append(Entry(newer.pgh_created_at, names.get(actor_of(newer), ""), _("added")))
            continue
        changes = said.differences(older, newer)
        if changes:
            who = names.get(actor_of(newer), "")
            entries.append(Entry(newer.pgh_created_at, who, _("changed"), "; ".join(changes)))
    return entries[:limit]


def _after(versions: Sequence[Any], number: int) -> list[Any]:
    """Versions newer than `number`, with the one they are compared with."""
    kept = [version for version in versions if version.version > number]
    before = next((version for version in versions if version.version <= number), None)
    return [*kept, before] if kept and before else kept


def actor_of(version: Any) -> int | None:
    return (version.pgh_context or {}).get("user")


def names_of(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Person id -> name, one query."""
    return dict(Person.objects.filter(pk__in={each for each in ids if each}).values_list("pk", "name"))


class Words:
    """Values of some versions of one model, as people say them. Looks everything up once."""

    def __init__(self, model: type[models.Model], versions: Sequence[Any]) -> None:
        self.model = model
        kept = {field.name for field in type(versions[0])._meta.fields} - QUIET
        self.fields = [field for field in model._meta.concrete_fields if field.name in kept]
        self.related = {
            field.name: field.related_model._default_manager.in_bulk(  # type: ignore[union-attr]
                {getattr(version, field.attname) for version in versions} - {None}
            )
            for field in self.fields
            if field.is_relation
        }
        declared = DECLARED.get(model)
        personal = declared.personal if declared else frozenset()
        subject = declared.subject if declared else None
        self.values = (
            values_behind(
                {getattr(version, subject) for version in versions},
                {getattr(version, name) for version in versions for name in personal},
            )
            if subject
            else {}
        )

    def differences(self, older: Any, newer: Any) -> list[str]:
        return [
            _("%(field)s: %(before)s → %(after)s")
            % {"field": capfirst(field.verbose_name), "before": self.say(field, older), "after": self.say(field, newer)}
            for field in self.fields
            if getattr(older, field.attname) != getattr(newer, field.attname)
        ]

    def say(self, field: Any, version: Any) -> str:
        value = getattr(version, field.attname)
        if value in (None, "", []):
            return _("nothing")
        if field.is_relation:
            return str(self.related[field.name].get(value, _("somebody gone")))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, str) and value.startswith(PREFIX):
            return self.values.get(value, _("erased"))
        match value:
            case bool():
                return _("yes") if value else _("no")
            case datetime():
                return dates.say_in_full(timezone.localtime(value))
            case date():
                return dates.say_long(value)
            case time():
                return f"{value:%H:%M}"
            case list() if field.name == "working_days":
                return ", ".join(str(WEEKDAYS_ABBR[each]) for each in value)
            case list():
                return ", ".join(str(each) for each in value)
        text = str(value)
        return f"{text[:80]}…" if len(text) > 80 else text
