"""What is kept and taken away: the matrix's history, and the matrix as CSV and Markdown."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request, load, page_number
from productops.people import raci_words
from productops.people.matrix import matrix, names_of
from productops.people.models import RaciActivity
from productops.people.raci_export import as_csv, as_markdown
from productops.people.raci_history import acts, of_holder
from productops.people.views.raci import holder_or_404, place_or_404


@require_safe
def history(request: Request, scope: str) -> HttpResponse:
    """Who changed what when in a place, newest first; `?activity=` and `?holder=` narrow it down to a row or cell."""
    place = place_or_404(request, scope)
    activities = list(RaciActivity.objects.visible_to(request.user))
    code, key = request.GET.get("activity", ""), request.GET.get("holder", "")
    only = load(request, RaciActivity.objects.visible_to(request.user), code=code) if code else None
    found = acts(place.scope, only)
    holder = holder_or_404(key) if key else None
    if holder:
        found = of_holder(found, holder)
    page = Paginator(found, 25).get_page(page_number(request))
    return render(request, "people/raci_history.html", {
        "place": place, "page": page, "activities": activities, "only": only,
        "holder_name": names_of([holder]).get(holder, "") if holder else "",
        "entries": raci_words.entries(list(page.object_list), {each.pk: each.name for each in activities}, place),
    })  # fmt: skip


@require_safe
def as_csv_file(request: Request, scope: str) -> HttpResponse:
    """The matrix of a place for a spreadsheet."""
    place = place_or_404(request, scope)
    return _file(as_csv(matrix(place)), "text/csv", f"raci-{place.key}.csv")


@require_safe
def as_markdown_file(request: Request, scope: str) -> HttpResponse:
    """The matrix of a place for a document."""
    place = place_or_404(request, scope)
    return _file(as_markdown(matrix(place)), "text/markdown", f"raci-{place.key}.md")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
