"""Slack channels that get a topic: added, renamed, switched off and on."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comms.actions import places as doors
from comms.channel_forms import PlaceForm
from comms.enums import Channel
from comms.models import Destination
from productops.http import Request, go, load
from productops.people.permissions import Permission, require
from productops.people.views.editor import saved, show

SLACK = Channel.SLACK


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    require(request.user, Permission.MANAGE_CHANNELS, on=request.now)
    form = PlaceForm(request.POST or None, initial={"language": get_language() or "en"})
    made = saved(form, lambda: doors.add_place(channel=SLACK, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("%(name)s is added. Send a test to see that it works.") % {"name": made.name})
        return go(request, "channels:channel", SLACK.value)
    return show(request, "comms/place_edit.html", form, place=None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    place = _place(request, pk)
    initial = {name: getattr(place, name) for name in PlaceForm.base_fields}
    form = PlaceForm(request.POST or None, initial=initial)
    made = saved(form, lambda: doors.change_place(place=place, **form.cleaned_data, by=request.user, now=request.now))
    if made:
        messages.success(request, _("Saved: %(name)s.") % {"name": made.name})
        return go(request, "channels:channel", SLACK.value)
    return show(request, "comms/place_edit.html", form, place=place)


@require_POST
def switched_off(request: Request, pk: int) -> HttpResponse:
    place = doors.switch_place_off(place=_place(request, pk), by=request.user, now=request.now)
    undo = reverse("channels:place-on", args=[pk])
    said = _("Nothing goes to %(name)s any more.") % {"name": place.name}
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return go(request, "channels:channel", SLACK.value)


@require_POST
def switched_on(request: Request, pk: int) -> HttpResponse:
    place = doors.switch_place_on(place=_place(request, pk), by=request.user, now=request.now)
    messages.success(request, _("%(name)s gets what is told from now on.") % {"name": place.name})
    return go(request, "channels:channel", SLACK.value)


def _place(request: Request, pk: int) -> Destination:
    require(request.user, Permission.MANAGE_CHANNELS, on=request.now)
    return load(request, Destination.objects.filter(channel=SLACK), pk=pk)
