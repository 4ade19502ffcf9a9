"""Documents elsewhere that a release leads to: PRD, specification, epic."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from productops.http import Request
from releases.models import Release, ReleaseLink
from releases.part_forms import LinkForm
from releases.views.part_pages import METHODS, PartPages, changing, listed, removal, returning


def _shows(request: Request, release: Release) -> dict[str, Any]:
    return {"links": release.links.all(), "link_form": PAGES.empty_form()}


PAGES = PartPages(
    part=ReleaseLink, form=LinkForm, name="link", at="releases:links", template="releases/links.html", shows=_shows,
    heading=_("Change the link"), added=_("The link is there."), changed=_("Saved."), removed=_("The link is gone."),
)  # fmt: skip


@require_http_methods(METHODS)
def links(request: Request, key: str) -> HttpResponse:
    return listed(request, key, PAGES)


@require_http_methods(METHODS)
def link(request: Request, key: str, pk: int) -> HttpResponse:
    return changing(request, key, pk, PAGES)


@require_POST
def link_removal(request: Request, key: str, pk: int) -> HttpResponse:
    return removal(request, key, pk, PAGES)


@require_POST
def link_return(request: Request, key: str, pk: int) -> HttpResponse:
    return returning(request, key, pk, PAGES)
