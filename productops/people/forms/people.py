"""Inviting and changing people, their roles, their preferences."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from productops.forms import PortalForm
from productops.people.enums import Role, Theme
from productops.people.forms.choosing import ZoneField
from productops.people.models import Function
from productops.text import clean_line

WEEKDAY_CHOICES = list(WEEKDAYS.items())


def clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PersonForm(PortalForm):
    """Who somebody is."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    title = forms.CharField(
        label=pgettext_lazy("of a person", "Title"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as Support lead."),
    )
    function = forms.ModelChoiceField(
        Function.objects.all(), label=gettext_lazy("Function"), required=False, empty_label=gettext_lazy("None")
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ChangePersonForm(PersonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RolesForm(PortalForm):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Being PM, deputy, Eng lead or contact of one area is set on the area’s page."),
    )


class InviteForm(PersonForm, RolesForm):
    """A new account: who, and what from the first day."""

    field_order = ["name", "email", "title", "function", "roles"]


class PreferencesForm(PortalForm):
    """How the portal treats one person."""

    timezone = ZoneField(label=gettext_lazy("Time zone"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("en", "English"), ("pl", "Polski")], widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"),
        choices=WEEKDAY_CHOICES,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Reminders come on these days, within your working hours."),
    )
    day_starts = forms.TimeField(label=gettext_lazy("Working hours from"), widget=clock())
    day_ends = forms.TimeField(label=gettext_lazy("Working hours to"), widget=clock())
    shortcuts = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts"),
        required=False,
        help_text=gettext_lazy("Such as / for the finder. They are silent while you type."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"])
        if language not in dict(settings.LANGUAGES):
            raise forms.ValidationError(_("The portal does not speak this language."))
        return language

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        starts, ends = facts.get("day_starts"), facts.get("day_ends")
        if starts and ends and starts >= ends:
            self.add_error("day_ends", _("The day must end after it starts."))
        return facts
