"""What was looked up: noted when somebody chose an answer or found none, and shown to Product Ops where none was."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from productops.http import Request, go, page_number, posted
from productops.people.permissions import Permission, require
from productops.search import actions
from productops.search.queries import looked_up_in_vain
from productops.text import clean_line

A_PAGE = 25


@require_POST
def lookups(request: Request) -> HttpResponse:
    """Note a lookup: `text` with the `key` that was chosen, or without one when nothing was found.

    The finder's script says `quiet` and wants no page; the button of the page without a script wants a word of thanks.
    """
    data = posted(request)
    text, key = clean_line(data.get("text", ""))[:120], clean_line(data.get("key", ""))[:80]
    noted = actions.note_lookup(text=text, key=key, by=request.user, now=request.now)
    if "quiet" in data:
        return HttpResponse(status=204)
    if noted and not key:
        messages.success(request, _("Thank you. Product Ops sees that “%(text)s” is missing.") % {"text": text})
    return go(request, "finder")


@require_safe
def missing(request: Request) -> HttpResponse:
    """Texts that found nothing, those of most people first."""
    require(request.user, Permission.SEE_LOOKUPS, on=request.now)
    page = Paginator(looked_up_in_vain(), A_PAGE).get_page(page_number(request))
    return render(request, "lookups/missing.html", {"page_obj": page})


@require_POST
def handled(request: Request) -> HttpResponse:
    """Product Ops has seen to a text; it comes back when somebody looks it up again."""
    require(request.user, Permission.SEE_LOOKUPS, on=request.now)
    text = posted(request).get("text", "")
    if actions.normal(text):
        row = actions.handle(text=text, by=request.user, now=request.now)
        undo = reverse("lookups-handled-undo", args=[row.pk])
        messages.success(request, _("“%(text)s” is handled.") % {"text": row.text}, extra_tags=f"undo:{undo}")
    return go(request, "lookups-missing")


@require_POST
def handled_undo(request: Request, pk: int) -> HttpResponse:
    if actions.take_up_again(pk=pk, by=request.user, now=request.now):
        messages.info(request, _("It is on the list again."))
    return go(request, "lookups-missing")
