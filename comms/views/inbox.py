"""What the portal told one person: her inbox, and the number at the bell."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comms.actions import inbox
from comms.enums import CHOOSABLE
from comms.models import InboxItem
from comms.queries import inbox_counts, inbox_of
from productops.http import Request, go, load, page_number, posted, wants


@require_safe
def items(request: Request) -> HttpResponse:
    """Newest first; `?kind=` looks at one kind, `?unread=1` at what is new."""
    kind, unread = _kind(request.GET.get("kind", "")), bool(request.GET.get("unread"))
    counts = inbox_counts(request.user)
    page = Paginator(inbox_of(request.user, kind=kind, unread=unread), 25).get_page(page_number(request))
    context = {
        "page_obj": page,
        "kind": kind,
        "only_unread": unread,
        "kinds": [(each, counts[each]) for each in CHOOSABLE if each in counts],
        "unread": sum(number for _all, number in counts.values()),
        "here": counts[kind][1] if kind in counts else sum(number for _all, number in counts.values()),
    }
    return render(request, "comms/inbox.html", context)


@require_safe
def unread(request: Request) -> HttpResponse:
    """How many items are new, for the bell; asked after the page is there, so no page waits for it."""
    number = InboxItem.objects.filter(person=request.user, read_at=None).count()
    words = ngettext("Inbox, %(number)d new", "Inbox, %(number)d new", number) % {"number": number}
    return JsonResponse({"number": number, "words": words if number else _("Inbox")})


@require_POST
def reading(request: Request, pk: int) -> HttpResponse:
    """One item was opened, or is marked as read without opening it."""
    item = inbox.read(item=load(request, inbox_of(request.user), pk=pk), by=request.user, now=request.now)
    if wants(request, f"item-{pk}"):
        return render(request, "comms/_inbox_item.html", {"item": item})
    return go(request, _back(request))


@require_POST
def readings(request: Request) -> HttpResponse:
    """Everything (of the kind that is shown) is read; can be taken back."""
    number = inbox.read_all(by=request.user, now=request.now, kind=_kind(posted(request).get("kind", "")))
    if number:
        words = ngettext("%(number)d item marked as read.", "%(number)d items marked as read.", number)
        undo = reverse("inbox:readings-undo", args=[_stamp(request.now)])
        messages.success(request, words % {"number": number}, extra_tags=f"undo:{undo}")
    return go(request, _back(request))


@require_POST
def readings_undo(request: Request, stamp: int) -> HttpResponse:
    """Takes "everything is read" back."""
    try:
        moment = datetime.fromtimestamp(stamp // 1_000_000, UTC).replace(microsecond=stamp % 1_000_000)
    except (ValueError, OverflowError, OSError):
        raise Http404 from None
    if not inbox.unread_again(by=request.user, read_at=moment):
        raise Http404
    return go(request, "inbox:items")


def _stamp(moment: datetime) -> int:
    """A moment as the address of its undo carries it: microseconds, exactly."""
    return int(moment.replace(microsecond=0).timestamp()) * 1_000_000 + moment.microsecond


def _kind(asked: str) -> str:
    return asked if asked in CHOOSABLE else ""


def _back(request: Request) -> str:
    kind = _kind(posted(request).get("kind", ""))
    return reverse("inbox:items") + (f"?kind={kind}" if kind else "")
