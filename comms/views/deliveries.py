"""What was sent to whom, for who looks after it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comms import queries
from comms.actions import sending
from comms.enums import Reason
from comms.forms import DeliveryFilterForm
from comms.models import Delivery
from productops.http import Request, go, load, page_number
from productops.people.permissions import Permission, require


@require_safe
def deliveries(request: Request) -> HttpResponse:
    """Newest first, by status and person."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    form = DeliveryFilterForm(request.GET)
    form.is_valid()
    rows = queries.deliveries(**{name: form.cleaned_data.get(name, "") for name in form.fields})
    page = Paginator(rows, 25).get_page(page_number(request))
    context = {
        "form": form,
        "page_obj": page,
        "reasons": dict(Reason.choices),
        "filtered": any(form.cleaned_data.values()),
    }
    return render(request, "comms/deliveries.html", context)


@require_POST
def sent_again(request: Request, pk: int) -> HttpResponse:
    """Back into the queue."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    delivery = load(request, Delivery.objects.select_related("person", "destination"), pk=pk)
    sending.send_again(delivery=delivery, by=request.user, now=request.now)
    messages.success(request, _("It goes to %(name)s again.") % {"name": delivery.person or delivery.destination})
    return go(request, "comms:deliveries")
