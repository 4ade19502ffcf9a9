"""Areas, product groups, and who is what in an area."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.people.enums import AreaRoleKind
from productops.people.forms.choosing import PersonField, SuggestsPeople
from productops.people.models import Function, ProductGroup
from productops.text import clean_line

MOST_COMPONENTS = 40


def calendar_day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AreaForm(PortalForm):
    """What an area is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    group = forms.ModelChoiceField(
        ProductGroup.objects.all(),
        label=gettext_lazy("Product group"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What it does, for somebody who is new."),
    )
    chat = forms.CharField(
        label=gettext_lazy("Chat channel"), max_length=80, required=False, help_text=gettext_lazy("Such as #payments.")
    )
    components = forms.CharField(
        label=gettext_lazy("Components"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Services and parts it owns, with commas between. The finder knows them."),
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_components(self) -> list[str]:
        named = [clean_line(each) for each in self.cleaned_data["components"].split(",")]
        kept = list(dict.fromkeys(each for each in named if each))
        if any(len(each) > 80 for each in kept):
            raise ValidationError(_("One component’s name has more than 80 characters."))
        if len(kept) > MOST_COMPONENTS:
            raise ValidationError(_("At most %(number)s components."), params={"number": MOST_COMPONENTS})
        return kept


class NewAreaForm(SuggestsPeople, AreaForm):
    pm = PersonField(label=gettext_lazy("PM"), required=False, help_text=gettext_lazy("From today."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()


class ChangeAreaForm(AreaForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RoleForm(SuggestsPeople, PortalForm):
    """Somebody becomes PM, Eng lead or contact of an area from a day on."""

    what = forms.ChoiceField(label=gettext_lazy("Role"))
    person = PersonField(label=gettext_lazy("Person"))
    starts_on = forms.DateField(
        label=gettext_lazy("From"),
        widget=calendar_day(),
        help_text=gettext_lazy("Whoever has the role keeps it until the day before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.functions = {str(function.pk): function for function in Function.objects.all()}
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (AreaRoleKind.PM.value, AreaRoleKind.PM.label),
            (AreaRoleKind.ENG_LEAD.value, AreaRoleKind.ENG_LEAD.label),
            *(
                (f"contact:{pk}", _("Contact of %(function)s") % {"function": function.name})
                for pk, function in self.functions.items()
            ),
        ]
        self.suggest_people()

    @property
    def facts(self) -> dict[str, Any]:
        """What the door wants to know."""
        kind, _colon, function = self.cleaned_data["what"].partition(":")
        return {
            "kind": AreaRoleKind(kind),
            "function": self.functions.get(function),
            "person": self.cleaned_data["person"],
            "starts_on": self.cleaned_data["starts_on"],
        }


class DeputyForm(SuggestsPeople, PortalForm):
    """Somebody acts for the PM between two days."""

    person = PersonField(label=gettext_lazy("Deputy"))
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=calendar_day())
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=calendar_day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()


class GroupForm(PortalForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])
