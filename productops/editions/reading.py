"""Reading editions: what never changes is read once per process."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.utils.safestring import SafeString

from productops.editions.models import EditionSection
from productops.editions.naming import with_names
from productops.markdown import stored_html

# About 100 KB each; an update of 1,000 areas takes 2 MB, so this stays small.
KEPT = 32


@dataclass(frozen=True)
class Part:
    """A section ready to be served."""

    key: str
    title: str
    group: str
    group_name: str
    health: str
    owner_id: int | None
    functions: dict[str, str]
    html: SafeString
    text: str

    def named(self, names: Mapping[int, str]) -> "Part":
        """This part with the names of those whom its lines ask, as they are called today."""
        html = with_names(self.html, names)
        return self if html is self.html else replace(self, html=html)


def parts_of(edition_id: int, sha256: str, language: str) -> tuple[Part, ...]:
    """All parts of an edition in a language that the portal knows (English otherwise), the highlights first.

    Immutable, so kept in memory; the hash in the key makes sure that it is the same edition.
    """
    known = {code for code, _name in settings.LANGUAGES}
    return _parts(edition_id, sha256, language if language in known else "en")


@lru_cache(maxsize=KEPT)
def _parts(edition_id: int, sha256: str, language: str) -> tuple[Part, ...]:
    rows = EditionSection.objects.filter(edition=edition_id, language=language).order_by("position")
    return tuple(
        Part(
            key=row.key,
            title=row.title,
            group=row.group,
            group_name=row.group_name,
            health=row.health,
            owner_id=row.owner_id,
            functions=row.functions,
            html=stored_html(row.html),
            text=row.text,
        )
        for row in rows
    )
