"""What a `#` in a line may mean: a few findable things for what was typed after it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productops.http import Request
from productops.search.engine import find
from productops.text import clean_line

SHOWN = 6


@require_safe
def references(request: Request) -> HttpResponse:
    """A list for the editor, from the finder's own rows: those that everybody who reads the update may see."""
    q = clean_line(request.GET.get("q", ""))[:80]
    return render(request, "weekly/_references.html", {"rows": find(request.user, q, limit=SHOWN, for_everybody=True)})
