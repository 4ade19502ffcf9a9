"""The door to publishing: `freeze` makes an edition, or the next revision of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from productops.audit.record import record
from productops.editions.canonical import sha256_of
from productops.editions.models import Edition, EditionSection
from productops.editions.naming import people_in
from productops.people.models import Person


@dataclass(frozen=True)
class Section:
    """One rendered part, in one language; `html` must come from `productops.markdown` or an escaped template."""

    language: str
    position: int
    key: str
    title: str
    html: str
    text: str
    group: str = ""
    group_name: str = ""
    health: str = ""
    functions: dict[str, str] = field(default_factory=dict)
    owner_id: int | None = None


@transaction.atomic
def freeze(
    *,
    kind: str,
    key: str,
    title: str,
    content: dict[str, Any],
    sections: Sequence[Section],
    by: Person,
    now: datetime,
    note: str = "",
) -> Edition:
    """Store `content` and its renderings for ever, as one revision more than the last of (kind, key).

    The caller has asked for permission and holds the lock of the thing published. A later revision needs a `note`.
    Records `edition.published`.
    """
    last = Edition.objects.filter(kind=kind, key=key).order_by("-revision").first()
    assert last is None or note, "a correction says what changed"
    edition = Edition.objects.create(
        kind=kind,
        key=key,
        revision=last.revision + 1 if last else 1,
        title=title,
        content=content,
        sha256=sha256_of(content),
        note=note,
        named=people_in(part.html for part in sections),
        published_at=now,
        published_by=by,
    )
    EditionSection.objects.bulk_create(
        [EditionSection(edition=edition, **vars(part)) for part in sections],
        batch_size=500,
    )
    record("edition.published", by=by, obj=edition, now=now, kind=kind, key=key, revision=edition.revision)
    return edition
