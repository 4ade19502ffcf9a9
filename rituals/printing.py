"""A weekly update on paper: the reading page's article, whole, with the page's own style sheets.

Laid out by `productops.editions.pdf`. The same template and the same rules as the page a browser prints, so that the
two cannot drift apart; only what depends on a reader (filters, other weeks) is left away.
"""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from productops.dates import say_in_full
from productops.editions.documents import Document
from productops.editions.models import Edition, EditionSection
from productops.editions.paper import digest_of, style_of
from productops.editions.reading import parts_of
from productops.people.models import Organisation, Person
from productops.worktime import Week
from rituals.enums import Health

SHEETS = "reset tokens base components/signal components/section components/reader utilities print".split()
LETTERS_A_PAGE = 1600  # about: short lines, many headings
Names = Iterable[tuple[int, str]]


def facts_of(names: Names) -> str:
    """Stands for who is named in the document: another name, another document."""
    return digest_of(names)


def names_in(edition: Edition) -> list[tuple[int, str]]:
    """Who heads the parts of an edition or is asked in them, as they are called today: id, name."""
    owners = EditionSection.objects.filter(edition=edition, language="en", owner_id__isnull=False).values("owner_id")
    people = Person.objects.filter(Q(pk__in=owners) | Q(pk__in=edition.named))
    return list(people.order_by("pk").values_list("pk", "name"))


def document_of(edition: Edition, language: str) -> Document:
    """Everything that the page says, highlights first, areas in their order, times in the organisation's zone."""
    organisation = Organisation.current()
    highlights, *areas = parts_of(edition.pk, edition.sha256, language)
    named = names_in(edition)
    names = dict(named)
    path = reverse("weekly:update", args=[edition.key])
    with override(language), timezone.override(ZoneInfo(organisation.timezone)):
        html = render_to_string(
            "weekly/print.html",
            {
                "edition": edition,
                "language": language,
                "organisation": organisation.name,
                "week": Week.parse(edition.key),
                "published": say_in_full(timezone.localtime(edition.published_at)),
                "url": f"{settings.PORTAL_URL}{path}",
                "path": path,
                "highlights": highlights,
                "parts": [(part.named(names), names.get(part.owner_id or 0, "")) for part in areas],
                "healths": Health,
            },
        )
    letters = sum(len(part.text) for part in (highlights, *areas))
    return Document(html, style_of(*SHEETS), facts_of(named), 1 + letters // LETTERS_A_PAGE)
