"""The PDF of a bundle: asked for, watched while a worker makes it, downloaded. As `weekly:pdf` does it."""

from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from productops.editions import files
from productops.editions.enums import FileState
from productops.editions.models import Edition
from productops.editions.paper import digest_of
from productops.http import Request, go, wants
from releases.models import Release
from releases.views.bundle import bundle_of, seen_edition

WATCHED = timedelta(minutes=2)  # by the page itself; then there is a link
FACTS = digest_of([])  # nothing but the edition is shown


def _edition(request: Request, key: str) -> tuple[Release, Edition]:
    row, bundle = bundle_of(request, key)
    edition = seen_edition(request, row, bundle)
    if edition is None:
        raise Http404
    return row, edition


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: Request, key: str) -> HttpResponse:
    """GET says how far it is; POST asks for it, which is harmless to repeat, and leads on to it."""
    row, edition = _edition(request, key)
    language = get_language() or "en"
    if request.method == "POST":
        made = files.ask(edition=edition, language=language, facts=FACTS, by=request.user, now=request.now)
        return go(request, "releases:bundle-pdf-file" if made.state == FileState.DONE else "releases:bundle-pdf", key)
    file = files.file_of(edition.pk, language)
    slow = file is not None and request.now - file.requested_at > WATCHED
    context = {"release": row, "edition": edition, "file": file, "slow": slow}
    template = "releases/bundle_pdf.html#pdf" if wants(request, "pdf") else "releases/bundle_pdf.html"
    return render(request, template, context)


@require_safe
def pdf_file(request: Request, key: str) -> HttpResponseBase:
    """The file itself; where there is none (any more), the page that makes it."""
    row, edition = _edition(request, key)
    file = files.file_of(edition.pk, get_language() or "en")
    if file is None or file.state != FileState.DONE:
        return redirect("releases:bundle-pdf", row.key)
    etag = f'"{file.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response = HttpResponse(bytes(file.content or b""), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bundle-{row.key}.pdf"'
    response["ETag"] = etag
    return response
