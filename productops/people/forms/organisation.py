"""The organisation and its functions."""

import re
from functools import cache
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from holidays.registry import COUNTRIES

from productops.forms import PortalForm
from productops.people.forms.choosing import PeopleField, PersonField, SuggestsPeople, ZoneField
from productops.people.forms.people import clock
from productops.text import clean_line
from productops.worktime import knows_country


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Codes and names of countries whose holidays are known, by name: ('PL', 'Poland')."""
    named = {codes[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", codes[0]) for codes in COUNTRIES.values()}
    known = [(code, name) for code, name in named.items() if knows_country(code)]
    return tuple(sorted(known, key=lambda each: each[1]))


class OrganisationForm(PortalForm):
    """What holds for everybody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    timezone = ZoneField(label=gettext_lazy("Time zone"))
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=lambda: countries(),
        help_text=gettext_lazy("Its public holidays are not business days."),
    )
    subdivision = forms.CharField(
        label=gettext_lazy("Region"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("Where regions have holidays of their own, such as BY for Bavaria."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("en", "English"), ("pl", "Polski")],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Of what is published, and of people who are invited."),
    )
    submit_weekday = forms.TypedChoiceField(
        label=gettext_lazy("PMs submit on"), choices=list(WEEKDAYS.items()), coerce=int
    )
    submit_time = forms.TimeField(label=gettext_lazy("PMs submit until"), widget=clock())
    publish_time = forms.TimeField(label=gettext_lazy("Product Ops publishes until"), widget=clock())

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        country, region = facts.get("country"), facts.get("subdivision", "")
        if country and not knows_country(country, region):
            message = _("%(country)s has no region “%(region)s”.") % {"country": country, "region": region}
            self.add_error("subdivision", message)
        submit, publish = facts.get("submit_time"), facts.get("publish_time")
        if submit and publish and publish <= submit:
            self.add_error("publish_time", _("This must be later than the time until which PMs submit."))
        return facts


class NewFunctionForm(PortalForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class FunctionForm(SuggestsPeople, NewFunctionForm):
    """Who answers for a function and what it asks of a launch."""

    lead = PersonField(label=gettext_lazy("Lead"), required=False)
    delegates = PeopleField(
        label=gettext_lazy("Delegates"), required=False, help_text=gettext_lazy("They answer when the lead is away.")
    )
    standing_notice = forms.CharField(
        label=gettext_lazy("Standing notice"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What a launch must know, such as a lead time. Markdown."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()
