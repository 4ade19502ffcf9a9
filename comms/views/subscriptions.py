"""Following the weekly update, and how a person hears of everything else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comms import feeds
from comms.actions import wishes
from comms.enums import NoticeKind
from comms.forms import ALL, NONE, PreferencesForm, SubscriptionForm
from comms.queries import is_switched_off, subscription_of
from productops.doors import Invalid
from productops.http import Request, go


@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: Request) -> HttpResponse:
    """Every area, some, or nothing: the person's own choice."""
    person = request.user
    form = SubscriptionForm(
        request.POST or None,
        person=person,
        subscription=subscription_of(person),
        off=is_switched_off(person, NoticeKind.WEEKLY_UPDATE),
    )
    if form.is_valid():
        choice, now = form.cleaned_data["follow"], request.now
        try:
            if choice == NONE:
                wishes.stop_following(by=person, now=now)
                messages.success(request, _("You get no mail about the weekly update. It stays readable here."))
            else:
                wishes.follow(by=person, all_areas=choice == ALL, areas=form.cleaned_data["areas"], now=now)
                messages.success(request, _("Saved. The next weekly update comes to you as you chose."))
            return go(request, "comms:subscriptions")
        except Invalid as refusal:
            form.take(refusal.errors)
    context = {"form": form, "feeds": feeds.addresses_of(person)}
    return render(request, "comms/subscriptions.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Per kind and channel: at once, or not at all."""
    form = PreferencesForm(request.POST or None, person=request.user)
    if form.is_valid():
        wishes.prefer(by=request.user, modes=form.modes(), now=request.now)
        messages.success(request, _("Saved. From now on you hear of these as you chose."))
        return go(request, "comms:preferences")
    return render(request, "comms/preferences.html", {"form": form}, status=422 if form.is_bound else 200)
