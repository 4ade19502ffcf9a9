"""The ways out of the portal: set up, tried, switched off and on, and how they do."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.actions import channels as doors
from comms.channel_forms import SlackForm, TrialForm
from comms.channels import channels_to_people
from comms.channels.slack.setup import BOT, SECRETS, WEBHOOK, slack_row
from comms.enums import Channel, NoticeKind, Reason
from comms.models import Delivery, Destination, Notice
from comms.setting_history import setting_history
from comms.slack_secrets import said_of
from comms.ways import in_trouble, way, ways
from productops.doors import Invalid
from productops.http import Request, go, load, wants
from productops.people.permissions import Permission, can, require
from productops.people.views.editor import saved, show


@require_safe
def channels(request: Request) -> HttpResponse:
    """How all of them do, at one look."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    manages = bool(can(request.user, Permission.MANAGE_CHANNELS, on=request.now))
    return render(request, "comms/channels.html", {"ways": ways(request.now), "manages": manages})


@require_safe
def channel(request: Request, name: str) -> HttpResponse:
    """One of them."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    return render(request, "comms/channel.html", _facts(request, name))


@require_POST
def tests(request: Request, name: str) -> HttpResponse:
    """Send one through the whole pipeline, and look how it goes."""
    found = _channel(request, name)
    form = TrialForm(request.POST, channel=found, to_people=found in channels_to_people())
    if form.is_valid():
        try:
            place = form.cleaned_data["place"]
            notice = doors.try_channel(channel=found, place=place, by=request.user, now=request.now)
        except Invalid as refusal:
            form.take(refusal.errors)
        else:
            return go(request, "channels:test", name, notice.pk)
    return render(request, "comms/channel.html", _facts(request, name) | {"trial_form": form}, status=422)


@require_safe
def test(request: Request, name: str, pk: int) -> HttpResponse:
    """How a test goes: the channel's page with it, or that part alone."""
    require(request.user, Permission.SEE_DELIVERIES, on=request.now)
    tried = Notice.objects.filter(kind=NoticeKind.CHANNEL_TEST, data__channel=name)
    notice = load(request, tried, pk=pk)
    delivery = Delivery.objects.filter(notice=notice).select_related("person", "destination").first()
    context: dict[str, Any] = {
        "notice": notice,
        "delivery": delivery,
        "reasons": dict(Reason.choices),
        "name": name,
        "slow": (request.now - notice.created_at).total_seconds() > 30,
    }
    if wants(request, "channel-test"):
        # Once it ended, the channel's condition goes along: it may just have shown itself.
        context |= {"fragment": True, "way": way(name, request.now)}
        return render(request, "comms/channel.html#channel-test", context)
    return render(request, "comms/channel.html", _facts(request, name) | context)


@require_POST
def switched_off(request: Request, name: str) -> HttpResponse:
    """Nothing goes out by it."""
    found = _channel(request, name)
    doors.switch_off(channel=found, by=request.user, now=request.now)
    said = _("Nothing goes out by this channel now: %(name)s.") % {"name": found.label}
    messages.success(request, said, extra_tags=f"undo:{reverse('channels:on', args=[name])}")
    return go(request, "channels:channel", name)


@require_POST
def switched_on(request: Request, name: str) -> HttpResponse:
    """What waited goes out."""
    found = _channel(request, name)
    doors.switch_on(channel=found, by=request.user, now=request.now)
    messages.success(request, _("Switched on: %(name)s. What waited goes out now.") % {"name": found.label})
    return go(request, "channels:channel", name)


@require_http_methods(["GET", "HEAD", "POST"])
def slack_settings(request: Request) -> HttpResponse:
    """By what messages go to Slack."""
    require(request.user, Permission.MANAGE_CHANNELS, on=request.now)
    row = slack_row()
    kept: dict[str, Any] = row.settings if row else {}
    form = SlackForm(
        request.POST or None,
        saved=frozenset(kept.get("secrets", ())),
        initial={"base_url": kept.get("base_url", ""), "version": row.version if row else 1},
    )
    made = saved(
        form,
        lambda: doors.set_up_slack(
            secrets=form.secrets,
            forget=form.forget,
            base_url=form.cleaned_data["base_url"],
            version=form.cleaned_data["version"],
            by=request.user,
            now=request.now,
        ),
    )
    if made:
        messages.success(request, _("Saved. Send a test to see that it works."))
        return go(request, "channels:channel", Channel.SLACK.value)
    return show(request, "comms/slack_settings.html", form, kept={name: said_of(row, name) for name in SECRETS})


def _channel(request: Request, name: str) -> Channel:
    """Of those that can be tried and switched. Asks `MANAGE_CHANNELS`."""
    require(request.user, Permission.MANAGE_CHANNELS, on=request.now)
    if name not in Channel.values:
        raise Http404
    return Channel(name)


def _facts(request: Request, name: str) -> dict[str, Any]:
    """What every way's page shows."""
    found = way(name, request.now)
    if found is None:
        raise Http404
    manages = bool(can(request.user, Permission.MANAGE_CHANNELS, on=request.now))
    context: dict[str, Any] = {"way": found, "name": name, "manages": manages, "reasons": dict(Reason.choices)}
    if not found.is_channel:
        return context
    context |= {
        "troubles": in_trouble(name),
        "switchable": Channel(name) in doors.SWITCHABLE,
        "history": setting_history(Channel(name)) if manages else [],
        "trial_form": TrialForm(channel=name, to_people=Channel(name) in channels_to_people()),
    }
    if name == Channel.EMAIL:
        context["mail"] = {
            "from": settings.DEFAULT_FROM_EMAIL,
            "secure": settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS,
        }
    if name == Channel.SLACK:
        row = slack_row()
        context |= {
            "bot": said_of(row, BOT),
            "webhook": said_of(row, WEBHOOK),
            "base_url": (row.settings if row else {}).get("base_url", "") or settings.SLACK_BASE_URL,
            "places": Destination.objects.filter(channel=Channel.SLACK).select_related("switched_off_by"),
        }
    return context
