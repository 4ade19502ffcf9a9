"""What is typed on the channels' pages. Secrets are write-only: a field never holds what was saved."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.channels.slack.setup import BOT, SECRETS, WEBHOOK
from comms.enums import WEEKLY_UPDATE_TOPIC
from comms.models import Destination
from productops.forms import PortalForm
from productops.outgoing import may_call
from productops.text import clean_line

_TOKEN = re.compile(r"xoxb-[A-Za-z0-9-]{10,300}")
_PLACE = re.compile(r"[CG][A-Z0-9]{6,20}")


def _secret(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, max_length=400, required=False, widget=widget, help_text=help_text)


class SlackForm(PortalForm):
    """A new secret replaces the saved one; an empty field leaves it; a tick removes it."""

    bot_token = _secret(
        gettext_lazy("Bot token"),
        gettext_lazy("Begins with xoxb-. The bot needs chat:write and users:read.email. It reaches people and places."),
    )
    forget_bot_token = forms.BooleanField(label=gettext_lazy("Remove the saved bot token"), required=False)
    webhook_url = _secret(
        gettext_lazy("Incoming webhook"),
        gettext_lazy("An address that Slack made for one channel. Enough when only that channel is written to."),
    )
    forget_webhook_url = forms.BooleanField(label=gettext_lazy("Remove the saved webhook"), required=False)
    base_url = forms.CharField(
        label=gettext_lazy("Slack’s address"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty for Slack itself. Another one only where something stands in for Slack."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, saved: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SECRETS:
            if name not in saved:
                del self.fields[f"forget_{name}"]

    def clean_bot_token(self) -> str:
        token: str = self.cleaned_data[BOT].strip()
        if token and not _TOKEN.fullmatch(token):
            raise forms.ValidationError(_("This is no bot token: those begin with xoxb-."))
        return token

    def clean_webhook_url(self) -> str:
        url: str = self.cleaned_data[WEBHOOK].strip()
        if url and not may_call(url, secretly=True):
            raise forms.ValidationError(_CANNOT_BE_CALLED)
        return url

    def clean_base_url(self) -> str:
        url: str = self.cleaned_data["base_url"].strip()
        if url and not may_call(url, secretly=True):
            raise forms.ValidationError(_CANNOT_BE_CALLED)
        url = f"{url.rstrip('/')}/" if url else ""
        return "" if url == settings.SLACK_BASE_URL else url

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for name in SECRETS:
            if facts.get(name) and facts.get(f"forget_{name}"):
                self.add_error(name, _("Either enter a new one or remove the saved one."))
        return facts

    @property
    def secrets(self) -> dict[str, str]:
        """New ones."""
        return {name: self.cleaned_data[name] for name in SECRETS if self.cleaned_data[name]}

    @property
    def forget(self) -> frozenset[str]:
        return frozenset(name for name in SECRETS if self.cleaned_data.get(f"forget_{name}"))


_CANNOT_BE_CALLED = gettext_lazy(
    "The portal does not call this address. It must begin with https:// and lead to a public place, or "
    "OUTGOING_ALLOWED must name it."
)


class PlaceForm(PortalForm):
    """A Slack channel that gets a topic."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("As people say it, such as #product.")
    )
    address = forms.CharField(
        label=gettext_lazy("Channel ID"),
        max_length=30,
        required=False,
        help_text=gettext_lazy(
            "At the end of the channel’s details in Slack, such as C0123456789; invite the bot to the channel. "
            "Empty for the channel that the webhook was made for."
        ),
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("What goes there"), choices=[(WEEKLY_UPDATE_TOPIC, gettext_lazy("The weekly update"))]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("en", "English"), ("pl", "Polski")], widget=forms.RadioSelect
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_address(self) -> str:
        address = clean_line(self.cleaned_data["address"]).upper()
        if address and not _PLACE.fullmatch(address):
            raise forms.ValidationError(_("This is no channel’s ID: those are like C0123456789."))
        return address


class TrialForm(PortalForm):
    """Where a test goes: to oneself, or to a place."""

    place = forms.ModelChoiceField(Destination.objects.none(), label=gettext_lazy("Send a test to"), required=False)

    def __init__(self, *args: Any, channel: str, to_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        field.queryset = Destination.objects.filter(channel=channel, switched_off_at=None)  # type: ignore[attr-defined]
        field.empty_label = _("Me") if to_people else None  # type: ignore[attr-defined]
        field.required = not to_people
