"""Shapes of a release's parts: risks, flags, steps of the rollout, links, dependencies. The doors decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productops.forms import PortalForm
from productops.people.forms.areas import calendar_day
from productops.people.forms.choosing import PersonField, Suggest, SuggestsPeople
from productops.people.models import Function, Person
from productops.text import clean_line
from releases.enums import RiskState, Severity
from releases.field_forms import WebField, text_field
from releases.keys import KEY
from releases.models import Release
from releases.planning_forms import LineField

SUGGESTED = 500  # releases in the list under a field; others are found by their key


class PartForm(SuggestsPeople, PortalForm):
    """`version` is the fingerprint of what the page showed; a form for a new part has none."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_people()

    @property
    def said(self) -> dict[str, Any]:
        """What the door is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RiskForm(PartForm):
    title = LineField(label=gettext_lazy("What may go wrong"), max_length=200)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), choices=Severity.choices, initial=Severity.MEDIUM, widget=forms.RadioSelect
    )
    mitigation = text_field(
        gettext_lazy("What is done about it"), 500, help_text=gettext_lazy("A high risk wants this before launch.")
    )
    owner = PersonField(label=gettext_lazy("Whose it is"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=RiskState.choices, initial=RiskState.OPEN, widget=forms.RadioSelect
    )


class FlagForm(PartForm):
    key = LineField(label=gettext_lazy("Flag"), max_length=80, help_text=gettext_lazy("Its key, as in the code."))
    system = LineField(label=gettext_lazy("System"), max_length=60, required=False)
    environment = LineField(label=gettext_lazy("Environment"), max_length=60, required=False)
    owner = PersonField(label=gettext_lazy("Whose it is"), required=False)
    kill_switch_url = WebField(
        label=gettext_lazy("Kill switch"), required=False, help_text=gettext_lazy("Where it is switched off at once.")
    )


class StepForm(PartForm):
    share = forms.IntegerField(label=gettext_lazy("Share in %"), min_value=1, max_value=100)
    audience = LineField(
        label=gettext_lazy("Audience"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as pilot merchants."),
    )
    on = forms.DateField(label=gettext_lazy("On"), widget=calendar_day())


class LinkForm(PartForm):
    title = LineField(label=gettext_lazy("Title"), max_length=120, help_text=gettext_lazy("Such as PRD or epic."))
    url = WebField(label=gettext_lazy("Link"))


class ReleaseField(forms.CharField):
    """Cleans to a release that `person` may see: by its key, or a whole suggestion ("PLAT-8 Ledger v3")."""

    person: Person

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, widget=Suggest, **kwargs)

    def offer(self, person: Person, *, but: Release) -> None:
        """What may be chosen: what is ahead and visible. One statement."""
        self.person = person
        rows = Release.objects.visible_to(person).ahead().exclude(pk=but.pk).order_by("key")
        names = rows.values_list("key", "name")[:SUGGESTED]
        self.widget.suggestions = [f"{key} {name}" for key, name in names]

    def clean(self, value: Any) -> Release:
        typed = clean_line(super().clean(value))
        key = KEY.match(typed.upper())
        found = Release.objects.visible_to(self.person).filter(key=key[0]).first() if key else None
        if found is None:
            raise forms.ValidationError(
                _("There is no release “%(typed)s”. Type its key, such as PAY-31."), params={"typed": typed[:80]}
            )
        return found


class DependencyForm(PartForm):
    """What is needed and until when: all that may be changed of a dependency."""

    deliverable = LineField(label=gettext_lazy("What is needed"), max_length=200, required=False)
    promised_on = forms.DateField(label=gettext_lazy("Promised for"), required=False, widget=calendar_day())


class OnReleaseForm(DependencyForm):
    on_release = ReleaseField(label=gettext_lazy("Release"), help_text=gettext_lazy("Its key or name, of any area."))
    field_order = ("on_release", "deliverable", "promised_on")

    def __init__(self, *args: Any, person: Person, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["on_release"]
        assert isinstance(field, ReleaseField)
        field.offer(person, but=release)


class OnFunctionForm(DependencyForm):
    on_function = forms.ModelChoiceField(Function.objects.none(), label=gettext_lazy("Function"))
    deliverable = LineField(label=gettext_lazy("What is needed"), max_length=200)
    field_order = ("on_function", "deliverable", "promised_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_function"].queryset = Function.objects.all()  # type: ignore[attr-defined]
