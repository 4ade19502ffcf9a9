"""A bundle on paper and as Markdown: equal in content to its page."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from productops.dates import say_in_full
from productops.editions.documents import Document
from productops.editions.models import Edition
from productops.editions.paper import digest_of, style_of
from productops.editions.reading import Part, parts_of
from productops.people.models import Organisation

SHEETS = "reset tokens base components/signal components/section components/reader utilities print".split()
LETTERS_A_PAGE = 2400  # about: paragraphs


def document_of(edition: Edition, language: str) -> Document:
    """The whole edition, in the organisation's zone."""
    organisation = Organisation.current()
    parts = parts_of(edition.pk, edition.sha256, language)
    with override(language), timezone.override(ZoneInfo(organisation.timezone)):
        html = render_to_string(
            "releases/bundle_print.html",
            {
                "edition": edition,
                "language": language,
                "organisation": organisation.name,
                "parts": parts,
                "published": say_in_full(timezone.localtime(edition.published_at)),
                "url": f"{settings.PORTAL_URL}{reverse('releases:bundle', args=[edition.key])}",
            },
        )
    letters = sum(len(part.text) for part in parts)
    return Document(html, style_of(*SHEETS), digest_of([]), 1 + letters // LETTERS_A_PAGE)


def markdown_of(edition: Edition, parts: tuple[Part, ...], url: str) -> str:
    """The edition as Markdown: what people wrote is Markdown already, as it was sanitised when saved."""
    lines = [f"# {_line(edition.title)}", "", f"<{url}>", ""]
    for part in parts:
        lines += [f"## {_line(part.title)}", "", part.text.strip(), ""]
    lines.append(_("Frozen as published.") + f" SHA-256 {edition.sha256}")
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.replace("#", "\\#").split())
