"""Following the weekly update: every area, some, or nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comms.actions import wishes
from comms.channels import channels_to_people
from comms.enums import Mode, NoticeKind
from comms.feeds import addresses_of
from comms.forms import ALL, NONE, SubscriptionForm
from comms.queries import modes_of, subscription_of
from productops.doors import Invalid
from productops.http import Request, go


@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: Request) -> HttpResponse:
    """The person's own choice, and by which ways it comes to her."""
    person = request.user
    form = SubscriptionForm(request.POST or None, person=person, subscription=subscription_of(person))
    if form.is_valid():
        choice, now = form.cleaned_data["follow"], request.now
        try:
            if choice == NONE:
                wishes.stop_following(by=person, now=now)
                messages.success(request, _("You no longer hear of the weekly update. It stays readable here."))
            else:
                wishes.follow(by=person, all_areas=choice == ALL, areas=form.cleaned_data["areas"], now=now)
                messages.success(request, _("Saved. The next weekly update comes to you as you chose."))
            return go(request, "comms:subscriptions")
        except Invalid as refusal:
            form.take(refusal.errors)
    modes = modes_of(person)
    ways = [(channel, modes[NoticeKind.WEEKLY_UPDATE, channel]) for channel in channels_to_people()]
    context = {
        "form": form,
        "ways": ways,
        "off": all(mode == Mode.OFF for _channel, mode in ways),
        "feeds": addresses_of(person),
    }
    return render(request, "comms/subscriptions.html", context, status=422 if form.is_bound else 200)
