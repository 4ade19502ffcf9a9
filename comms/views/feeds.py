"""The weekly update in a feed reader: the feed itself, and the addresses a person has for it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms import feeds
from comms.actions import feeds as doors
from comms.links import absolute
from comms.models import FeedAddress
from productops.dates import say_exactly
from productops.doors import Invalid
from productops.http import OpenRequest, Request, go, load, open_to_anonymous


@open_to_anonymous
@require_safe
def weekly(request: OpenRequest, token: str) -> HttpResponseBase:
    """Whoever knows the address reads the feed: 404 where there never was one, 410 where it was taken back.

    No session is begun. Asked again with what it got, a feed reader gets 304 before anything is rendered.
    """
    poll = feeds.poll_of(token)
    if poll is None or not poll.alive:
        words = _("This address was revoked.") if poll else _("There is no feed at this address.")
        return HttpResponse(f"{words}\n", status=410 if poll else 404, content_type="text/plain; charset=utf-8")
    modified = int(poll.updated_at.timestamp())
    response = get_conditional_response(request, etag=poll.etag, last_modified=modified)
    if response is None:
        response = HttpResponse(feeds.written(poll), content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = poll.etag
    response["Last-Modified"] = http_date(modified)
    response["Content-Language"] = poll.language
    if not request.user.is_authenticated:
        # A feed reader keeps what it got, and asks. A browser in which somebody is signed in keeps nothing, as ever.
        response["Cache-Control"] = "private, no-cache"
    feeds.note_polled(poll, now=request.now)
    return response


@require_POST
def addresses(request: Request) -> HttpResponse:
    """Makes one and shows it, here and never again: it is in no other page, and the portal does not know it."""
    try:
        _address, token = doors.make_address(by=request.user, now=request.now)
    except Invalid as refusal:
        messages.error(request, refusal.errors[""])
        return go(request, "comms:subscriptions")
    context = {"address": absolute(reverse("feeds:weekly", args=[token]))}
    return render(request, "comms/feed_made.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request: Request, pk: int) -> HttpResponse:
    """Say what follows, then take the address back."""
    address = load(request, FeedAddress.objects.filter(person=request.user), pk=pk)
    if request.method == "POST":
        doors.revoke(address=address, by=request.user, now=request.now)
        messages.success(request, _("Revoked. A feed reader that still asks there is told so."))
        return go(request, "comms:subscriptions")
    made = say_exactly(timezone.localtime(address.created_at), timezone.localtime(request.now))
    context = {
        "question": _("Revoke the address that begins with %(prefix)s?") % {"prefix": address.prefix},
        "consequences": [
            _("You made it on %(day)s.") % {"day": made},
            _("A feed reader that uses it gets nothing more. This cannot be taken back."),
        ],
        "action": reverse("comms:feed-revocation", args=[pk]),
        "verb": _("Revoke"),
        "danger": True,
        "cancel": reverse("comms:subscriptions"),
    }
    return render(request, "components/confirm_page.html", context)
