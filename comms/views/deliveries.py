"""What was sent to whom, how it ended and why, for who looks after it; and one's own."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms import queries
from comms.actions import sending
from comms.delivery_story import story_of
from comms.enums import DeliveryStatus, Reason
from comms.forms import DeliveryFilterForm
from comms.models import Delivery
from productops.http import Request, go, load, page_number
from productops.paging import LongPaginator
from productops.people.permissions import Permission, can, require

# Saved views: a name and a status that people come back for.
VIEWS = (DeliveryStatus.DEAD, DeliveryStatus.QUEUED, DeliveryStatus.HELD)


@require_safe
def deliveries(request: Request) -> HttpResponse:
    """Newest first, by status, channel, kind and person."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    form = DeliveryFilterForm(request.GET)
    wanted = form.wanted()
    page = LongPaginator(queries.deliveries(**wanted), 25).get_page(page_number(request))
    others = {name: value for name, value in wanted.items() if value and name != "status"}
    context = {
        "form": form,
        "page_obj": page,
        "reasons": dict(Reason.choices),
        "filtered": any(wanted.values()),
        "views": [(status, urlencode(others | {"status": status})) for status in VIEWS],
        "everything": urlencode(others),
        "dead": _dead(others).count(),
        "others": urlencode(others),
    }
    return render(request, "comms/deliveries.html", context)


def _dead(wanted: dict[str, str]) -> QuerySet[Delivery]:
    return queries.deliveries(**{**wanted, "status": DeliveryStatus.DEAD.value})


@require_safe
def delivery(request: Request, pk: int) -> HttpResponse:
    """One, with what happened to it. Who it went to sees it too."""
    may = can(request.user, Permission.SEE_DELIVERIES, on=request.now)
    rows = Delivery.objects.all() if may else Delivery.objects.visible_to(request.user)
    found = load(request, queries.with_digest(rows), pk=pk)
    context: dict[str, Any] = {
        "delivery": found,
        "story": story_of(found),
        "members": queries.with_digest(Delivery.objects.filter(digest=found)).order_by("id")[:100],
        "reasons": dict(Reason.choices),
        "may": may,
    }
    return render(request, "comms/delivery.html", context)


@require_POST
def sent_again(request: Request, pk: int) -> HttpResponse:
    """Back into the queue."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    delivery = load(request, Delivery.objects.select_related("person", "destination"), pk=pk)
    sending.send_again(delivery=delivery, by=request.user, now=request.now)
    messages.success(request, _("It goes to %(name)s again.") % {"name": delivery.person or delivery.destination})
    return go(request, "comms:deliveries")


@require_http_methods(["GET", "HEAD", "POST"])
def all_sent_again(request: Request) -> HttpResponse:
    """Everything given up that fits the filters: say how much it is, then back into the queue."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    wanted = DeliveryFilterForm(request.GET).wanted() | {"status": ""}
    others = {name: value for name, value in wanted.items() if value}
    if request.method == "POST":
        number = sending.send_all_again(**others, by=request.user, now=request.now)
        words = ngettext("%(number)d goes out again.", "%(number)d go out again.", number) % {"number": number}
        messages.success(request, words)
        return go(request, "comms:deliveries")
    dead = _dead(others)
    number = min(dead.count(), sending.MOST)
    people = dead.order_by().values("person", "destination").distinct().count()
    context = {
        "question": ngettext("Send %(number)d again?", "Send all %(number)d again?", number) % {"number": number},
        "consequences": [
            ngettext("%(number)d person or place gets it.", "%(number)d people or places get them.", people)
            % {"number": people},
            _("Each is tried anew for three days. Whoever got a copy before can tell that it is the same."),
        ],
        "action": f"{reverse('comms:all-sent-again')}?{urlencode(others)}",
        "verb": _("Send again"),
        "cancel": f"{reverse('comms:deliveries')}?{urlencode(others | {'status': DeliveryStatus.DEAD.value})}",
    }
    return render(request, "components/confirm_page.html", context)
