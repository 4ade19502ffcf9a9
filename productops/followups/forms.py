"""What a person says of an action item. Parsing and shape; the rules are in the doors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.people.forms.areas import calendar_day
from productops.people.forms.choosing import PersonField, SuggestsPeople
from productops.text import clean_line


class _WithReason(PortalForm):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])


class HandOverForm(SuggestsPeople, _WithReason):
    """Somebody else is to do it."""

    person = PersonField(label=gettext_lazy("To whom"))
    field_order = ["person", "reason", "version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()


class MoveForm(_WithReason):
    """It is due on another day."""

    due_on = forms.DateField(label=gettext_lazy("By when"), widget=calendar_day())
    field_order = ["due_on", "reason", "version"]
