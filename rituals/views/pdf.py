"""The PDF of a week's edition: asked for, watched while a worker makes it, downloaded."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from productops.editions import files
from productops.editions.enums import FileState
from productops.editions.models import EditionFile
from productops.http import Request, go, load, wants
from rituals.models import WeeklyUpdate
from rituals.printing import facts_of, names_in

WATCHED = timedelta(minutes=2)  # by the page itself; then there is a link


def _update(request: Request, week: str) -> WeeklyUpdate:
    rows = WeeklyUpdate.objects.visible_to(request.user).published()
    return load(request, rows.select_related("edition").defer("edition__content"), key=week)


def _language() -> str:
    return translation.get_language() or "en"


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: Request, week: str) -> HttpResponse:
    """GET says how far it is; POST asks for it, which is harmless to repeat, and leads on to it."""
    update = _update(request, week)
    edition, language = update.edition, _language()
    assert edition is not None
    facts = facts_of(names_in(edition))
    if request.method == "POST":
        row = files.ask(edition=edition, language=language, facts=facts, by=request.user, now=request.now)
        return go(request, "weekly:pdf-file" if row.state == FileState.DONE else "weekly:pdf", update.key)
    found = files.file_of(edition.pk, language)
    file = found if found and _is_current(found, facts) else None
    # A page that asks for ever would keep its session alive for ever.
    slow = file is not None and request.now - file.requested_at > WATCHED
    context = {"update": update, "edition": edition, "file": file, "slow": slow}
    return render(request, "weekly/pdf.html#pdf" if wants(request, "pdf") else "weekly/pdf.html", context)


def _is_current(row: EditionFile, facts: str) -> bool:
    """A file that names people otherwise than the page does is as good as none."""
    return row.state != FileState.DONE or row.facts == facts


@require_safe
def pdf_file(request: Request, week: str) -> HttpResponseBase:
    """The file itself; where there is none (any more), the page that makes it."""
    update = _update(request, week)
    edition = update.edition
    assert edition is not None
    row = files.file_of(edition.pk, _language())
    if row is None or row.state != FileState.DONE or not _is_current(row, facts_of(names_in(edition))):
        return redirect("weekly:pdf", update.key)
    etag = f'"{row.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response = HttpResponse(bytes(row.content or b""), content_type="application/pdf")
    revision = f"-revision-{edition.revision}" if edition.revision > 1 else ""
    response["Content-Disposition"] = f'attachment; filename="weekly-update-{update.key}{revision}.pdf"'
    response["ETag"] = etag
    return response
