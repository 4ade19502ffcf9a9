"""What an admin types about the RACI: letters of a cell, an activity and who starts it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productops.forms import PortalForm
from productops.people.enums import Holder
from productops.people.models import Function
from productops.people.raci import CHOICES, RaciHolder, holder_of


class CellForm(PortalForm):
    """One cell. A key press sends no note: then the words stay as they are."""

    letters = forms.ChoiceField(
        label=_("Letter"), choices=list(CHOICES.items()), required=False, widget=forms.Select(attrs={"class": "select"})
    )
    note = forms.CharField(
        label=_("What exactly"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.keeps_note = data is not None and "note" not in data

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.keeps_note:
            values["note"] = None
        return values


class VersionForm(PortalForm):
    """The version that was seen by who presses a button."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class NameForm(PortalForm):
    """A new name for an activity."""

    name = forms.CharField(label=_("Name"), max_length=120)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ActivityForm(PortalForm):
    """A new activity with the two it cannot be without. People by name are added in the matrix afterwards."""

    name = forms.CharField(label=_("Activity"), max_length=120)
    accountable = forms.ChoiceField(
        label=_("Accountable"), help_text=_("Decides and answers for it. Exactly one; it can be moved later.")
    )
    responsible = forms.ChoiceField(
        label=_("Responsible"), help_text=_("Does it. At least one; more can be added in the matrix.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Choose")), (_("Roles"), role_choices()), (_("Functions"), function_choices())]
        for name in ("accountable", "responsible"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def holder(self, field: str) -> RaciHolder:
        return holder_of(self.cleaned_data[field]) or RaciHolder()


def role_choices() -> list[tuple[str, str]]:
    return [(RaciHolder(role=role.value).key, str(role.label)) for role in Holder]


def function_choices() -> list[tuple[str, str]]:
    rows = Function.objects.order_by("position", "sort_key").values_list("pk", "name")
    return [(RaciHolder(function_id=pk).key, name) for pk, name in rows]
