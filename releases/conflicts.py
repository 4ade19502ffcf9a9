"""Two people change one release at once: what the other one changed since a page was opened."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from productops.audit.history import history_of
from productops.audit.models import DomainEvent
from productops.people.history import Entry, Words, actor_of, names_of
from releases.models import Release

LOOKED_AT = 60  # versions; who had a page open for longer than that sees the last of them


def changed_since(release: Release, version: int, fields: Collection[str]) -> set[str]:
    """Which of `fields` (many-to-many ones too) are not any more what they were in that version of the release."""
    before: Any = history_of(release).filter(version__lte=version).first()
    plain = {field.name: field.attname for field in Release._meta.concrete_fields if field.name in fields}
    if before is None:
        return set(fields)
    changed = {name for name, attname in plain.items() if getattr(before, attname) != getattr(release, attname)}
    if many := set(fields) - plain.keys():
        events = DomainEvent.objects.filter(
            object_type=Release._meta.label_lower, object_id=str(release.pk), name="release.edited",
            data__version__gt=version,
        )  # fmt: skip
        changed |= many & {name for data in events.values_list("data", flat=True) for name in data["fields"]}
    return changed


def changes_since(release: Release, version: int, fields: Collection[str]) -> list[Entry]:
    """The same in words: who changed what from what to what, newest first."""
    versions = list(history_of(release).filter(version__gte=version)[:LOOKED_AT])
    if not versions:
        return []
    said = Words(Release, versions)
    said.fields = [field for field in said.fields if field.name in fields]
    names = names_of(actor_of(each) for each in versions)
    entries = []
    for newer, older in zip(versions, versions[1:], strict=False):
        if changes := said.differences(older, newer):
            entries.append(
                Entry(newer.pgh_created_at, names.get(actor_of(newer), ""), _("changed"), "; ".join(changes))
            )
    return entries
